"""What people hold, push, pull and sit in: what there is for each manner, and small things."""

import numpy as np

from sim.people.body.carriage import SIDES, Stance, ear_place, grip
from sim.people.body.forms import Prop, Triple, at, box, together, tube
from sim.people.body.gait import unit
from sim.people.body.wheels import pram, trolley, wheelchair

PHONES = ((0.02, 0.02, 0.025), (0.04, 0.07, 0.16), (0.3, 0.03, 0.04), (0.32, 0.33, 0.35))
SCREEN = (0.5, 0.55, 0.6)
STICKS = ((0.12, 0.05, 0.02), (0.03, 0.02, 0.015), (0.3, 0.3, 0.31))
PHONE_DM = (0.37, 0.77, 0.045)
"""Half a phone: wide, long, thick."""
HOLD_DM = 0.3
"""How far off the knuckles' joints a thing in the hand lies."""


def props(stance: Stance, manner: str, rng: np.random.Generator) -> list[Prop]:
    """Everything that goes with a manner, its colours the person's own."""
    return MAKERS[manner](stance, rng) if manner in MAKERS else []


def phone(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A phone in the hand, its screen to the eyes."""
    hand = grip(stance, stance.side)
    along = unit(hand - stance.place(f"hand.{stance.side}"))
    screen = unit((stance.eyes - hand) - ((stance.eyes - hand) @ along) * along)
    axes = np.stack([np.cross(along, screen), along, screen])
    middle = hand + HOLD_DM * screen + 0.25 * along
    wide, long, thick = PHONE_DM
    front = box(middle + (thick + 0.01) * screen, (0.92 * wide, 0.94 * long, 0.01), axes)
    return [Prop(box(middle, PHONE_DM, axes), _one(PHONES, rng)), Prop(front, SCREEN)]


def call(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A phone at the ear."""
    out = SIDES[stance.side]
    along = unit(at(-out * 0.12, 1.0, -0.55))
    screen = at(-out * 1.0, -0.12, 0.0)
    screen = unit(screen - (screen @ along) * along)
    axes = np.stack([np.cross(along, screen), along, screen])
    middle = ear_place(stance) + at(out * 0.12, -0.45, 0.3)
    return [Prop(box(middle, PHONE_DM, axes), _one(PHONES, rng))]


def stick(stance: Stance, rng: np.random.Generator) -> list[Prop]:
    """A walking stick from the hand to the floor."""
    top = grip(stance, stance.side) + at(0, -0.2, 0.05)
    tip = at(top[0] + SIDES[stance.side] * 0.15, stance.floor_dm, top[2] + 0.35)
    handle = tube(top - at(0, 0, 0.75), top + at(0, 0.1, 0.45), 0.14)
    return [Prop(together([tube(top, tip, 0.11), handle]), _one(STICKS, rng))]


def _one(colours: tuple[Triple, ...], rng: np.random.Generator) -> Triple:
    return colours[rng.integers(len(colours))]


MAKERS = {
    "phone": phone, "call": call, "pram": pram, "trolley": trolley, "stick": stick,
    "wheelchair": wheelchair,
}  # fmt: skip
"""How the things of each manner are made."""
