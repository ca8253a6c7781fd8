from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cameras.scenes import places_of, scene
from sim.recognition.staging import in_view
from sim.streams import Streams
from tests.sim.cameras.stage import SMALL, day

PLACE = st.tuples(st.floats(1.5, 17), st.floats(1, 19))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(PLACE, st.floats(0.85, 2.1), st.integers(0, 6)), min_size=1, max_size=8),
    st.floats(-20, 80),
)
def test_whoever_is_filmed_was_cast_however_tall_they_turn_out_to_be(crowd, tilt_deg):
    camera = SMALL.model_copy(update={"tilt_deg": tilt_deg})
    played = day(*[[at, at, at] for at, _, _ in crowd], camera=camera)
    people = replace(played.people, manner=np.array([one[2] for one in crowd], np.int8))
    cast = in_view(replace(played, people=people), Streams(1))
    tall = replace(people, height_m=np.array([one[1] for one in crowd], np.float32))
    shown = scene(camera, replace(played, people=tall), places_of(camera, played), Streams(1))
    assert set(shown.person.tolist()) <= set(cast.tolist())
