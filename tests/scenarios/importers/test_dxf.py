"""DXF drawings: what is drawn how, in which unit, on layers called anyhow."""

import re
from dataclasses import replace

import ezdxf
import pytest
import shapely
import yaml
from ezdxf.math import Matrix44

from scenarios.errors import ScenarioError
from scenarios.importers.drawing.layers import guess
from scenarios.importers.drawing.reading import drawing
from scenarios.plan import Asked, read_plan

THICK, LEAF = 200, 900
"""Of the walls and doors of the house, mm."""
OUTER_DOOR, INNER_DOOR = 3000, 2000
LAYERS = {"A-WALL": "wall", "A-DOOR": "door"}


def house(per_mm=1.0, unit=4, walls="A-WALL", doors="A-DOOR", matrix=None):
    """A house of 8 x 6 m with an outer and an inner door, its two rooms side by side."""
    document = ezdxf.new(units=unit)
    space = document.modelspace()
    for begin, end in (
        ((0, 0), (OUTER_DOOR, 0)), ((OUTER_DOOR + LEAF, 0), (8000, 0)),
        ((200, 200), (OUTER_DOOR, 200)), ((OUTER_DOOR + LEAF, 200), (4900, 200)),
        ((5100, 200), (7800, 200)), ((0, 0), (0, 6000)), ((200, 200), (200, 5800)),
        ((8000, 0), (8000, 6000)), ((7800, 200), (7800, 5800)), ((0, 6000), (8000, 6000)),
        ((200, 5800), (4900, 5800)), ((5100, 5800), (7800, 5800)),
        ((4900, 200), (4900, INNER_DOOR)), ((4900, INNER_DOOR + LEAF), (4900, 5800)),
        ((5100, 200), (5100, INNER_DOOR)), ((5100, INNER_DOOR + LEAF), (5100, 5800)),
    ):  # fmt: skip
        space.add_line(begin, end, {"layer": walls})
    for x in (OUTER_DOOR, OUTER_DOOR + LEAF):
        space.add_line((x, 0), (x, 200), {"layer": walls})
    space.add_arc((OUTER_DOOR, 200), LEAF, 0, 90, dxfattribs={"layer": doors})
    space.add_arc((4900, INNER_DOOR), LEAF, 90, 180, dxfattribs={"layer": doors})
    for one in space:
        one.transform(Matrix44.scale(per_mm) @ (matrix or Matrix44()))
    return document


def saved(document, tmp_path):
    document.saveas(tmp_path / "house.dxf")
    return tmp_path / "house.dxf"


def asked(tmp_path, unit=None, layers=LAYERS, **told):
    file = tmp_path / "layers.yaml"
    file.write_text(yaml.safe_dump({"layers": layers, **told}))
    return Asked(unit=unit, layers=file)


def read(document, tmp_path, **told):
    return read_plan(saved(document, tmp_path), asked(tmp_path, **told))


def kinds(place):
    return {one.kind for one in place.findings}


def check_house(place):
    (level,) = place.levels
    rooms_m2, doorways_m2 = 4.7 * 5.6 + 2.7 * 5.6, 2 * 0.9 * 0.2
    assert level.venue.floor.area == pytest.approx(rooms_m2 + doorways_m2, abs=0.6)
    assert len(level.venue.entrances) == 1


def test_lines_of_walls_and_arcs_of_doors_become_floors_that_one_walks_over(tmp_path):
    check_house(read(house(), tmp_path))


@pytest.mark.parametrize(
    ("unit", "per_mm"), [(1, 1 / 25.4), (2, 1 / 304.8), (4, 1), (5, 0.1), (6, 0.001)]
)
def test_every_unit_of_a_header_is_metres_then(unit, per_mm, tmp_path):
    check_house(read(house(per_mm, unit), tmp_path))


def test_a_drawing_that_is_turned_and_far_away_is_brought_to_metres(tmp_path):
    matrix = Matrix44.z_rotate(0.5) @ Matrix44.translate(5e6, -4e6, 0)
    place = read(house(matrix=matrix), tmp_path)
    check_house(place)
    width, height = 7.6, 5.6
    west, south, east, north = place.levels[0].venue.floor.bounds
    assert (east - west, north - south) == pytest.approx((width, height + 0.2), abs=0.1)
    assert 0 <= west < 2
    assert "28.6 degrees" in next(one.told for one in place.findings if one.kind == "placed")


def test_a_header_that_the_doors_contradict_is_refused_until_somebody_says(tmp_path):
    inches = house(1 / 25.4, unit=4)
    with pytest.raises(ScenarioError, match=r"got mm, in which it has doors 0.0354 m.*--unit in"):
        read(inches, tmp_path)
    place = read(inches, tmp_path, unit="in")
    check_house(place)
    assert "unit doubted" not in kinds(place)


