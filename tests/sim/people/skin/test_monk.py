import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.head.facemap import places
from sim.people.head.heads import Head
from sim.people.looks import look
from sim.people.skin import monk
from sim.people.skin.complexion import absorbance, skin_rgb
from sim.people.skin.pigment import pigmented

numbers = st.integers(0, 2_000_000)


def test_a_swatch_is_its_own_tone():
    colours = [[int(s[k : k + 2], 16) / 255 for k in (0, 2, 4)] for s in monk.SWATCHES]
    apart = monk.distances(colours)
    assert apart.shape == (10, 10)
    assert np.abs(np.diag(apart)).max() < 1e-4
    assert (apart + 1e6 * np.eye(10) > 2).all()


def test_lab_is_that_of_the_standard():
    np.testing.assert_allclose(monk.lab((1.0, 1.0, 1.0)), (100, 0, 0), atol=0.05)
    np.testing.assert_allclose(monk.lab((1.0, 0.0, 0.0)), (53.24, 80.09, 67.20), atol=0.05)


@given(st.floats(0.02, 0.9), st.floats(0, 1))
def test_more_melanin_is_darker_and_more_blood_is_redder(melanin, blood):
    here, darker = skin_rgb(absorbance([melanin, melanin + 0.05]), blood)
    assert (here > darker).all()
    flushed = skin_rgb(absorbance(melanin), blood + 0.1)
    assert flushed[0] / flushed[1] > here[0] / here[1]


@settings(deadline=None, max_examples=8)
@given(numbers)
def test_a_painted_face_has_the_colour_its_label_was_measured_on(number):
    person, at = identity(number, 1), places()
    mean = np.median(pigmented(person, at)[at.bare], axis=0)
    apart = monk.distances(monk.shown(mean))
    assert apart[person.monk_tone - 1] < apart.min() + 2.5
    np.testing.assert_allclose(mean, person.skin_rgb, rtol=0.1)


@pytest.mark.parametrize("number", [3, 8, 15])
def test_a_rendered_face_is_nearest_to_its_swatch(number):
    person = identity(number, 1)
    seen = Head(person, look(person)).picture(60, 0, 0, "neutral")
    x, y = seen.eyes_px.astype(int)
    cheeks = [seen.bgra[y + 20 : y + 28, x + side - 4 : x + side + 5, 2::-1] for side in (-24, 24)]
    apart = monk.distances(np.median(np.concatenate(cheeks).reshape(-1, 3), axis=0) / 255)
    assert apart[person.monk_tone - 1] < apart.min() + 6


def test_all_ten_tones_occur_among_five_hundred_people_and_none_is_far_off():
    people = [identity(number, 1) for number in range(500)]
    apart = np.stack([monk.distances(monk.shown(p.skin_rgb)) for p in people])
    tones = [person.monk_tone for person in people]
    assert set(tones) == set(range(1, 11))
    assert tones == (apart.argmin(1) + 1).tolist()
    assert apart.min(1).max() < 20
