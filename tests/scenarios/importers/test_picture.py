"""Pictures of plans: drawn ones of known truth come out as they are, others are refused."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
import shapely
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.pictures import read_pixels
from scenarios.errors import ScenarioError
from scenarios.importers.writing import write_place
from scenarios.loader import library
from scenarios.plan import Asked, read_plan
from sim.run import play
from tests.scenarios.importers.pictures import (
    FINER,
    FLOOR,
    FRONT_DOOR,
    INNER_DOORS,
    WALLS,
    WINDOW,
    Paper,
    house,
    scale,
    turned,
    written,
)

NEAR_M = 0.15
"""Walls of a picture of 40 pixels a metre are traced so well."""
DOCS = Path(__file__).parents[3] / "docs" / "pictures"


def read(paper, tmp_path, **asked):
    return read_plan(written(paper, tmp_path), scale(paper, **asked))


def kinds(place):
    return [one.kind for one in place.findings]


def told(place, kind):
    return next(one.told for one in place.findings if one.kind == kind)


def aligned(floor, other):
    """A floor moved so that its lower left corner is that of another."""
    (x, y), (to_x, to_y) = floor.bounds[:2], other.bounds[:2]
    return shapely.affinity.translate(floor, to_x - x, to_y - y)


def check_house(place, near_m=NEAR_M):
    (level,) = place.levels
    floor = aligned(level.venue.floor, FLOOR)
    assert floor.area == pytest.approx(FLOOR.area, rel=0.02)
    assert floor.boundary.hausdorff_distance(FLOOR.boundary) <= near_m
    (door,) = level.venue.entrances
    wide = re.fullmatch(r"the outer wall is open for (.*) m", told(place, "entrance proposed"))
    assert float(wide[1]) == pytest.approx(1.2, abs=0.1)
    assert door.name == "way in 1"
    return floor


def test_a_drawn_house_is_its_floor_with_doors_open_and_marks_left_out(tmp_path):
    place = read(house(), tmp_path)
    floor = check_house(place)
    for door in INNER_DOORS:
        wide = door.buffer(0.1).difference(WALLS.buffer(0.05))
        assert floor.covers(shapely.LineString([(4.8, door.centroid.y), (5.4, door.centroid.y)]))
        assert floor.intersection(wide).area > 0.8 * wide.area
    assert floor.distance(WINDOW.centroid) > 0.05
    assert kinds(place) == [
        "scale", "traced", "marks", "thin lines", "placed", "entrance proposed", "window or door",
    ]  # fmt: skip
    assert told(place, "scale").startswith("by the scale given: gaps between walls 1 m wide")


@settings(max_examples=12)
@given(st.integers(15, 60), st.floats(-40, 40))
def test_a_plan_is_the_same_at_any_size_and_turned_by_any_angle(
    tmp_path_factory, per_m, turned_deg
):
    paper = house(per_m, turned_deg, furnished=False)
    place = read(paper, tmp_path_factory.mktemp("turned"))
    check_house(place, near_m=NEAR_M + 2 / per_m)


@pytest.mark.parametrize("per_m", [15, 25, 40])
@pytest.mark.parametrize("pier_m", [0.3, 0.5, 0.8, 0.95])
def test_a_short_pier_between_two_doors_keeps_them_apart(tmp_path, per_m, pier_m):
    doors = [shapely.box(x, 0, x + 1.2, 0.2) for x in (5.4, 6.6 + pier_m, 7.8 + 2 * pier_m)]
    walls = WALLS - shapely.union_all(doors)
    place = read(house(per_m, walls=walls), tmp_path)
    open_ = [one.told.split() for one in place.findings if one.kind == "entrance proposed"]
    assert [float(words[-2]) for words in open_] == pytest.approx([1.2] * 4, abs=0.1)


def test_what_stands_in_a_row_but_in_no_wall_is_no_pier(tmp_path):
    paper = house(furnished=False)
    for x in (5.6, 6.4, 7.2, 8.0):
        paper.fill(turned(shapely.box(x, 2.0, x + 0.4, 2.2), 0.0))
    place = read(paper, tmp_path)
    assert told(place, "marks").startswith("small things alone: 4, the longest 0.4")
    check_house(place)


@pytest.mark.parametrize("change", ["dark", "tinted", "jpeg", "scanned"])
def test_what_it_is_drawn_with_is_no_matter(tmp_path, change):
    paper = house()
    pixels, name = paper.pixels, "house.png"
    if change == "dark":
        pixels = 255 - pixels
    elif change == "tinted":
        pixels = cv2.merge([np.where(pixels > 128, white, ink) for white, ink in
                            ((250, 120), (235, 20), (220, 10))]).astype(np.uint8)  # fmt: skip
    elif change == "jpeg":
        name = "house.jpg"
    else:
        noise = np.random.default_rng(1).normal(0, 8, pixels.shape)
        pixels = np.clip(cv2.GaussianBlur(pixels, (3, 3), 0) * 0.8 + 20 + noise, 0, 255).astype(
            np.uint8
        )
    cv2.imwrite(str(tmp_path / name), pixels)
    check_house(read_plan(tmp_path / name, scale(paper)))


@pytest.mark.parametrize("kind", ["alpha", "grey", "sixteen", "palette"])
def test_every_kind_of_png_is_read_as_the_same_place(tmp_path, kind):
    paper = house()
    plain = read(paper, tmp_path)
    pixels, file = paper.pixels, tmp_path / "house.png"
    if kind == "alpha":
        pixels = cv2.merge([np.zeros_like(pixels)] * 3 + [255 - pixels])
    elif kind == "sixteen":
        pixels = pixels.astype(np.uint16) * 257
    cv2.imwrite(str(file), pixels)
    if kind == "palette":
        from PIL import Image

        Image.fromarray(pixels).convert("P").save(file)
    place = read_plan(file, scale(paper))
    assert place.levels[0].venue.floor.equals(plain.levels[0].venue.floor)


def test_walls_drawn_as_two_lines_are_walls(tmp_path):
    paper = Paper(16, 12, 50)
    edges = shapely.affinity.translate(WALLS, 2, 2).boundary
    for line in shapely.get_parts(edges):
        paper.line(shapely.get_coordinates(line))
    paper.line([(10, 9.9), (11.5, 9.9)])
    (level,) = read(paper, tmp_path).levels
    assert level.venue.floor.area == pytest.approx(FLOOR.area, rel=0.02)
    assert len(level.venue.entrances) == 1


@pytest.mark.parametrize("name", ["mall", "stadium", "eastgate"])
def test_a_venue_of_the_library_drawn_as_a_picture_comes_back(tmp_path, name):
    floor, ways = drawn_of(name)
    place = read(ways, tmp_path)
    found = place.levels[0].venue
    back = aligned(found.floor, floor.buffer(0.25, join_style="mitre"))
    assert back.area == pytest.approx(floor.area, rel=0.02)
    assert floor.boundary.hausdorff_distance(back.boundary) <= 0.4
    assert len(found.entrances) >= 2


def drawn_of(name):
    """The floor of a venue but for what stands on it, and its walls on paper."""
    (level,) = read_plan(library()["corridor"].parent / f"{name}.geojson").levels
    whole = level.venue.floor
    islands = [ring for ring in whole.interiors if shapely.Polygon(ring).area > 12]
    floor = shapely.Polygon(whole.exterior, islands)
    mouths = [one.area.buffer(0.6) for one in level.venue.entrances]
    walls = floor.buffer(0.25, join_style="mitre") - floor - shapely.union_all(mouths)
    west, south, east, north = walls.bounds
    paper = Paper(east - west + 4, north - south + 4, 20)
    paper.fill(shapely.affinity.translate(walls, 2 - west, 2 - south))
    return floor, paper


def test_people_walk_through_a_plan_from_a_picture(tmp_path):
    _, paper = drawn_of("mall")
    write_place(tmp_path / "venue.geojson", read(paper, tmp_path))
    raw = yaml.safe_load(library()["mall"].read_text())
    raw["venue"], raw["arrivals"]["shops_visited"] = "venue.geojson", [0, 0]
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(raw))
    outcomes = play(str(tmp_path / "mine.yaml"), fidelity="scores").outcomes
    as_drawn = play(
        "mall", fidelity="scores", overrides={"arrivals.shops_visited": "[0, 0]"}
    ).outcomes
    assert outcomes["passers_by"] == as_drawn["passers_by"] > 100
    assert outcomes["people_in_view"] == pytest.approx(as_drawn["people_in_view"], rel=0.15)


def test_a_scale_that_doors_contradict_is_told_and_one_of_no_building_refused(tmp_path):
    paper = house(furnished=False)
    doubted = read(paper, tmp_path, metres=16 * 4)
    assert "gaps between walls are typically 4 m wide, and doors are 0.6 to 2.5" in told(
        doubted, "scale doubted"
    )
    with pytest.raises(
        ScenarioError, match=r"scale: got one in which it has .* the whole 1.6 m long"
    ):
        read(paper, tmp_path, metres=1.6)
    with pytest.raises(ScenarioError, match=r"scale: got a pixel of 3.12 m, in which doors are"):
        read(paper, tmp_path, metres=2000)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, r"got nothing that says how large it is, wanted --scale X1,Y1,X2,Y2,METRES"),
        (((5, 5), (5, 5), 3.0), r"got two points 0 pixels apart, wanted at least 20"),
        (((5, 5), (9, 5), 3.0), r"got two points 4 pixels apart, wanted at least 20"),
        (((5, 5), (700, 5), 3.0), r"got the point 700,5, wanted pixels .* is 640 x 480"),
        (((5, -1), (70, 5), 3.0), r"got the point 5,-1, wanted pixels"),
        (((5, 5), (70, 5), 0.0), r"got 0 m, wanted a distance above 0"),
        (((5, 5), (70, 5), -3.0), r"got -3 m, wanted a distance above 0"),
    ],
)
def test_a_scale_that_is_none_is_refused(tmp_path, asked, said):
    file = written(house(), tmp_path)
    with pytest.raises(ScenarioError, match=rf"house\.png: scale: {said}"):
        read_plan(file, Asked(scale=asked))


@pytest.mark.parametrize(
    ("pixels", "said"),
    [
        (np.full((480, 640), 255), r"got a blank picture"),
        (np.full((480, 640), 0), r"got a blank picture"),
        (np.full((480, 640), 255) - np.eye(480, 640) * 20, r"got a blank picture"),
        (np.full((20, 640), 255), r"got 640 x 20 pixels, wanted at least 64 a side"),
        (np.full((4100, 4100), 255), r"got more pixels, .* at most 16,000,000 in all"),
        (np.full((9000, 9000), 255), r"got more pixels, .* at most 16,000,000 in all"),
        (np.random.default_rng(1).integers(0, 255, (480, 640)), r"got one of many shades"),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path, pixels, said):
    cv2.imwrite(str(tmp_path / "no.png"), np.asarray(pixels, np.uint8))
    with pytest.raises(ScenarioError, match=rf"no\.png: picture: {said}"):
        read_plan(tmp_path / "no.png", Asked(scale=((0, 0), (600, 0), 15.0)))


@pytest.mark.parametrize("name", ["mall", "stadium", "street", "wear"])
def test_a_photograph_is_refused(name):
    file = DOCS / f"{name}.jpg"
    wide = read_pixels(file).shape[1]
    with pytest.raises(ScenarioError, match=r"picture: got one of many shades, as photographs"):
        read_plan(file, Asked(scale=((0, 0), (wide, 0), 20.0)))


@pytest.mark.parametrize(("per_m", "degrees"), [(40, 0.0), (110, 0.0), (40, 20.0)])
def test_where_something_is_is_told_in_pixels_of_the_picture(tmp_path, per_m, degrees):
    paper = house(per_m, degrees)
    place = read(paper, tmp_path)
    found = next(one for one in place.findings if one.kind == "entrance proposed")
    door = turned(FRONT_DOOR.centroid, degrees)
    x, y = (paper.at([door.coords[0]])[0] / FINER).tolist()
    assert place.own.unit == "px"
    assert place.own.at(found.at_m) == pytest.approx((x, y), abs=0.2 * per_m)


def test_letters_alone_and_walls_that_surround_nothing_are_refused(tmp_path):
    words = Paper(16, 12, 40)
    words.word("n o t h i n g", (3, 3), 0.6)
    with pytest.raises(ScenarioError, match=r"got no line of 1 m or more \(\d marks"):
        read(words, tmp_path)
    bent = Paper(60, 60, 20)
    bent.line([(2, 2), (50, 2), (50, 50)], 6)
    with pytest.raises(ScenarioError, match=r"got walls that surround nothing, .* at most 20 m"):
        read(bent, tmp_path)


def test_no_picture_behind_the_name_is_refused_as_what_it_is(tmp_path):
    (tmp_path / "plan.png").write_bytes(b"%PDF-1.7")
    with pytest.raises(ScenarioError, match=r"picture: got something unreadable \(a PDF\)"):
        read_plan(tmp_path / "plan.png", Asked(scale=((0, 0), (600, 0), 15.0)))


def test_a_house_without_a_way_in_gets_one_only_if_that_is_mended(tmp_path):
    shut = house(walls=shapely.union_all([WALLS, shapely.box(2, 0, 3.2, 0.2)]))
    with pytest.raises(ScenarioError, match="entrance: got none that leads out"):
        read(shut, tmp_path)
    place = read_plan(written(shut, tmp_path), Asked(scale=scale(shut).scale, mend=True))
    assert "entrance guessed" in kinds(place)
    assert len(place.levels[0].venue.entrances) == 1


def test_a_slit_is_no_way_in(tmp_path):
    slit = shapely.box(0, 3, 0.2, 3.4)
    place = read(house(walls=WALLS - slit), tmp_path)
    assert len(place.levels[0].venue.entrances) == 1
    assert "has a gap of 0.4" in told(place, "gap in the outer wall")