def test_a_header_without_a_unit_is_refused_with_the_one_that_fits(tmp_path):
    with pytest.raises(ScenarioError, match=r"INSUNITS: got no unit.*--unit cm fits best"):
        read(house(0.1, unit=0), tmp_path)
    check_house(read(house(0.1, unit=0), tmp_path, unit="cm"))


def test_a_wrong_unit_is_told_or_refused_where_no_building_is_so_large(tmp_path):
    with pytest.raises(ScenarioError, match=r"unit: got m, in which it has .*--unit mm fits best"):
        read(house(), tmp_path, unit="m")
    with pytest.raises(ScenarioError, match=r"unit: got 'yard', wanted one of mm, cm, m, in, ft"):
        read(house(), tmp_path, unit="yard")
    with pytest.raises(ScenarioError, match=r"unit: got mm"):
        read(house(1 / 25.4), tmp_path, unit="mm")
    with pytest.raises(ScenarioError, match=r"in cm, as was asked for, .*; .*entrance: got none"):
        read(house(1 / 25.4), tmp_path, unit="cm")
    place = read(house(1 / 25.4), tmp_path, unit="cm", entrances=[[40, 40]])
    assert "unit doubted" in kinds(place)


def test_without_layers_they_are_listed_with_the_command_that_proposes(tmp_path):
    with pytest.raises(ScenarioError, match=r"A-DOOR \(2\), A-WALL \(18\).*--propose LAYERS"):
        read_plan(saved(house(), tmp_path))


def test_what_is_proposed_is_read_as_it_is(footfall, tmp_path):
    plan, layers, out = saved(house(), tmp_path), tmp_path / "layers.yaml", tmp_path / "out"
    assert footfall("venue", "import", plan, "--propose", layers).code == 0
    assert 'A-WALL": wall  # "WALL" is in its name; 18 lines' in layers.read_text()
    assert footfall("venue", "import", plan, "--layers", layers, "--out", out).code == 0
    check_house(read_plan(out / "venue.geojson"))


def test_layers_whose_names_say_nothing_are_told_by_their_shapes(tmp_path):
    document = house(walls="1", doors="2")
    document.modelspace().add_arc((0, 9000), 900, 0, 90, dxfattribs={"layer": "2"})
    text = proposal(saved(document, tmp_path))
    assert yaml.safe_load(text)["layers"] == {"1": "wall", "2": "door"}


def proposal(path):
    from scenarios.plan import importer_of

    return importer_of(path).proposal(path)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("mur porteur", "wall"), ("WAND_EG", "wall"), ("xref-X$0$A-WALL", "wall"),
        ("Türen", "door"), ("porte", "door"), ("A-DOOR", "door"), ("Fenster", "window"),
        ("A-GLAZ", "window"), ("Möbel", "low"), ("Treppe", "stairs"), ("S-COLS", "pillar"),
        ("S-STEM-WALL", "ignore"), ("A-DIMS-1", "ignore"),
    ],
)  # fmt: skip
def test_names_of_layers_in_several_languages(name, meaning):
    assert guess(name)[0] == meaning


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ({"A-WALL": "brick"}, "layers.A-WALL: got 'brick', wanted"),
        ({"A-WAL": "wall"}, "layers.A-WAL: got one the drawing has not, .*perhaps A-WALL"),
        ({"A-WALL": "ignore"}, "layers: got no wall"),
    ],
)
def test_a_layers_file_that_does_not_fit_is_refused_by_field(layers, said, tmp_path):
    with pytest.raises(ScenarioError, match=said):
        read(house(), tmp_path, layers=layers)


def test_layers_that_nobody_speaks_of_and_texts_are_passed_over_with_a_word(tmp_path):
    document = house()
    document.modelspace().add_line((0, 0), (1, 1), {"layer": "mystery"})
    document.modelspace().add_text("Kitchen")
    document.modelspace().add_linear_dim((0, -500), (0, 0), (8000, 0)).render()
    told = {one.kind: one.told for one in read(document, tmp_path).findings}
    assert told["unsaid layer"] == "nobody says what mystery is"
    assert told["no line"] == "entities that are no lines: 1 DIMENSION, 1 TEXT"


def test_blocks_in_blocks_are_turned_and_stretched_to_where_they_are(tmp_path):
    document = ezdxf.new(units=4)
    inner, outer = document.blocks.new("inner"), document.blocks.new("outer")
    inner.add_line((0, 0), (1, 0), {"layer": "0"})
    inner.add_line((0, 0), (0, 1), {"layer": "own"})
    outer.add_blockref("inner", (10, 0), {"xscale": 2, "rotation": 90, "layer": "0"})
    document.modelspace().add_blockref("outer", (100, 0), {"layer": "A-WALL", "yscale": 3})
    shown = {one.layer: one for one in drawing(saved(document, tmp_path)).strokes}
    assert shown["A-WALL"].points.round(6).tolist() == [[110, 0], [110, 6]]
    assert shown["own"].points.round(6).tolist() == [[110, 0], [109, 0]]
    assert shown["own"].blocks == ("outer", "inner")


