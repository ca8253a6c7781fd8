"""What crosses an edge is told as GEOS tells it, line by line."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.barriers import UNSURE, Barriers, _verdicts

HALL = shapely.box(0, 0, 24, 16)


@st.composite
def floors(draw):
    """Halls with pillars and walls, which may touch, overlap, or cut them in two; turned and moved
    if at all, so that lines along walls are asked about, and lines beside them.
    """
    sizes = st.sampled_from([0.1, 0.5, 1.0, 20.0])
    corners = st.tuples(st.integers(-1, 24), st.integers(-1, 16), sizes, sizes)
    things = [shapely.box(x, y, x + w, y + h) for x, y, w, h in draw(st.lists(corners, max_size=9))]
    turn_deg, far_m = draw(st.sampled_from([(0.0, 0.0), (30.0, 0.0), (7.0, 5e6)]))
    floor = shapely.difference(HALL, shapely.union_all(things))
    turned = shapely.affinity.rotate(floor, turn_deg, origin=(0, 0))
    moved = shapely.affinity.translate(turned, far_m, far_m)
    return moved, lambda points: shapely.get_coordinates(
        shapely.affinity.translate(
            shapely.affinity.rotate(shapely.MultiPoint(points), turn_deg, origin=(0, 0)),
            far_m, far_m,
        )
    )  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(floors(), st.integers(0, 2**32 - 1))
def test_lines_are_covered_as_geos_covers_them(floor, number):
    area, there = floor
    rng = np.random.default_rng(number)
    on_lattice = rng.integers(-2, 52, (400, 2)) / 2
    anywhere = rng.uniform(-1, 25, (400, 2))
    starts, ends = np.concatenate([on_lattice, anywhere]).reshape(2, -1, 2)
    starts, ends = there(starts), there(ends)
    starts, ends = np.concatenate([starts, starts]), np.concatenate([ends, ends[::-1]])
    lines = shapely.linestrings(np.stack([starts, ends], 1))
    expected = [area.covers(line) for line in lines]
    assert Barriers(area).covers(starts, ends).tolist() == expected


def test_geos_is_asked_about_hardly_any_line():
    area = shapely.difference(HALL, shapely.box(5, 5, 5.1, 5.1))
    starts, ends = np.random.default_rng(1).uniform(1, 15, (2, 1000, 2))
    verdicts = _verdicts(starts, ends, *Barriers(area)._grid)
    assert (verdicts != UNSURE).all()


def test_an_empty_area_covers_nothing():
    nothing = Barriers(shapely.box(0, 0, 1, 1).buffer(-1))
    assert not nothing.covers(np.zeros((1, 2)), np.ones((1, 2))).any()
