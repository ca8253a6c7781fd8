import numpy as np
import pytest

from sim.people.births import identity
from sim.people.body import gait
from sim.people.body.bodies import Body
from sim.people.dress.garments import Cloth, Garment, Outfit
from sim.people.dress.wardrobe import GARMENTS, outfit

GREEN = (0.0, 0.6, 0.0)
RED = Cloth("plain", (0.5, 0.02, 0.02), (0.5, 0.02, 0.02))
JUMPER = Garment("jumper", "top", RED, 0.0, 0.2)
JEANS = Garment("jeans", "legs", RED, -7.5)
SHOES = Garment("shoes", "shoe", RED, -7.3)
TEE = Garment("t-shirt", "top", RED, 0.0, 0.15, sleeve_dm=1.6)
DRESS = Garment("dress", "top", RED, -4.0, 0.1, neck="scoop")
PX_PER_DM = 12.0


def body(*garments, number=1):
    return Body(identity(number, 1), Outfit(garments), np.array(GREEN))


def skin(made, yaw, stride=(gait.STANDING, 1)):
    """Where a view shows skin: right of and below the eyes, in decimetres."""
    seen = made.picture(PX_PER_DM, yaw, 0, "mall", stride)
    blue, green, red, alpha = seen.bgra.astype(int).transpose(2, 0, 1)
    rows, columns = np.nonzero((green > red + 20) & (green > blue + 20) & (alpha > 200))
    return (columns - seen.eyes_px[0]) / PX_PER_DM, (rows - seen.eyes_px[1]) / PX_PER_DM


@pytest.mark.parametrize("number", [1, 8, 14])
@pytest.mark.parametrize("stride", [(gait.STANDING, 1), (0, 2), (3, 1)])
def test_no_skin_shows_where_there_is_cloth(number, stride):
    made = body(SHOES, JEANS, JUMPER, number=number)
    for yaw in (0, 180):
        aside, below = skin(made, yaw, stride)
        trunk = (np.abs(aside) < 0.9) & (below > 2.6)
        assert not trunk.any()


def test_short_sleeves_show_forearms_and_a_dress_shows_shins():
    long, short = (skin(body(SHOES, JEANS, top), 0)[0].size for top in (JUMPER, TEE))
    assert short > 1.8 * long
    _, below = skin(body(SHOES, DRESS), 0)
    assert (below > 12).sum() > 100


def test_nobody_stands_with_their_arms_held_out():
    for number in range(6):
        person = identity(number, 1)
        seen = Body(person, outfit(person), np.array(GREEN)).picture(PX_PER_DM, 0, 0)
        high, wide = seen.bgra.shape[:2]
        assert wide < 0.5 * high


def test_the_soles_stay_on_the_floor_and_the_head_bobs_little():
    made = body(SHOES, JEANS, JUMPER)
    for pace in range(len(gait.PACES)):
        feet = [made.pose(phase, pace).feet_dm for phase in range(gait.PHASES)]
        lowest = [made.pose(phase, pace).vertices[:, 1].min() for phase in range(gait.PHASES)]
        np.testing.assert_allclose(lowest, np.negative(feet), atol=1e-5)
        assert np.ptp(feet) < 0.7


def test_a_body_is_the_same_whenever_it_is_drawn():
    one, other = (body(SHOES, JEANS, TEE) for _ in "12")
    other.picture(PX_PER_DM, 90, 0, "mall", (5, 0))
    first, second = (made.picture(PX_PER_DM, 30, 6, "mall", (2, 1)) for made in (one, other))
    assert np.array_equal(first.bgra, second.bgra)
    assert np.array_equal(first.near, second.near)


def test_phases_differ_and_the_standing_pose_from_all_of_them():
    made = body(SHOES, JEANS, TEE)
    poses = [made.pose(phase).vertices for phase in (gait.STANDING, *range(gait.PHASES))]
    for k, one in enumerate(poses):
        assert all(np.abs(one - other).max() > 0.5 for other in poses[:k])


def test_of_48_people_no_two_are_dressed_alike_and_all_are_dressed():
    outfits = [outfit(identity(number, 1)) for number in range(48)]
    assert len({(o.names, o.garments[-1].cloth.first) for o in outfits}) == 48
    assert len({o.names for o in outfits}) > 24
    for one in outfits:
        sorts = {garment.sort for garment in one.garments}
        assert "shoe" in sorts
        assert "top" in sorts
        assert "legs" in sorts or any(garment.skirted for garment in one.garments)
    assert {o.bag for o in outfits} == {"", "rucksack", "shoulder", "shopping"}


def test_every_kind_of_garment_is_worn_by_somebody():
    worn = {name for number in range(600) for name in outfit(identity(number, 1)).names}
    assert worn == {*GARMENTS, "shoes", "boots"}


def test_a_shopping_bag_hangs_from_the_hand_that_carries_it():
    plain, laden = (
        Body(identity(1, 1), Outfit((SHOES, JEANS, JUMPER), bag), np.array(GREEN))
        for bag in ("", "shopping")
    )
    lowest = [
        laden.pose(phase).vertices[len(plain.dressed.vertices) :, 1].min()
        for phase in range(gait.PHASES)
    ]
    assert np.ptp(lowest) < 1.5
    assert all(-low < laden.pose().feet_dm - 1 for low in lowest)


def test_poses_share_what_is_the_same_in_each_unless_something_is_held():
    made = body(SHOES, JEANS, JUMPER)
    for name in ("triangles", "uv", "edge", "cloth", "cloths"):
        of_all = getattr(made.dressed, name)
        assert getattr(made.pose(0), name) is getattr(made.pose(3), name) is of_all
        assert len(getattr(made.pose(0, 1, "pram"), name)) > len(of_all)
