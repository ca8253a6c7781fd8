"""What a person can change: hair, beard, make-up, clothes and what is worn on the head."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.people.bolts import Bolts
from sim.people.garments import Outfit
from sim.people.identities import Identity
from sim.people.wardrobe import outfit
from sim.people.wearables import Worn, for_papers, matched, wearables

HAIR_RGB = {
    "black": (22, 18, 17), "dark brown": (45, 31, 24), "brown": (82, 56, 38),
    "light brown": (118, 86, 58), "dark blond": (140, 110, 75), "blond": (178, 142, 92),
    "red": (130, 62, 32),
}  # fmt: skip
GREY_RGB = (140, 138, 136)
IRIS_RGB = (
    (52, 33, 22), (70, 46, 28), (96, 74, 44), (86, 96, 74), (88, 112, 132), (110, 118, 122),
)  # fmt: skip
LIPSTICK_RGB = ((150, 40, 50), (180, 60, 80), (120, 30, 45), (170, 80, 75), (140, 60, 60))
MALE_STYLES = {
    "buzz": 0.2, "short": 0.26, "swept": 0.12, "side": 0.2, "fringe": 0.08, "medium": 0.05,
    "bald": 0.09,
}  # fmt: skip
FEMALE_STYLES = {
    "long": 0.3,
    "bob": 0.22,
    "tied": 0.22,
    "bangs": 0.12,
    "medium": 0.08,
    "short": 0.06,
}
CURLY_MALE = {"buzz": 0.5, "afro": 0.22, "bald": 0.13, "short": 0.15}
CURLY_FEMALE = {"afro": 0.25, "tied": 0.3, "long": 0.2, "buzz": 0.1, "bob": 0.15}
BEARDS = {
    "none": 0.36, "shadow": 0.24, "stubble": 0.16, "short": 0.09, "full": 0.05, "goatee": 0.05,
    "moustache": 0.05,
}  # fmt: skip

Colour = tuple[float, float, float]
"""Linear light, RGB, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Look:
    """One appearance of one person. Colours are linear RGB; lengths are decimetres."""

    hair: str
    hair_colour: Colour
    brow_colour: Colour
    grey: float
    recede: float
    hairline_dm: float
    beard: str
    iris: Colour
    lipstick: Colour | None
    outfit: Outfit
    wearables: Worn


def look(person: Identity) -> Look:
    """How the person looks on the day."""
    rng = person.rng("style")
    male, (african, asian, caucasian) = person.sex == "male", person.mix
    tones = {
        "black": 0.95 * african + 0.8 * asian + 0.12 * caucasian,
        "dark brown": 0.05 * african + 0.17 * asian + 0.25 * caucasian,
        "brown": 0.03 * asian + 0.25 * caucasian,
        "light brown": 0.12 * caucasian,
        "dark blond": 0.1 * caucasian,
        "blond": 0.1 * caucasian,
        "red": 0.04 * caucasian,
    }
    hair = linear(HAIR_RGB[_choose(tones, rng)]) * np.exp(rng.normal(0, 0.15))
    grey = float(np.clip((person.age - 44 + rng.normal(0, 8)) / 30, 0, 1) ** 1.7)
    curly = african > 0.5
    styles = (
        (CURLY_MALE if curly else MALE_STYLES)
        if male
        else (CURLY_FEMALE if curly else FEMALE_STYLES)
    )
    bare = float(np.clip(rng.normal(0.15 + 0.5 * (person.age - 25) / 50, 0.25), 0, 1))
    eyes = np.array([0.5, 0.2, 0.1, 0.07, 0.08, 0.05]) * caucasian
    eyes += np.array([0.75, 0.25, 0, 0, 0, 0]) * (1 - caucasian)
    iris = linear(IRIS_RGB[rng.choice(len(eyes), p=eyes / eyes.sum())])
    painted = not male and rng.random() < 0.35
    clothes = outfit(person)
    return Look(
        hair=_choose(styles, rng),
        hair_colour=_tuple(hair * (1 - grey) + linear(GREY_RGB) * grey * 1.1),
        brow_colour=_tuple((hair * (1 - 0.6 * grey) + linear(GREY_RGB) * 0.6 * grey) * 0.9),
        grey=grey,
        recede=bare if male else float(rng.uniform(0, 0.15)),
        hairline_dm=float(rng.normal(0, 0.05)),
        beard=_choose(BEARDS, rng) if male and person.age > 20 else "none",
        iris=_tuple(iris * np.exp(rng.normal(0, 0.15))),
        lipstick=_pick(LIPSTICK_RGB, rng) if painted else None,
        outfit=clothes,
        wearables=matched(wearables(person, "/style"), clothes),
    )


def restyled(person: Identity, worn: Look) -> Look:
    """The same person on another day, as in the picture they were enrolled from: other clothes,
    often without glasses, no hats or masks, beard a little longer or shorter; hair and colours
    stay.
    """
    rng = person.rng("enrolment")
    order = ["none", "shadow", "stubble", "short", "full"]
    beard = worn.beard
    if beard in order and worn.beard != "none":
        step = int(rng.integers(-1, 2))
        beard = order[int(np.clip(order.index(beard) + step, 0, len(order) - 1))]
    bare = for_papers(worn.wearables, Bolts(person.rng("wearables/enrolment")))
    other = outfit(person, "/enrolment")
    return replace(worn, beard=beard, outfit=other, lipstick=None, wearables=bare)


def linear(rgb: ArrayLike) -> NDArray[np.float32]:
    """8-bit sRGB to linear light (IEC 61966-2-1).

    >>> linear((0, 255, 128)).round(3).tolist()
    [0.0, 1.0, 0.2160000056028366]
    """
    share = np.asarray(rgb, np.float32) / 255
    light: NDArray[np.float32] = np.where(
        share < 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4
    ).astype(np.float32)
    return light


def _choose(weights: dict[str, float], rng: np.random.Generator) -> str:
    share = np.array([*weights.values()])
    return [*weights][rng.choice(len(share), p=share / share.sum())]


def _pick(colours: tuple[tuple[int, int, int], ...], rng: np.random.Generator) -> Colour:
    return _tuple(linear(colours[rng.integers(len(colours))]) * np.exp(rng.normal(0, 0.2)))


def _tuple(colour: NDArray[np.float32]) -> Colour:
    red, green, blue = np.clip(colour, 0, 1).tolist()
    return (red, green, blue)