def test_every_kind_of_line_is_taken_and_curves_are_smooth(tmp_path):
    document = ezdxf.new(units=4)
    space = document.modelspace()
    space.add_circle((0, 0), 100, dxfattribs={"layer": "circle"})
    space.add_ellipse((0, 0), (200, 0), 0.5, dxfattribs={"layer": "ellipse"})
    space.add_spline([(0, 0), (50, 20), (100, 0)], dxfattribs={"layer": "spline"})
    half = [(0, 0, 1), (100, 0, 0)]
    space.add_lwpolyline(half, "xyb", dxfattribs={"layer": "bulge"})
    space.add_polyline2d([(0, 0), (9, 0), (9, 9)], close=True, dxfattribs={"layer": "old"})
    shown = {one.layer: one for one in drawing(saved(document, tmp_path)).strokes}
    areas = {name: shapely.Polygon(one.points).area for name, one in shown.items()}
    assert areas["circle"] == pytest.approx(3.1416e4, rel=0.01)
    assert areas["ellipse"] == pytest.approx(6.2832e4, rel=0.01)
    assert areas["bulge"] == pytest.approx(3927, rel=0.01)
    assert shown["old"].closed
    assert shapely.LineString(shown["spline"].points).length > 100


def test_a_quarter_drawn_as_the_bulge_of_a_polyline_may_be_a_door(tmp_path):
    document = ezdxf.new(units=4)
    quarter = [(900, 0, 0.41421356), (0, 900, 0)]
    document.modelspace().add_lwpolyline(quarter, "xyb", dxfattribs={"layer": "d"})
    hinges = [one.hinge for one in drawing(saved(document, tmp_path)).strokes if one.hinge]
    assert hinges == [pytest.approx((0, 0), abs=1e-3)]


@pytest.mark.parametrize("content", [b"", b"no drawing", b"  0\nSECTION\n  2\n"])
def test_what_is_no_drawing_is_refused(content, tmp_path):
    file = tmp_path / "broken.dxf"
    file.write_bytes(content)
    with pytest.raises(ScenarioError, match=r"broken.dxf: .*got .*, wanted"):
        read_plan(file)


def test_an_empty_drawing_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="model space: got nothing at all, wanted lines"):
        read_plan(saved(ezdxf.new(), tmp_path))


def test_furniture_is_in_the_way_and_entrances_may_be_said(tmp_path):
    document = house()
    table = [(1000, 3000), (2000, 3000), (2000, 4000), (1000, 4000)]
    document.modelspace().add_lwpolyline(table, close=True, dxfattribs={"layer": "furniture"})
    layers = {**LAYERS, "furniture": "low"}
    place = read(document, tmp_path, layers=layers, entrances=[[1000, 1000]])
    (venue,) = (level.venue for level in place.levels)
    assert [round(one.area, 1) for one in venue.low] == [1.1]
    assert [one.name for one in venue.entrances] == ["door 1", "entrance 1"]


def test_openings_in_outer_walls_without_a_leaf_are_taken_for_windows(tmp_path):
    document = house()
    arcs = [one for one in document.modelspace() if one.dxftype() == "ARC"]
    document.modelspace().delete_entity(arcs[0])
    lintel = [(OUTER_DOOR, 0), (OUTER_DOOR + LEAF, 0), (OUTER_DOOR + LEAF, 200), (OUTER_DOOR, 200)]
    document.modelspace().add_lwpolyline(lintel, close=True, dxfattribs={"layer": "A-DOOR"})
    place = read(document, tmp_path, entrances=[[1000, 1000]])
    assert "window or door" in kinds(place)
    assert [one.name for one in place.levels[0].venue.entrances] == ["entrance 1"]


def test_a_gap_in_an_outer_wall_is_closed_and_told(tmp_path):
    document = house()
    arcs = [one for one in document.modelspace() if one.dxftype() == "ARC"]
    document.modelspace().delete_entity(arcs[0])
    place = read(document, tmp_path, entrances=[[1000, 1000]])
    told = [one for one in place.findings if one.kind == "gap in the outer wall"]
    (wide,) = [re.fullmatch("the outer wall has a gap of (.*) m", one.told)[1] for one in told]
    assert float(wide) == pytest.approx(LEAF / 1000, abs=0.03)
    assert told[0].at_m == pytest.approx(((OUTER_DOOR + LEAF / 2) / 1000, 0), abs=0.15)


