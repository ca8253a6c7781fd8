"""Who somebody is: the numbers that make one rendered person, drawn from their own stream.

Labels (sex, age, ancestry, skin tone) are inputs of the generator, not findings about anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import OLDEST, drawn_age, maturity, sag, shares
from sim.people.head.bounds import bounded
from sim.people.head.mesh import head_mesh
from sim.people.kin import related, stream_number, tie
from sim.people.skin.complexion import absorbance, skin_rgb
from sim.people.skin.monk import tone
from sim.streams import Streams

SEXES = ("female", "male")
ANCESTRIES = ("african", "asian", "caucasian")
"""MakeHuman's three macro shapes; mixtures of them, labelled by the largest share."""
AMPLITUDE = 0.95
"""How far faces vary: with less the embedder mixes people up, with more they look unreal."""
EXTREME = 0.95
"""No axis goes further."""
UNEVEN, APART = 0.34, 0.2
"""Spread of a face's asymmetries, and of left against right as a share of an axis' own spread."""
REGIONS = (
    "nose", "eyes", "mouth", "chin", "cheek", "head", "forehead", "eyebrows", "ears", "neck",
)  # fmt: skip
OPPOSITES = {
    "decr": "incr", "down": "up", "in": "out",
    "concave": "convex", "compress": "uncompress", "backward": "forward",
}  # fmt: skip
LIMITS: Mapping[str, float] = {
    "head/head-age": 0.0, "head/head-fat": 0.45, "head/head-trans": 0.0, "head/head-scale": 0.36,
    "head/head-angle": 0.32, "head/": 0.47, "neck/neck-back": 0.43, "neck": 0.45,
    "ears/l-ear-trans": 0.52, "ears/l-ear-shape": 0.45, "ears": 0.65,
    "eyes/l-eye-scale": 0.58, "eyes/l-eye-push": 0.45, "eyes/l-eye-bag": 0.58,
    "eyes/l-eye-height": 0.52, "eyes/l-eye-trans-down": 0.47, "eyes/l-eye-trans": 0.34,
    "eyes/l-eye-epicanthus": 0.52, "eyes": 0.65, "eyebrows": 0.52,
    "mouth/mouth-trans": 0.45, "mouth/mouth-scale": 0.52, "mouth/mouth-angles": 0.45,
    "mouth": 0.56, "chin/chin-height": 0.52, "chin": 0.65, "cheek": 0.65, "forehead": 0.52,
    "nose/nose-point-width": 0.65, "nose/nose-point": 0.28, "nose/nose-base": 0.25,
    "nose/nose-nostrils-angle": 0.25, "nose/nose-nostrils-width": 0.5,
    "nose/nose-scale-depth": 0.65, "nose/nose-scale": 0.25, "nose/nose-septum": 0.2,
    "nose/nose-width3": 0.25,
    "nose/nose-trans": 0.45, "nose/nose-compression": 0.39, "nose": 0.65,
}  # fmt: skip
"""Standard deviation of each axis by the first prefix that fits; full strength looks unreal.

A recogniser tells faces apart in more directions where no few axes stand out: those that move its
templates most, all in the same directions, the length and tip of the nose and the distance of the
eyes, are narrow, so that the others can be wide.
"""
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
MELANIN = {"african": (0.7, 0.17), "asian": (0.28, 0.095), "caucasian": (0.16, 0.09)}
"""Mean and spread of the melanin share of skin by ancestry; the author's choice, to be varied."""
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


def identity(number: int, seed: int) -> Identity:
    """Person `number` of the population `seed`; the same on every machine. Numbers of kin are
    those of `sim.people.kin`.

    >>> identity(3, 1) == identity(3, 1), identity(3, 1) == identity(4, 1)
    (True, False)
    """
    fresh, found = _fresh(number, seed), tie(number)
    if found is None:
        return fresh
    two_sided = {axis for axis, (low, high) in axes().items() if low and high}
    rng = Streams(seed).rng("kin", number)
    return related(found, _fresh(found.of, seed), fresh, two_sided, rng)


def _fresh(number: int, seed: int) -> Identity:
    rng = Streams(seed).rng("identity", number)
    sex, ancestry = SEXES[rng.integers(2)], int(rng.integers(3))
    gender = float(np.clip((0.93 if sex == "male" else 0.07) + rng.normal(0, 0.07), 0, 1))
    weights = np.full(3, 0.25)
    weights[ancestry] = 6.0
    mix = rng.dirichlet(weights)
    tone = sum(w * rng.normal(*MELANIN[a]) for w, a in zip(mix, ANCESTRIES, strict=True))
    melanin = float(np.clip(tone, 0.03, 0.94))
    return Identity(
        number=number,
        sex=sex,
        age=drawn_age(Streams(seed).rng("identity/age", number)),
        ancestry=ANCESTRIES[int(mix.argmax())],
        mix=(float(mix[0]), float(mix[1]), float(mix[2])),
        gender=gender,
        muscle=float(np.clip(rng.normal(0.5 + 0.1 * (gender - 0.5), 0.15), 0, 1)),
        weight=float(np.clip(rng.normal(0.5, 0.24), 0, 1)),
        melanin=melanin,
        blood=float(np.clip(rng.normal(0.5, 0.2), 0, 1)),
        shape=_shape(rng, Streams(seed).rng("identity/further axes", number)),
        asymmetry={name: float(np.clip(rng.normal(0, UNEVEN), 0, EXTREME)) for name in _uneven()},
        seed=seed,
    )


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


def _shape(
    rng: np.random.Generator, further: np.random.Generator
) -> dict[str, tuple[float, float]]:
    """All axes: those that share another's name, which stand last, from the stream `further`."""
    return {axis: _draw(axis, further if low == axis else rng) for axis, (low, _) in axes().items()}


def _draw(axis: str, rng: np.random.Generator) -> tuple[float, float]:
    """Strength on both sides and their difference; one-sided axes are mostly off."""
    limit = _limit(axis) * AMPLITUDE
    low, high = axes()[axis]
    value = rng.normal(0, limit)
    lowest, off = (-EXTREME, 0.0) if low and high else (0.0, 0.1)
    both = float(min(max(value - off, lowest), EXTREME))
    if high is None:
        both = -both
    return both, float(rng.normal(0, APART * limit))


@cache
def _uneven() -> list[str]:
    """Targets that make a face's halves differ."""
    return sorted(name for name in head_mesh().targets if name.startswith("asym/asym-"))


@cache
def _limit(axis: str) -> float:
    return next((spread for prefix, spread in LIMITS.items() if axis.startswith(prefix)), 0.4)
