"""Strands grown in tufts: a few guides find their way over the head, the others follow them."""

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.people.hair.flows import Flow, unit
from sim.people.hair.scalp import Scalp
from sim.people.hair.textures import Texture, wound

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]

STEP_DM = 0.1
"""Guides go in steps of at most this."""
FLOW_DM = 0.7
"""Hair lies as its flow says for about so long, then hangs."""
FACE_DM = 0.66
"""Half the width that long hair leaves free before the face."""
BEFORE_DM = 0.6
"""Beside the face long hair hangs no further before the skull's middle, the temples' less far."""
LIE_OFF_DM = 0.012
"""Every strand lies at least this far off the skin."""
NEIGHBOURS, STRAY_DM = 7, 0.2
"""A guide that ends further from where its neighbours lead it is led by them."""
FOLLOWED = 3
"""Each strand follows so many guides."""


@dataclass(frozen=True, slots=True)
class Strands:
    """`points` (n, k, 3) in decimetres, `colour` (n, 3) linear RGB."""

    points: Floats
    colour: Floats


@dataclass(frozen=True, slots=True)
class Growth:
    """How one bundle of strands grows. Lengths are decimetres.

    `lift` is how much they start along the skin's normal, `fall` how much they obey gravity,
    `volume_dm` how far they stand off the head, `tuft_dm` how far guides stand apart, `clump` how
    much strands end at their guide (0 to 1), `rope_dm` the radius they are bound to if at all,
    `ends` by what share strands of a tuft differ in length, `clear` keeps them out of the face,
    `gathered` ends them all at one point, `lying` ones never leave the head.
    """

    lift: float
    fall: float
    volume_dm: float
    steps: int
    tuft_dm: float = 0.16
    clump: float = 0.35
    rope_dm: float = 0.0
    ends: float = 0.2
    clear: bool = False
    gathered: Floats | None = None
    lying: bool = False


@dataclass(frozen=True, slots=True)
class Tuft:
    """Strands (n, k, 3), the guide each belongs to, and how deep in the hair it lies (0 to 1)."""

    points: Floats
    guide: Rows
    depth: Floats


def sown(scalp: Scalp, chosen: Rows, apart_dm: float) -> Rows:
    """Roots for guides: of the chosen ones, one in every cube of `apart_dm`."""
    cell = np.floor(scalp.base[chosen] / apart_dm).astype(np.int64)
    key = (cell[:, 0] * 4096 + cell[:, 1]) * 4096 + cell[:, 2]
    return chosen[np.sort(np.unique(key, return_index=True)[1])]


def guided(
    scalp: Scalp, rows: Rows, length_dm: Floats, how: Growth, flow: Flow, part_dm: float
) -> Floats:
    """The ways (n, k + 1, 3) of guides of given lengths (n,), in equal steps."""
    place, normal = scalp.place[rows].copy(), scalp.normal[rows]
    count = max(how.steps, int(np.ceil(float(length_dm.max(initial=0.1)) / STEP_DM)))
    step = (length_dm / count)[:, None].astype(np.float32)
    side = np.where(place[:, 0] - scalp.eyes[0] > part_dm, 1.0, -1.0)
    before = BEFORE_DM - 0.4 * np.clip((scalp.eyes[1] + 1.0 - place[:, 1]) / 0.6, 0, 1)
    heading = unit(normal * how.lift + flow(place, normal))
    off = np.full(len(rows), 0.6 * how.volume_dm + LIE_OFF_DM, np.float32)
    down, ways = np.array([0, -3 * how.fall, 0], np.float32), [place]
    for k in range(1, count + 1):
        pull = 6.0 if how.lying else 1.5 * np.exp(-k * step / FLOW_DM)
        heading = unit(heading + step * (down + pull * flow(place, normal)))
        place, inside = scalp.skull.outside(place + heading * step, off * min(1, k / 3), how.lying)
        normal = unit(place - scalp.centre)
        heading = _slid(heading, place - scalp.centre, inside)
        if how.clear:
            place = _aside(place, side, before, scalp)
        ways.append(place)
    made = np.stack(ways, 1)
    if how.gathered is not None:
        made += (how.gathered - made) * np.linspace(0, 1, count + 1)[None, :, None] ** 3
    return resampled(made, np.ones(len(rows), np.float32), how.steps)


