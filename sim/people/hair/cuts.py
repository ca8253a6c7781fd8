"""Hair styles by name: how each is cut, and who wears it how often."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.curves import ramp
from sim.people.hair.hairlines import recession
from sim.people.hair.strands import Growth
from sim.people.hair.textures import TEXTURES
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]
Range = tuple[float, float]

SMOOTH = ("straight", "wavy", "curly")
COILY = ("coily",)
EVERY = (*SMOOTH, *COILY)
MOSTLY = (1.0, 0.3, 0.5)
"""Factors by ancestry of styles that mostly people of African ancestry wear."""
UNCHILDLIKE = ("shaved", "bald", "wispy")
AGES = (20.0, 45.0, 75.0)
"""Ages at which the weights of styles are given; between them they are blended."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Lengths in decimetres, each drawn from a range: on top, at the sides and back; where hair is
    cut level (from the eyes upward) all around and over the face; how far an afro's round reaches
    off the head. `cover` is how much of the scalp beneath is painted in the hair's colour, `tied`
    what is made of the ends.
    """

    flow: str
    growth: Growth
    top_dm: Range
    sides_dm: Range
    count: int = 14_000
    level_dm: Range | None = None
    fringe_dm: Range | None = None
    round_dm: Range | None = None
    tied: str = ""
    lanes: bool = False
    cover: float = 0.95


@dataclass(frozen=True, slots=True)
class Style:
    """A cut and its shares, the author's choice, to be varied: among women and men, times a factor
    for each of MakeHuman's ancestries, times a factor at each of AGES. `textures` are those it can
    be cut from.
    """

    cut: Cut
    women: float
    men: float
    ancestry: tuple[float, float, float] = (1, 1, 1)
    ages: tuple[float, float, float] = (1, 1, 1)
    textures: tuple[str, ...] = SMOOTH
    full: bool = field(default=True)
    """Whether it needs hair on top: those who have lost it do not wear it."""


SHORT = Growth(0.35, 0.35, 0.1, 6, tuft_dm=0.13, ends=0.3)
FLAT = Growth(0.2, 0.5, 0.09, 8, tuft_dm=0.14, clump=0.4, ends=0.2)
HANGING = Growth(0.18, 1.0, 0.15, 14, clump=0.3, ends=0.1, clear=True)
TIED = Growth(0.08, 0.0, 0.05, 9, tuft_dm=0.14, clump=0.2, ends=0.0, lying=True)
ROPES = Growth(0.3, 1.0, 0.1, 16, tuft_dm=0.2, rope_dm=0.045, ends=0.08, clear=True)

STYLES: dict[str, Style] = {
    "shaved": Style(
        Cut("out", Growth(1, 0, 0.0, 2), (0.006, 0.014), (0.006, 0.014), 0, cover=0.38),
        0.002, 0.05, (1.6, 0.6, 1), textures=EVERY, full=False,
    ),
    "bald": Style(
        Cut("down", Growth(0.3, 0.5, 0.03, 3), (0.03, 0.1), (0.03, 0.12), 8000, cover=0.6),
        0.0, 0.08, ages=(0.1, 1, 1.5), textures=EVERY, full=False,
    ),
    "wispy": Style(
        Cut("back", Growth(0.3, 0.3, 0.06, 6), (0.25, 0.45), (0.15, 0.3), 4500, cover=0.25),
        0.02, 0.07, ages=(0, 0.05, 1.6), full=False,
    ),
    "buzz": Style(
        Cut("out", Growth(1, 0, 0.02, 2, ends=0.4), (0.03, 0.09), (0.015, 0.04), 9000, cover=0.85),
        0.008, 0.1, (2.4, 0.9, 0.9), textures=EVERY, full=False,
    ),
    "crop": Style(
        Cut("crown", SHORT, (0.22, 0.4), (0.05, 0.12)),
        0.012, 0.2, ages=(1.3, 1, 0.7), textures=EVERY,
    ),
    "short": Style(
        Cut("crown", SHORT, (0.32, 0.55), (0.18, 0.3)),
        0.06, 0.16, ages=(0.7, 1, 1.4),
    ),
    "side": Style(Cut("part", FLAT, (0.5, 0.75), (0.12, 0.25)), 0.012, 0.15),
    "swept": Style(
        Cut("back", Growth(0.75, 0.15, 0.16, 8, ends=0.2), (0.45, 0.75), (0.1, 0.25)),
        0.012, 0.11,
    ),
    "curtains": Style(
        Cut("part", Growth(0.35, 0.9, 0.14, 10, clear=True), (0.8, 1.1), (0.4, 0.7),
            level_dm=(-0.75, -0.55)),
        0.02, 0.05, (0.3, 1.6, 1), (1.8, 0.7, 0.2),
    ),
    "fringe": Style(
        Cut("crown", FLAT, (0.5, 0.75), (0.2, 0.35), fringe_dm=(0.22, 0.4)),
        0.02, 0.08, (0.2, 2, 0.7), (1.4, 0.8, 0.5),
    ),
    "medium": Style(
        Cut("part", HANGING, (1.0, 1.6), (0.7, 1.1), level_dm=(-1.0, -0.6)),
        0.12, 0.04, ages=(1, 1, 1),
    ),
    "bob": Style(
        Cut("part", HANGING, (2.2, 2.4), (2.0, 2.2), 15_000, (-1.05, -0.65)),
        0.15, 0.0, (0.6, 1, 1), textures=EVERY,
    ),
    "bob fringe": Style(
        Cut("part", HANGING, (2.2, 2.4), (2.0, 2.2), 15_000, (-1.05, -0.7), (0.2, 0.32)),
        0.05, 0.0, (0.3, 1.7, 1),
    ),
    "long": Style(
        Cut("part", HANGING, (3.6, 4.0), (3.4, 3.8), 16_000, (-2.0, -1.3)),
        0.26, 0.025, (0.4, 1, 1), (1.4, 1, 0.35), EVERY,
    ),
    "long fringe": Style(
        Cut("part", HANGING, (3.6, 4.0), (3.4, 3.8), 16_000, (-1.95, -1.25), (0.18, 0.32)),
        0.09, 0.0, (0.4, 1.6, 1), (1.4, 1, 0.3),
    ),
    "ponytail": Style(
        Cut("tie", TIED, (0, 0), (0, 0), tied="tail"), 0.15, 0.01,
        ages=(1.4, 1, 0.5), textures=EVERY,
    ),
    "bun": Style(
        Cut("low", TIED, (0, 0), (0, 0), tied="bun"), 0.09, 0.008,
        ages=(0.8, 1, 1.2), textures=EVERY,
    ),
    "top knot": Style(
        Cut("knot", TIED, (0, 0), (0, 0), tied="bun"), 0.03, 0.02,
        ages=(1.5, 0.8, 0.2), textures=EVERY,
    ),
    "afro": Style(
        Cut("out", Growth(1, 0, 0.03, 6, tuft_dm=0.1, clump=0.25, ends=0.12), (0.2, 0.2),
            (0.2, 0.2), 16_000, round_dm=(0.12, 0.35)),
        0.12, 0.2, MOSTLY, textures=COILY,
    ),
    "large afro": Style(
        Cut("out", Growth(1, 0, 0.03, 8, tuft_dm=0.1, clump=0.25, ends=0.1), (0.6, 0.6),
            (0.6, 0.6), 18_000, round_dm=(0.5, 0.85)),
        0.12, 0.04, MOSTLY, (1.4, 1, 0.5), COILY,
    ),
    "locs": Style(
        Cut("part", ROPES, (2.6, 3.2), (2.4, 3.0), 14_000, (-1.9, -0.7)),
        0.08, 0.07, MOSTLY, (1.2, 1, 0.4), COILY,
    ),
    "braids": Style(
        Cut("part", Growth(0.3, 1.1, 0.08, 18, tuft_dm=0.15, rope_dm=0.028, ends=0.05, clear=True),
            (3.4, 3.8), (3.2, 3.6), 16_000, (-2.0, -1.3)),
        0.2, 0.02, MOSTLY, (1.4, 1, 0.3), COILY,
    ),
    "cornrows": Style(
        Cut("back", Growth(0.05, 0.1, 0.02, 16, tuft_dm=0.1, ends=0.1, lying=True),
            (1.1, 1.4), (0.6, 0.8), lanes=True, cover=0.85),
        0.08, 0.06, MOSTLY, (1.5, 0.8, 0.2), COILY,
    ),
}  # fmt: skip


def hair_texture(person: Identity) -> str:
    """The texture somebody's hair grows with, from their own stream."""
    shares = [np.dot(texture.weights, person.mix) for texture in TEXTURES.values()]
    return _drawn([*TEXTURES], np.array(shares), person.rng("texture"))


def hair_style(person: Identity, rng: np.random.Generator) -> str:
    """One of STYLES that suits the person's sex, age, ancestry, texture and what hair is left."""
    texture, lost = hair_texture(person), recession(person)
    names = [name for name in STYLES if person.age >= ADULT or name not in UNCHILDLIKE]
    shares = [_share(STYLES[name], person, texture, lost) for name in names]
    return _drawn(names, np.array(shares), rng)


def _share(style: Style, person: Identity, texture: str, lost: float) -> float:
    if texture not in style.textures:
        return 0.0
    share = style.men if person.sex == "male" else style.women
    share *= float(np.dot(style.ancestry, person.mix))
    share *= float(np.interp(person.age, AGES, style.ages))
    left = 1 - float(ramp(lost, 0.6, 0.9))
    return share * (left if style.full else 0.15 + 4 * (1 - left))


def _drawn(names: list[str], shares: Floats, rng: np.random.Generator) -> str:
    return names[int(rng.choice(len(names), p=shares / shares.sum()))]
