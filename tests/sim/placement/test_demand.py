from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.cameras.sightings import observe
from sim.placement import demand
from sim.placement.demand import Cells, Sights, Watched, gather
from sim.placement.mated import EASE, mated
from sim.placement.solve.ground import ground
from sim.reader import lines_of
from sim.run import play
from sim.stages.inputs import setting_of
from sim.streams import Streams
from sim.world.visitors import populate
from sim.world.ways import Ways

MANY = {"arrivals.listed_share": "0.9", "watchlist.size": "400", "engine.threshold": "0.7312"}


def watched(name, changes):
    loaded = load_scenario(name, changes)
    preset = load_preset(loaded.scenario.engine.preset)
    streams = setting_of(loaded, preset).streams
    people, crowd = populate(loaded.scenario, loaded.place, streams, Ways(loaded.place))
    return loaded.scenario, preset, Watched(loaded.place, people, crowd, streams)


def got(scenario, preset, day, sample=10_000, cameras=None):
    cameras = scenario.cameras if cameras is None else cameras
    return gather(cameras, day, scenario.engine, preset, scenario.watchlist.size, sample)


@pytest.fixture(scope="module")
def corridor():
    return watched("corridor", MANY)


def test_candidates_see_what_cameras_of_a_run_see(corridor):
    scenario, _, day = corridor
    (camera,) = scenario.cameras
    everybody = np.arange(len(day.people))
    ours = demand._seen(camera, day, Cells(day.crowd), Sights(day.place), everybody)
    theirs = observe([camera], day.place, day.people, day.crowd, day.streams)
    assert len(ours) == len(theirs) > 0
    for field in fields(ours):
        if field.name != "pass_id":
            np.testing.assert_array_equal(getattr(ours, field.name), getattr(theirs, field.name))


def test_as_many_are_recognised_as_was_predicted(tmp_path):
    """Everybody sampled stands for a listed one; nearly all are listed here, so a run tells."""
    predicted, spread, played = 0.0, 0.0, 0
    for seed in (11, 12):
        changes = MANY | {"seed": str(seed)}
        scenario, preset, day = watched("corridor", changes)
        told = got(scenario, preset, day)
        predicted += ground(told.listed).value([0])
        chance = told.listed.chance.toarray()
        spread += float((told.listed.weight @ (chance * (1 - chance)))[0])
        play("corridor", out=tmp_path / str(seed), seed=seed, overrides=MANY)
        alerts = lines_of(tmp_path / str(seed) / "alerts.jsonl")
        played += len({one["person"] for one in alerts if one["true"]})
    assert abs(predicted - played) < 4 * np.sqrt(spread)
    assert predicted > 4 * np.sqrt(spread)


def test_a_sample_stands_for_all(corridor):
    scenario, preset, day = corridor
    whole, half = got(scenario, preset, day), got(scenario, preset, day, sample=200)
    assert whole.listed.weight.sum() == pytest.approx(half.listed.weight.sum()) == whole.on_list
    assert half.listed.chance.shape == (200 * EASE, 1)
    assert whole.scanned.weight.sum() == pytest.approx(whole.people - whole.on_list)
    few, all_ = ground(half.listed).value([0]), ground(whole.listed).value([0])
    assert few == pytest.approx(all_, rel=0.5)
    assert half.false_alerts[0] == pytest.approx(whole.false_alerts[0], rel=0.5)


def test_a_stricter_threshold_recognises_fewer_and_scans_as_many(corridor):
    scenario, preset, day = corridor
    loose, strict = (
        gather(
            scenario.cameras,
            day,
            scenario.engine.model_copy(update={"threshold": threshold}),
            preset,
            400,
            400,
        )
        for threshold in (0.6, 0.8)
    )
    assert ground(loose.listed).value([0]) > ground(strict.listed).value([0])
    assert loose.false_alerts[0] > strict.false_alerts[0]
    np.testing.assert_array_equal(loose.scanned.chance.toarray(), strict.scanned.chance.toarray())


def test_a_candidate_gets_the_same_whoever_is_beside_it(corridor):
    scenario, preset, day = corridor
    (camera,) = scenario.cameras
    other = camera.model_copy(update={"id": "other", "heading_deg": 20.0})
    both, alone = (
        got(scenario, preset, day, cameras=cameras) for cameras in ([other, camera], [camera])
    )
    np.testing.assert_array_equal(
        both.listed.chance[:, [1]].toarray(), alone.listed.chance.toarray()
    )


def test_worse_views_match_less_and_those_like_their_picture_more():
    table = mated(load_preset("rendered").standin, 0.7, Streams(1).rng("placement mated"))
    assert ((table.share >= 0) & (table.share <= 1)).all()
    means = table.share.mean(1)
    assert (np.diff(means, axis=1) < 0.02).all()
    assert means[0, 15] < means[-1, 15]
    assert means[:, -1] == pytest.approx(0.0, abs=0.01)


@given(
    chances=st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=5), min_size=1, max_size=4),
    wanted=st.integers(1, 3),
)
def test_enough_frames_of_a_pass_match_as_often_as_all_cases_say(chances, wanted):
    number = np.repeat(np.arange(len(chances)), [len(one) for one in chances])
    found = demand._enough(np.concatenate(chances), number.astype(np.int32), wanted)
    for one, share in zip(chances, found, strict=True):
        cases = np.array([*np.ndindex(*(2,) * len(one))])
        each = np.where(cases == 1, one, 1 - np.array(one)).prod(1)
        assert share == pytest.approx(each[cases.sum(1) >= wanted].sum(), abs=1e-9)
