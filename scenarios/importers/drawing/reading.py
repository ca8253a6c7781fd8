"""What a DXF drawing shows, block by block down to its lines."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from ezdxf import recover
from ezdxf.document import Drawing as Document
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.polyline import Polyline
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Matrix44
from ezdxf.path import make_path

from scenarios.errors import ScenarioError
from scenarios.importers.drawing.strokes import Drawing, Points, Stroke

logging.getLogger("ezdxf").addHandler(logging.NullHandler())
LARGEST_BYTES = 64 << 20
"""A larger drawing is not read."""
MOST_STROKES = 500_000
"""Of all blocks."""
PER_CURVE = 8
"""Straight pieces of a quarter of a circle: within 0.5 % of its radius."""
QUARTER_DEG = (60.0, 100.0)
"""How far an arc sweeps that a door's leaf draws."""
ROUND = 0.8
"""The nearer end of such an arc over the farther one, from its centre, in a block stretched a
little.
"""
DRAWN = frozenset({"LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "LWPOLYLINE", "POLYLINE"})
WRITTEN = frozenset({"TEXT", "MTEXT"})


def drawing(path: Path) -> Drawing:
    """What a file shows in its model space; ScenarioError for what is no DXF drawing."""
    document, mended = _opened(path)
    made = Drawing(path, int(document.header.get("$INSUNITS", 0)), mended=mended)
    made.hidden = frozenset(
        one.dxf.name for one in document.layers if one.is_off() or one.is_frozen()
    )
    for stroke in _strokes(document.modelspace(), made.passed, (), "", Matrix44()):
        made.strokes.append(stroke)
        if len(made.strokes) > MOST_STROKES:
            wanted = f"wanted at most {MOST_STROKES:,}"
            raise ScenarioError(f"{path}: model space: got more lines, {wanted}")
    if not made.strokes:
        passed = ", ".join(sorted(made.passed)) or "nothing at all"
        raise ScenarioError(f"{path}: model space: got {passed}, wanted lines")
    return made


def _opened(path: Path) -> tuple[Document, list[str]]:
    wanted = "wanted a DXF drawing"
    try:
        if (size := path.stat().st_size) > LARGEST_BYTES:
            got = f"{size / 2**20:,.0f} MiB"
            raise ScenarioError(f"{path}: got {got}, wanted at most {LARGEST_BYTES >> 20} MiB")
        document, auditor = recover.readfile(path)
    except (OSError, DXFError, ValueError, LookupError, TypeError, AttributeError) as err:
        why = getattr(err, "strerror", None) or str(err) or type(err).__name__
        raise ScenarioError(f"{path}: got no readable drawing ({why}), {wanted}") from err
    return document, [one.message for one in auditor.fixes]


def _strokes(
    entities: Iterable[DXFEntity],
    passed: Counter[str],
    blocks: tuple[str, ...],
    around: str,
    placed: Matrix44,
) -> Iterator[Stroke]:
    """The strokes of entities in blocks, `placed` so; what lies on layer 0 of a block lies on that
    `around`.
    """
    for one in entities:
        own = str(one.dxf.get("layer", "0"))
        layer = around if own == "0" and around else own
        if isinstance(one, Insert):
            yield from _inserted(one, passed, blocks, layer, placed)
        elif one.dxftype() in DRAWN and isinstance(one, DXFGraphic):
            made = list(_drawn(one, layer, blocks, placed))
            if not made:
                passed[f"{one.dxftype()} without length"] += 1
            yield from made
        else:
            passed[one.dxftype()] += 1


def _inserted(
    one: Insert, passed: Counter[str], blocks: tuple[str, ...], layer: str, placed: Matrix44
) -> Iterator[Stroke]:
    block = one.block()
    if block is None or block.block is None or block.block.is_xref:
        passed["drawing that is not in this file"] += 1
        return
    if one.dxf.name in blocks:
        passed["block within itself"] += 1
        return
    for each in one.multi_insert() if one.mcount > 1 else (one,):
        inner = each.matrix44() @ placed
        yield from _strokes(block, passed, (*blocks, one.dxf.name), layer, inner)


def _drawn(
    one: DXFGraphic, layer: str, blocks: tuple[str, ...], placed: Matrix44
) -> Iterator[Stroke]:
    """The stroke of one entity, and of a polyline each arc that may be a door's, too."""
    points = _points(one, placed)
    if len(points) < 2:
        return
    closed = bool(np.array_equal(points[0], points[-1])) and len(points) > 3
    yield Stroke(layer, blocks, points, closed, _hinge(one, points, placed))
    if isinstance(one, LWPolyline | Polyline) and one.has_arc:
        for part in one.virtual_entities():
            curve = _points(part, placed)
            if (hinge := _hinge(part, curve, placed)) is not None:
                yield Stroke(layer, blocks, curve, False, hinge)


def _points(one: DXFGraphic, placed: Matrix44) -> Points:
    """(n, 2) the corners of a line, and of a curve as many as make it smooth; none for what is no
    line in the plane.
    """
    try:
        if one.dxftype() == "LINE":
            ends = [one.dxf.start, one.dxf.end]
        else:
            ends = list(make_path(one).flattening(np.inf, PER_CURVE))
    except (DXFError, TypeError, ValueError, ZeroDivisionError):
        return np.zeros((0, 2))
    moved = [(at.x, at.y) for at in placed.transform_vertices(ends)]
    points = np.array(moved, dtype=float).reshape(-1, 2)
    if len(points) < 2 or not np.isfinite(points).all():
        return np.zeros((0, 2))
    kept = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    found: Points = points[kept]
    return found


def _hinge(one: DXFGraphic, points: Points, placed: Matrix44) -> tuple[float, float] | None:
    """The centre of an arc (n, 2) of about a quarter of a circle; None for anything else."""
    if one.dxftype() == "ARC":
        sweep_deg = (one.dxf.end_angle - one.dxf.start_angle) % 360
        centre = one.ocs().to_wcs(one.dxf.center)
    elif one.dxftype() == "ELLIPSE":
        sweep_deg = np.degrees(one.dxf.end_param - one.dxf.start_param) % 360
        centre = one.dxf.center
    else:
        return None
    if len(points) < 2 or not QUARTER_DEG[0] <= sweep_deg <= QUARTER_DEG[1]:
        return None
    hinge = placed.transform(centre)
    low, high = sorted(np.hypot(*(points[[0, -1]] - (hinge.x, hinge.y)).T))
    return (float(hinge.x), float(hinge.y)) if low >= ROUND * high else None
