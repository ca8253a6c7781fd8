"""Gaps, overlaps and outlines that are none."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from scenarios.checks.areas import GAP_M, closed, overlaps
from scenarios.checks.rings import whole

BOW = shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])


@given(gap_m=st.floats(0.006, 0.099), turned=st.floats(0, 360))
def test_a_gap_of_up_to_ten_centimetres_is_closed_however_it_lies(gap_m, turned):
    halves = [shapely.box(0, 0, 10, 8), shapely.box(10 + gap_m, 0, 20, 8)]
    halves = [shapely.affinity.rotate(one, turned, origin=(0, 0)) for one in halves]
    area, (told,) = closed(halves, 0, mend=True)
    assert isinstance(area, shapely.Polygon)
    assert area.area == pytest.approx(160, abs=0.2)
    assert told.mended == "closed"
    apart, (same,) = closed(halves, 0, mend=False)
    assert len(shapely.get_parts(apart)) == 2
    assert (same.told, same.mended) == (told.told, "")


@given(gap_m=st.floats(0.11, 3))
def test_a_wider_gap_stays(gap_m):
    halves = [shapely.box(0, 0, 10, 8), shapely.box(10 + gap_m, 0, 20, 8)]
    area, found = closed(halves, 0, mend=True)
    assert found == []
    assert area.equals(shapely.union_all(halves))
    assert gap_m > GAP_M


def test_an_overlap_is_told_once_by_both_names():
    areas = [
        ("A", shapely.box(0, 0, 5, 5)),
        ("B", shapely.box(4, 0, 9, 5)),
        ("C", shapely.box(5, 0, 6, 5)),
    ]
    assert [one.told for one in overlaps(areas, 0)] == [
        "A and B overlap by 5.0 m2",
        "B and C overlap by 5.0 m2",
    ]


def test_an_area_is_taken_made_valid_or_kept_out():
    assert whole(shapely.box(0, 0, 1, 1), "room", 0, mend=False)[1] == []
    kept, (told,) = whole(BOW, "room", 0, mend=False)
    assert (kept, told.kind, told.mended) == ([], "crossing", "")
    kept, (told,) = whole(BOW, "room", 0, mend=True)
    assert sum(one.area for one in kept) == pytest.approx(8)
    assert told.mended == "made valid: 2 areas"
    kept, (told,) = whole(shapely.box(0, 0, 0.05, 0.05), "room", 0, mend=False)
    assert (kept, told.kind) == ([], "speck")
