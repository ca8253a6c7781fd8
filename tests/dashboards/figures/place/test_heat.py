import re

import numpy as np
import pytest

from dashboards.figures.place.heat import Heat, heat_sheet, near
from scenarios.place import Level
from sim.cameras.coverage import coverage_map, ground
from tests.sim.cameras.stage import LEVEL as CAMERA
from tests.sim.cameras.stage import hall

PLAN = {
    "bounds": [0, 0, 20, 20], "floor": [[[0, 0], [20, 0], [20, 20], [0, 20]]], "shops": [],
    "low": [], "glass": [], "entrances": [], "signs": [], "posts": [],
    "cameras": [{"id": "level", "at": [1, 10], "some": [], "zone": [], "blind": []}],
}  # fmt: skip
SQUARES = ground(Level(0, "hall", 0.0, hall()), 1.0)


def areas(sheet: str) -> dict[str, float]:
    """Square metres that are drawn in each colour."""
    found: dict[str, float] = {}
    drawn = r'width="([\d.]+)" height="([\d.]+)" fill="(#\w+)" shape-rendering'
    for wide, high, colour in re.findall(drawn, sheet):
        found[colour] = found.get(colour, 0.0) + float(wide) * float(high)
    return found


def test_every_square_is_drawn_in_the_colour_of_its_step():
    values = np.full(len(SQUARES), np.nan)
    values[:30], values[30:50], values[50] = 1.0, 2.5, -4.0
    heat = Heat("Something", (1, 2, 3), ("one", "two", "three"), values)
    sheet = heat_sheet(PLAN, SQUARES, [heat], "A title <here>")
    assert areas(sheet) == {heat.colour(0): 31, heat.colour(1): 20}
    assert "A title &lt;here&gt;" in sheet
    assert all(name in sheet for name in ("one", "two", "three"))


def test_one_camera_s_plan_holds_what_it_sees():
    found = coverage_map(CAMERA, SQUARES)
    west, south, east, north = near(PLAN, found)["bounds"]
    some = ~np.isnan(found.px_per_m)
    assert west < CAMERA.at_m[0] < east
    assert south < SQUARES.y_m[some].min()
    assert north > SQUARES.y_m[some].max()
    assert east == pytest.approx(SQUARES.x_m[some].max() + 3)
