from dataclasses import replace

import numpy as np
import pytest

from sim.people.births import identity
from sim.people.dress.garments import Cloth
from sim.people.head import heads
from sim.people.head.heads import Head
from sim.people.looks import look
from sim.people.skin.painting import paint
from sim.people.styles import WEARING, styled
from sim.people.wear.adornment import Adornment
from sim.people.wear.covering import hidden_share
from sim.people.wear.wearables import (
    COVERED,
    FACES,
    GLASSES,
    NAMES,
    NONE,
    SUNGLASSES,
    Worn,
    only,
)

PX_PER_DM = 40.0
GREEN = Cloth("plain", (0.02, 0.5, 0.02), (0.02, 0.5, 0.02))
PEOPLE = (8, 15, 22)


def wearing(name, number=8, cloth=None):
    """Somebody's head with one thing on, in a colour that no skin has if it is given."""
    who, worn = styled(identity(number, 1), f"{WEARING}{name}")
    if cloth:
        things = replace(worn.wearables, head_cloth=cloth, face_cloth=cloth, neck_cloth=cloth)
        worn = replace(worn, wearables=things)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "paint", painted)
        return Head(who, worn)


SKINS = {}


def painted(who, worn):
    """A skin is painted once for all that is worn over it, of which it shows nothing."""
    key = who.number, repr(replace(worn, wearables=Worn()))
    if key not in SKINS:
        SKINS[key] = paint(who, worn)
    return SKINS[key]


def spots(picture, marks, half_px=2):
    """(k, 3) mean BGR around some of the landmarks."""
    found = []
    for x, y in picture.landmarks_px[list(marks)].round().astype(int):
        part = picture.bgra[y - half_px : y + half_px + 1, x - half_px : x + half_px + 1, :3]
        found.append(part.reshape(-1, 3).mean(0))
    return np.array(found)


def green(colours):
    blue, middle, red = np.moveaxis(colours.astype(float), -1, 0)
    return middle > 1.4 * np.maximum(blue, red)


def test_one_seed_draws_one_picture():
    who = styled(identity(5, 3), f"{WEARING}cap")
    one, other = (Head(*who).picture(PX_PER_DM, 12, 6).bgra for _ in range(2))
    assert np.array_equal(one, other)


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("number", PEOPLE)
def test_a_mask_hides_nose_and_mouth_behind_its_cloth(name, number):
    for yaw in (0, 30):
        seen = wearing(name, number, GREEN).picture(PX_PER_DM, yaw, 0)
        assert green(spots(seen, (2, 3, 4))).all()
        assert not green(spots(seen, (0, 1))).any()


@pytest.mark.parametrize("name", SUNGLASSES)
def test_eyes_are_dark_behind_sunglasses_and_seen_through_glasses(name):
    bare, dark, clear = (
        spots(wearing(one).picture(PX_PER_DM, 0, 0), (0, 1), 6) for one in (NONE, name, GLASSES[0])
    )
    assert dark.max() < 75
    assert np.ptp(dark, axis=0).max() < 15
    assert np.abs(bare - clear).max() < 30


@pytest.mark.parametrize("name", ["cap", "beanie", "hat", "bucket hat", "turban", "hijab", "hood"])
@pytest.mark.parametrize("number", PEOPLE[:2])
def test_no_hair_is_seen_on_top_of_what_covers_the_head(name, number):
    head = wearing(name, number, GREEN)
    for yaw in (0, 150):
        seen = head.picture(20.0, yaw, 30)
        column = seen.bgra[:, round(seen.eyes_px[0])]
        top = column[column[:, 3] > 200][:6, :3]
        assert green(top).mean() > 0.8


def test_hair_below_a_cap_stays_and_under_a_hijab_goes():
    long = next(n for n in range(50) if look(identity(n, 1)).hair == "long")
    bare, cap, hijab = (wearing(one, long) for one in (NONE, "cap", "hijab"))
    counts = [sum(len(b.points) for b in head.strands) for head in (bare, cap, hijab)]
    assert counts[0] >= counts[1] > 0.2 * counts[0]
    assert counts[2] == 0


def test_pressed_hair_is_nowhere_above_the_shell():
    head = wearing("beanie", 15)
    for bundle in head.strands:
        points, _ = head.adorned.pressed(bundle.points)
        np.testing.assert_allclose(points, bundle.points, atol=1e-3)


def test_the_peak_of_a_cap_shades_the_eyes():
    bare, cap = (spots(wearing(one).picture(PX_PER_DM, 0, 0), (0, 1), 6) for one in (NONE, "cap"))
    assert (cap.mean(1) < 0.95 * bare.mean(1)).all()


@pytest.fixture(scope="module")
def bare_heads():
    return {number: wearing(NONE, number) for number in PEOPLE}


@pytest.mark.parametrize("name", NAMES)
def test_as_much_of_a_face_is_hidden_as_said(bare_heads, name):
    hidden = []
    for number, head in bare_heads.items():
        things, eyes = only(identity(number, 1), name), (head.left, head.right)
        head.adorned = Adornment(things, head.vertices, eyes, head.adorned.centre)
        hidden.append(hidden_share(head))
    assert np.mean(hidden) == pytest.approx(COVERED.get(name, 0.0), abs=0.05)


def test_a_bare_face_is_whole():
    assert hidden_share(wearing(NONE)) == 0
