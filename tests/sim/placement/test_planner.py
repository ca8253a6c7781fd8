import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.errors import SimError
from sim.folder import RunFolder
from sim.placement.candidates import Mounting
from sim.placement.kept import keep_demand, load_demand
from sim.placement.limits import SEEN_SHARE
from sim.placement.planner import Asked, choose, needs, plan, prepare
from sim.placement.solve import UnsolvableError
from sim.placement.wanted import zone
from sim.stages.store import Store

WIDE = Mounting(spacing_m=45.0, turns_deg=(0.0,), ceiling_m=40.0, ceiling_turn_deg=90.0)
SHORT = {"duration_s": "90", "window.start_s": "10"}


@pytest.fixture(scope="module")
def corridor():
    loaded = load_scenario("corridor", SHORT)
    return loaded, load_preset(loaded.scenario.engine.preset)


@pytest.fixture(scope="module")
def ready(corridor):
    return prepare(*corridor, asked(3))


@pytest.fixture(scope="module")
def layout(ready):
    return choose(ready, asked(3))


def asked(cameras=None, **told):
    return Asked(cameras, within_s=30.0, gap=0.0, mounting=WIDE, **told)


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


def test_fewer_innocents_are_scanned_where_that_is_asked(layout, ready):
    cap = layout.steps[-1].scanned / 2
    kept = choose(ready, asked(3, most_scanned=cap))
    assert kept.placement.scanned <= cap
    assert 0 < kept.placement.value < layout.placement.value


def test_where_nobody_may_be_scanned_there_is_no_camera(ready):
    with pytest.raises(SimError, match="cameras: got none that recognises anybody"):
        choose(ready, asked(1, most_scanned=0.0))


def test_a_budget_buys_as_many_as_it_pays_for(layout, ready):
    bought = choose(ready, asked(budget=2500.0, prices=(("west", 1000.0),)))
    assert [step.spent for step in bought.steps] == [1000.0, 2000.0]
    assert bought.placement.spent == 2000.0
    assert bought.kinds == ("west", "west")
    assert bought.placement.value == pytest.approx(layout.steps[1].recognised, rel=0.05)


def test_a_budget_needs_the_price_of_each_kind_and_of_no_other(corridor):
    with pytest.raises(SimError, match="budget: got no price of west"):
        prepare(*corridor, asked(budget=10.0))
    with pytest.raises(SimError, match="price: got one of east, wanted kinds of cameras: west"):
        prepare(*corridor, asked(1, prices=(("east", 1.0),)))


def test_an_entrance_that_must_be_seen_is_seen(ready):
    """The best single camera is elsewhere."""
    free, seeing = choose(ready, asked(1)), choose(ready, asked(1, see=("West Gate",)))
    (name, cameras), (camera,) = seeing.seen[0], seeing.cameras
    assert (name, cameras) == ("West Gate", (camera.id,))
    number = [one.id for one in ready.laid.cameras].index(camera.id)
    assert ready.days[0].finds(0)[number] >= SEEN_SHARE
    assert seeing.placement.value <= free.placement.value


def test_an_entrance_that_no_camera_may_see_is_refused(ready):
    everywhere = zone(ready.loaded.place, "0,0,120,60")
    with pytest.raises(UnsolvableError, match="see: got the entrance West Gate, of whose comers"):
        choose(ready, asked(1, see=("West Gate",), keep_out=(everywhere,)))


def test_where_something_is_kept_out_or_a_way_free_no_chosen_camera_looks(ready):
    place = ready.loaded.place
    best = choose(ready, asked(1)).cameras[0]
    (x, y), turn = best.at_m, np.radians(best.heading_deg)
    x, y = x + 8 * np.cos(turn), y + 8 * np.sin(turn)
    kept = choose(ready, asked(1, keep_out=(zone(place, f"{x - 1},{y - 1},{x + 1},{y + 1}"),)))
    assert kept.cameras[0].id != best.id
    free = choose(ready, asked(3, free_way=("West Gate", "East Gate")))
    assert any(not way.cameras for way in free.ways)
    assert free.ways[0].length_m == min(way.length_m for way in free.ways)


