"""Where people look while they walk: ahead, about, at the floor, at a phone, at who goes with them.

Time is cut into spells. In every other one the head may go to something aside and in the next it
comes back; whoever reads a phone may do so for many spells on end. Heads go over smoothly (minimum
jerk, Flash & Hogan 1985) and never faster than PEAK_DPS.
"""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.streams import Streams
from sim.world.crowd import People
from sim.world.manners import CALL, PHONE, PRAM, STICK

Floats = NDArray[np.floating[Any]]

SPELL_S, EARLY = 2.4, 0.4
"""A spell's mean length; it begins up to this share of it late."""
PEAK_DPS = 100.0
"""Fastest turn of a head, well below what people can do (Grossman et al. 1988: walking, up to
some 100 degrees a second unasked)."""
JERK_PEAK = 1.875
"""Peak of a minimum-jerk movement's speed over its mean."""
AHEAD_DEG, ABOUT_DEG, ABOUT_SHARE = 12.0, (15.0, 50.0), 0.35
"""Straight ahead is within this; about is so far aside, in this share of the spells for it. With
both the heads of walkers spread by YAW_SD_DEG."""
YAW_SD_DEG = 14.0
DOWN_MEAN_DEG, LEVEL_DEG = 2.0, 5.0
"""Heads are bowed by this on the mean, and by so much more or less while they look ahead."""
FLOOR_DEG, FLOOR_SHARE, WARY_SHARE = (12.0, 24.0), 0.12, 0.4
"""How far down a look at the floor is, in what share of the spells for it; with a stick, or to the
child in a pram, more often."""
PHONE_DEG, PHONE_SHARE = (25.0, 40.0), 0.8
"""Readers of phones bow their heads so far (Lee, Kang & Shin 2015: 33 to 45 degrees at rest), each
by their own angle, in this share of all spells."""
CALL_TURN = 0.45
"""Who holds a phone to their ear turns by this share of what others do."""
TALKING_SHARE, TALK_SPELLS = 0.6, 16
"""Companions talk in this share of stretches of so many spells."""
LISTENING_SHARE, SPEAKING_SHARE, COMPANION_DEG = 0.85, 0.4, (30.0, 58.0)
"""Who listens looks at who speaks more often than the other way round (Kendon 1967); eyes do the
rest of the turn."""
DELAY_S = 0.5
"""Companions do not turn at once."""


def gaze(
    person: NDArray[np.int32], time_s: Floats, people: People, streams: Streams
) -> tuple[Floats, Floats]:
    """Turn of the head (n,) against the walking direction, degrees: to the left, and downwards.

    A pure function of who it is, whom they are with, how they go about, and the time. Spreads and
    shares without a source are the author's choice, to be varied.
    """
    who, row = np.unique(person, return_inverse=True)
    beside = companions(people)[who]
    keys, delay_s, depth_deg = _traits(who, beside, streams)
    yaw, down = np.empty(len(person)), np.empty(len(person))
    manner = people.manner[who].astype(np.int64)
    looks(row, time_s, keys, delay_s, beside, manner, depth_deg, yaw, down)
    return yaw, down


def companions(people: People) -> NDArray[np.int64]:
    """Where each (n,) has somebody of their group at their side: 1 left, -1 right, 0 nowhere."""
    _, first, group, size = np.unique(
        people.group, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.arange(len(people)) - first[group]
    alone = (rank == size[group] - 1) & (rank % 2 == 0)
    return np.where(alone, 0, np.where(rank % 2 == 0, -1, 1)).astype(np.int64)


def _traits(
    who: NDArray[np.int32], beside: NDArray[np.int64], streams: Streams
) -> tuple[NDArray[np.uint64], Floats, Floats]:
    """Keys (n, 2) to each one's own chance and to that shared with their companion, by how much
    they are late, and how far they bow over a phone.
    """
    own, late, depth = streams.uniforms("gaze", who, 3).T
    first = who - (beside > 0)
    shared = np.where(beside != 0, streams.uniforms("talk", first, 1)[:, 0], own)
    keys = (np.stack([own, shared], 1) * 2.0**53).astype(np.uint64)
    return keys, late * DELAY_S, PHONE_DEG[0] + depth * (PHONE_DEG[1] - PHONE_DEG[0])


@nb.njit(cache=True)
def looks(row, time_s, keys, delay_s, beside, manner, depth_deg, yaw, down) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `yaw` and `down` (n,) for persons `row` at times."""
    for k in range(len(row)):
        p = row[k]
        own, clock = keys[p]
        at = (time_s[k] - delay_s[p]) / SPELL_S + draw(clock, 0, 0)
        spell = int(np.floor(at))
        if at - spell < EARLY * draw(clock, spell, 1):
            spell -= 1
        since = (at - spell - EARLY * draw(clock, spell, 1)) * SPELL_S
        left, bowed = target(own, clock, spell, beside[p], manner[p], depth_deg[p])
        left0, bowed0 = target(own, clock, spell - 1, beside[p], manner[p], depth_deg[p])
        far = max(abs(left - left0), abs(bowed - bowed0))
        share = min(since * PEAK_DPS / (JERK_PEAK * far + 1e-9), 1.0)
        share = share**3 * (10 + share * (6 * share - 15))
        yaw[k] = left0 + share * (left - left0)
        down[k] = bowed0 + share * (bowed - bowed0)


@nb.njit(cache=True)
def target(own, clock, spell, beside, manner, depth_deg) -> tuple[float, float]:  # type: ignore[no-untyped-def]  # numba types
    """What a head goes to in a spell: left and down, degrees."""
    kind, size = draw(own, spell, 2), draw(own, spell, 3)
    ahead = AHEAD_DEG * (2 * size - 1)
    level = DOWN_MEAN_DEG + LEVEL_DEG * (2 * draw(own, spell, 4) - 1)
    if manner == PHONE and kind < PHONE_SHARE:
        return 0.6 * ahead, depth_deg + level - DOWN_MEAN_DEG
    if spell % 2 == 0:
        return ahead, level
    if beside and draw(clock, spell // TALK_SPELLS, 5) < TALKING_SHARE:
        speaks = (draw(clock, spell, 6) < 0.5) == (beside > 0)
        if draw(own, spell, 7) < (SPEAKING_SHARE if speaks else LISTENING_SHARE):
            return beside * between(COMPANION_DEG, size), level
    floor = WARY_SHARE if manner in (PRAM, STICK) else FLOOR_SHARE
    if kind < floor:
        return 0.6 * ahead, between(FLOOR_DEG, draw(own, spell, 8))
    if kind < floor + ABOUT_SHARE * (1 - floor):
        side = 1 if draw(own, spell, 9) < 0.5 else -1
        return side * between(ABOUT_DEG, size) * (CALL_TURN if manner == CALL else 1.0), level
    return ahead, level


@nb.njit(cache=True)
def between(ends, share) -> float:  # type: ignore[no-untyped-def]  # numba types
    """A share of the way from one end to the other."""
    found: float = ends[0] + share * (ends[1] - ends[0])
    return found


@nb.njit(cache=True)
def draw(key, spell, purpose) -> float:  # type: ignore[no-untyped-def]  # numba types
    """A number from 0 to 1 that is always the same for its arguments (splitmix64's mixing)."""
    mixed = key + np.uint64(spell) * np.uint64(0x9E3779B97F4A7C15)
    mixed += np.uint64(purpose) * np.uint64(0xD1B54A32D192ED03)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    share: float = (mixed >> np.uint64(11)) * (1.0 / 9007199254740992.0)
    return share
