"""A hall as somebody would draw it: 24 x 12 m with a door at either end, or at its west end alone,
in millimetres.
"""

from pathlib import Path

import ezdxf

LONG, WIDE, THICK, LEAF = 24_000, 12_000, 200, 1_000
LOW, HIGH = 5_500, 6_500
"""Where the doors are on the short sides."""


def hall(path: Path, unit: int = 0, doors: int = 2) -> Path:
    """The drawing; `unit` is what its header says, 0 for nothing."""
    document = ezdxf.new(units=unit)
    space = document.modelspace()
    if doors == 1:
        space.add_line((LONG, 0), (LONG, WIDE), {"layer": "A-WALL"})
        inside = LONG - THICK
        space.add_line((inside, THICK), (inside, WIDE - THICK), {"layer": "A-WALL"})
    for x, inner in ((0, THICK), (LONG, LONG - THICK))[:doors]:
        for low, high in ((0, LOW), (HIGH, WIDE)):
            space.add_line((x, low), (x, high), {"layer": "A-WALL"})
        for low, high in ((THICK, LOW), (HIGH, WIDE - THICK)):
            space.add_line((inner, low), (inner, high), {"layer": "A-WALL"})
        for y in (LOW, HIGH):
            space.add_line((x, y), (inner, y), {"layer": "A-WALL"})
        turn = (0, 90) if x == 0 else (90, 180)
        space.add_arc((inner, LOW), LEAF, *turn, dxfattribs={"layer": "A-DOOR"})
    for y, inner in ((0, THICK), (WIDE, WIDE - THICK)):
        space.add_line((0, y), (LONG, y), {"layer": "A-WALL"})
        space.add_line((THICK, inner), (LONG - THICK, inner), {"layer": "A-WALL"})
    document.saveas(path)
    return path
