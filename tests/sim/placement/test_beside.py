from dataclasses import astuple

import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.schema import Camera
from sim.errors import SimError
from sim.placement.beside import beside, needs, with_films, with_plays
from sim.placement.planner import Asked, plan
from sim.stages.store import Store


@pytest.fixture(scope="module")
def compared():
    loaded = load_scenario("corridor", {"duration_s": "120"})
    own = loaded.scenario.cameras
    away = Camera.model_validate(own[0].model_dump() | {"id": "away", "heading_deg": 90.0})
    layouts = {"own": own, "both": (*own, away), "again": own, "away": (away,), "none": ()}
    preset = load_preset(loaded.scenario.engine.preset)
    return loaded, preset, beside(loaded, layouts, preset, 300)


def expected(one):
    """What the model says of a layout that was not played."""
    *numbers, shares, apart, filmed = astuple(one)
    assert (shares, apart, filmed) == ((), None, None)
    return numbers


def test_a_layout_is_worth_the_same_whatever_stands_beside_it(compared):
    loaded, preset, found = compared
    assert expected(found["own"]) == pytest.approx(expected(found["again"]), rel=1e-12)
    alone = beside(loaded, {"own": loaded.scenario.cameras}, preset, 300)
    assert expected(alone["own"]) == pytest.approx(expected(found["own"]), rel=1e-12)
    assert found["own"].recognised > 0


def test_more_cameras_recognise_and_scan_no_fewer(compared):
    _, _, found = compared
    own, both, none = found["own"], found["both"], found["none"]
    assert both.recognised >= own.recognised > none.recognised == 0
    assert both.scanned >= own.scanned > none.scanned == 0
    assert both.false_alerts >= own.false_alerts > none.false_alerts == 0
    assert (none.cameras, own.cameras, both.cameras) == (0, 1, 2)
    assert own.recognised <= own.listed


def test_a_layout_is_worth_what_the_planner_says_of_the_scenario_s_own(compared):
    loaded, preset, found = compared
    layout = plan(loaded, preset, Asked(cameras=1, within_s=1, sample=300))
    own = found["own"]
    assert (own.recognised, own.scanned, own.false_alerts) == pytest.approx(
        (layout.own.recognised, layout.own.scanned, layout.own.false_alerts)
    )


def test_several_days_are_told_by_their_average():
    loaded = load_scenario("corridor", {"duration_s": "90", "window.start_s": "10"})
    preset = load_preset(loaded.scenario.engine.preset)
    layouts, told = {"own": loaded.scenario.cameras}, []
    one, two = (
        beside(loaded, layouts, preset, 300, lambda _, share: told.append(share), days)["own"]
        for days in (1, 2)
    )
    assert one.recognised != two.recognised
    assert 0 < two.recognised < two.listed
    assert 2 * two.listed == int(2 * two.listed)
    assert max(told) == 1


def test_layouts_that_are_played_differ_from_the_first_by_their_cameras_alone(compared, tmp_path):
    loaded, _, found = compared
    own = loaded.scenario.cameras
    away = Camera.model_validate(own[0].model_dump() | {"id": "away", "heading_deg": 90.0})
    layouts, told = {"own": own, "again": own, "away": (away,)}, []
    valued = {name: found[name] for name in layouts}
    played = with_plays(
        loaded, layouts, valued, range(1, 4), Store(tmp_path), lambda _, s: told.append(s)
    )
    assert played["own"].apart is None
    assert len(played["own"].shares) == 3
    assert played["again"].shares == played["own"].shares
    assert played["again"].apart == (0, 0, 0)
    mean, low, high = played["away"].apart
    assert mean == pytest.approx(np.mean(np.subtract(played["away"].shares, played["own"].shares)))
    assert low < mean < high
    assert told == pytest.approx(np.arange(1, 10) / 9)


def test_one_day_played_says_nothing_of_how_sure_a_difference_is(compared):
    loaded, _, found = compared
    with pytest.raises(SimError, match="play: got 1, wanted 2 days or more"):
        with_plays(loaded, {"own": ()}, {"own": found["none"]}, range(1, 2), None)


@pytest.mark.long
def test_layouts_are_filmed_in_the_same_window(compared, tmp_path):
    _, preset, found = compared
    few = {"duration_s": "120", "window.start_s": "60", "window.duration_s": "1.0"}
    few |= {"window.watchlist": "4", "cameras.0.width_px": "640", "cameras.0.height_px": "360"}
    few |= {"window.listed_share": ".95", "engine.threshold": ".2"}
    loaded = load_scenario("corridor", few)
    own, told = loaded.scenario.cameras, []
    layouts = {"own": own, "again": own, "none": ()}
    valued = {name: found[name] for name in layouts}
    told_s = needs(loaded, preset, layouts, 300, films=True).parts[-1].cpu_s
    assert told_s > needs(loaded, preset, layouts, 300).parts[-1].cpu_s
    films = with_films(loaded, layouts, valued, Store(tmp_path), lambda _, s: told.append(s))
    first, again, none = (films[name].filmed for name in layouts)
    assert first.apart is None
    assert (first.recognised, first.listed) == (again.recognised, again.listed)
    assert 0 < first.recognised < first.listed
    assert none.recognised == 0
    assert again.apart[0] == 0
    assert again.apart[1] < 0 < again.apart[2]
    assert told == pytest.approx([1 / 3, 2 / 3, 1])


def test_what_has_no_window_is_not_filmed(compared):
    _, preset, _ = compared
    loaded = load_scenario("corridor", {"duration_s": "120", "window": "null"})
    with pytest.raises(ScenarioError, match="none, wanted one: pixels fidelity plays a window"):
        needs(loaded, preset, {"own": loaded.scenario.cameras}, 300, films=True)


def test_more_layouts_days_and_plays_are_estimated_to_take_longer(compared):
    loaded, preset, _ = compared
    own = loaded.scenario.cameras
    one, two = {"own": own}, {"own": own, "again": own}
    usual = needs(loaded, preset, one, 300)
    assert [part.name for part in usual.parts] == ["world", "look"]
    for more in (
        needs(loaded, preset, two, 300),
        needs(loaded, preset, one, 300, days=2),
        needs(loaded, preset, one, 300, plays=2),
    ):
        assert more.cpu_s > usual.cpu_s
    plays = [needs(loaded, preset, layouts, 300, plays=5).parts[-1].cpu_s for layouts in (one, two)]
    assert plays[1] == pytest.approx(2 * plays[0])
