"""Prams, trolley cases and wheelchairs: fabric and tubes on wheels that stand on the floor."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.body.carriage import (
    BAR_HALF_DM,
    RIM_ASIDE_DM,
    RIM_DM,
    SIDES,
    Stance,
    bar_place,
    grip,
    seat_place,
)
from sim.people.body.forms import Prop, Solid, Triple, at, box, bulge, ring, together, tube

Floats = NDArray[np.floating[Any]]

STEEL, RUBBER = (0.35, 0.36, 0.38), (0.012, 0.012, 0.012)
FABRICS = (
    (0.02, 0.03, 0.07), (0.03, 0.03, 0.03), (0.2, 0.03, 0.03), (0.1, 0.1, 0.11),
    (0.05, 0.12, 0.11), (0.25, 0.2, 0.13),
)  # fmt: skip
CASES = ((0.02, 0.02, 0.025), (0.04, 0.07, 0.16), (0.3, 0.03, 0.04), (0.32, 0.33, 0.35))
TYRE_DM = 0.13
BOTH = (-1, 1)
CASE_DM, CASE_LEAN_DEG = (1.85, 2.7, 1.1), 32.0
"""Half a case of the size that airlines take as cabin baggage, and how far it leans."""
SPOKES = 10
SOLE_DM = 0.95
"""Plates for the feet are so far below the ankles."""


def pram(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A cot with a hood on four wheels, pushed by its bar."""
    bar, floor = bar_place(stance), stance.floor_dm
    cloth, back, front = _one(FABRICS, rng), float(bar[2] + 2.7), float(bar[2] + 7.9)
    wheels = [(side * 2.2, back, 1.25) for side in BOTH] + [(s * 1.7, front, 0.9) for s in BOTH]
    tyres, steel = [], []
    for x, z, radius in wheels:
        axle = at(x, floor + radius + TYRE_DM, z)
        tyres.append(ring(axle, radius, TYRE_DM))
        steel += [
            bulge(axle, (0.06, 0.55 * radius, 0.55 * radius), 1),
            tube(axle, axle * [0, 1, 1], 0.1),
        ]
    for s in BOTH:
        knee = at(s * 1.75, floor + 3.6, back + 2.2)
        steel += [
            tube(bar + at(s * 1.75, 0, 0), knee, 0.12),
            tube(knee, (s * 1.7, floor + 1, front), 0.12),
        ]
        steel.append(tube((s * 1.75, floor + 5.6, back + 0.6), (s * 2.1, floor + 1.4, back), 0.12))
    end = at(BAR_HALF_DM + 0.6, 0, 0)
    tyres.append(tube(bar - end, bar + end, 0.17))
    middle = at(0.0, floor + 5.9, back + 2.7)
    cot = bulge(middle, (1.65, 1.5, 3.6), 0.55, upwards=(-np.pi / 2, 0.12))
    hood = bulge(middle + at(0, 0.1, -1.4), (1.72, 2.6, 2.2), 0.8, upwards=(0, np.pi / 2))
    cover = bulge(middle + at(0, 0.2, 0.95), (1.72, 0.62, 2.7), 0.6)
    red, green, blue = (1.6 * share + 0.02 for share in cloth)
    return [
        Prop(together(tyres), RUBBER), Prop(together(steel), STEEL),
        Prop(together([cot, hood]), cloth), Prop(cover, (red, green, blue)),
    ]  # fmt: skip


