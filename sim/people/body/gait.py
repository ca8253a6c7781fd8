"""How people walk: turns of the bones over one cycle, and how far a cycle carries them.

Angles of hip, knee and ankle are read off the curves of normal gait at natural cadence (Winter
2009, Biomechanics and Motor Control of Human Movement), those of the arms off Murray et al. (1967),
rounded to a degree.
"""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.body.rig import FINGERS, Rig

Floats = NDArray[np.floating[Any]]

PHASES = 8
"""Pictures a cycle, from one heel strike of the left foot to its next."""
STANDING = -1
"""Instead of a phase: on both feet."""
HIP_DEG = (28, 24, 11, -2, -12, -8, 14, 28)
KNEE_DEG = (4, 17, 14, 6, 10, 42, 60, 27)
ANKLE_DEG = (0, -3, 5, 9, 7, -16, -4, 1)
TOES_DEG = (6, 0, 0, 2, 22, 26, 4, 4)
"""Flexion from heel strike on, every eighth of a cycle; the ankle's and the toes' is upwards."""
PACES = (0.72, 1.0, 1.2)
"""Strides of strollers, walkers and hurriers against the usual."""
USUAL_MPS, USUAL_STRIDE = 1.34, 0.72
"""The speed that pedestrians like best (Weidmann 1993), and what the angles above carry a body
forward in a cycle, as a share of stature; stride grows with about the square root of speed (Grieve
& Gear 1966)."""
PELVIS_DEG, CHEST_DEG = 4.0, 4.0
"""Half of how far hips and shoulders turn about the upright, against each other."""
ASIDE_DEG = 7.0
"""Arms hang this far off the trunk."""
SLOPE_DEG = 7.0
"""The base mesh holds its shoulders up by this much."""
CURL_DEG = (22.0, 30.0, 22.0)
"""A relaxed hand's bend at the knuckles and the two joints after."""
NARROW_DEG = 6.0
"""The base mesh stands with legs apart by this much to either side."""


def pace(speed_mps: float) -> int:
    """Which of PACES fits somebody's speed.

    >>> [pace(v) for v in (0.6, 1.3, 2.0)]
    [0, 1, 2]
    """
    wanted = math.sqrt(max(speed_mps, 0.0) / USUAL_MPS)
    return min(range(len(PACES)), key=lambda k: abs(PACES[k] - wanted))


def stride_m(height_m: float, speed_mps: float) -> float:
    """How far two steps carry a person of that stature and usual speed."""
    return USUAL_STRIDE * height_m * PACES[pace(speed_mps)]


def phase(walked_m: float, height_m: float, speed_mps: float, start: float) -> int:
    """The picture of the cycle after a distance; `start` is where in it they were at 0, 0 to 1."""
    turns = start + walked_m / stride_m(height_m, speed_mps)
    return int((turns % 1.0) * PHASES)


@cache
def arm_deg(at: int) -> tuple[float, float]:
    """Flexion of the left shoulder and elbow in a phase."""
    swing = -math.cos(2 * math.pi * at / PHASES)
    return -3 + 15 * swing, 20 + 9 * swing


