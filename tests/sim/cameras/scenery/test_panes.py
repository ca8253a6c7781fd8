import numpy as np
import pytest
import shapely

from sim.cameras import optics
from sim.cameras.scenery.backdrop import backdrop
from sim.cameras.scenery.panes import mirrored_share
from sim.world.routes import Routes
from tests.sim.cameras.scenery.test_places import filmed, furnished, met, thing
from tests.sim.cameras.stage import WIDE, hall, seen

BEHIND = [(8.0, 10.0), (7.9, 10.0)]
ACROSS = shapely.box(5, 6, 5.1, 14)


def glazed():
    return furnished(thing("glass", ACROSS))


def test_faces_behind_glass_are_sighted_as_without_it():
    bare, glass = (seen(BEHIND, venue=one) for one in (hall(), glazed()))
    wall = seen(BEHIND, venue=furnished(thing("wall", ACROSS)))
    assert len(bare) == len(glass) > 0
    np.testing.assert_array_equal(bare.face_px, glass.face_px)
    np.testing.assert_array_equal(bare.visible_share, glass.visible_share)
    assert len(wall) == 0


def test_nobody_walks_through_glass():
    way = Routes(glazed()).path(np.array([3.0, 10.0]), np.array([8.0, 10.0]))
    line = shapely.LineString([(3.0, 10.0), *way])
    assert not line.intersects(ACROSS)
    assert line.length > 9


def test_glass_lies_faintly_over_who_stands_behind_it_and_not_over_who_stands_before():
    before, behind = [(3.5, 10.6), (3.4, 10.6)], [(8.0, 9.2), (7.9, 9.2)]
    (bare, _), (glass, empty) = filmed(hall(), before, behind), filmed(glazed(), before, behind)
    assert empty.panes is not None
    for person, veiled in ((0, False), (1, True)):
        both = (bare.owner == person) & (glass.owner == person)
        assert both.sum() > 0.7 * (bare.owner == person).sum()
        changed = np.abs(bare.bgr[both].astype(int) - glass.bgr[both]).max(1)
        assert (changed > 2).mean() == pytest.approx(float(veiled), abs=0.05)
        assert np.median(changed) < 60


def test_glass_has_posts_and_a_bar_and_lets_the_rest_through():
    uv = optics.project(WIDE, [[5.0, y, 1.5] for y in np.linspace(8.2, 11.8, 400)])[0]
    found = met(glazed(), uv)
    through = found.pane >= 0
    assert 0.9 < through.mean() < 0.99
    assert (found.ahead_m[through] > 4.09).all()
    assert found.ahead_m[~through] == pytest.approx(4.0, abs=0.11)
    assert found.pane_m[through] == pytest.approx(4.0, abs=0.11)
    assert np.isinf(found.pane_m[~through]).all()


def test_a_place_without_glass_is_painted_without_it():
    assert backdrop(WIDE, hall()).panes is None


@pytest.mark.parametrize(("cosine", "share"), [(1.0, 0.09), (0.0, 0.55)])
def test_glass_mirrors_more_at_a_flat_angle(cosine, share):
    assert mirrored_share(np.array([cosine]))[0] == pytest.approx(share)
