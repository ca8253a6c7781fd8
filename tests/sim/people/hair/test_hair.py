from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from sim.people.births import identity
from sim.people.hair.barber import Barber
from sim.people.hair.beards import BEARDS, beard_cover, beard_density
from sim.people.hair.cuts import STYLES, hair_style, hair_texture
from sim.people.hair.hairlines import above_hairline, greyness, recession, thickness
from sim.people.hair.strands import resampled, trimmed
from sim.people.head.ground import ground, rows_between
from sim.people.head.heads import CENTRE_DM, WIDTH_DM, Head
from sim.people.looks import look
from sim.people.skin.canvas import Painted
from sim.people.wear.wearables import Worn

PEOPLE = (1, 8, 12)
SOME = settings(deadline=None, max_examples=40)
numbers = st.integers(0, 100_000)


@pytest.fixture(scope="module")
def heads():
    made = {}
    for number in PEOPLE:
        person = identity(number, 1)
        head = Head(person, look(person))
        made[number] = person, (head.vertices, head.normals, head.eyes)
    return made


def barber(heads, number, **worn):
    person, head = heads[number]
    wearing = replace(look(person), **{"recede": 0.0, "beard": "none"} | worn)
    above = above_hairline(wearing.hair, wearing.hairline_dm, wearing.recede)
    beard = beard_density(wearing.beard, person.rng("hair growth"))
    thick = thickness(above, wearing.recede)
    return Barber(person, wearing, Painted(np.zeros(0), above, thick, beard), head)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_grows_on_three_people_and_ends_within_its_own_bounds(heads, style):
    cut = STYLES[style].cut
    low = cut.level_dm[0] if cut.level_dm else -1.5
    for number in PEOPLE:
        eyes = heads[number][1][2]
        grown = barber(heads, number, hair=style, texture=STYLES[style].textures[-1]).cut()
        assert bool(grown) == (cut.count > 0)
        points = np.concatenate([one.points.reshape(-1, 3) for one in grown] or [eyes[None]])
        assert np.isfinite(points).all()
        assert points[:, 1].min() > eyes[1] + low - (0.6 if cut.tied == "tail" else 0.3)
        inside = np.abs(points - eyes - CENTRE_DM)[:, :2] < WIDTH_DM / 2
        assert inside.all()


@pytest.mark.parametrize("style", ["crop", "medium", "bob", "long", "long fringe", "afro", "locs"])
def test_no_strand_strays_from_its_neighbours(heads, style):
    for number in PEOPLE:
        grown = barber(heads, number, hair=style, texture=STYLES[style].textures[0]).cut()
        ends = np.concatenate([one.points[:, -1] for one in grown])
        apart = np.sort(cKDTree(ends).query(ends, k=4)[0][:, 3])
        assert apart[int(0.99 * len(apart))] < 0.15
        assert apart[-1] < 0.45


def test_the_ends_of_a_bob_are_level(heads):
    (grown,) = barber(heads, 12, hair="bob", texture="straight").cut()
    ends = grown.points[:, -1, 1]
    assert np.quantile(ends, 0.6) - np.quantile(ends, 0.05) < 0.45


def test_long_hair_leaves_the_face_free(heads):
    for number in PEOPLE:
        eyes = heads[number][1][2]
        points = np.concatenate(
            [one.points for one in barber(heads, number, hair="long", texture="straight").cut()]
        ).reshape(-1, 3)
        aside, up, ahead = np.moveaxis(points - eyes, 1, 0)
        before = (np.abs(aside) < 0.4) & (up < 0.1) & (up > -0.8) & (ahead > -0.1)
        assert before.mean() < 0.001


def test_one_person_grows_the_same_strands_twice(heads):
    one, other = (barber(heads, 8, hair="long", texture="coily", beard="full") for _ in range(2))
    for a, b in zip(one.cut(), other.cut(), strict=True):
        assert np.array_equal(a.points, b.points)
        assert np.array_equal(a.colour, b.colour)


