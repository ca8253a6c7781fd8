"""Hats of all kinds, shaped on the base head: shells that hair stays beneath, peaks and brims."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.mould import CENTRE_DM, angles, direction, mould
from sim.people.wear.solids import SHELL_DM, Solid, ball, sheet

Floats = NDArray[np.floating[Any]]
Off = Callable[[Floats, Floats], Floats]
"""How far a shell stands off the head, by turn and by the share of the way from rim to crown."""

AROUND, UP = 72, 15
QUARTERS = np.array([0.0, 0.9, np.pi / 2, 2.2, np.pi])
"""Turns, in radians, at which a rim's height is given."""
PEAK_TURN, PEAK_DM = 1.08, 0.78
DARKER = 0.35
BRIM_DM = 0.16
"""Hair stays so far below brims, which lie nearly along the way out from the head."""
LEVEL = 0.75
"""How far the tilt of a stiff hat's rim is gone at its crown."""


def rim(heights_dm: Floats) -> tuple[Floats, Floats]:
    """Turns around the head and the lift of a line that runs at these heights at QUARTERS."""
    turn = np.linspace(-np.pi, np.pi, AROUND + 1)
    return turn, mould().lift(turn, np.interp(np.abs(turn), QUARTERS, heights_dm))


def shell(
    heights_dm: Floats,
    off: Off,
    cloth: Cloth,
    ears: bool = False,
    top: float = np.pi / 2,
    rows: int = UP,
) -> Solid:
    """A shell from a rim up to a lift."""
    turn, low = rim(heights_dm)
    share = np.linspace(0, 1, rows)[None]
    lift = low[:, None] + (top - low[:, None]) * share
    turns = np.broadcast_to(turn[:, None], lift.shape)
    far = mould().radius(turns, lift, ears) + off(turns, share)
    return sheet(CENTRE_DM + direction(turns, lift) * far[..., None], cloth, SHELL_DM)


def outline(heights_dm: Floats, off_dm: float) -> Floats:
    """(AROUND + 1, 3) the rim of a stiff hat, smooth around the head."""
    turn, low = rim(heights_dm)
    far = mould().radius(turn[:, None], low[:, None], False)[:, 0] + off_dm
    return CENTRE_DM + direction(turn, low) * far[:, None]


def stiff(line: Floats, profile: Floats, cloth: Cloth) -> Solid:
    """A crown of rings above a rim: each of `profile` is (share of the width, rise)."""
    middle, height = line.mean(0) * [1, 0, 1], line[:, 1]
    rings = []
    for wide, rise in profile:
        level = LEVEL * min(rise / 0.6, 1.0)
        upright = height * (1 - level) + height.mean() * level + rise
        ring = middle + (line * [1, 0, 1] - middle) * wide
        rings.append(ring + upright[:, None] * np.array([0, 1, 0]))
    return sheet(np.stack(rings, 1), cloth, SHELL_DM)


def brim(line: Floats, wide_dm: float, drop: Off, cloth: Cloth) -> Solid:
    """A brim outward from a rim."""
    middle = line.mean(0) * [1, 0, 1]
    outward = (line - middle) * [1, 0, 1]
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    turn, share = np.arctan2(outward[:, 0], outward[:, 2])[:, None], np.linspace(1, 0, 7)[None]
    rise = drop(turn, share)
    grid = line[:, None] + outward[:, None] * (wide_dm * share[..., None])
    return sheet(grid + rise[..., None] * np.array([0, 1, 0]), cloth, BRIM_DM)


def cap(cloth: Cloth) -> list[Solid]:
    """A baseball cap: a crown of six panels' shape, a button and a peak."""
    heights = np.array([7.82, 7.74, 7.6, 7.38, 7.22])
    crown = shell(heights, lambda turn, t: 0.1 + _bump(t) * (0.06 + 0.1 * _front(turn)), cloth)
    top = np.array([0, crown.points[:, 1].max(), CENTRE_DM[2]])
    button = ball(top, np.array([0.06, 0.03, 0.06]), cloth)
    return [crown, button, _peak(outline(heights, 0.1), cloth)]


def _peak(line: Floats, cloth: Cloth) -> Solid:
    turn, _ = angles(line - CENTRE_DM)
    front = line[np.abs(turn) < PEAK_TURN]
    turns = turn[np.abs(turn) < PEAK_TURN]
    share = np.linspace(1, 0, 9)[None]
    ahead = PEAK_DM * np.sqrt(np.maximum(0, 1 - (turns / PEAK_TURN) ** 2))[:, None] * share
    drop = -0.1 * share - 0.3 * share * front[:, :1] ** 2 - 0.03 * np.sin(np.pi * share)
    grid = front[:, None] + np.stack([0.06 * share * front[:, :1], drop, ahead], 2)
    return sheet(grid, cloth, BRIM_DM)


