"""What adults may paint on their faces, and painting it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.colours import Colour, pick
from sim.people.drawing.curves import bell, ramp
from sim.people.head.facemap import Places
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]

LIPSTICK_RGB = (
    (135, 36, 46), (150, 58, 70), (110, 30, 42), (150, 72, 68), (128, 56, 56), (142, 80, 74),
    (148, 86, 78),
)  # fmt: skip
SHADOW_RGB = ((120, 84, 70), (92, 70, 64), (150, 110, 96), (88, 84, 104), (70, 58, 66))
BLUSH_RGB = (190, 90, 88)
WEARERS, DAILY = 0.55, 0.75
"""Share of women who use make-up, and of their days on which they do; the author's choice."""


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Shares 0 to 1 and colours, linear RGB; None and 0 are nothing at all."""

    foundation: float = 0.0
    blush: float = 0.0
    liner: float = 0.0
    shadow: Colour | None = None
    lipstick: Colour | None = None


NO_MAKEUP = MakeUp()


def makeup(person: Identity, day: str = "") -> MakeUp:
    """What the person has put on; on another `day`, something else. Children put on nothing."""
    rng = person.rng("makeup")
    wears = rng.random() < WEARERS and person.sex == "female" and person.age >= ADULT
    today = person.rng(f"makeup{day}/today")
    if not wears or today.random() > DAILY:
        return NO_MAKEUP
    lipstick, shadow = pick(LIPSTICK_RGB, today), pick(SHADOW_RGB, today)
    return MakeUp(
        foundation=float(today.uniform(0, 0.7)),
        blush=float(today.uniform(0, 0.4)),
        liner=float(today.uniform(0, 1)),
        shadow=shadow if today.random() < 0.5 else None,
        lipstick=lipstick if today.random() < 0.7 else None,
    )


def even(albedo: Floats, person: Identity, worn: MakeUp, at: Places) -> Floats:
    """Foundation: skin nearer to its own mean."""
    if not worn.foundation:
        return albedo
    share = (0.75 * worn.foundation * ramp(at.up, 6.0, 6.3) * at.front)[..., None]
    found: Floats = albedo * (1 - share) + np.asarray(person.skin_rgb, np.float32) * share
    return found


def coloured(albedo: Floats, worn: MakeUp, at: Places) -> Floats:
    """Blush on the cheeks, shadow on the lids, a line around the eyes, colour on the lips."""
    if worn == NO_MAKEUP:
        return albedo
    cheek = bell(at.aside - 0.5, 0.16) * bell(at.up - 6.98, 0.14) * at.front
    eye = np.hypot((at.aside - 0.308) / 0.175, (at.up - 7.284) / 0.085)
    lid = bell(at.aside - 0.31, 0.17) * bell(at.up - 7.375, 0.06) * at.front
    found = _veiled(albedo, worn.blush * cheek, BLUSH_RGB)
    if worn.shadow:
        found = _mixed(found, 0.6 * lid, worn.shadow)
    line = bell(eye - 1.02, 0.13) * at.front * (0.45 + 0.55 * (at.up > 7.29))
    found = found * (1 - 0.85 * worn.liner * line)[..., None]
    if worn.lipstick:
        found = _mixed(found, 0.75 * at.lips, worn.lipstick)
    return found


def _veiled(albedo: Floats, share: Floats, rgb: tuple[int, int, int]) -> Floats:
    """As if through a film of that colour: dark skin stays dark."""
    film = np.array(rgb, np.float32) / max(rgb)
    veiled: Floats = albedo * (1 - share[..., None] * (1 - film))
    return veiled


def _mixed(albedo: Floats, share: Floats, colour: Colour) -> Floats:
    mixed: Floats = albedo * (1 - share[..., None]) + np.array(colour) * share[..., None]
    return mixed
