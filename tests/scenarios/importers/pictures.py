"""Plans drawn as pictures, of known truth."""

import cv2
import numpy as np
import shapely

from scenarios.plan import Asked

WIDE_M, HIGH_M, WALL_M, MARGIN_M = 12.0, 8.0, 0.2, 2.0
HOUSE = shapely.box(0, 0, WIDE_M, HIGH_M)
ROOMS = (
    shapely.box(0.2, 0.2, 5.0, 7.8), shapely.box(5.2, 0.2, 11.8, 4.0),
    shapely.box(5.2, 4.2, 11.8, 7.8),
)  # fmt: skip
FRONT_DOOR, WINDOW = shapely.box(2, 0, 3.2, 0.2), shapely.box(8, 7.8, 9.5, 8)
INNER_DOORS = (shapely.box(5, 1.5, 5.2, 2.5), shapely.box(5, 5.5, 5.2, 6.5))
PILLAR = shapely.box(9, 5.8, 9.4, 6.2)
FLOOR = shapely.union_all([*ROOMS, *INNER_DOORS, FRONT_DOOR]) - PILLAR
WALLS = HOUSE - shapely.union_all([*ROOMS, *INNER_DOORS, FRONT_DOOR, WINDOW])


FINER = 4
"""Drawn so much finer, then shrunk, as printers' edges are: no pixel more than what was meant."""


class Paper:
    """A white sheet, drawn on in metres, x right and y up from its lower left corner."""

    def __init__(self, wide_m, high_m, per_m):
        self.per_m = per_m
        self.size_px = round(wide_m * per_m), round(high_m * per_m)
        wide, high = self.size_px
        self.fine = np.full((high * FINER, wide * FINER), 255, np.uint8)

    @property
    def pixels(self):
        return cv2.resize(self.fine, self.size_px, interpolation=cv2.INTER_AREA)

    def at(self, points):
        """(n, 2) metres as fine pixels."""
        x, y = np.asarray(points, float).T * self.per_m * FINER
        return np.round(np.c_[x, len(self.fine) - y]).astype(np.int32)

    def fill(self, area, grey=0):
        for part in shapely.get_parts(area):
            rings = [self.at(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
            cv2.fillPoly(self.fine, rings, grey)

    def line(self, points, thick_px=2):
        cv2.polylines(self.fine, [self.at(points)], False, 0, thick_px * FINER)

    def word(self, text, at_m, size=0.8):
        at = self.at([at_m])[0].tolist()
        cv2.putText(self.fine, text, at, cv2.FONT_HERSHEY_SIMPLEX, size * FINER, 0, 2 * FINER)


def turned(geometry, degrees):
    """Turned around the middle of the house and moved into the middle of a large sheet."""
    about = shapely.affinity.rotate(geometry, degrees, HOUSE.centroid)
    side = sheet_m(degrees) / 2
    return shapely.affinity.translate(about, side[0] - WIDE_M / 2, side[1] - HIGH_M / 2)


def sheet_m(degrees):
    west, south, east, north = shapely.affinity.rotate(HOUSE, degrees, HOUSE.centroid).bounds
    return np.array([east - west, north - south]) + 2 * MARGIN_M


def house(per_m=40, degrees=0.0, walls=None, furnished=True):
    """The house: thick walls, a front door with its leaf, a window, words and a table."""
    paper = Paper(*sheet_m(degrees), per_m)
    paper.fill(turned(WALLS if walls is None else walls, degrees))
    paper.fill(turned(PILLAR, degrees))
    lines = [[(8, 7.9), (9.5, 7.9)]]
    if furnished:
        arc = np.linspace(0, np.pi / 2, 12)
        lines += [np.c_[2 + 1.2 * np.cos(arc), 0.2 + 1.2 * np.sin(arc)], [(2, 0.2), (2, 1.4)]]
        lines.append([(7, 1), (8.6, 1), (8.6, 1.9), (7, 1.9), (7, 1)])
        x, y = shapely.get_coordinates(turned(shapely.Point(1, 5), degrees))[0]
        paper.word("Kitchen", (x, y), per_m / 50)
    for points in lines:
        paper.line(shapely.get_coordinates(turned(shapely.LineString(points), degrees)))
    return paper


def scale(paper, metres=None):
    """What somebody asks with the scale of a sheet: its lower edge."""
    wide, high = paper.size_px
    return Asked(scale=((0, high), (wide, high), metres or wide / paper.per_m))


def written(paper, tmp_path, name="house.png"):
    cv2.imwrite(str(tmp_path / name), paper.pixels)
    return tmp_path / name
