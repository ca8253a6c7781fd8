"""One camera's map of 60 x 40 m in squares of half a metre, as a page asks for it on every move,
beside lines of sight asked of shapely one place at a time.
"""

import numpy as np
import shapely

from scenarios.place import Level
from scenarios.schema import Camera
from scenarios.venue import Entrance, Venue
from sim.cameras import optics
from sim.cameras.coverage import coverage_map, even, ground

LEAST = 5.0
CAMERA = Camera(
    id="one", at_m=(2, 20), height_m=3.2, heading_deg=0, tilt_deg=8, fov_deg=90, width_px=3840,
    height_px=2160,
)  # fmt: skip


def test_a_map_before_a_crowd_beside_lines_of_sight(beside):
    """With the crowd that hides faces, and pose and blur of those who walk, on our side alone."""
    blocks = [shapely.box(x, y, x + 3, y + 2) for x in range(8, 56, 8) for y in range(4, 36, 8)]
    floor = shapely.difference(shapely.box(0, 0, 60, 40), shapely.union_all(blocks))
    door = Entrance("East", shapely.box(58, 15, 59.9, 25))
    squares = ground(Level(0, "hall", 0.0, Venue("hall", floor, (door,), ())), 0.5)
    crowd, walls = even(0.1), shapely.union_all(blocks)
    shapely.prepare(walls)
    eyes = np.stack([squares.x_m, squares.y_m, np.full(len(squares), 1.59)], 1)

    def lines():
        uv, _ = optics.project(CAMERA, eyes)
        rows = np.flatnonzero(optics.in_picture(CAMERA, uv))
        return [
            walls.intersects(shapely.LineString([CAMERA.at_m, tuple(eyes[k, :2])]))
            for k in rows.tolist()
        ]

    assert coverage_map(CAMERA, squares, crowd).seen.sum() > 800
    ratio = beside("map of 60 x 40 m", lambda: coverage_map(CAMERA, squares, crowd), lines)
    assert ratio > LEAST
