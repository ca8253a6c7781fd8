from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.schema import Imaging
from sim.cameras.scenes import places_of, scene
from sim.casting.staging import in_view
from sim.streams import Streams
from tests.sim.cameras.stage import SMALL, day

PLACE = st.tuples(st.floats(1.5, 17), st.floats(1, 19))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(PLACE, st.floats(0.85, 2.1), st.integers(0, 6)), min_size=1, max_size=8),
    st.floats(-30, 90),
    st.floats(1.0, 5.0),
    st.sampled_from([None, Imaging(k1=-0.15), Imaging(k1=0.5)]),
)
def test_whoever_is_filmed_was_cast_however_tall_they_turn_out_to_be(
    crowd, tilt_deg, height_m, imaging
):
    fields = {"tilt_deg": tilt_deg, "height_m": height_m, "imaging": imaging, "fov_deg": 60.0}
    camera = SMALL.model_copy(update=fields)
    played = day(*[[at, at, at] for at, _, _ in crowd], camera=camera)
    people = replace(played.people, manner=np.array([one[2] for one in crowd], np.int8))
    cast = in_view(replace(played, people=people))
    tall = replace(people, height_m=np.array([one[1] for one in crowd], np.float32))
    shown = scene(camera, replace(played, people=tall), places_of(camera, played), Streams(1))
    assert set(shown.person.tolist()) <= set(cast.tolist())


@pytest.mark.parametrize("k1", [-0.3, -0.1, 1.0])
def test_who_is_cast_is_whom_the_lens_films_and_not_its_pinhole_of_the_same_angle(k1):
    camera = SMALL.model_copy(update={"fov_deg": 60.0, "imaging": Imaging(k1=k1)})
    places = [(x, y) for x in (4.0, 6.0, 8.0) for y in np.linspace(1, 19, 40).tolist()]
    played = day(*[[at, at, at] for at in places], camera=camera)
    shown = scene(camera, played, places_of(camera, played), Streams(1))
    assert set(shown.person.tolist()) <= set(in_view(played).tolist())
