"""How dense a crowd stands and which way it walks, and how much of a face it leaves to be seen.

People are taken to stand anywhere by themselves, as densely as they do on the mean (a Poisson
field): what of a point of a face nobody nearer hides is exp(-m), with m people to be expected where
they would hide it. Their shapes are those of `sim.cameras.occlusion`.
"""

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Camera
from sim.cameras.coverage.squares import Ground
from sim.cameras.occlusion import (
    CHIN_M,
    CROWN_M,
    FACE_BELOW_M,
    FACE_M,
    GRID,
    HEAD_M,
    REST_M,
    TRUNK_M,
    sloped,
)
from sim.cameras.visibility import near_m
from sim.errors import SimError
from sim.world.crowd import Crowd, People
from sim.world.manners import EYES_BELOW_CROWN_M

Floats = NDArray[np.floating[Any]]

SQUARE_M = 1.0
SECTORS = 16
"""Directions of walking are told apart so finely."""
_TURN = np.arange(0, 2 * np.pi, np.pi / 16)
HEAD_WIDE_M, TRUNK_WIDE_M = (
    float(np.hypot(across * np.cos(_TURN), along * np.sin(_TURN)).mean())
    for across, along in (HEAD_M[:2], TRUNK_M)
)
"""Half the width of heads and trunks that are turned every way alike, on the mean."""
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""A crowd's eyes are as high as these shares of its people have them."""
WALKING_MPS, EYES_M = 1.34, 1.59
"""Of people of whom nothing is known: the mean of free walking (Weidmann 1993), and adults' eyes
in the middle of `zones.ADULTS_M`."""
ALONG_M = 0.1
"""Along a line of sight it is asked so often who may stand there."""


@dataclass(frozen=True, slots=True)
class Crowding:
    """People on one level on the mean of a time: `density_per_m2` (rows, columns) in squares of
    `square_m` from `west_m`, `south_m`, the shares (rows, columns, SECTORS) of their `headings`
    from east on, their walking speed, and heights (k,) of eyes, each as frequent as the next.
    """

    west_m: float
    south_m: float
    square_m: float
    density_per_m2: Floats
    headings: Floats
    speed_mps: float
    eyes_m: Floats

    def squares(self, x_m: Floats, y_m: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row and column (n,) of points; beyond the map those of its edge."""
        rows, columns = self.density_per_m2.shape
        row = ((y_m - self.south_m) / self.square_m).astype(np.int64)
        column = ((x_m - self.west_m) / self.square_m).astype(np.int64)
        return row.clip(0, rows - 1), column.clip(0, columns - 1)

    def heading_shares(self, x_m: Floats, y_m: Floats) -> Floats:
        """(n, SECTORS) which way people walk at points."""
        found: Floats = self.headings[self.squares(x_m, y_m)]
        return found


def even(density_per_m2: float) -> Crowding:
    """As dense everywhere, walking every way alike; SimError for less than nobody."""
    if not 0 <= density_per_m2 <= 10:
        raise SimError(f"density: got {density_per_m2:g}, wanted 0 to 10 people a square metre")
    density, ways = np.full((1, 1), density_per_m2), np.full((1, 1, SECTORS), 1 / SECTORS)
    return Crowding(0.0, 0.0, np.inf, density, ways, WALKING_MPS, np.array([EYES_M]))


def crowding(ground: Ground, people: People, crowd: Crowd, span_s: tuple[float, float]) -> Crowding:
    """The mean of a walked crowd on a level between two times, seconds."""
    ordinal, floor = ground.level.ordinal, ground.level.venue.floor
    west, south, east, north = floor.bounds
    shape = (max(int(np.ceil((north - south) / SQUARE_M)), 1),
             max(int(np.ceil((east - west) / SQUARE_M)), 1))  # fmt: skip
    time_s = crowd.tick * crowd.dt_s
    rows = np.flatnonzero((crowd.level == ordinal) & (time_s >= span_s[0]) & (time_s < span_s[1]))
    row = ((crowd.y_m[rows] - south) / SQUARE_M).astype(np.int64).clip(0, shape[0] - 1)
    column = ((crowd.x_m[rows] - west) / SQUARE_M).astype(np.int64).clip(0, shape[1] - 1)
    sector = np.round(crowd.heading_deg[rows] * SECTORS / 360).astype(np.int64) % SECTORS
    count = np.zeros((*shape, SECTORS))
    np.add.at(count, (row, column, sector), 1.0)
    instants = max(round((span_s[1] - span_s[0]) / crowd.dt_s), 1)
    here = count.sum(-1)
    ways = (count + 1 / SECTORS) / (here + 1)[..., None]
    who = np.unique(crowd.person[rows])
    eyes = np.array([EYES_M])
    if len(who):
        eyes = np.quantile(people.height_m[who].astype(np.float64), SHARES) - EYES_BELOW_CROWN_M
    speed = float(people.speed_mps[who].mean()) if len(who) else WALKING_MPS
    return Crowding(west, south, SQUARE_M, here / instants / SQUARE_M**2, ways, speed, eyes)


def visible_shares(camera: Camera, eyes_m: Floats, people: Crowding) -> Floats:
    """Share (n,) of faces at points (n, 3) that people nearer to the camera leave to be seen, on
    the mean.
    """
    share = np.ones(len(eyes_m))
    at = np.array([*camera.at_m, camera.height_m])
    corner = np.array([people.west_m, people.south_m, people.square_m])
    _left(at, np.asarray(eyes_m, np.float64), near_m(camera), people.density_per_m2, corner,
          people.eyes_m, share)  # fmt: skip
    return share


@nb.njit(cache=True)
def _left(at, eyes, near, density, corner, statures, share) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `share` (n,), row by row of a face."""
    rows, columns = density.shape
    highest = statures.max() + HEAD_M[2] + CROWN_M
    expected = np.zeros(GRID)
    for k in range(len(eyes)):
        east, north = eyes[k, 0] - at[0], eyes[k, 1] - at[1]
        away = np.hypot(east, north)
        expected[:] = 0.0
        for step in range(int((away - near) / ALONG_M)):
            there = (away - (step + 0.5) * ALONG_M) / away
            top = at[2] + (eyes[k, 2] + FACE_M[1] - FACE_BELOW_M - at[2]) * there
            if at[2] >= highest and top - 2 * FACE_M[1] * there > highest:
                break
            row = int((at[1] + north * there - corner[1]) / corner[2])
            column = int((at[0] + east * there - corner[0]) / corner[2])
            here = density[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)]
            if here == 0.0:
                continue
            for r in range(GRID):
                below = FACE_BELOW_M + FACE_M[1] * (2 * r / (GRID - 1) - 1)
                height = at[2] + (eyes[k, 2] - below - at[2]) * there
                wide = 0.0
                for one in statures:
                    wide += _half_m(one - height)
                expected[r] += 2 * wide / len(statures) * here * ALONG_M
        total = 0.0
        for r in range(GRID):
            total += np.exp(-expected[r])
        share[k] = total / GRID


@nb.njit(cache=True)
def _half_m(below) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Half of what somebody, turned any way, hides so far below the eyes, as `occlusion` has it."""
    if below > CHIN_M:
        return sloped(TRUNK_WIDE_M, below) if below < REST_M else 0.0
    high = (below + CROWN_M) / HEAD_M[2]
    return HEAD_WIDE_M * np.sqrt(1 - high**2) if abs(high) < 1 else 0.0