def trolley(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A case on two wheels, pulled by its long handle."""
    handle, floor = grip(stance, stance.side) - at(0, 0.15, 0), stance.floor_dm
    lean, (_, high, deep) = np.radians(CASE_LEAN_DEG), CASE_DM
    up = at(0.0, np.cos(lean), np.sin(lean))
    axes = np.stack([at(1, 0, 0), up, np.cross(at(1, 0, 0), up)])
    foot = handle - up * ((handle[1] - floor - 0.5) / up[1])
    middle = foot + up * (high + 0.35)
    aside = at(0.75, 0, 0)
    rods = [tube(handle + s * aside, middle + up * high + s * aside, 0.08) for s in BOTH]
    bar = tube(handle - at(0.85, 0, 0), handle + at(0.85, 0, 0), 0.14)
    axle = at(foot[0], floor + 0.3 + TYRE_DM, foot[2] - 0.5)
    wheels = [ring(axle + at(s * 1.4, 0, 0), 0.3, TYRE_DM) for s in BOTH]
    ribs = [
        box(middle + axes[2] * deep + axes[0] * x, (0.12, high * 0.9, 0.05), axes)
        for x in (-1.1, -0.4, 0.4, 1.1)
    ]
    return [
        Prop(together([box(middle, CASE_DM, axes), *ribs]), _one(CASES, rng)),
        Prop(together(rods), STEEL), Prop(together([bar, *wheels]), RUBBER),
    ]  # fmt: skip


def wheelchair(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A chair on two large wheels and two small ones, with plates for the feet."""
    seat = seat_place(stance)
    floor, behind = stance.floor_dm, float(seat[2]) - 1.9
    feet = [stance.place(f"foot.{side}") for side in SIDES]
    ahead = max(float(foot[2]) for foot in feet)
    radius = RIM_DM / 2 - TYRE_DM
    axle, caster = (floor + radius + TYRE_DM, float(seat[2]) + 0.2), (floor + 0.75, ahead - 1.1)
    tyres: list[Solid] = []
    steel = [box((foot[0], foot[1] - SOLE_DM, foot[2] + 0.8), (0.85, 0.06, 1.1)) for foot in feet]
    for side in BOTH:
        tyres.append(ring((side * RIM_ASIDE_DM, *axle), radius, TYRE_DM))
        tyres.append(ring((side * 2.0, *caster), caster[0] - floor - TYRE_DM, TYRE_DM))
        steel += _wheel(side, axle, radius)
        steel += _frame(side, float(seat[1]), (behind, ahead), axle, caster)
    wide = RIM_ASIDE_DM - 0.45
    pad = box(
        (0, seat[1] - 0.12, (ahead + behind) / 2 - 0.9), (wide, 0.16, (ahead - behind) / 2 - 0.9)
    )
    back = box((0, seat[1] + 2.4, behind + 0.05), (wide, 2.0, 0.12))
    return [
        Prop(together(tyres), RUBBER), Prop(together(steel), STEEL),
        Prop(together([pad, back]), _one(FABRICS[:4], rng)),
    ]  # fmt: skip


def _wheel(side: int, axle: tuple[float, float], radius: float) -> list[Solid]:
    """Hand rim, hub and spokes."""
    x, (y, z) = side * RIM_ASIDE_DM, axle
    angles = np.arange(SPOKES) * 2 * np.pi / SPOKES
    rim = [(x, y + radius * np.cos(angle), z + radius * np.sin(angle)) for angle in angles]
    return [
        ring((x + side * 0.2, y, z), radius - 0.35, 0.05),
        tube((x - side * 0.45, y, z), (x + side * 0.1, y, z), 0.22),
        *(tube((x, y, z), end, 0.03) for end in rim),
    ]


def _frame(
    side: int,
    seat: float,
    ends: tuple[float, float],
    axle: tuple[float, float],
    caster: tuple[float, float],
) -> list[Solid]:
    """One side's tubes: handle, back, seat, leg rest, and down to the wheels."""
    wide, (behind, ahead) = side * (RIM_ASIDE_DM - 0.45), ends
    corners = [
        (wide, seat + 5.0, behind - 0.75), (wide, seat + 4.7, behind),
        (wide, seat - 0.2, behind + 0.2), (wide, seat - 0.2, ahead - 1.6),
        (side * 1.5, caster[0] + 0.25, ahead + 0.2),
    ]  # fmt: skip
    return [
        *(tube(a, b, 0.13) for a, b in pairwise(corners)),
        tube((wide, seat, caster[1]), (side * 2.0, *caster), 0.12),
        tube((wide, seat, axle[1]), (wide, *axle), 0.13),
        tube((0, *axle), (wide, *axle), 0.13),
    ]


def _one(colours: tuple[Triple, ...], rng: np.random.Generator) -> Triple:
    return colours[rng.integers(len(colours))]
