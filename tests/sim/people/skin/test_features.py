from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.people.births import identity
from sim.people.hair.brows import GROWN_AT, HALF_DM, brow_cover, brow_growth
from sim.people.head.atlas import SIZE, sample_noise
from sim.people.head.facemap import patch, places
from sim.people.skin.features import FOLDLESS, HOLLOWS, LID, LINES, _lid_crease, features
from sim.people.skin.pigment import pigmented
from sim.people.skin.wrinkles import WRINKLES

Floats = NDArray[np.floating[Any]]


def test_everybody_has_creases_and_hollows_of_their_own_and_always_the_same() -> None:
    first, second = (features(identity(number, 1), places()) for number in (0, 5))
    again = features(identity(0, 1), places())
    assert np.array_equal(first.lines, again.lines)
    assert np.array_equal(first.hollow, again.hollow)
    assert np.abs(first.lines - second.lines).max() > 0.5
    assert np.abs(first.hollow - second.hollow).max() > 0.2


def test_creases_lie_on_the_front_of_the_face_and_never_raise_skin() -> None:
    found = features(identity(3, 1), places())
    assert found.lines.min() >= 0
    assert found.hollow.min() >= 0
    assert not (found.lines + found.hollow)[~places().front].any()


WHOLE = patch(0.0, 9.0)


def beyond(painted: Floats, reach: tuple[float, ...]) -> float:
    """The most that is painted on the face beyond a patch."""
    left = painted * (WHOLE.front if len(reach) == 3 else 1.0)
    left[patch(*reach).box] = 0
    return float(np.abs(left).max())


@pytest.mark.parametrize("number", [0, 4, 9])
def test_creases_and_wrinkles_are_nothing_beyond_the_patch_they_are_painted_on(number: int) -> None:
    person, rng = identity(number, 1), np.random.default_rng(number)
    wobble = 0.02 * sample_noise(40.0, rng)
    painted = [(make(WHOLE, rng), reach) for make, reach in (LINES | HOLLOWS).items()]
    painted += [(make(WHOLE, wobble, rng), reach) for make, reach in WRINKLES.items()]
    painted += [(_lid_crease(person, WHOLE), LID)]
    assert WHOLE.up.shape == (SIZE, SIZE)
    for lines, reach in painted:
        assert beyond(lines, reach) < 1e-6


def test_lids_without_a_crease_are_commonest_among_people_of_asian_ancestry() -> None:
    at = places()
    lid = at.front & (at.aside > 0.25) & (at.aside < 0.36) & (at.up > 7.385) & (at.up < 7.46)
    bare: dict[str, list[bool]] = {}
    for number in range(60):
        person = identity(number, 1)
        smooth = bool(features(person, at).lines[lid].max() < 0.05)
        bare.setdefault(person.ancestry, []).append(smooth)
    shares = {name: np.mean(seen) for name, seen in bare.items()}
    assert max(shares, key=lambda name: shares[name]) == max(FOLDLESS, key=FOLDLESS.__getitem__)
    assert shares["caucasian"] < 0.25


def test_patches_leave_the_mean_colour_of_a_face_as_its_skin_tone_says() -> None:
    person, at = identity(7, 1), places()
    painted = pigmented(person, at)[at.bare]
    assert np.allclose(painted.mean(0), person.skin_rgb, rtol=0.03)
    assert painted.std(0).min() > 0.005


def test_brows_vary_within_a_shape_and_a_childs_are_thinner_and_fainter() -> None:
    people = [identity(number, 1) for number in range(150)]
    grown = [brow_growth(person) for person in people]
    halves = np.array([one.half_dm for one in grown])
    assert halves.std() > 0.01
    assert halves.max() <= max(high for _, high in HALF_DM.values())
    child = np.array([person.age < GROWN_AT for person in people])
    assert np.median(halves[child]) < np.median(halves[~child])
    darks = np.array([one.dark for one in grown])
    assert darks[child].mean() < darks[~child].mean()


def test_thick_dark_brows_cover_more_skin_than_thin_faint_ones() -> None:
    people = [identity(number, 1) for number in range(40)]
    much = [brow_growth(person).half_dm * brow_growth(person).dark for person in people]
    thin, thick = people[int(np.argmin(much))], people[int(np.argmax(much))]
    assert brow_cover(thick).sum() > 2 * brow_cover(thin).sum()