def calmed(scalp: Scalp, rows: Rows, ways: Floats, part_dm: float | None) -> Floats:
    """Guides (n, k, 3) of which those that stray from their neighbours go as these do."""
    count = min(NEIGHBOURS, len(rows))
    place = _sided(scalp, rows, part_dm)
    near = cKDTree(place).query(place, k=list(range(1, count + 1)))[1]
    moved = ways - ways[:, :1]
    usual = np.median(moved[near, -1], axis=1)
    stray = np.linalg.norm(moved[:, -1] - usual, axis=1) > STRAY_DM
    made = ways.copy()
    made[stray] = ways[stray, :1] + np.median(moved[near[stray]], axis=1)
    return made


def trimmed(ways: Floats, level_dm: Floats) -> Floats:
    """Ways (n, k, 3) cut where they first fall below a height (n,)."""
    under = ways[:, :, 1] < level_dm[:, None]
    under[:, 0] = False
    first = np.where(under.any(1), under.argmax(1), ways.shape[1])
    row = np.flatnonzero(first < ways.shape[1])
    share = np.ones(len(ways), np.float32)
    before, after = ways[row, first[row] - 1, 1], ways[row, first[row], 1]
    part = ((before - level_dm[row]) / np.maximum(before - after, 1e-6)).clip(0, 1)
    share[row] = (first[row] - 1 + part) / (ways.shape[1] - 1)
    return resampled(ways, share.clip(0.02, 1), ways.shape[1] - 1)


def resampled(ways: Floats, share: Floats, steps: int) -> Floats:
    """Ways (n, m, 3) in `steps` pieces, each up to a share (n,) of its length."""
    made: Floats = _resampled(np.asarray(ways, np.float32), np.asarray(share, np.float32), steps)
    return made


@nb.njit(cache=True, fastmath=True)
def _resampled(ways, share, steps) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    n, last = ways.shape[0], ways.shape[1] - 1
    made = np.empty((n, steps + 1, 3), np.float32)
    for i in range(n):
        for k in range(steps + 1):
            at = k / steps * share[i] * last
            low = min(int(at), last - 1)
            part = at - low
            for c in range(3):
                made[i, k, c] = ways[i, low, c] * (1 - part) + ways[i, low + 1, c] * part
    return made


def followed(
    scalp: Scalp,
    rows: Rows,
    guides: tuple[Rows, Floats],
    how: Growth,
    texture: Texture,
    part_dm: float | None,
    rng: np.random.Generator,
) -> Tuft:
    """Strands from the chosen roots, each along the guides around it on its side of the parting."""
    at, ways = guides
    count, place = min(FOLLOWED, len(at)), scalp.place[rows]
    tree = cKDTree(_sided(scalp, at, part_dm))
    far, near = tree.query(_sided(scalp, rows, part_dm), k=list(range(1, count + 1)))
    nearest = near[:, 0]
    if how.rope_dm:
        own = place[:, None] - ways[nearest, :1]
        points = _roped(ways[nearest], own, how.rope_dm, rng)
    else:
        points = _blended(place, ways, far, near, how.clump)
    shorter = 1 - how.ends * rng.beta(1.2, 2.5, len(rows))
    points = resampled(points, shorter.astype(np.float32), ways.shape[1] - 1)
    wound(points, texture, nearest, rng)
    depth = (rng.random(len(rows)) ** 0.8).astype(np.float32)
    if not how.rope_dm:
        points = _off_skin(scalp, points, how.volume_dm * (0.2 + 0.8 * depth) + LIE_OFF_DM)
        points[:, 0] = place
    return Tuft(points.astype(np.float32), nearest, depth)


