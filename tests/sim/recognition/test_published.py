"""The preset `published` through the whole of the scores' way: people drawn, searched, decided."""

import numpy as np
import pytest
from scipy.stats import chi2

from engine.measure.calibration import published
from engine.measure.calibration.presets import load_preset
from engine.measure.realism.bounds import standing_of
from engine.settings import EngineSettings
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.cameras.sightings import Sightings
from sim.recognition.scores import decided, search, threshold_of
from sim.streams import Streams
from sim.world.demography.leaning import leaning
from tests.sim.recognition.test_scores import day

LISTED = 300
ASKED = {
    "engine.preset": "published",
    "engine.threshold": str(published.THRESHOLD),
    "watchlist.size": str(published.SUBJECTS),
}
COUNTED = published.FALSE_POSITIVES[published.THRESHOLD]
LOW, HIGH = chi2.ppf(0.025, 2 * COUNTED) / 2, chi2.ppf(0.975, 2 * COUNTED + 2) / 2
"""Exact 95 % interval of the false positives that were counted (Garwood 1936)."""


def passes(persons: int) -> Sightings:
    """Everybody once through a zone of recognition, as the preset was made for."""
    looks = published.PASS_FRAMES
    size = np.geomspace(published.FARTHEST_PX, published.NEAREST_PX, looks)
    n = persons * looks
    person = np.tile(np.arange(persons, dtype=np.int32), looks)
    full = np.ones(n, np.float32)
    seen = np.repeat(size, persons).astype(np.float32)
    turned = published.TURNED_DEG * full
    return Sightings(
        time_s=np.repeat(np.arange(looks) * 0.5, persons),
        camera=np.zeros(n, np.int16),
        person=person,
        pass_id=person,
        face_px=np.zeros((n, 4), np.float32),
        interocular_px=seen,
        frontal_px=seen,
        yaw_deg=turned,
        pitch_deg=turned,
        visible_share=full,
        distance_m=4 * full,
        in_zone=np.ones(n, bool),
        sharpness=full,
    )


def alerted(subject: list[int], **changed: str):
    """People alerted rightly and wrongly."""
    scenario, crowd = load_scenario("corridor", ASKED | changed).scenario, day(subject)
    preset, seen = load_preset("published"), passes(len(subject))
    found = search(scenario, crowd, seen, preset, Streams(5))
    alerts = decided(scenario, crowd, seen, found, threshold_of(scenario, preset)).alerts
    return {one.person for one in alerts if one.true}, {
        one.person for one in alerts if not one.true
    }


def test_listed_people_are_found_as_often_as_published_before_a_list_of_10_000():
    right, wrong = alerted([*range(LISTED)])
    off = 5 * np.sqrt(published.TPIR * (1 - published.TPIR) / LISTED)
    assert abs(len(right) / LISTED - published.TPIR) < off
    assert len(wrong) <= 5


def test_both_rates_are_as_published_by_simulation():
    standin = load_preset("published").standin
    off = 5 * np.sqrt(published.TPIR * (1 - published.TPIR) / published.PASSES)
    assert abs(published.tpir(standin, published.THRESHOLD, 1) - published.TPIR) < off
    here = published.fpir_at(standin, published.THRESHOLD, published.SUBJECTS, 1)
    assert LOW < published.SEARCHED * here < HIGH
    assert here == pytest.approx(published.FPIR, rel=0.25)


def by_table(threshold: float, subjects: int) -> float:
    """FPIR as the preset's own table has it."""
    preset = load_preset("published")
    score = preset.score[published.MINIMUM_FRAMES - 1]
    single = 10 ** np.interp(-threshold, -score, np.log10(preset.rate))
    return float(-np.expm1(subjects * np.log1p(-single)))


def test_its_table_has_the_published_rates_of_both_lists():
    long, short = (by_table(published.THRESHOLD, size) for size in (10_000, 1_000))
    assert LOW < published.SEARCHED * long < HIGH
    assert long == pytest.approx(published.FPIR, rel=0.25)
    assert short == pytest.approx(1 / 60_000, rel=0.25)


@pytest.mark.parametrize("threshold", [0.62, 0.64])
def test_stricter_thresholds_leave_as_few_false_positives_as_were_counted(threshold):
    expected = published.SEARCHED * by_table(threshold, published.SUBJECTS)
    seen = published.FALSE_POSITIVES[threshold]
    high = chi2.ppf(0.975, 2 * seen + 2) / 2
    low = chi2.ppf(0.025, 2 * seen) / 2 if seen else 0.0
    assert low < expected < high


def test_the_preset_s_own_threshold_for_the_published_rate_is_the_published_one():
    asked = EngineSettings(target_fpir=published.FPIR)
    own = load_preset("published").threshold(asked, published.SUBJECTS)
    assert own == pytest.approx(published.THRESHOLD, abs=0.004)


def test_it_says_that_it_knows_two_rates_of_another_engine_and_no_more():
    told = standing_of("published")
    assert "NEC NeoFace V4" in load_preset("published").origin
    assert "two published rates" in told["statement"]
    assert "photographs" not in told["statement"]


def test_a_difference_as_published_is_in_its_scores_and_in_no_other_preset_s():
    crowd = day([-1] * 400).people
    asked = {"engine.preset": "published"}
    none, once, worse = (
        load_scenario("corridor", asked | {"planted.published": dial}).scenario.planted.scores
        for dial in ("0", "1", "2")
    )
    assert none == ()
    shifts = [leaning(crowd.labels, one) for one in (once, worse)]
    assert np.allclose(2 * shifts[0], shifts[1])
    with pytest.raises(ScenarioError, match=r"planted\.published: got 1 with preset 'rendered'"):
        load_scenario("corridor", {"planted.published": "1"})
