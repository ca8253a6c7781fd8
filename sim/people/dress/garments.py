"""Garments: which part of a surface each covers, and how far it stands off the body."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.surfaces import Surface

Floats = NDArray[np.floating[Any]]

NECKS = ("crew", "scoop", "v", "shirt", "open", "high")
NECK_AXIS_Z_DM = 0.3
"""In the base mesh the neck stands on this line."""
NECK_DM = {
    "crew": (0.78, 0.70), "scoop": (1.15, 0.98), "v": (0.85, 0.66), "shirt": (0.68, 0.62),
    "open": (0.9, 0.66), "high": (0.0, 0.0),
}  # fmt: skip
"""Half the neckline's width and depth around the neck."""
POINT_DM = {"v": 4.35, "shirt": 5.0, "open": 1.4}
"""How far down a neckline's point lies in front; the opening of a jacket ends at its button."""
WRIST_DM, CROTCH_DM, WAIST_DM, ANKLE_DM = 4.45, -0.5, 1.25, -7.35
"""Along the arm, and heights in the base mesh."""
JOIN_DM = 1.3
"""Dresses and coats go over from the suit to the skirt here, with an overlap."""
OVERLAP_DM = 0.35
NO_HEM = 100.0
"""Makes everything far from a line that is no hem."""
LOOSE_DM = 0.9
"""Tops that reach below this hang free of the hips."""


@dataclass(frozen=True, slots=True)
class Cloth:
    """What a garment is made of. Colours are linear RGB; `pattern` is one of `fabrics.PATTERNS`,
    `scale_dm` its size; `rib_dm` is a band along the hems, `front` one of `fabrics.FRONTS`.
    """

    pattern: str
    first: tuple[float, float, float]
    second: tuple[float, float, float]
    scale_dm: float = 1.0
    rib_dm: float = 0.0
    front: str = "plain"
    strap: int = 0
    strap_rgb: tuple[float, float, float] = (0.02, 0.02, 0.02)
    seed: float = 0.0


@dataclass(frozen=True, slots=True)
class Garment:
    """One piece of clothing, in the base mesh's decimetres.

    `sort` is "top", "legs", "skirt" or "shoe". A top reaches from its `neck` to `hem_dm`, its
    sleeves so far along the arms; what reaches below the hips goes over into a skirt. The front
    stands `gap_dm` open. `thick_dm` is how far it stands off the body, `flare_dm` how much
    more at the hem, `folds` how much it wrinkles.
    """

    name: str
    sort: str
    cloth: Cloth
    hem_dm: float
    thick_dm: float = 0.1
    flare_dm: float = 0.0
    neck: str = "crew"
    sleeve_dm: float = WRIST_DM
    gap_dm: float = 0.0
    collar: str = ""
    waist_dm: float = WAIST_DM
    folds: float = 1.0

    @property
    def skirted(self) -> bool:
        """Whether it hangs around both legs as one."""
        return self.sort == "skirt" or (self.sort == "top" and self.hem_dm < LOOSE_DM)


@dataclass(frozen=True, slots=True)
class Outfit:
    """What somebody wears, from the skin outwards, and what they carry."""

    garments: tuple[Garment, ...]
    bag: str = ""
    bag_cloth: Cloth = field(default=Cloth("plain", (0.02, 0.02, 0.02), (0.02, 0.02, 0.02)))

    @property
    def names(self) -> tuple[str, ...]:
        """What each garment is called."""
        return tuple(garment.name for garment in self.garments)


def on_suit(garment: Garment, place: Surface) -> Floats:
    """(k, n) lines above 0 where the garment covers a surface that follows the body."""
    height = place.base[:, 1]
    trunk = 6.0 * place.arm
    if garment.sort == "shoe":
        return np.stack([garment.hem_dm - height])
    if garment.sort == "legs":
        waist = np.where(place.arm > 0.05, -1.0, garment.waist_dm - height)
        return np.stack([waist, height - garment.hem_dm])
    hem = height - garment.hem_dm + trunk
    if garment.skirted:
        hem = NO_HEM * (height - JOIN_DM + trunk)
    lines = [hem, _neckline(garment, place), _sleeves(garment, place)]
    if garment.gap_dm:
        lines.append(_front(garment, place))
    return np.stack(lines)


def on_skirt(garment: Garment, place: Surface) -> Floats:
    """(k, n) lines above 0 where the garment covers the skirt surface."""
    height = place.base[:, 1]
    top = JOIN_DM + OVERLAP_DM if garment.sort == "top" else garment.waist_dm
    lines = [NO_HEM * (top - height), height - garment.hem_dm]
    if garment.gap_dm:
        lines.append(_front(garment, place))
    return np.stack(lines)


def off_body(garment: Garment, base: Floats, arm: Floats) -> Floats:
    """(n,) how far the garment stands off at places of the base mesh."""
    height = base[:, 1]
    share: Floats = np.ones(len(base))
    lower: Floats = np.zeros(len(base))
    if garment.sort == "top":
        share, lower = 1 - 0.25 * arm, np.clip((3.0 - height) / 4.0, 0, 1) * (1 - arm)
    elif garment.sort == "legs":
        share = np.clip((1.6 - height) / 2.0, 0.25, 1)
        lower = np.clip((-1.0 - height) / 5.0, 0, 1)
    elif garment.sort == "skirt":
        lower = np.clip((1.0 - height) / 4.0, 0, 2)
    off: Floats = garment.thick_dm * share + garment.flare_dm * lower
    return off


def _neckline(garment: Garment, place: Surface) -> Floats:
    """Outside an upright ellipse around the neck and, in front, of a point below it."""
    x, y, z = place.base.T
    wide, deep = NECK_DM[garment.neck]
    lower = 4.0 * np.clip(5.1 - y, 0, 9)
    if not wide:
        return np.full(len(x), 1.0)
    ring: Floats = 0.7 * (np.hypot(x / wide, (z - NECK_AXIS_Z_DM) / deep) - 1 + lower)
    if garment.neck not in POINT_DM:
        return ring
    point = POINT_DM[garment.neck]
    slope = wide / (5.6 - point)
    pointed = np.abs(x) - slope * (y - point) + 5 * np.clip(0.5 - z, 0, 9)
    lowest: Floats = np.minimum(ring, pointed)
    return lowest


def _sleeves(garment: Garment, place: Surface) -> Floats:
    on = np.clip(place.arm * 1.6 - 0.3, 0, 1)
    left: Floats = on * (garment.sleeve_dm - place.along) + (1 - on) * 3.0
    return left


def _front(garment: Garment, place: Surface) -> Floats:
    x, y, z = place.base.T
    wide = garment.gap_dm * (1 + 0.12 * np.clip(3 - y, 0, 9))
    aside: Floats = np.abs(x) - wide
    aside += 5 * np.clip(0.6 - z, 0, 9) + 3 * np.clip(np.abs(x) - 1.2, 0, 9)
    return aside