def beanie(cloth: Cloth) -> list[Solid]:
    """A knitted cap over the upper ears, with a cuff, a little slack at the top."""
    heights = np.array([7.78, 7.6, 7.26, 7.05, 6.95])
    slack = 0.15 + 0.25 * cloth.seed

    def loose(turn: Floats, share: Floats) -> Floats:
        off: Floats = 0.12 + slack * np.sin(0.75 * np.pi * share) - 0.08 * _front(turn) * share
        return off

    crown = shell(heights, loose, cloth, True)
    cuff = shell(heights, lambda turn, t: 0.17 + 0.02 * _bump(t) + 0 * turn, cloth, True, 0.42)
    return [crown, replace(cuff, beneath_dm=0.0)]


def hat(cloth: Cloth) -> list[Solid]:
    """A felt hat: a pinched crown with a ribbon, and a brim that curls up at the sides."""
    line = outline(np.array([7.85, 7.8, 7.72, 7.6, 7.52]), 0.1)
    crown = stiff(line, np.array(FELT), cloth)
    ribbon = stiff(line, np.array(RIBBON), darker(cloth))

    def curled(turn: Floats, share: Floats) -> Floats:
        return -0.14 * share + (0.2 * np.sin(turn) ** 2 + 0.04) * share**3

    return [crown, replace(ribbon, beneath_dm=0.0), brim(line, 0.62, curled, cloth)]


def bucket_hat(cloth: Cloth) -> list[Solid]:
    """A soft hat with a brim that slopes down all around."""
    line = outline(np.array([7.98, 7.92, 7.76, 7.58, 7.48]), 0.1)

    def sloping(turn: Floats, share: Floats) -> Floats:
        return -0.36 * share + 0.03 * np.sin(3 * turn) * share

    return [stiff(line, np.array(BUCKET), cloth), brim(line, 0.5, sloping, cloth)]


def kippah(cloth: Cloth) -> list[Solid]:
    """A small round cap at the back of the crown."""
    axis = np.array([0.0, 0.82, -0.57])
    ahead = np.array([0.0, 0.57, 0.82])
    angle, away = np.linspace(-np.pi, np.pi, 37)[:, None], np.linspace(0.5, 0, 7)[None]
    heading = np.stack([np.sin(angle), 0 * angle, 0 * angle], 2) + np.cos(angle)[..., None] * ahead
    towards = np.cos(away)[..., None] * axis + np.sin(away)[..., None] * heading
    far = mould().radius(*angles(towards), False) + 0.2 - 0.08 * (away / 0.5)
    return [sheet(CENTRE_DM + towards * far[..., None], cloth, SHELL_DM)]


def headband(cloth: Cloth) -> list[Solid]:
    """A band of cloth around forehead and nape."""
    turn, low = rim(np.array([7.86, 7.78, 7.5, 7.2, 7.0]))
    _, high = rim(np.array([8.06, 8.0, 7.78, 7.48, 7.26]))
    share = np.linspace(0, 1, 6)[None]
    lift = low[:, None] + (high - low)[:, None] * share
    turns = np.broadcast_to(turn[:, None], lift.shape)
    far = mould().radius(turns, lift) + 0.06 + 0.03 * np.sin(np.pi * share)
    return [sheet(CENTRE_DM + direction(turns, lift) * far[..., None], cloth, SHELL_DM)]


def darker(cloth: Cloth) -> Cloth:
    """The same colour in a darker shade, plain."""
    red, green, blue = (DARKER * value for value in cloth.first)
    return replace(cloth, pattern="plain", first=(red, green, blue))


def _front(turn: Floats) -> Floats:
    """1 at the front, 0 from the sides backward."""
    found: Floats = np.maximum(np.cos(turn), 0)
    return found


def _bump(share: Floats) -> Floats:
    """0 at rim and crown, 1 between."""
    found: Floats = np.sin(np.pi * share**0.7)
    return found


FELT = (
    (1.0, 0.0), (0.98, 0.25), (0.94, 0.5), (0.87, 0.74), (0.76, 0.88), (0.6, 0.92), (0.3, 0.89),
    (0.0, 0.87),
)  # fmt: skip
RIBBON = ((1.015, 0.0), (1.015, 0.1), (1.01, 0.2), (0.97, 0.21))
BUCKET = (
    (1.0, 0.0), (0.98, 0.3), (0.95, 0.6), (0.91, 0.8), (0.82, 0.88), (0.4, 0.93), (0.0, 0.94),
)  # fmt: skip
HEADWEAR: Mapping[str, Callable[[Cloth], list[Solid]]] = {
    "cap": cap, "beanie": beanie, "hat": hat, "bucket hat": bucket_hat, "kippah": kippah,
    "headband": headband,
}  # fmt: skip
"""What each is made of; scarves, hoods and turbans are in `sim.people.wear.headscarves`."""
