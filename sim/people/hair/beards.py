"""Beards by name: where they grow, how they are painted, and how long their strands are."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.curves import bell, ramp
from sim.people.head.atlas import SIZE, atlas, sample_noise
from sim.people.head.ground import Ground, ground, rows_between
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Beard:
    """`parts` are the parts of the face it grows on and how densely, `cover` how strongly it is
    painted, `length_dm` the range its strands are drawn from (none if None), `fall` how much they
    hang, `weight` its share among men, the author's choice, to be varied.
    """

    parts: tuple[tuple[str, float], ...]
    cover: float
    length_dm: tuple[float, float] | None
    fall: float
    weight: float


WHOLE = (("cheek", 0.8), ("moustache", 1.0), ("chin", 1.0))
CIRCLE = (("moustache", 1.0), ("corners", 0.9), ("chin", 1.0))
BEARDS = {
    "none": Beard((), 0.0, None, 0.0, 0.36),
    "shadow": Beard(WHOLE, 0.22, None, 0.0, 0.2),
    "stubble": Beard(WHOLE, 0.5, None, 0.0, 0.15),
    "short": Beard(WHOLE, 0.85, (0.03, 0.09), 1.5, 0.1),
    "full": Beard(WHOLE, 0.95, (0.08, 0.2), 1.6, 0.055),
    "long": Beard(WHOLE, 0.95, (0.45, 0.8), 3.0, 0.015),
    "goatee": Beard((("moustache", 0.5), ("chin", 1.0)), 0.85, (0.06, 0.16), 2.0, 0.03),
    "circle": Beard(CIRCLE, 0.85, (0.04, 0.09), 1.5, 0.035),
    "moustache": Beard((("moustache", 1.0),), 0.85, (0.06, 0.1), 1.2, 0.04),
    "sideburns": Beard((("sides", 0.9),), 0.7, (0.03, 0.08), 1.5, 0.015),
}
BEARDED = rows_between(5.95, 7.35)
"""Rows of the atlas where beards may grow."""


def beard_style(person: Identity, rng: np.random.Generator) -> str:
    """One of BEARDS."""
    shares = np.array([beard.weight for beard in BEARDS.values()])
    drawn = [*BEARDS][int(rng.choice(len(shares), p=shares / shares.sum()))]
    return drawn if person.sex == "male" and person.age >= ADULT else "none"


def beard_density(style: str, rng: np.random.Generator) -> Floats:
    """How densely a beard grows (SIZE, SIZE), 0 to 1, thinning out towards its edges."""
    whole = np.zeros((SIZE, SIZE), np.float32)
    if not BEARDS[style].parts:
        return whole
    shift, neck = rng.normal(0, 0.03, 2)
    density = np.zeros_like(_face().up)
    for part, share in BEARDS[style].parts:
        density = np.maximum(density, share * _part(part, float(shift), float(neck)))
    ragged = 0.22 * sample_noise(2.0, rng, BEARDED) + 0.2 * sample_noise(14.0, rng, BEARDED)
    grown = density * _off_lips() * np.clip(1 + ragged + 0.6 * (density - 0.5), 0, 1.2)
    whole[BEARDED] = np.clip(grown, 0, 1)
    return whole


def beard_cover(density: Floats, style: str, rng: np.random.Generator) -> Floats:
    """How much of the skin shows the beard's colour: stubble in dots, more grown more evenly."""
    kind = BEARDS[style]
    whole = np.zeros_like(density)
    if not kind.parts:
        return whole
    fine = 0.3 if kind.length_dm is None else 0.15
    grain = 0.85 + fine * sample_noise(0.8, rng, BEARDED) + 0.1 * sample_noise(2.0, rng, BEARDED)
    soft = cv2.GaussianBlur(density[BEARDED] * np.clip(grain, 0.1, 1.2), (0, 0), 0.8)
    whole[BEARDED] = np.clip(soft * kind.cover, 0, 0.93)
    return whole


def _part(name: str, shift: float, neck: float) -> Floats:
    """Part of a face where beards grow (rows BEARDED), a little higher or lower by person."""
    at = _face()
    jaw = ramp(at.up, 6.02 + neck, 6.3 + neck) * (1 - ramp(at.turn, 1.2, 1.46))
    if name == "moustache":
        grown = bell(at.up - 6.755, 0.062) * (1 - ramp(at.aside, 0.25, 0.34)) * at.front
    elif name == "corners":
        grown = bell(at.aside - 0.3, 0.06) * bell(at.up - 6.6, 0.15) * at.front
    elif name == "chin":
        grown = ramp(6.54 - at.up, 0, 0.09) * (1 - ramp(at.aside, 0.24, 0.4)) * jaw
    elif name == "cheek":
        line = at.aside * 0.75 + (6.88 + shift - at.up) * 0.7
        high = ramp(at.up, 6.8 + shift, 7.2) * (1 - 0.8 * ramp(at.turn, 0.95, 1.15))
        grown = ramp(line, 0.27, 0.52) * jaw * (1 - high)
    else:
        grown = ramp(at.turn, 0.92, 1.2) * jaw * ramp(at.up, 6.55 + shift, 6.95 + shift)
    return np.asarray(grown, np.float32)


@cache
def _face() -> Ground:
    at = ground()
    aside, up, turn = (np.ascontiguousarray(one[BEARDED]) for one in (at.aside, at.up, at.turn))
    return Ground(aside, up, turn, at.front[BEARDED])


@cache
def _off_lips() -> Floats:
    return np.asarray(np.clip(1 - 1.6 * atlas().masks["lips"][BEARDED], 0, 1))
