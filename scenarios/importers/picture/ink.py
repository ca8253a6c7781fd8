"""A plan's picture as ink on paper, and of the ink what is wall."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from scenarios.errors import ScenarioError
from scenarios.importers.picture.piers import Stump, piers, stump

LEAST_CONTRAST = 60.0
"""Ink and paper differ at least so much, of 255."""
CLEAR, MOST_SHADES = 0.25, 0.1
"""What is farther than this from ink and from paper, as a share of what lies between them, is a
shade; photographs are full of them, plans have few beside their lines."""
HOLLOW_M, LONG = 0.6, 3.0
"""Paper nowhere wider than this is inside a wall drawn as two lines, if it is so much longer than
wide: a chair is not."""
UPPER = 0.75
"""Of all ink pixels by how deep they lie in it, the one that tells how thick walls are; in a strip
that one lies at UPPER of the way from its edge to its middle."""
THIN = 0.45
"""Lines thinner than this share of the typical wall are doors, furniture, letters."""
LEAST_WALL_M, LEAST_WALL_PX = 1.0, 20.0
"""What stands alone and is smaller is a mark; letters have up to so many pixels."""
LEAST_PILLAR_M, LEAST_PILLAR_PX, FULL, STOUT = 0.25, 3.0, 0.7, 3.0
"""But what is at least so wide, fills so much of the smallest box around it, and is at most so many
times longer than wide is a pillar."""
RING_M, RING = 3.0, 2.0
"""What stands alone, is smaller than this and surrounds so many times its own area is furniture."""

Mask = NDArray[np.uint8]
"""(h, w) 1 where something is."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Of a picture (h, w) all `ink`, and of it the `walls`, which are typically `thick_px`; how
    many `marks` that stand alone were left out, and how long the longest was; and the `thin_px`
    pixels of thin lines that were.
    """

    ink: Mask
    walls: Mask
    thick_px: float
    marks: int
    longest_px: float
    thin_px: int


def ink_in(path: Path, bgr: Image) -> Mask:
    """Where something is drawn: what differs from the commonest grey by more than half as much as
    anything does, whichever of the two is darker.

    Raises ScenarioError for a picture that is blank, or that has too many shades for a plan.
    """
    grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.int16)
    counts = np.convolve(np.bincount(grey.ravel(), minlength=256), np.ones(5), "same")
    off = np.abs(grey - int(counts.argmax()))
    reach = float(np.quantile(off, 0.999))
    if reach < LEAST_CONTRAST:
        got = f"got a blank picture (nothing differs by more than {reach:.0f} of 255 from the rest)"
        raise ScenarioError(f"{path}: picture: {got}, wanted a plan's lines")
    between = ((off > CLEAR * reach) & (off < (1 - CLEAR) * reach)).astype(np.uint8)
    shades = cv2.morphologyEx(between, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    if (share := float(shades.mean())) > MOST_SHADES:
        got = f"got one of many shades, as photographs are ({share:.0%} is neither line nor paper)"
        raise ScenarioError(f"{path}: picture: {got}, wanted a plan of dark lines on light paper")
    return (off > reach / 2).astype(np.uint8)


def walls_in(ink: Mask, per_m: float) -> Walls:
    """What of the ink is wall, `per_m` pixels being a metre: with walls that are drawn as two lines
    filled, lines left out that are much thinner than walls, and what is small and stands alone.
    """
    full = _filled(ink, HOLLOW_M * per_m)
    depth = _depth(full)
    deep = float(np.quantile(depth[full > 0], UPPER))
    thick_px = max((deep - 0.5) * 2 / UPPER, 1.0)
    thick = _opened(full, depth, round(THIN * thick_px / 2 + 0.5))
    walls, marks, longest_px = _without_marks(thick, ink, thick_px, per_m)
    return Walls(ink, walls, thick_px, marks, longest_px, int(full.sum() - thick.sum()))


def _depth(mask: Mask) -> NDArray[np.float32]:
    """(h, w) how far each pixel of a mask is from what is not; beyond the picture is not."""
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def _filled(ink: Mask, hollow_px: float) -> Mask:
    """The ink, and paper in it that is long and narrow."""
    paper = (1 - ink).astype(np.uint8)
    depth = np.asarray(cv2.distanceTransform(paper, cv2.DIST_L2, 5), np.float32)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    is_hollow = np.ones(len(stats), bool)
    is_hollow[0] = False
    is_hollow[np.unique(labels[2 * depth - 1 > hollow_px])] = False
    for number in np.flatnonzero(is_hollow).tolist():
        left, top, wide, high, area = stats[number].tolist()
        at = np.s_[top : top + high, left : left + wide]
        deepest = float(depth[at][labels[at] == number].max())
        is_hollow[number] = area >= LONG * (2 * deepest - 1) ** 2
    return np.where(is_hollow[labels], 1, ink).astype(np.uint8)


def _opened(mask: Mask, depth: NDArray[np.float32], least_px: int) -> Mask:
    """What of a mask is at least so deep, and around that up to its corners."""
    if least_px <= 1:
        return mask
    away = cv2.distanceTransform((depth < least_px).astype(np.uint8), cv2.DIST_L2, 5)
    return (mask & (away <= 1.5 * least_px)).astype(np.uint8)


def _without_marks(
    walls: Mask, ink: Mask, thick_px: float, per_m: float
) -> tuple[Mask, int, float]:
    """The walls without small things that stand alone; how many, and how long the longest was."""
    least_px = max(LEAST_WALL_M * per_m, LEAST_WALL_PX)
    pillar_px = max(LEAST_PILLAR_M * per_m, 0.8 * thick_px, LEAST_PILLAR_PX)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(walls, connectivity=8)
    is_wall, longest_px, stumps = np.ones(count, bool), np.zeros(count), list[Stump]()
    is_wall[0] = False
    for number in range(1, count):
        left, top, wide, high, area = stats[number].tolist()
        if max(wide, high) > max(least_px, RING_M * per_m):
            continue
        at = np.s_[top : top + high, left : left + wide]
        part = (labels[at] == number).astype(np.uint8)
        inked = int((part & ink[at]).sum())
        found, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        around = cv2.minAreaRect(np.concatenate(found) + np.array([left, top], np.int32))
        short, long = sorted(side + 1 for side in around[1])
        is_full = inked >= FULL * short * long
        is_pillar = short >= pillar_px and long <= STOUT * short and is_full
        is_ring = cv2.contourArea(found[0]) >= RING * area and long <= RING_M * per_m
        is_wall[number] = is_pillar or (long >= least_px and not is_ring)
        longest_px[number] = long
        if is_full and not is_wall[number]:
            stumps.append(stump(number, around))
    sure = is_wall[labels].astype(np.uint8)
    numbers = np.asarray(labels, np.int32)
    is_wall[[*piers(stumps, numbers, sure, thick_px, per_m)]] = True
    longest = float(longest_px[1:][~is_wall[1:]].max(initial=0.0))
    return is_wall[labels].astype(np.uint8), int(count - 1 - is_wall.sum()), longest
