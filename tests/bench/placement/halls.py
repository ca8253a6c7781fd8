"""Chances of a hall's passers-by to be recognised from its walls and pillars, made up."""

import numpy as np
from scipy.sparse import csc_array

SIZE_M, REACH_M, HALF_DEG = (120.0, 80.0), 12.0, 25.0
STEP_M, LEAST = 1.0, 0.01


def chances(candidates: int, rows: int, rng: np.random.Generator) -> csc_array:
    """(rows, candidates): people walk from door to door by way of a shop, and are recognised the
    more the longer they come towards a camera nearby; each is more or less easily recognised.
    """
    at, heading = _mounts(candidates, rng)
    doors = rng.uniform((0, 0), (SIZE_M[0], 0.1), (12, 2))
    shops = rng.uniform((10, 10), (SIZE_M[0] - 10, SIZE_M[1] - 10), (30, 2))
    ease = rng.lognormal(-2.0, 0.8, rows)
    found, index, starts = [], [], [0]
    for row in range(rows):
        stops = [doors[rng.integers(12)], *shops[rng.integers(30, size=rng.integers(1, 4))]]
        stops.append(doors[rng.integers(12)])
        depth = ease[row] * _exposure(at, heading, np.array(stops) + rng.normal(0, 1.5, 2))
        chance = 1 - np.exp(-depth)
        some = np.flatnonzero(chance >= LEAST)
        found.append(chance[some])
        index.append(some)
        starts.append(starts[-1] + len(some))
    values = (np.concatenate(found), np.concatenate(index), np.array(starts))
    return csc_array(csc_array(values, (candidates, rows)).T)


def _mounts(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Four headings at each place."""
    places = rng.uniform((0, 0), SIZE_M, (-(-count // 4), 2))
    turns = rng.uniform(0, 2 * np.pi, len(places))[:, None] + np.arange(4) * np.pi / 2
    return np.repeat(places, 4, 0)[:count], turns.ravel()[:count]


def _exposure(at: np.ndarray, heading: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """(candidates,) steps towards each camera within its reach."""
    legs = np.diff(stops, axis=0)
    points, ways = [], []
    for begin, leg in zip(stops[:-1], legs, strict=True):
        length = np.hypot(*leg)
        steps = np.arange(0, length, STEP_M) / max(length, 1e-9)
        points.append(begin + steps[:, None] * leg)
        ways.append(np.repeat(leg[None] / max(length, 1e-9), len(steps), 0))
    away = np.concatenate(points)[:, None] - at
    far = np.hypot(away[..., 0], away[..., 1]).clip(0.5)
    towards = away / far[..., None]
    ahead = towards[..., 0] * np.cos(heading) + towards[..., 1] * np.sin(heading)
    facing = -(towards * np.concatenate(ways)[:, None]).sum(-1)
    seen = (far < REACH_M) & (ahead > np.cos(np.radians(HALF_DEG))) & (facing > 0.5)
    found: np.ndarray = (seen * (1 - far / REACH_M)).sum(0)
    return found
