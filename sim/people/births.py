"""How people come about: each drawn from streams of their own number, kin from others' too."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from sim.people.ages import drawn_age
from sim.people.head.mesh import head_mesh
from sim.people.identities import ANCESTRIES, SEXES, Identity, axes
from sim.people.kin import related
from sim.people.ties import tie
from sim.streams import Streams

AMPLITUDE = 0.95
"""How far faces vary: with less the embedder mixes people up, with more they look unreal."""
EXTREME = 0.95
"""No axis goes further."""
UNEVEN, APART = 0.34, 0.2
"""Spread of a face's asymmetries, and of left against right as a share of an axis' own spread."""
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
MELANIN = {"african": (0.7, 0.17), "asian": (0.28, 0.095), "caucasian": (0.16, 0.09)}
"""Mean and spread of the melanin share of skin by ancestry; the author's choice, to be varied."""


def identity(number: int, seed: int) -> Identity:
    """Person `number` of the population `seed`; the same on every machine. Numbers of kin are
    those of `sim.people.ties`.

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
