"""Who somebody is: the numbers that make one rendered person.

Labels (sex, age, ancestry, skin tone) are inputs of the generator, not findings about anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import OLDEST, maturity, sag, shares
from sim.people.head.bounds import bounded
from sim.people.head.mesh import head_mesh
from sim.people.skin.complexion import absorbance, skin_rgb
from sim.people.skin.monk import tone
from sim.people.ties import stream_number
from sim.streams import Streams

SEXES = ("female", "male")
ANCESTRIES = ("african", "asian", "caucasian")
"""MakeHuman's three macro shapes; mixtures of them, labelled by the largest share."""
REGIONS = (
    "nose", "eyes", "mouth", "chin", "cheek", "head", "forehead", "eyebrows", "ears", "neck",
)  # fmt: skip
OPPOSITES = {
    "decr": "incr", "down": "up", "in": "out",
    "concave": "convex", "compress": "uncompress", "backward": "forward",
}  # fmt: skip
RESTING: Mapping[str, float] = {
    "mouth/mouth-angles": 0.22, "eyebrows/eyebrows-angle": 0.2,
    "cheek/l-cheek-bones": -0.28, "cheek/l-cheek-inner": 0.14, "cheek/l-cheek-trans": 0.23,
    "chin/chin-bones": -0.22, "chin/chin-width": 0.1, "eyebrows/eyebrows-trans": -0.2,
    "eyebrows/eyebrows-trans-backward": -0.13, "eyes/l-eye-bag-height": -0.15,
    "eyes/l-eye-bag-decr": -0.11, "eyes/l-eye-corner1": -0.22, "eyes/l-eye-corner2": 0.18,
    "eyes/l-eye-epicanthus": -0.22, "eyes/l-eye-push2": 0.09, "eyes/l-eye-trans": 0.26,
    "forehead/forehead-temple": -0.16, "head/head-fat": -0.2, "head/head-round": -0.2,
    "mouth/mouth-scale-horiz": 0.16, "mouth/mouth-trans-down": -0.2,
    "mouth/mouth-upperlip-width": 0.1, "nose/nose-curve": 0.28, "nose/nose-flaring": 0.28,
    "nose/nose-greek": 0.24, "nose/nose-nostrils-angle": -0.28, "nose/nose-nostrils-width": 0.28,
    "nose/nose-scale-horiz": -0.28, "nose/nose-septumangle": -0.22, "nose/nose-volume": -0.28,
    "nose/nose-width1": -0.24, "nose/nose-width2": -0.14,
}  # fmt: skip
"""What is added to everybody's axes. MakeHuman's middle face looks stern, and a recogniser takes
those who share it for alike: so its mouth and brows are raised, and other axes are set where the
mean of the templates of many people, which photographed people do not share, is shorter.
"""
UNDERTONES = (-0.6, 1.8)
"""Rosiest and most golden."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One person: labels first, then what the renderer needs. Shares run from 0 to 1.

    `shape` maps signed face axes to (both sides, left minus right); `asymmetry` maps further
    targets to their strength. `style` seeds what can change: hair, beard, glasses, clothes.
    `kin` says whose twin, sibling or look-alike this is, "" for nobody's.
    """

    number: int
    sex: str
    age: float
    ancestry: str
    mix: tuple[float, float, float]
    gender: float
    muscle: float
    weight: float
    melanin: float
    blood: float
    shape: Mapping[str, tuple[float, float]]
    asymmetry: Mapping[str, float]
    seed: int
    kin: str = ""

    @property
    def skin_rgb(self) -> NDArray[np.floating[Any]]:
        """(3,) mean linear reflectance of the face, before make-up."""
        undertone = float(np.clip(self.rng("undertone").normal(0.2, 0.7), *UNDERTONES))
        blood = 0.2 + 0.25 * self.blood + 0.12 * self.mix[2]
        return skin_rgb(absorbance(self.melanin), blood, undertone)

    @property
    def monk_tone(self) -> int:
        """Which of the ten Monk swatches the skin is nearest to, measured."""
        return tone(self.skin_rgb)

    @property
    def label(self) -> str:
        """Short, for pictures."""
        sex, origin = self.sex[0].upper(), self.ancestry[:3]
        return f"{self.kin or self.number}: {sex} {self.age:.0f} {origin} M{self.monk_tone}"

    def rng(self, name: str) -> np.random.Generator:
        """The person's own stream for one purpose."""
        return Streams(self.seed).rng(f"look/{name}", stream_number(self.number, name))