def walking(rig: Rig, joints: Floats, at: int, stride: float) -> dict[str, Floats]:
    """Turns of the bones in a phase, of strides `stride` times the usual."""
    share = math.cos(2 * math.pi * at / PHASES)
    turns = {
        "pelvis": about(1, -PELVIS_DEG * stride * share),
        "belly": about(1, 0.0),
        "chest": about(1, CHEST_DEG * stride * share),
        "neck": np.eye(3),
    }
    for side, shift in (("L", 0), ("R", PHASES // 2)):
        own = (at + shift) % PHASES
        turns |= _leg(side, own, stride)
        shoulder, elbow = arm_deg(own)
        turns |= _arm(rig, joints, side, (shoulder * stride, elbow), turns["chest"])
    return turns


def standing(rig: Rig, joints: Floats, weight: float) -> dict[str, Floats]:
    """Turns of the bones of somebody who stands; `weight` -1 to 1 is the leg they rest on."""
    turns: dict[str, Floats] = {name: np.eye(3) for name in ("pelvis", "chest", "neck")}
    for side, sign in (("L", 1), ("R", -1)):
        ease = max(-sign * weight, 0.0)
        turns |= bent(side, 7 * ease, 14 * ease, 7 * ease, 0.0)
        turns |= _arm(rig, joints, side, (2 + 4 * ease, 14 + 10 * ease), turns["chest"])
    return turns


def about(axis: int, angle_deg: float) -> Floats:
    """(3, 3) rotation about x (0), y (1) or z (2)."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    turn = np.eye(3)
    turn[a, a] = turn[b, b] = c
    turn[a, b], turn[b, a] = -s, s
    return turn


def _leg(side: str, at: int, stride: float) -> dict[str, Floats]:
    knee = KNEE_DEG[at] * (0.5 + 0.5 * stride)
    lift = 5.0
    hip = lift + (HIP_DEG[at] - lift) * stride
    return bent(side, hip, knee, ANKLE_DEG[at], TOES_DEG[at] * stride)


def bent(side: str, hip: float, knee: float, ankle: float, toes: float) -> dict[str, Floats]:
    """Turns of one leg's bones for flexion of its joints, degrees."""
    inward = about(2, -NARROW_DEG if side == "L" else NARROW_DEG)
    straight = about(2, (-NARROW_DEG if side == "L" else NARROW_DEG) * 0.4)
    shank = knee - hip
    return {
        f"upperleg.{side}": about(0, -hip) @ inward,
        f"lowerleg.{side}": about(0, shank) @ inward,
        f"foot.{side}": about(0, shank - ankle) @ straight,
        f"toes.{side}": about(0, shank - ankle - toes) @ straight,
    }


def _arm(
    rig: Rig, joints: Floats, side: str, bend: tuple[float, float], chest: Floats
) -> dict[str, Floats]:
    """The upper arm hangs, the forearm is bent forwards, the hand goes on."""
    shoulder, elbow = bend
    out = 1 if side == "L" else -1
    upper, lower, hand = (
        joints[rig.number(f"{b}.{side}")] for b in ("upperarm", "lowerarm", "hand")
    )
    knuckle = joints[rig.number(f"finger3-1.{side}")]
    aside = about(2, out * ASIDE_DEG)
    turned = {
        f"clavicle.{side}": chest @ about(2, -out * SLOPE_DEG),
        f"upperarm.{side}": aligned(lower - upper, chest @ aside @ _hanging(shoulder)),
        f"lowerarm.{side}": aligned(
            hand - lower, chest @ about(2, out * 4.0) @ _hanging(shoulder + elbow)
        ),
        f"hand.{side}": aligned(
            knuckle - hand, chest @ about(2, out * 1.0) @ _hanging(shoulder + elbow + 4)
        ),
    }
    return turned | fingers(rig, joints, side, turned[f"hand.{side}"])


def _hanging(forward_deg: float) -> Floats:
    a = math.radians(forward_deg)
    return np.array([0.0, -math.cos(a), math.sin(a)])


def fingers(
    rig: Rig, joints: Floats, side: str, hand: Floats, curl: float = 1.0
) -> dict[str, Floats]:
    """Fingers beside each other and bent by `curl` times those of a relaxed hand."""
    starts = {
        (f, j): joints[rig.number(f"finger{f}-{j}.{side}")] for f in FINGERS for j in (1, 2, 3)
    }
    across = starts[5, 1] - starts[2, 1]
    across = across / np.linalg.norm(across) * (1 if side == "L" else -1)
    middle = starts[3, 2] - starts[3, 1]
    turns: dict[str, Floats] = {}
    for finger in FINGERS:
        own = starts[finger, 2] - starts[finger, 1]
        near = aligned(own, unit(unit(own) + (1.5 if finger > 1 else 1.0) * unit(middle)))
        bend = 0.0
        for joint, relaxed in enumerate(CURL_DEG, start=1):
            bend += curl * relaxed * (0.35 if finger == 1 else 0.8 + 0.1 * finger)
            turns[f"finger{finger}-{joint}.{side}"] = hand @ turn_about(across, bend) @ near
    return turns


def unit(vector: Floats) -> Floats:
    """The vector at length 1."""
    found: Floats = vector / np.linalg.norm(vector)
    return found


def aligned(start: Floats, end: Floats) -> Floats:
    """(3, 3) the shortest rotation of one direction to another."""
    a, b = unit(start), unit(end)
    axis, c = np.cross(a, b), float(a @ b)
    s = float(np.linalg.norm(axis))
    return np.eye(3) if s < 1e-9 else turn_about(axis / s, math.degrees(math.atan2(s, c)))


def turn_about(axis: Floats, angle_deg: float) -> Floats:
    """(3, 3) rotation about a unit vector (Rodrigues' formula)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    a = math.radians(angle_deg)
    turn: Floats = np.eye(3) + math.sin(a) * cross + (1 - math.cos(a)) * cross @ cross
    return turn