def test_a_window_in_a_niche_is_no_gap(tmp_path):
    document = house()
    arcs = [one for one in document.modelspace() if one.dxftype() == "ARC"]
    document.modelspace().delete_entity(arcs[0])
    pane = (OUTER_DOOR, 150), (OUTER_DOOR + LEAF, 150)
    document.modelspace().add_line(*pane, {"layer": "glass"})
    layers = {**LAYERS, "glass": "window"}
    place = read(document, tmp_path, layers=layers, entrances=[[1000, 1000]])
    assert "gap in the outer wall" not in kinds(place)


def test_glass_within_a_building_is_seen_through_and_windows_of_outer_walls_are_walls(tmp_path):
    document = house()
    space = document.modelspace()
    space.add_line((1500, 3000), (3500, 3000), {"layer": "glass"})
    space.add_line((1000, 5900), (2000, 5900), {"layer": "glass"})
    place = read(document, tmp_path, layers={**LAYERS, "glass": "window"})
    check_house(place)
    venue = place.levels[0].venue
    (pane,) = [one for one in venue.things if one.kind == "glass"]
    assert pane.outline.bounds == pytest.approx((1.47, 2.97, 3.53, 3.03), abs=0.02)
    assert venue.low == (pane.outline,)
    assert not venue.floor.intersects(pane.outline.buffer(-0.01))


def test_two_leaves_that_meet_are_one_door(tmp_path):
    document = house()
    arcs = [one for one in document.modelspace() if one.dxftype() == "ARC"]
    document.modelspace().delete_entity(arcs[0])
    half = LEAF / 2 + 60
    for hinge, begin in ((OUTER_DOOR - 60, 0), (OUTER_DOOR + LEAF + 60, 90)):
        document.modelspace().add_arc(
            (hinge, 200), half, begin, begin + 90, dxfattribs={"layer": "A-DOOR"}
        )
    place = read(document, tmp_path)
    check_house(place)


def test_a_block_that_is_missing_and_one_in_itself_are_told(tmp_path):
    document = house()
    document.modelspace().add_blockref("nowhere", (0, 0))
    endless = document.blocks.new("endless")
    endless.add_line((0, 0), (5, 5), {"layer": "A-WALL"})
    endless.add_blockref("endless", (1, 1))
    document.modelspace().add_blockref("endless", (5000, 3000))
    place = read(document, tmp_path)
    told = {one.kind: one.told for one in place.findings}
    assert "without required BLOCK definition" in told["file fault"]
    assert told["no line"] == "entities that are no lines: 1 block within itself"
    check_house(place)


SHED = ((12_000, 0), (16_000, 0), (16_000, 4_000), (12_000, 4_000))
"""A building beside the house, mm, that no way joins to it."""


def with_shed(matrix=None):
    document = house(matrix=matrix)
    inner = ((12_200, 200), (15_800, 200), (15_800, 3_800), (12_200, 3_800))
    for ring in (SHED, inner):
        for begin, end in zip(ring, (*ring[1:], ring[0]), strict=True):
            line = document.modelspace().add_line(begin, end, {"layer": "A-WALL"})
            if matrix:
                line.transform(matrix)
    return document


def test_an_entrance_named_on_a_floor_that_is_left_out_is_told_with_where_it_was_named(tmp_path):
    named = [14_000, 300]
    told = asked(tmp_path, entrances=[named])
    place = read_plan(saved(with_shed(), tmp_path), replace(told, mend=True))
    assert len(place.levels) == 1
    (found,) = [one for one in place.findings if one.kind == "door to nowhere"]
    assert found.told.startswith("entrance 1 leads onto Level 0, part 2, 13 m2")
    assert found.mended == "left out"
    assert place.own.rounded(found.at_m) == pytest.approx(named, abs=1)
    assert place.own.unit == "mm"
    assert [round(floor.area) for _, floor in place.left_out] == [13]


@pytest.mark.parametrize(
    ("unit", "per_mm", "name"), [(4, 1, "mm"), (1, 1 / 25.4, "in"), (6, 0.001, "m")]
)
def test_what_is_found_is_told_in_the_drawing_s_own_coordinates(unit, per_mm, name, tmp_path):
    matrix = Matrix44.z_rotate(0.5) @ Matrix44.translate(5e6, -4e6, 0)
    place = read(house(per_mm, unit, matrix=matrix), tmp_path)
    document = ezdxf.readfile(tmp_path / "house.dxf")
    drawn = [one.dxf.start for one in document.modelspace().query("LINE")]
    (entrance,) = place.levels[0].venue.entrances
    assert place.own.unit == name
    x, y = place.own.at(entrance.area.centroid.coords[0])
    away = min((x - one.x) ** 2 + (y - one.y) ** 2 for one in drawn) ** 0.5
    assert away < 1_500 * per_mm
