from dataclasses import replace

import numpy as np
import pytest

from engine.measure.calibration import fit as fitting
from engine.measure.calibration.fit import fit
from engine.measure.calibration.sample import Sample
from engine.measure.calibration.standin import StandIn
from tests.engine.measure.calibration.test_standin import standin

PEOPLE, VIEWS = 400, 8


def drawn(model: StandIn, rng: np.random.Generator) -> Sample:
    """A sample that the model itself made."""
    people, enrolled = model.subjects(PEOPLE, rng)
    person = np.repeat(np.arange(PEOPLE), VIEWS)
    size = np.exp(rng.uniform(np.log(8), np.log(64), len(person)))
    yaw, pitch = rng.normal(0, 20, len(person)), rng.normal(8, 8, len(person))
    visible = np.where(rng.random(len(person)) < 0.25, rng.uniform(0.3, 1, len(person)), 1.0)
    view = (size, yaw, pitch, visible)
    scale = model.scale(*view).reshape(PEOPLE, VIEWS)
    probes = [model.probes(one, s, rng) for one, s in zip(people, scale, strict=True)]
    detected = rng.random(len(person)) < model.detects(*view)
    return Sample(enrolled, person, np.concatenate(probes), detected, *map(np.asarray, view))


def mated(sample: Sample, rows: np.ndarray) -> np.ndarray:
    return (sample.enrolled[sample.person[rows]] * sample.probe[rows]).sum(1)


def test_a_model_fitted_to_its_own_draws_draws_the_same_scores():
    rng = np.random.default_rng(5)
    given = drawn(standin(), rng)
    again = drawn(fit(given, 0.7, rng), rng)
    for low, high in ((8, 14), (14, 28), (28, 64)):
        scores = [
            mated(
                s,
                np.flatnonzero(s.detected & (s.interocular_px >= low) & (s.interocular_px < high)),
            )
            for s in (given, again)
        ]
        quantiles = [np.quantile(s, [0.1, 0.5, 0.9]) for s in scores]
        assert np.abs(quantiles[0] - quantiles[1]).max() < 0.06
    assert abs(given.detected.mean() - again.detected.mean()) < 0.03
    strangers = [np.triu(s.enrolled @ s.enrolled.T, 1) for s in (given, again)]
    spread = [np.quantile(s[s != 0], [0.01, 0.5, 0.99]) for s in strangers]
    assert np.abs(spread[0] - spread[1]).max() < 0.05


@pytest.fixture
def one_tail(monkeypatch):
    """Tails are told apart elsewhere; trying all of them takes four times as long."""
    monkeypatch.setattr(fitting, "DEGREES", (10.0,))


@pytest.mark.usefixtures("one_tail")
def test_noise_shared_within_a_pass_is_told_from_noise_that_is_not():
    shares = []
    for share in (0.1, 0.5, 0.9):
        rng = np.random.default_rng(6)
        shares.append(fit(drawn(standin(pass_share=share), rng), 0.7, rng).pass_share)
    assert shares == sorted(shares)
    assert abs(shares[1] - 0.5) < 0.15


@pytest.mark.usefixtures("one_tail")
def test_what_small_faces_keep_in_common_is_told():
    found = []
    for common in (0.0, 0.5, 1.0):
        rng = np.random.default_rng(9)
        found.append(fit(drawn(standin(common=common), rng), 0.7, rng).common)
    assert found == pytest.approx([0.0, 0.5, 1.0], abs=0.2)


def test_long_tails_are_told_from_short_ones_and_what_never_varied_has_no_effect():
    degrees = []
    for given in (3.0, 200.0):
        rng = np.random.default_rng(7)
        sample = drawn(standin(degrees=given, pass_share=0.0), rng)
        uncovered = replace(sample, visible_share=np.ones(len(sample.person)))
        fitted = fit(uncovered, 0.7, rng)
        degrees.append(fitted.degrees)
        assert fitted.noise[4] == 0
        assert (fitted.noise[1:] >= 0).all()
    assert degrees[0] < 10 <= degrees[1]
