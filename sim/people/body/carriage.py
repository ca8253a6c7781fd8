"""How a body carries itself: arms that hold, push or pull something, and legs that sit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.body.forms import at
from sim.people.body.gait import PHASES, STANDING, about, aligned, bent, fingers, turn_about, unit
from sim.people.body.rig import Rig, posed

Floats = NDArray[np.floating[Any]]
Turns = dict[str, Floats]

SIDES: Mapping[str, int] = {"L": 1, "R": -1}
"""Which way is out, along x."""
STRAIGHT = 0.985
"""An arm that hangs or pulls is so long, as a share of its whole length."""
BAR_DM, BAR_AHEAD_DM, BAR_HALF_DM = 10.3, 3.6, 1.5
"""A pram's bar: above the floor, ahead of the shoulders, and half the way between the hands."""
RIM_DM, RIM_AHEAD_DM, RIM_ASIDE_DM = 6.35, 1.1, 2.75
"""Hands on a wheelchair's rims: above the floor, ahead of the hips, and aside."""
SEAT_DM, THIGH_DM = 4.6, 0.95
"""A wheelchair's seat above the floor, and the hips' joints above the seat."""
PLATE_DM = 0.4
"""Least room below the feet."""
HIP_DEG, KNEE_DEG, RECLINE_DEG = 87.0, 76.0, 6.0
"""How somebody sits."""
EAR_DM = (0.85, -0.15, -0.8)
"""An ear from the point between the eyes: outwards, up, ahead."""
HUNG_DM = at(-1.2, 3.6, -2.9)
"""A bag at a wheelchair's back, from the seat."""
PUT_DM = at(-3.3, -0.3, 0.4)
"""And one beside whoever sits elsewhere."""
LAP_DM = (1.15, 1.7, 3.0)
"""Hands on the thighs of who sits, from the seat: aside, above and ahead, as a grown-up's."""
SITS = ("wheelchair", "seated")
"""The manners of those who sit."""
GRIP_DM = 0.35
"""So far below the knuckles the hand's middle holds a bag."""
GRASP = 2.3
"""How much more fingers curl around a bar than those of a relaxed hand."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A body on its rig before its arms are bent to something: joints at rest (bones, 3), turns of
    the bones, the phase of the walk, the hand that is free, the floor, and the eyes' place at rest.
    """

    rig: Rig
    joints: Floats
    turns: Turns
    phase: int
    side: str
    floor_dm: float
    eyes_at_rest: Floats

    @property
    def eyes(self) -> Floats:
        """(3,) the point between the eyes, above the neck."""
        rest = self.joints[self.rig.number("neck")]
        return np.asarray(self.place("neck") + self.eyes_at_rest - rest)

    @property
    def swing(self) -> float:
        """How far the free hand's arm is ahead in its swing, -1 to 1; 0 when standing."""
        shift = 0 if self.side == "L" else PHASES // 2
        turns = (self.phase + shift) / PHASES
        return 0.0 if self.phase == STANDING else -float(np.cos(2 * np.pi * turns))

    def place(self, bone: str) -> Floats:
        """Where a bone begins in this stance."""
        number = self.rig.number(bone)
        moved: Floats = posed(self.rig, self.joints, self.turns)[number] @ np.append(
            self.joints[number], 1
        )
        return moved

    def length(self, *bones: str) -> float:
        """From the first bone's beginning over those of the next."""
        ends = self.joints[[self.rig.number(bone) for bone in bones]]
        return float(np.hypot.reduce(np.diff(ends, axis=0), axis=1).sum())


@dataclass(frozen=True, slots=True)
class Hand:
    """Where a wrist goes, where the knuckles point from there and what the palm looks at; the
    elbow points to `pole`. Directions need no unit length.
    """

    wrist: Floats
    along: Floats
    palm: Floats
    pole: Floats
    curl: float = GRASP


def carried(stance: Stance, manner: str, laden: bool) -> Turns:
    """Turns of the bones that go about in a manner; `laden` if the right hand holds a bag."""
    turns = {**stance.turns, **(seated() if manner in SITS else {})}
    held = replace(stance, turns=turns)
    hands = HANDS[manner](held) if manner in HANDS else {}
    if laden and "R" not in hands:
        hands["R"] = _hanging(held, "R")
    for side, hand in hands.items():
        turns |= reach(held, side, hand)
    return turns


