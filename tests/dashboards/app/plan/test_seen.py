"""What the canvas shows while a camera is moved, beside sim.cameras.coverage."""

import numpy as np
import pytest
import shapely
from playwright.sync_api import sync_playwright

from dashboards.app.plan.desk import grounds_of, law, seen_script
from scenarios.loader import load_scenario
from scenarios.schema import Camera
from sim.cameras.coverage import coverage
from tests.browser import ARGUMENTS, need

pytestmark = pytest.mark.browser
PLACES = ("corridor", "market", "galleries", "station_mouth", "concourse")
CAMERAS, POINTS = 8, 250
EDGE_M = 0.02
"""Nearer to an edge the two may differ: walls are told to the tenth of a millimetre, areas of
overlay are rounded, and a hull is one whichever way its sides lean."""
ASK = """([floor, law, cameras, points]) => cameras.map((camera, n) => {
  const seen = new Seen(camera, new Floor(floor), law);
  return [points[n].map((point) => Object.values(seen.covers(point)).map(Number)), seen.zone_m2];
})"""


@pytest.fixture(scope="module")
def page():
    path = need()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page()
        page.add_script_tag(content=seen_script())
        yield page
        browser.close()


def cameras(rng: np.random.Generator, floor: shapely.Polygon) -> list[Camera]:
    """Some on a floor, hung and turned anyhow."""
    west, south, east, north = floor.bounds
    found = []
    while len(found) < CAMERAS:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if not floor.buffer(-0.1).contains(shapely.Point(x, y)):
            continue
        turned = {
            "heading_deg": float(rng.uniform(-180, 180)),
            "tilt_deg": float(rng.uniform(-5, 60)),
            "fov_deg": float(rng.uniform(15, 110)),
            "height_m": float(rng.uniform(1.5, 6)),
            "zone_interocular_px": float(rng.uniform(5, 40)),
        }
        found.append(Camera(id=f"c{len(found)}", at_m=(x, y), **turned))
    return found


@pytest.mark.parametrize("place", PLACES)
def test_what_is_drawn_while_a_camera_moves_is_what_it_covers(page, place):
    loaded = load_scenario(place)
    rng = np.random.default_rng(15)
    venue = loaded.place.levels[0].venue
    ground = next(
        one for one in grounds_of(loaded) if one["ordinal"] == loaded.place.levels[0].ordinal
    )
    some = cameras(rng, venue.floor)
    points = [points_before(rng, camera) for camera in some]
    told = [camera.model_dump(mode="json") for camera in some]
    answers = page.evaluate(ASK, [ground["floors"][0], law(), told, [p.tolist() for p in points]])
    seen = 0
    for camera, at, (covers, zone_m2) in zip(some, points, answers, strict=True):
        covered = coverage(camera, venue)
        for n, area in enumerate((covered.zone, covered.some, covered.view)):
            apart = shapely.distance(area.boundary, shapely.points(at)) > EDGE_M
            apart |= area.is_empty
            here = shapely.contains_xy(area, *at.T)
            got = np.array(covers, bool)[:, n]
            assert (got == here)[apart].all(), (place, camera, n)
            seen += int(here[apart].sum())
        low = shapely.union_all(venue.low) if venue.low else shapely.Point()
        spare = EDGE_M * covered.zone.length + covered.zone.convex_hull.intersection(low).area
        assert zone_m2 == pytest.approx(covered.zone.area, abs=spare + 0.01)
    assert seen > 0


def points_before(rng: np.random.Generator, camera: Camera) -> np.ndarray:
    """Places around a camera, most of them the way it looks."""
    away = rng.uniform(0, 30, POINTS)
    turn = np.radians(camera.heading_deg + rng.normal(0, camera.fov_deg / 3, POINTS))
    return np.array(camera.at_m) + away[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1)
