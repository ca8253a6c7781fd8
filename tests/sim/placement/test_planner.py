import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.errors import SimError
from sim.placement.candidates import Mounting
from sim.placement.planner import Asked, needs, plan

WIDE = Mounting(spacing_m=45.0, turns_deg=(0.0,), ceiling_m=40.0, ceiling_turn_deg=90.0)
SHORT = {"duration_s": "90", "window.start_s": "10"}


@pytest.fixture(scope="module")
def corridor():
    loaded = load_scenario("corridor", SHORT)
    return loaded, load_preset(loaded.scenario.engine.preset)


@pytest.fixture(scope="module")
def layout(corridor):
    return plan(*corridor, Asked(cameras=3, within_s=30.0, gap=0.0, mounting=WIDE))


def test_the_best_choice_is_no_worse_than_the_scenarios_own_cameras(layout, corridor):
    loaded, _ = corridor
    assert len(loaded.scenario.cameras) <= 3
    assert layout.placement.value >= layout.own.recognised
    assert layout.placement.bound >= layout.placement.value


def test_each_camera_adds_less_than_the_one_before(layout):
    got = np.array([0.0, *(step.recognised for step in layout.steps)])
    assert (np.diff(got) >= -1e-9).all()
    assert (np.diff(got, 2) <= 1e-9).all()
    assert layout.steps[-1].recognised == pytest.approx(layout.placement.value)
    assert [step.camera for step in layout.steps] == [one.id for one in layout.cameras]
    scanned = [step.scanned for step in layout.steps]
    assert scanned == sorted(scanned)
    assert scanned[-1] <= layout.people - layout.on_list


def test_fewer_innocents_are_scanned_where_that_is_asked(layout, corridor):
    cap = layout.steps[-1].scanned / 2
    asked = Asked(cameras=3, within_s=30.0, gap=0.0, mounting=WIDE, most_scanned=cap)
    kept = plan(*corridor, asked)
    assert kept.placement.scanned <= cap
    assert 0 < kept.placement.value < layout.placement.value


def test_where_nobody_may_be_scanned_there_is_no_camera(corridor):
    asked = Asked(cameras=1, within_s=5.0, sample=50, mounting=WIDE, most_scanned=0.0)
    with pytest.raises(SimError, match="cameras: got none that recognises anybody"):
        plan(*corridor, asked)


def test_the_trail_shows_the_choice_rise_and_the_bound_fall(layout):
    values, bounds = ([getattr(one, n) for one in layout.trail] for n in ("value", "bound"))
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)


def test_stages_are_told_as_they_were_foreseen(corridor):
    told = []
    asked = Asked(cameras=1, within_s=5.0, sample=20, mounting=WIDE)
    plan(*corridor, asked, progress=lambda stage, share: told.append((stage, share)))
    foreseen = [part.name for part in needs(*corridor, asked).parts]
    assert foreseen == ["world", "lay out", "look", "choose"]
    assert len({stage for stage, _ in told}) == len(foreseen)
    assert told[-1] == ("Choose cameras", 1.0)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"cameras": 0}, "cameras: got 0, wanted 1 or more"),
        ({"cameras": 1, "sample": 0}, "sample: got 0, wanted 1 or more"),
        ({"cameras": 1, "gap": 1.0}, "gap: got 1, wanted 0 to below 1"),
    ],
)
def test_what_makes_no_sense_is_refused(told, message):
    with pytest.raises(SimError, match=message):
        Asked(**told)