def reach(stance: Stance, side: str, hand: Hand) -> Turns:
    """Turns of one arm that bring its wrist to a place, or as near as it is long."""
    names = [f"{bone}.{side}" for bone in ("upperarm", "lowerarm", "hand")]
    upper, lower, wrist = (stance.joints[stance.rig.number(name)] for name in names)
    elbow, end = bend(
        stance.place(names[0]), hand.wrist, hand.pole,
        (float(np.linalg.norm(lower - upper)), float(np.linalg.norm(wrist - lower))),
    )  # fmt: skip
    turned, roll_deg = _palmed(stance, side, hand)
    forearm = aligned(wrist - lower, end - elbow)
    return {
        names[0]: aligned(lower - upper, elbow - stance.place(names[0])),
        names[1]: turn_about(unit(end - elbow), 0.5 * roll_deg) @ forearm,
        names[2]: turned,
    } | fingers(stance.rig, stance.joints, side, turned, hand.curl)


def bend(
    start: Floats, goal: Floats, pole: Floats, lengths: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Elbow and wrist of an arm of two lengths from a shoulder to a goal (law of cosines)."""
    upper, lower = lengths
    way = goal - start
    far = float(np.clip(np.linalg.norm(way), abs(upper - lower) + 0.05, 0.999 * (upper + lower)))
    along = unit(way)
    on = (upper**2 - lower**2 + far**2) / (2 * far)
    off = np.sqrt(max(upper**2 - on**2, 0.0))
    aside = unit(pole - (pole @ along) * along)
    elbow: Floats = start + on * along + off * aside
    end: Floats = start + far * along
    return elbow, end


def seated() -> Turns:
    """Turns of legs and trunk of somebody who sits."""
    turns: Turns = {name: about(0, -RECLINE_DEG) for name in ("pelvis", "belly", "chest")}
    turns |= {"neck": np.eye(3)}
    for side in SIDES:
        turns |= bent(side, HIP_DEG, KNEE_DEG, 0.0, 0.0)
    return turns


def grip(stance: Stance, side: str) -> Floats:
    """(3,) the hand's middle, at the knuckles of the middle finger."""
    return stance.place(f"finger3-1.{side}")


def bar_place(stance: Stance) -> Floats:
    """(3,) the middle of a pram's bar."""
    ahead = stance.place("neck")[2] + BAR_AHEAD_DM * _size(stance)
    return at(0.0, stance.floor_dm + BAR_DM, ahead)


def bag_place(stance: Stance, manner: str) -> Floats:
    """(3,) what the handles of a bag hang by: the right hand, or the back of a wheelchair; beside
    whoever sits elsewhere it stands.
    """
    if manner in SITS:
        return seat_place(stance) + (HUNG_DM if manner == "wheelchair" else PUT_DM)
    return grip(stance, "R") - at(0, GRIP_DM, 0)


def chair_floor(stance: Stance, lowest_dm: float) -> float:
    """Where a wheelchair's wheels stand: its seat is higher for whose feet reach lower."""
    return min(float(seat_place(stance)[1]) - SEAT_DM, lowest_dm - PLATE_DM)


def seat_place(stance: Stance) -> Floats:
    """(3,) where somebody in a wheelchair sits, in the middle between the hips."""
    hips = (stance.place("upperleg.L") + stance.place("upperleg.R")) / 2
    return np.asarray(hips - at(0.0, THIGH_DM, 0.0))


def _size(stance: Stance) -> float:
    """The arms' length against that of the base mesh."""
    return stance.length("upperarm.L", "lowerarm.L", "hand.L") / 4.7


def _palmed(stance: Stance, side: str, hand: Hand) -> tuple[Floats, float]:
    """The hand's turn, and how far it is rolled about its own length, degrees."""
    wrist, knuckle, first, last = (
        stance.joints[stance.rig.number(f"{name}.{side}")]
        for name in ("hand", "finger3-1", "finger2-1", "finger5-1")
    )
    axis, base = unit(hand.along), aligned(knuckle - wrist, hand.along)
    palm = base @ unit(np.cross(knuckle - wrist, first - last) * SIDES[side])
    now, wanted = (one - (one @ axis) * axis for one in (palm, hand.palm))
    roll = float(np.degrees(np.arctan2(np.cross(now, wanted) @ axis, now @ wanted)))
    return turn_about(axis, roll) @ base, roll


def _phone(stance: Stance) -> dict[str, Hand]:
    out = SIDES[stance.side]
    size = _size(stance)
    wrist = stance.place("neck") + at(out * 0.75, -2.75, 2.55) * size
    along = at(-out * 0.4, 0.62, 0.62)
    return {stance.side: Hand(wrist, along, stance.eyes - wrist, at(out * 0.5, -1.0, -0.5), 1.4)}


def ear_place(stance: Stance) -> Floats:
    """(3,) the ear at the free hand's side."""
    return np.asarray(stance.eyes + np.array(EAR_DM) * [SIDES[stance.side], 1, 1])


def _call(stance: Stance) -> dict[str, Hand]:
    out = SIDES[stance.side]
    wrist = ear_place(stance) + at(out * 0.45, -1.25, 0.45)
    along, palm = at(-out * 0.1, 1.0, -0.3), at(-out * 1.0, 0.0, 0.15)
    return {stance.side: Hand(wrist, along, palm, at(out * 0.9, -1.0, 0.2), 1.5)}


def _pram(stance: Stance) -> dict[str, Hand]:
    hands = {}
    for side, out in SIDES.items():
        along = unit(at(-out * 0.15, -0.25, 1.0))
        knuckles = bar_place(stance) + at(out * BAR_HALF_DM, 0.12, -0.1)
        wrist = knuckles - along * stance.length(f"hand.{side}", f"finger3-1.{side}")
        pole = at(out * 0.6, -1.0, -0.3)
        hands[side] = Hand(wrist, along, at(0.0, -1.0, -0.2), pole)
    return hands


def _trolley(stance: Stance) -> dict[str, Hand]:
    back = -0.38 + 0.06 * stance.swing
    return {stance.side: _hanging(stance, stance.side, back)}


def _stick(stance: Stance) -> dict[str, Hand]:
    side, out = stance.side, SIDES[stance.side]
    shoulder = stance.place(f"upperarm.{side}")
    way = unit(at(out * 0.16, -1.0, 0.32 + 0.2 * stance.swing))
    arm = stance.length(f"upperarm.{side}", f"lowerarm.{side}", f"hand.{side}")
    along, palm = at(0.0, -0.75, 0.65), at(0.0, -0.65, -0.75)
    pole = at(out * 0.3, 0.0, -1.0)
    return {side: Hand(shoulder + way * arm * 0.95, along, palm, pole)}


def _rims(stance: Stance) -> dict[str, Hand]:
    hands, seat = {}, seat_place(stance)
    for side, out in SIDES.items():
        along = unit(at(0.0, -0.55, 0.85))
        knuckles = seat + at(out * RIM_ASIDE_DM, RIM_DM - SEAT_DM, RIM_AHEAD_DM)
        wrist = knuckles - along * stance.length(f"hand.{side}", f"finger3-1.{side}")
        palm, pole = at(-out * 0.5, -1.0, 0.0), at(out * 0.5, -0.3, -1.0)
        hands[side] = Hand(wrist, along, palm, pole, 1.5)
    return hands


def _lap(stance: Stance) -> dict[str, Hand]:
    hands, seat, size = {}, seat_place(stance), _size(stance)
    aside, up, ahead = LAP_DM
    for side, out in SIDES.items():
        along = unit(at(-out * 0.35, -0.1, 1.0))
        knuckles = seat + at(out * aside, up, ahead) * [size, 1.0, size]
        wrist = knuckles - along * stance.length(f"hand.{side}", f"finger3-1.{side}")
        hands[side] = Hand(wrist, along, at(0.0, -1.0, 0.1), at(out * 0.7, -0.6, -0.6), 1.3)
    return hands


def _hanging(stance: Stance, side: str, ahead: float | None = None) -> Hand:
    """A straight arm that something hangs from or follows."""
    out = SIDES[side]
    lean = 0.03 + 0.08 * stance.swing if ahead is None else ahead
    way = unit(at(out * 0.13, -1.0, lean))
    arm = stance.length(f"upperarm.{side}", f"lowerarm.{side}", f"hand.{side}")
    wrist = stance.place(f"upperarm.{side}") + way * arm * STRAIGHT
    return Hand(wrist, way, at(-out * 1.0, 0, 0.3), at(out * 0.3, 0.0, -1.0))


HANDS = {
    "phone": _phone, "call": _call, "pram": _pram, "trolley": _trolley, "stick": _stick,
    "wheelchair": _rims, "seated": _lap,
}  # fmt: skip
"""What the hands do in each manner."""
