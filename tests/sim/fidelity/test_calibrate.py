from dataclasses import fields

import numpy as np
import pytest

from engine.measure.calibration import thresholds
from engine.measure.calibration.presets import Preset, load_preset, save_preset
from engine.measure.calibration.sample import Sample
from engine.measure.calibration.strangers import Strangers, by_turns
from engine.settings import EngineSettings
from sim.fidelity import calibrate
from sim.fidelity.portraits import Portraits
from tests.engine.measure.calibration.test_fit import drawn
from tests.engine.measure.calibration.test_standin import standin

LOOK_ALIKE = 0.7


@pytest.fixture(scope="module")
def made() -> Preset:
    """A preset of people whom the stand-in itself drew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thresholds, "SUBJECTS", 100)
        patch.setattr(thresholds, "STRANGERS", 2000)
        rng = np.random.default_rng(8)
        sample = drawn(standin(look_alike=0.95), rng)
        views = {field.name: getattr(sample, field.name) for field in fields(Sample)}
        numbers = 10 * np.arange(len(sample.enrolled))
        (seen,) = calibrate.admitted([Portraits(**views, number=numbers)], [LOOK_ALIKE])
        return calibrate.preset(seen, "drawn", LOOK_ALIKE, [].append)


def test_whoever_is_admitted_is_nobody_s_look_alike(made):
    assert 0 < len(made.admitted) < 400
    assert set(made.admitted % 10) == {0}
    assert made.standin.look_alike == LOOK_ALIKE


def test_of_several_packs_each_has_portraits_of_those_whom_all_admit():
    alike = _unit(np.array([[1, 0, 0], [1, 0.1, 0], [0, 1, 0], [0, 0, 1]], np.float32))
    others = _unit(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0.1, 1]], np.float32))
    found = calibrate.admitted([portraits(alike), portraits(others)], [LOOK_ALIKE, 0.9])
    assert [one.number.tolist() for one in found] == [[10, 12], [10, 12]]
    assert np.array_equal(found[1].enrolled, others[[0, 2]])
    assert np.array_equal(found[1].probe, others[[0, 2]])


def portraits(enrolled):
    """Of people seen once each, as they are enrolled."""
    count = len(enrolled)
    one, whom = np.ones(count), np.arange(count)
    seen = (enrolled, one > 0, 40 * one, 0 * one, 0 * one, one)
    return Portraits(enrolled, whom, *seen, number=10 + whom)


def _unit(raw):
    return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def test_strangers_pass_the_threshold_as_often_as_wanted(made):
    rng, model, size, passes = np.random.default_rng(9), made.standin, 50, 1500
    gallery = model.subjects(size, rng)[1]
    strangers = Strangers(model, gallery).people(np.arange(passes), by_turns(rng))
    good = np.ones(thresholds.PASS_FRAMES)
    settings = EngineSettings(target_fpir=0.1)
    threshold = made.threshold(settings, size)
    alerted = 0
    for stranger in strangers:
        scores = model.probes(stranger, good, rng) @ gallery.T
        alerted += ((scores >= threshold).sum(0) >= settings.minimum_frames).any()
    assert 0.02 < alerted / passes < 0.3  # all in the best view, so not exactly a tenth


def test_a_preset_made_here_is_loaded_by_its_path(made, tmp_path):
    save_preset(made, tmp_path / "mine.npz")
    loaded = load_preset(str(tmp_path / "mine.npz"))
    assert np.array_equal(loaded.score, made.score)
    assert "not real-world accuracy" in loaded.origin
