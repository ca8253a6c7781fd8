"""Who sits on a seat of the plan is sighted, filmed and drawn seated."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios.place import flat
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.scenes import places_of, scene
from sim.cameras.sightings import observe
from sim.streams import Streams
from sim.world.day import Day
from sim.world.manners import MANNERS, ORDINARY, SEATED, WHEELCHAIR, seated_m
from sim.world.staying.areas import places_of as seats_of
from sim.world.staying.seated import Seats
from tests.places.stays import BENCH, came, still, walked
from tests.places.stays import hall as hall_with
from tests.sim.cameras.stage import SMALL, crowd, hall, people

SEAT = replace(BENCH, area=BENCH.area.buffer(0))
CAMERA = Camera(
    **SMALL.model_dump()
    | {"at_m": (20, 4.4), "heading_deg": -90.0, "fov_deg": 60.0, "width_px": 640, "height_px": 360}
)


def sitting(manner=ORDINARY):
    """A day on which one sits, one passes over a seat, and one stands beside."""
    at = tuple(seats_of(SEAT)[2].tolist())
    passing = [(at[0] + 0.5 + 0.3 * k, at[1]) for k in range(5)]
    walked_ = crowd([at] * 5, passing, [(19.5, 2.2)] * 5, heading_deg=90.0)
    they = people(3)
    they.manner[0] = manner
    place = flat(replace(hall(), stays=(SEAT,)))
    return Day(place, they, walked_, (CAMERA,), 0.0, 1.0)


def test_only_who_is_still_on_a_place_to_sit_sits():
    day = sitting()
    rows = np.arange(len(day.crowd.person))
    taken = Seats(day.place, 0).taken(day.crowd, rows)
    assert taken.tolist() == (day.crowd.person == 0).tolist()
    assert not Seats(day.place, 1).taken(day.crowd, rows).any()


def test_eyes_of_who_sits_are_as_high_as_on_a_wheelchair_in_sightings():
    day = sitting()
    seen = observe((CAMERA,), day.place, day.people, day.crowd, Streams(1))
    at = [*seats_of(SEAT)[2], float(seated_m(np.array(1.7))) - 0.11]
    (_, v), _ = (one[0] for one in optics.project(CAMERA, np.array([at])))
    top, bottom = seen.face_px[seen.person == 0][0][[1, 3]]
    assert top < v < bottom
    sits, stands = (seen.face_px[seen.person == one][:, 1].mean() for one in (0, 1))
    assert sits > stands + 15


@pytest.mark.parametrize(("manner", "drawn"), [(ORDINARY, SEATED), (WHEELCHAIR, WHEELCHAIR)])
def test_who_sits_is_filmed_seated_with_the_knees_before_them(manner, drawn):
    day = sitting(manner)
    shown = scene(CAMERA, day, places_of(CAMERA, day), Streams(1))
    by_person = {int(p): int(m) for p, m in zip(shown.person, shown.manner, strict=True)}
    assert by_person == {0: drawn, 1: ORDINARY, 2: ORDINARY}
    sits = shown.person == 0
    away = 4.4 - seats_of(SEAT)[2][1]
    assert shown.ahead_m[sits] == pytest.approx(away - (0.45 if drawn == SEATED else 0), abs=1e-4)


def test_sightings_and_films_agree_on_where_the_eyes_of_who_sits_are():
    day = sitting()
    seen = observe((CAMERA,), day.place, day.people, day.crowd, Streams(1))
    shown = scene(CAMERA, day, places_of(CAMERA, day), Streams(1))
    box = seen.face_px[(seen.person == 0) & (seen.time_s == 0)][0]
    eyes = shown.eyes_px[(shown.person == 0) & (shown.frame == 0)][0]
    assert (box[:2] < eyes).all()
    assert (eyes < box[2:]).all()


@pytest.mark.parametrize("walkers", ["flow", "jupedsim"])
def test_whoever_stays_on_a_bench_of_a_walked_crowd_sits(walkers):
    place = hall_with(BENCH)
    found = walked(place, came(place, purposes={"sit": {"share": 0.4, "dwell_s": 100.0}}), walkers)
    rows = still(found.crowd)
    x, y = found.crowd.x_m[rows], found.crowd.y_m[rows]
    away = np.hypot(*(np.stack([x, y], 1)[:, None] - seats_of(BENCH)).transpose(2, 0, 1)).min(1)
    sits = Seats(place, 0).taken(found.crowd, rows)
    assert sits.sum() > 3000
    assert sits[away < 0.3].mean() > 0.99
    assert not sits[away > 0.6].any()
    assert np.bincount(found.crowd.tick[rows[sits]]).max() <= BENCH.places


def test_a_manner_of_its_own_is_drawn_by_nobody():
    assert MANNERS[SEATED] == "seated"