def test_on_several_days_the_worst_is_served_better_where_it_counts(corridor):
    told = {"days": 2, "sample": 60}
    days = prepare(*corridor, asked(1, **told))
    mean, worst = (choose(days, asked(1, worst=w, **told)) for w in (False, True))
    assert len(days.days) == 2
    assert days.days[0].people != days.days[1].people
    assert mean.people == sum(day.people for day in days.days) / 2
    assert worst.placement.value <= mean.placement.value
    assert worst.to_json()["asked"]["worst"]


def test_what_was_looked_at_once_is_not_looked_at_again(corridor, tmp_path):
    told, store = [], Store(tmp_path)

    def heard(stage, _):
        told.append(stage)

    first = prepare(*corridor, asked(3, sample=40), heard, store)
    assert "Walk the crowd" in told
    told.clear()
    again = prepare(*corridor, asked(1, sample=40, most_scanned=20.0), heard, store)
    assert "Walk the crowd" not in told
    assert again.laid == first.laid
    assert choose(again, asked(2)).to_json()["steps"] == choose(first, asked(2)).to_json()["steps"]
    told.clear()
    prepare(*corridor, asked(3, sample=41), heard, store)
    assert "Walk the crowd" in told


def test_demand_is_loaded_as_it_was_kept(ready, tmp_path):
    (day,) = ready.days
    keep_demand(day, RunFolder(tmp_path))
    loaded = load_demand(tmp_path)
    for name in ("listed", "scanned", "near"):
        ours, theirs = (getattr(one, name) for one in (day, loaded))
        assert (ours.chance != theirs.chance).nnz == 0
        np.testing.assert_array_equal(ours.weight, theirs.weight)
    for name in ("false_alerts", "sampled", "entrance"):
        np.testing.assert_array_equal(getattr(day, name), getattr(loaded, name))
    assert (day.people, day.on_list) == (loaded.people, loaded.on_list)


def test_the_trail_shows_the_choice_rise_and_the_bound_fall(layout):
    values, bounds = ([getattr(one, n) for one in layout.trail] for n in ("value", "bound"))
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)


def test_stages_are_told_as_they_were_foreseen(corridor):
    told, question = [], asked(1, sample=20)
    plan(*corridor, question, progress=lambda stage, share: told.append((stage, share)))
    foreseen = [part.name for part in needs(*corridor, question).parts]
    assert foreseen == ["world", "lay out", "look", "choose"]
    assert len({stage.partition(": ")[0] for stage, _ in told}) == len(foreseen)
    assert told[-1] == ("Choose cameras", 1.0)
    for word in ("Lay out candidates", "Walk the crowd", "Look through candidates"):
        assert next(share for stage, share in told if stage == word) == 0, word


def test_as_many_candidates_are_foreseen_as_are_laid_out_and_see_too_little(ready, corridor):
    foreseen = needs(*corridor, asked(3)).amounts["candidates"]
    assert len(ready.laid.cameras) <= foreseen < 3 * len(ready.laid.cameras)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"cameras": 0}, "cameras: got 0, wanted 1 or more"),
        ({"cameras": 1, "sample": 0}, "sample: got 0, wanted 1 or more"),
        ({"cameras": 1, "gap": 1.0}, "gap: got 1, wanted 0 to below 1"),
        ({}, "cameras: got none and no budget"),
        ({"cameras": 1, "days": 0}, "days: got 0, wanted 1 to 1000"),
        ({"cameras": 1, "budget": -1.0}, "budget: got -1, wanted 0 or more"),
        ({"budget": 1.0, "prices": (("a", 0.0),)}, "price of a: got 0, wanted more than 0"),
    ],
)
def test_what_makes_no_sense_is_refused(told, message):
    with pytest.raises(SimError, match=message):
        Asked(**told)