def test_full_hair_shows_no_scalp_from_behind():
    person = next(
        p for p in (identity(n, 1) for n in range(99)) if p.monk_tone <= 3 and p.sex == "female"
    )
    dark = {"hair_colour": (0.02, 0.015, 0.012), "grey": 0.0, "wearables": Worn()}
    for style in ("short", "medium", "long", "bun"):
        head = Head(person, replace(look(person), hair=style, texture="straight", **dark))
        seen = head.picture(30.0, 180.0, 20.0)
        x, y = seen.eyes_px.round().astype(int)
        crown = seen.bgra[y - 35 : y - 5, x - 12 : x + 13]
        shown = crown[..., :3].max(2)[crown[..., 3] > 250]
        assert np.mean(shown > 130) < 0.005


def test_grey_hair_is_salt_and_pepper(heads):
    black = {"hair": "crop", "texture": "straight", "hair_colour": (0.02, 0.015, 0.01)}
    (dark,) = barber(heads, 12, **black, grey=0.0).cut()
    (mixed,) = barber(heads, 12, **black, grey=0.4).cut()
    light = mixed.colour.mean(1) > 1.5 * np.median(dark.colour.mean(1))
    assert 0.2 < light.mean() < 0.8


@SOME
@given(numbers, st.floats(20, 60), st.floats(5, 25))
def test_hair_goes_and_greys_with_age(number, age, years):
    young, old = (replace(identity(number, 1), age=a) for a in (age, age + years))
    assert recession(young) <= recession(old)
    assert greyness(young) <= greyness(old)


def test_lost_hair_bares_temples_and_crown_first():
    bare = [np.mean(thickness(above_hairline("short", 0.0, x), x) < 0.5) for x in (0, 0.5, 1)]
    assert bare == sorted(bare)
    at, lost = ground(), thickness(above_hairline("bald", 0.0, 1.0), 1.0)
    assert lost[at.up > 8.1].max() < 0.1
    assert lost[(at.turn > 1.9) & (at.up > 7.2) & (at.up < 7.5)].min() > 0.9


def test_hairlines_fade():
    thick = thickness(above_hairline("short", 0.0, 0.0), 0.0)
    forehead = rows_between(7.6, 8.3), slice(350, 675)
    steps = np.abs(np.diff(thick[forehead], axis=0))
    assert 0.01 < steps.max() < 0.1


@SOME
@given(numbers)
def test_a_style_can_be_cut_from_the_person_s_texture(number):
    person = identity(number, 1)
    worn = look(person)
    assert worn.texture == hair_texture(person)
    assert worn.texture in STYLES[worn.hair].textures
    assert worn.beard == "none" or person.sex == "male"
    assert hair_style(person, person.rng("hair style")) == worn.hair


def test_a_population_wears_most_styles_and_beards():
    worn = [look(identity(number, 1)) for number in range(400)]
    assert len({one.hair for one in worn}) >= 18
    assert {one.beard for one in worn} >= {"none", "shadow", "stubble", "short", "full"}


@pytest.mark.parametrize("style", BEARDS)
def test_every_beard_grows_below_the_eyes_and_off_the_lips_with_soft_edges(heads, style):
    at = ground()
    for number in PEOPLE:
        rng = identity(number, 1).rng("beard")
        density = beard_density(style, rng)
        assert (density.max() > 0.5) == (style != "none")
        assert density[at.up > 7.4].max() == 0
        cover = beard_cover(density, style, rng)
        assert 0 <= cover.min() <= cover.max() < 0.95
        grown = barber(heads, number, hair="shaved", beard=style).cut()
        assert len(grown) == (BEARDS[style].length_dm is not None)


@settings(deadline=None, max_examples=60)
@given(st.floats(-3, 1), st.integers(0, 1000))
def test_trimmed_strands_end_where_they_are_cut(level, seed):
    ways = np.cumsum(np.random.default_rng(seed).normal(0, 0.2, (20, 12, 3)), 1).astype(np.float32)
    cut = trimmed(ways, np.full(20, level))
    assert np.array_equal(cut[:, 0], ways[:, 0])
    below = cut[:, -1, 1] < level - 1e-3
    assert (ways[below, :2, 1].min(1) < level).all()
    assert np.allclose(resampled(ways, np.ones(20), 11), ways, atol=1e-4)
