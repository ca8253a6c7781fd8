"""What a day's luck hangs on: a camera, a list entry or a person more changes nothing else."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.calibration.presets import load_preset
from engine.measure.calibration.strangers import Strangers
from scenarios.loader import load_scenario
from sim.cameras.sightings import Sightings, observe
from sim.recognition.scores import Searched, enrol, search, stranger_draws
from sim.streams import Streams
from sim.world.crowd import People
from sim.world.day import Day
from sim.world.visitors import populate
from sim.world.ways import Ways

PRESET, STREAMS = load_preset("rendered"), Streams(5)
CAMERAS = """[
  {id: west, at_m: [13, 30], height_m: 2.8, heading_deg: 180, tilt_deg: 7, fov_deg: 20},
  {id: inner, at_m: [20, 30], height_m: 2.8, heading_deg: 180, tilt_deg: 7, fov_deg: 25},
  {id: aside, at_m: [18, 28], height_m: 2.8, heading_deg: 150, tilt_deg: 8, fov_deg: 30}]"""


def scenario(**changed: str):
    settled = {"cameras": CAMERAS, "duration_s": "100", "watchlist.size": "60"}
    return load_scenario("corridor", settled | changed)


@pytest.fixture(scope="module")
def day() -> Day:
    loaded = scenario()
    people, crowd = populate(loaded.scenario, loaded.place, STREAMS, Ways(loaded.place))
    return Day(loaded.place, people, crowd, loaded.scenario.cameras, 0.0, 100.0)


@pytest.fixture(scope="module")
def seen(day) -> Sightings:
    return look(day)


def look(day: Day) -> Sightings:
    return observe(day.cameras, day.place, day.people, day.crowd, STREAMS)


def found(day: Day, sightings: Sightings, **changed: str) -> Searched:
    return search(scenario(**changed).scenario, day, sightings, PRESET, STREAMS)


def told(day: Day, sightings: Sightings, searched: Searched) -> dict:
    """By the time, camera and person of a sighting, what was found there, to the last bit."""
    names = [day.cameras[number].id for number in sightings.camera]
    where = zip(sightings.time_s.tolist(), names, sightings.person.tolist(), strict=True)
    what = zip(*(getattr(searched, f.name).tolist() for f in fields(Searched)), strict=True)
    return dict(zip(where, what, strict=True))


def of(sightings: Sightings, people: list[int]) -> Sightings:
    rows = np.isin(sightings.person, people)
    return Sightings(*(getattr(sightings, f.name)[rows] for f in fields(Sightings)))


def test_the_day_has_what_the_others_look_at(day, seen):
    result = found(day, seen)
    assert len(day.people) > 100
    assert {0, 1, 2} == set(seen.camera[result.searched].tolist())
    assert len(np.unique(seen.person[result.searched & (day.people.subject[seen.person] < 0)])) > 30
    assert (day.people.subject[seen.person[result.searched]] >= 0).any()


@given(st.permutations(range(3)), st.integers(1, 3))
@settings(deadline=None, max_examples=8)
def test_a_camera_more_changes_nothing_at_the_others(day, seen, order, many):
    everywhere = told(day, seen, found(day, seen))
    fewer = replace(day, cameras=tuple(day.cameras[number] for number in order[:many]))
    here = look(fewer)
    names = {camera.id for camera in fewer.cameras}
    wanted = {where: what for where, what in everywhere.items() if where[1] in names}
    assert told(fewer, here, found(fewer, here)) == wanted


@given(st.data())
@settings(deadline=None, max_examples=15)
def test_a_person_more_changes_nothing_of_the_others(day, seen, data):
    everybody = told(day, seen, found(day, seen))
    some = st.lists(st.integers(0, len(day.people) - 1), min_size=1, max_size=60, unique=True)
    kept = data.draw(some)
    last = max(kept) + 1
    people = People(*(getattr(day.people, f.name)[:last] for f in fields(People)))
    fewer, rows = replace(day, people=people), of(seen, kept)
    wanted = {where: what for where, what in everybody.items() if where[2] in kept}
    assert told(fewer, rows, found(fewer, rows)) == wanted


@pytest.mark.parametrize("size", [60, 255, 700])
def test_an_entry_more_is_found_itself_and_changes_only_strangers_who_resemble_it(day, seen, size):
    before = found(day, seen, **listing(size))
    after = found(day, seen, **listing(size + 1))
    others = np.flatnonzero(day.people.subject < 0)
    model = PRESET.standin.turned()
    means = [
        Strangers(model, enrol(length, model, "", STREAMS)[0].templates).people(
            others, stranger_draws(STREAMS)
        )
        for length in (size, size + 1)
    ]
    changed = np.isin(seen.person, others[(means[0] != means[1]).any(1)])
    assert changed.mean() < 0.02
    assert (before.detected == after.detected).all()
    assert (before.searched == after.searched).all()
    itself = after.subject == size
    assert (after.score[itself & ~changed] >= before.score[itself & ~changed]).all()
    same = ~itself & ~changed
    assert (before.subject[same] == after.subject[same]).all()
    assert (before.score[same] == after.score[same]).all()


def listing(size: int) -> dict[str, str]:
    return {"watchlist.size": str(size)}


@pytest.mark.parametrize(
    "dial",
    [{"engine.threshold": "0.6"}, {"engine.target_fpir": "0.01"}, {"engine.cooldown_s": "3"}],
)
def test_what_only_decides_changes_nothing_that_is_found(day, seen, dial):
    assert told(day, seen, found(day, seen, **dial)) == told(day, seen, found(day, seen))


def test_a_person_s_luck_is_another_at_another_camera(day, seen):
    """The same sightings, by cameras of two names."""
    renamed = tuple(c.model_copy(update={"id": f"{c.id}-2"}) for c in day.cameras)
    here, there = found(day, seen), found(replace(day, cameras=renamed), seen)
    both = here.searched & there.searched
    assert (here.detected != there.detected).any()
    assert (here.score[both] != there.score[both]).all()
