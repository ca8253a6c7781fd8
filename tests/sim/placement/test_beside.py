from dataclasses import astuple

import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from scenarios.schema import Camera
from sim.placement.beside import beside
from sim.placement.planner import Asked, plan


@pytest.fixture(scope="module")
def compared():
    loaded = load_scenario("corridor", {"duration_s": "120"})
    own = loaded.scenario.cameras
    away = Camera.model_validate(own[0].model_dump() | {"id": "away", "heading_deg": 90.0})
    layouts = {"own": own, "both": (*own, away), "again": own, "none": ()}
    preset = load_preset(loaded.scenario.engine.preset)
    return loaded, preset, beside(loaded, layouts, preset, 300)


def test_a_layout_is_worth_the_same_whatever_stands_beside_it(compared):
    loaded, preset, found = compared
    assert astuple(found["own"]) == pytest.approx(astuple(found["again"]), rel=1e-12)
    alone = beside(loaded, {"own": loaded.scenario.cameras}, preset, 300)
    assert astuple(alone["own"]) == pytest.approx(astuple(found["own"]), rel=1e-12)
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
