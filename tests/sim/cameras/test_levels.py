"""A camera sees the people of its own level, who stand where others stand above or below them."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from scenarios.schema import Camera
from sim.cameras.coverage import coverage
from sim.cameras.frames import record
from sim.cameras.scenes import places_of
from sim.cameras.sightings import observe
from sim.streams import Streams
from sim.world.day import Day
from tests.sim.cameras.stage import crowd, people
from tests.sim.cameras.test_frames import Dummies
from tests.storeys import CAMERAS, storeys

PLACE = storeys()
BELOW, ABOVE = (
    Camera(**one | {"at_m": (24.0, 10.0), "fps": 4, "fov_deg": 30.0}) for one in CAMERAS
)
COMING = [(31.0 - 0.5 * k, 10.0) for k in range(4)]


def stacked(*levels):
    """As many people as levels, all on the same way, each on their own."""
    walked = crowd(*[COMING] * len(levels))
    return replace(walked, level=np.repeat(np.array(levels, np.int8), len(COMING)))


def test_a_camera_sights_those_of_its_own_level_alone():
    walked = stacked(0, 1, 1)
    found = observe((BELOW, ABOVE), PLACE, people(3), walked, Streams(1))
    seen = {number: set(found.person[found.camera == number].tolist()) for number in (0, 1)}
    assert seen == {0: {0}, 1: {1, 2}}


@pytest.mark.parametrize(("camera", "there"), [(BELOW, {0}), (ABOVE, {1})])
def test_films_and_their_truth_show_those_of_the_camera_s_level_alone(tmp_path, camera, there):
    day = Day(PLACE, people(2), stacked(0, 1), (camera,), 0.0, 1.0)
    record(camera, day, Dummies(), Streams(1), tmp_path, lambda _: None)
    truth = pq.read_table(tmp_path / f"{camera.id}.truth.parquet")
    assert set(truth["person"].to_pylist()) == there
    assert len(truth) == 4


def test_nobody_is_filmed_between_two_levels():
    """Who is on one level at a tick and on the other later is on neither in between."""
    walked = stacked(0)
    walked.level[:] = [0, 0, 1, 1]
    walked.tick[:] = [0, 1, 10, 11]
    for camera, until in ((BELOW, 2), (ABOVE, 0)):
        day = Day(PLACE, people(1), walked, (camera,), 0.0, 1.0)
        assert len(places_of(camera, day)) == until


def test_walls_are_those_of_the_camera_s_level():
    """The shops above are no walls below, and the kiosk below none above."""
    turned = (one.model_copy(update={"heading_deg": 45.0}) for one in (BELOW, ABOVE))
    low, high = (coverage(one, PLACE.on(one.level, one.at_m).venue) for one in turned)
    shop = PLACE.levels[1].venue.shops[1].outline
    assert low.view.intersection(shop).area > 5
    assert high.view.intersection(shop).area < 1e-6
