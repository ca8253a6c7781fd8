"""Lines of walls as walls: what lies between two of them, or as thick as somebody says."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.checks.rings import polygons

THIN_M, THICK_M, THICKEST_M = 0.03, 0.6, 0.8
"""How far apart the two lines of one wall are, and how wide an outline drawn in one piece is."""
PARALLEL_DEG = 2.0
SHARED_M = 0.05
"""So long two lines lie side by side, or half as long as they are apart."""
AS_NEAR = 1.3
"""Of the lines beside one, those up to so much farther than the nearest are its other side, too."""
CORNER_M2, PILLAR_M2 = 0.4, 1.5
"""What walls enclose up to this is wall: where two meet; an outline in one piece, a pillar."""
LINE_M, LEAST_M = 0.02, 0.01
"""Each line's own thickness, so that what touches is one; shorter ones are dots."""

Lines = NDArray[np.float64]


def sides(lines: Sequence[NDArray[np.float64]]) -> Lines:
    """(n, 4) x, y of both ends of each straight piece of lines (m, 2); without dots, each once."""
    pieces = [np.c_[one[:-1], one[1:]] for one in lines]
    made = np.concatenate([np.zeros((0, 4)), *pieces])
    found: Lines = np.unique(made, axis=0)
    return found


def thickness(lines: Lines) -> float:
    """How far apart the lines (n, 4) of walls typically are, by length, in their own unit; nan
    where none lies beside another.
    """
    lengths = np.hypot(*(lines[:, 2:] - lines[:, :2]).T)
    longest = np.argsort(-lengths)[:400]
    near = np.array([min((away for _, away, *_ in beside(lines, k)), default=np.nan)
                     for k in longest.tolist()])  # fmt: skip
    told = ~np.isnan(near)
    if not told.any():
        return float("nan")
    order = np.argsort(near[told])
    summed = np.cumsum(lengths[longest][told][order])
    return float(near[told][order][np.searchsorted(summed, summed[-1] / 2)])


def beside(
    lines: Lines, number: int, most: float = np.inf
) -> Iterator[tuple[int, float, float, float, float]]:
    """The lines parallel to one of them and beside a part of it: which, how far away and to which
    side in two numbers (away, signed), and from where to where along it.
    """
    begin, along = lines[number, :2], lines[number, 2:] - lines[number, :2]
    length = float(np.hypot(*along))
    if length == 0:
        return
    unit = along / length
    normal = np.array([-unit[1], unit[0]])
    runs = lines[:, 2:] - lines[:, :2]
    with np.errstate(invalid="ignore", divide="ignore"):
        slant = np.abs(runs @ normal) / np.hypot(*runs.T)
    signed = ((lines[:, :2] + lines[:, 2:]) / 2 - begin) @ normal
    ends = np.sort(np.c_[(lines[:, :2] - begin) @ unit, (lines[:, 2:] - begin) @ unit], axis=1)
    low, high = np.maximum(ends[:, 0], 0), np.minimum(ends[:, 1], length)
    away = np.abs(signed)
    share = np.minimum(away / 2, length / 4)
    fits = (slant < np.sin(np.radians(PARALLEL_DEG))) & (away > length * 1e-4) & (away <= most)
    for other in np.flatnonzero(fits & (high - low > share)).tolist():
        yield other, float(away[other]), float(signed[other]), float(low[other]), float(high[other])


def walls(
    lines: Sequence[NDArray[np.float64]], closed: Sequence[bool], wall_m: float
) -> list[shapely.Polygon]:
    """The walls of lines (n, 2) in metres, closed ones told: outlines that are narrow as they are,
    what is between two lines, and single lines `wall_m` thick.
    """
    outlines = [shapely.Polygon(one) for one, ring in zip(lines, closed, strict=True) if ring]
    whole = [one for one in outlines if one.is_valid and _is_wall(one)]
    every = sides(lines)
    every = every[np.hypot(*(every[:, 2:] - every[:, :2]).T) > LEAST_M]
    filled = shapely.union_all([*whole, *_between(every)])
    drawn = shapely.union_all([shapely.LineString(one.reshape(2, 2)) for one in every])
    thin = drawn.buffer(LINE_M / 2, cap_style="square", join_style="mitre")
    single = shapely.get_parts(shapely.line_merge(drawn - filled.buffer(LINE_M)))
    alone = [one.buffer(wall_m / 2, cap_style="flat", join_style="mitre")
             for one in single if one.length > THICK_M]  # fmt: skip
    made = shapely.union_all([filled, thin, *alone])
    return polygons(shapely.union_all([made, *_corners(made)]))


def _is_wall(outline: shapely.Polygon) -> bool:
    wide_m = 2 * outline.area / outline.length
    return bool(wide_m <= THICKEST_M or outline.area <= PILLAR_M2)


def _between(lines: Lines) -> Iterator[shapely.Polygon]:
    """What lies between two lines, each of them the nearest to the other on that part."""
    found = {k: list(beside(lines, k, THICK_M)) for k in range(len(lines))}
    nearest = {k: min((away for _, away, *_ in near if away >= THIN_M), default=np.inf)
               for k, near in found.items()}  # fmt: skip
    for number, near in found.items():
        for other, away, signed, low, high in near:
            most = AS_NEAR * min(nearest[number], nearest[other])
            if away < THIN_M or away > most or high - low < SHARED_M:
                continue
            begin, end = lines[number, :2], lines[number, 2:]
            unit = (end - begin) / np.hypot(*(end - begin))
            across = signed * np.array([-unit[1], unit[0]])
            one, two = begin + low * unit, begin + high * unit
            yield shapely.Polygon([one, two, two + across, one + across])


def _corners(made: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """The small holes in walls, where two meet or a pillar is drawn in lines."""
    for part in polygons(made):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if hole.area <= CORNER_M2:
                yield hole