@nb.njit(cache=True, fastmath=True)
def _blended(place, ways, far, near, clump) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    """Ways (n, k, 3) from places (n, 3), moved as the guides `near` (n, m) at `far` are moved, and
    by `clump` drawn to the nearest one towards their ends.
    """
    n, steps, many = place.shape[0], ways.shape[1], near.shape[1]
    points = np.empty((n, steps, 3), np.float32)
    for i in range(n):
        total = 0.0
        for j in range(many):
            total += 1 / (far[i, j] + 0.02) ** 2
        for k in range(steps):
            tight = clump * k / (steps - 1)
            for c in range(3):
                moved = place[i, c]
                for j in range(many):
                    weight = 1 / (far[i, j] + 0.02) ** 2 / total
                    moved += weight * (ways[near[i, j], k, c] - ways[near[i, j], 0, c])
                own = place[i, c] - ways[near[i, 0], 0, c]
                moved += tight * (ways[near[i, 0], k, c] + own * (1 - tight) - moved)
                points[i, k, c] = moved
    return points


def _off_skin(scalp: Scalp, points: Floats, off_dm: Floats) -> Floats:
    """Strands (n, k, 3) kept out of the head, after two pieces by their whole distance (n,)."""
    off = off_dm[:, None] * np.minimum(np.arange(points.shape[1]) / 2, 1)
    kept, _ = scalp.skull.outside(points.reshape(-1, 3), off.ravel())
    return kept.reshape(points.shape)


def _sided(scalp: Scalp, rows: Rows, part_dm: float | None) -> Floats:
    """Places (n, 4), those beyond the parting far away."""
    place = scalp.place[rows]
    beyond = np.zeros(len(rows)) if part_dm is None else place[:, 0] - scalp.eyes[0] > part_dm
    return np.column_stack([place, 5.0 * beyond])


def _slid(heading: Floats, away: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Headings that would lead into the head lead along it."""
    outward = unit(away)
    inward = np.minimum((heading * outward).sum(1), 0) * inside
    slid: Floats = heading - 0.9 * inward[:, None] * outward
    return slid


def _aside(place: Floats, side: Floats, before: Floats, scalp: Scalp) -> Floats:
    """Points that would hang before the face, moved beside it."""
    below = np.clip((scalp.eyes[1] + 0.5 - place[:, 1]) / 0.45, 0, 1)
    ahead = np.clip((place[:, 2] - scalp.centre[2] - 0.15) / 0.4, 0, 1)
    least = FACE_DM * below * ahead
    aside = (place[:, 0] - scalp.eyes[0]) * side
    place[:, 0] = scalp.eyes[0] + side * np.maximum(aside, least)
    place[:, 2] = np.minimum(place[:, 2], scalp.centre[2] + before + 0.8 * (1 - below))
    return place


def _roped(ways: Floats, own: Floats, rope_dm: float, rng: np.random.Generator) -> Floats:
    """Strands (n, k, 3) that wind around their guide as a rope, from roots `own` away from its."""
    n, t = len(ways), np.linspace(0, 1, ways.shape[1])
    far = np.sqrt((own * own).sum(2, keepdims=True)) + 1e-9
    gathered = own * np.minimum(1, 3 * rope_dm / far) * np.maximum(1 - 6 * t, 0)[:, None]
    turn = rng.uniform(0, 2 * np.pi, n)[:, None] + 9 * t
    wide = rope_dm * rng.random(n)[:, None] ** 0.5 * (1 - 0.5 * t**6)
    wound_off = [wide * np.sin(turn), 0.3 * wide * np.sin(2 * turn), wide * np.cos(turn)]
    roped: Floats = ways + gathered + np.stack(wound_off, 2)
    return roped