@cache
def axes() -> dict[str, tuple[str | None, str | None]]:
    """Face axes: the target that goes down and the one that goes up; sides merged into the left.

    Where targets of one name go several ways, the last pair has the name and the others, at the
    end, that of their own first target: eyes move in and out, and up and down.
    """
    names = sorted(n for n in head_mesh().targets if n.split("/")[0] in REGIONS and "/r-" not in n)
    down = re.compile(rf"(.*)-({'|'.join(OPPOSITES)})$")
    up = re.compile(rf"(.*)-({'|'.join(OPPOSITES.values())})$")
    found: dict[str, tuple[str | None, str | None]] = {}
    further = {}
    for name in names:
        if match := down.match(name):
            other = f"{match[1]}-{OPPOSITES[match[2]]}"
            earlier = found.get(match[1], (None, None))
            if earlier[0]:
                further[earlier[0]] = earlier
            found[match[1]] = (name, other if other in names else None)
        elif not up.match(name):
            found[name] = (None, name)
    return found | further


def older(person: Identity, years: float) -> Identity:
    """The same person so many years on: a little heavier or lighter, of the same bones.

    >>> from sim.people.births import identity
    >>> one = identity(3, 1)
    >>> older(one, 10).shape == one.shape
    True
    """
    drift = float(person.rng("drift").normal(0.05, 0.07)) * years / 10
    weight = float(np.clip(person.weight + drift, 0, 1))
    return replace(person, age=min(person.age + years, OLDEST), weight=weight)


def strengths(person: Identity) -> dict[str, float]:
    """How strongly each morph target acts on this person."""
    found = macro(person)
    grown, sagging = maturity(person.age), sag(person.age, person.rng("sag"))
    for axis, (low, high) in axes().items():
        both, apart = (grown * part for part in person.shape[axis])
        both += sagging.get(axis, 0.0) + RESTING.get(axis, 0.0)
        sides = ((1, "/l-"), (-1, "/r-")) if "/l-" in axis else ((0, "/l-"),)
        for sign, side in sides:
            value = both + sign * apart
            target = high if value > 0 else low
            if target and abs(value) > 1e-3:
                found[target.replace("/l-", side)] = min(abs(value), 1.2)
    return bounded(found | {name: v for name, v in person.asymmetry.items() if v > 1e-3})


def macro(person: Identity) -> dict[str, float]:
    """MakeHuman's large shapes: sex, age, ancestry, muscle and weight, blended linearly."""
    sexes = {"male": person.gender, "female": 1 - person.gender}
    ages = shares(person.age)
    muscles, weights = _three("muscle", person.muscle), _three("weight", person.weight)
    found = {}
    for sex, sex_share in sexes.items():
        for age, age_share in ages.items():
            share = sex_share * age_share
            for ancestry, part in zip(ANCESTRIES, person.mix, strict=True):
                found[f"macrodetails/{ancestry}-{sex}-{age}"] = share * part
            for muscle, muscle_share in muscles.items():
                for weight, weight_share in weights.items():
                    name = f"macrodetails/universal-{sex}-{age}-{muscle}-{weight}"
                    found[name] = share * muscle_share * weight_share
    return {name: value for name, value in found.items() if value > 1e-3}


def _three(name: str, value: float) -> dict[str, float]:
    low, high = max(0.0, 1 - 2 * value), max(0.0, 2 * value - 1)
    return {f"min{name}": low, f"average{name}": 1 - low - high, f"max{name}": high}
