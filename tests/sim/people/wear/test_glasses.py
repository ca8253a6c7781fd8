from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.births import identity
from sim.people.dress.bolts import Bolts
from sim.people.dress.garments import Cloth
from sim.people.head.heads import Head
from sim.people.styles import styled
from sim.people.wear.adornment import Adornment
from sim.people.wear.fit import fitted
from sim.people.wear.frames import ACETATE, CRYSTAL, FRAMES, METAL, material, shares
from sim.people.wear.glasses import glasses
from sim.people.wear.wearables import GLASSES, GLASSES_AGES, only

THIN_DM = 0.016
BLACK = Cloth(ACETATE, (0.01, 0.01, 0.01), (0.01, 0.01, 0.01), seed=0.5)
FLAT = np.stack(
    [*np.meshgrid(np.linspace(-1, 1, 41), np.linspace(6.6, 8.2, 41)), np.ones((41,) * 2)]
)
SKIN = FLAT.reshape(3, -1).T
clear = st.sampled_from(GLASSES)
pupils_dm, breadths_dm, numbers = st.floats(0.48, 0.68), st.floats(1.2, 1.75), st.floats(0, 1)


def a_face(pupils, breadth):
    """The middles of both eyes and the tops of both ears."""
    eyes = [np.array([side * pupils / 2, 7.4, 0.9]) for side in (1, -1)]
    ears = [np.array([side * breadth / 2, 7.4, 0.2]) for side in (1, -1)]
    return tuple(eyes), tuple(ears)


@pytest.mark.parametrize("name", GLASSES)
def test_clear_glasses_have_sizes_that_are_sold(name):
    frame = FRAMES[name]
    assert 0.48 <= frame.wide <= 0.56
    assert 0.30 <= frame.high <= 0.45
    assert 0.16 <= frame.bridge <= 0.20
    assert frame.rim <= THIN_DM if frame.made == METAL else 0.03 <= frame.rim <= 0.06


@given(st.floats(3, 95))
def test_most_pairs_are_thin_and_few_are_thick_at_any_age(age):
    share = shares(age, GLASSES_AGES)
    assert sum(share.values()) == pytest.approx(1)
    assert sum(v for name, v in share.items() if FRAMES[name].rim <= THIN_DM) > 0.55
    assert share["thick"] < 0.1


@settings(deadline=None, max_examples=60)
@given(clear, pupils_dm, breadths_dm, numbers)
def test_pupils_look_through_the_lens_a_little_above_its_middle(name, pupils, breadth, number):
    eyes, ears = a_face(pupils, breadth)
    fit = fitted(FRAMES[name], number, eyes, ears, SKIN)
    above = eyes[0][1] - fit.middle[1]
    assert 0.01 < above < 0.25 * fit.high
    assert fit.apart - fit.wide / 2 < pupils / 2 <= fit.apart + 1e-9


@settings(deadline=None, max_examples=60)
@given(clear, pupils_dm, breadths_dm, numbers)
def test_lenses_are_mirrored_apart_and_before_the_skin(name, pupils, breadth, number):
    cloth = replace(BLACK, seed=number)
    _, (left, right, *_) = glasses(name, cloth, *a_face(pupils, breadth), SKIN)
    np.testing.assert_allclose(left.points[:, 0].max(), -right.points[:, 0].min(), atol=1e-5)
    assert left.points[:, 0].min() > 0.04
    assert right.points[:, 0].max() < -0.04
    assert left.points[:, 2].min() > SKIN[0, 2]


@given(clear)
def test_a_smaller_head_has_smaller_glasses(name):
    small, large = (
        fitted(FRAMES[name], 0.5, *a_face(*one), SKIN) for one in ((0.5, 1.3), (0.6, 1.6))
    )
    assert small.wide < large.wide
    assert small.high < large.high


def test_a_brow_in_the_way_moves_glasses_forward():
    face = a_face(0.58, 1.5)
    brow = SKIN + np.where(SKIN[:, 1:2] > 7.5, [0, 0, 0.25], 0)
    flat, moved = (fitted(FRAMES["square"], 0.5, *face, skin).middle[2] for skin in (SKIN, brow))
    assert moved > flat


def test_crystal_frames_let_light_through_and_others_do_not():
    face = a_face(0.58, 1.5)
    solids, lenses = glasses("square", replace(BLACK, pattern=CRYSTAL), *face, SKIN)
    assert (len(solids), len(lenses)) == (0, 3)
    solids, lenses = glasses("square", BLACK, *face, SKIN)
    assert (len(solids), len(lenses)) == (5, 2)


def test_rimless_lenses_show_their_edges_and_only_bridge_and_temples_are_solid():
    solids, lenses = glasses("rimless", BLACK, *a_face(0.58, 1.5), SKIN)
    assert (len(solids), len(lenses)) == (3, 3)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*FRAMES, "none"]), st.integers(0, 10**6))
def test_every_pair_is_of_metal_or_acetate_and_sunglasses_never_crystal(name, seed):
    made = material(Bolts(np.random.default_rng(seed)), name).pattern
    assert made in (METAL, ACETATE, CRYSTAL)
    assert made != CRYSTAL or FRAMES[name].clear


def test_rims_gleam_where_the_light_is_mirrored():
    who, worn = styled(identity(8, 1), "wearing none")
    head, seen = Head(who, worn), []
    for pattern in ("plain", ACETATE):
        pair = replace(only(who, "thick"), eyes_cloth=replace(BLACK, pattern=pattern))
        head.adorned = Adornment(pair, head.vertices, (head.left, head.right), head.adorned.centre)
        seen.append(head.picture(60.0, 0, 0).bgra[..., :3].astype(int))
    gleam = (seen[1] - seen[0]).max(2)
    assert (gleam > 40).sum() > 50
    assert gleam.min() >= 0
