"""What a person can change: hair, beard, make-up, clothes and what is worn on the head."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.people.ages import ADULT
from sim.people.drawing.colours import Colour, colour, linear
from sim.people.dress.bolts import Bolts
from sim.people.dress.garments import Outfit
from sim.people.dress.wardrobe import outfit
from sim.people.hair.beards import beard_style
from sim.people.hair.cuts import hair_style, hair_texture
from sim.people.hair.hairlines import greyness, recession
from sim.people.identities import Identity
from sim.people.skin.makeup import NO_MAKEUP, MakeUp, makeup
from sim.people.wear.wearables import Worn, for_papers, matched, other_sight, wearables

HAIR_RGB = {
    "black": (22, 18, 17), "dark brown": (45, 31, 24), "brown": (82, 56, 38),
    "light brown": (118, 86, 58), "dark blond": (140, 110, 75), "blond": (178, 142, 92),
    "red": (130, 62, 32),
}  # fmt: skip
GREY_RGB = (140, 138, 136)
IRIS_RGB = (
    (52, 33, 22), (70, 46, 28), (92, 72, 46), (82, 84, 62), (86, 98, 108), (98, 102, 104),
)  # fmt: skip

SCLERA_RGB = (178, 168, 160)
"""The white of a young eye; greyer than it seems beside the iris."""
DYED_APART = 0.6
"""Hair is then without grey and lighter or darker than it grew by this, the standard deviation of
its light's natural logarithm; the author's choice.
"""
DYED = {"male": 0.08, "female": 0.4}
"""Share of those greying who dye their hair back; the author's choice."""


@dataclass(frozen=True, slots=True)
class Often:
    """How often somebody looks otherwise on another day: shares whose `hair` and `beard` are done
    anew, perhaps as before, women and men whose hair is newly `dyed`, and `glasses` as
    `sim.people.wear.wearables.other_sight` has them for those who own some and for others.
    """

    hair: float
    beard: float
    dyed: tuple[float, float]
    glasses: tuple[float, float]


VISIT = Often(hair=0.3, beard=0.35, dyed=(0.15, 0.03), glasses=(0.15, 0.02))
"""On a later visit; the author's choice."""


@dataclass(frozen=True, slots=True)
class Look:
    """One appearance of one person. Colours are linear RGB; lengths are decimetres. `hair`,
    `texture` and `beard` are names in `sim.people.hair.cuts`, `textures` and `beards`.
    """

    hair: str
    texture: str
    hair_colour: Colour
    brow_colour: Colour
    grey: float
    recede: float
    hairline_dm: float
    beard: str
    iris: Colour
    sclera: Colour
    makeup: MakeUp
    outfit: Outfit
    wearables: Worn


def look(person: Identity) -> Look:
    """How the person looks on the day."""
    clothes = outfit(person)
    own, grey = hair_colour(person), greyness(person)
    tinted = grey > 0 and person.rng("dyed").random() < DYED[person.sex]
    shown = 0.15 * grey if tinted else grey
    return Look(
        hair=hair_style(person, person.rng("hair style")),
        texture=hair_texture(person),
        hair_colour=colour(own * (1 - shown) + linear(GREY_RGB) * shown * 1.1),
        brow_colour=colour((own * (1 - 0.6 * grey) + linear(GREY_RGB) * 0.6 * grey) * 0.9),
        grey=shown,
        recede=recession(person),
        hairline_dm=float(person.rng("hairline").normal(0, 0.05)),
        beard=beard_style(person, person.rng("beard style")),
        iris=iris(person),
        sclera=sclera(person),
        makeup=makeup(person),
        outfit=clothes,
        wearables=matched(wearables(person, "/style"), clothes),
    )


def hair_colour(person: Identity) -> NDArray[np.float32]:
    """(3,) linear RGB before any grey; fair children darken as they grow."""
    rng, (african, asian, caucasian) = person.rng("hair colour"), person.mix
    fair = fairness(person)
    tones = {
        "black": 0.95 * african + 0.8 * asian + 0.15 * caucasian,
        "dark brown": 0.05 * african + 0.17 * asian + 0.25 * caucasian,
        "brown": 0.03 * asian + 0.25 * caucasian,
        "light brown": 0.12 * fair,
        "dark blond": 0.1 * fair,
        "blond": 0.1 * fair,
        "red": 0.04 * fair,
    }
    name = _choose(tones, rng)
    fairer = 1 + 0.5 * caucasian * float(np.clip((ADULT - person.age) / 15, 0, 1))
    found: NDArray[np.float32] = linear(HAIR_RGB[name]) * np.exp(rng.normal(0, 0.15))
    return found if name in ("black", "red") else found * np.float32(fairer)


def fairness(person: Identity) -> float:
    """How likely fair hair and light eyes are against the palest Europeans; both need both parents
    and go with pale skin.
    """
    return person.mix[2] ** 3 * float(np.clip((0.4 - person.melanin) / 0.25, 0, 1))


def iris(person: Identity) -> Colour:
    """Brown nearly everywhere, blue, green and grey among Europeans."""
    rng, fair = person.rng("iris"), fairness(person)
    shares = np.array([0.24, 0.2, 0.14, 0.14, 0.19, 0.09]) * fair
    shares += np.array([0.75, 0.25, 0, 0, 0, 0]) * (1 - fair)
    chosen = IRIS_RGB[rng.choice(len(shares), p=shares / shares.sum())]
    return colour(0.75 * linear(chosen) * np.exp(rng.normal(0, 0.15) - 0.5 * person.melanin))


def sclera(person: Identity) -> Colour:
    """The white of the eye, yellowing with age and with melanin."""
    rng = person.rng("sclera")
    yellow = 0.2 * float(np.clip((person.age - 40) / 50, 0, 1)) + 0.2 * person.melanin
    yellow += float(rng.uniform(0, 0.1))
    taken = yellow * np.array([0.5, 0.8, 1.6]) + rng.uniform(0, 0.08) * np.array([0, 1, 1])
    return colour(linear(SCLERA_RGB) * np.exp(-taken))


def restyled(person: Identity, worn: Look) -> Look:
    """The same person on another day, as in the picture they were enrolled from: other clothes,
    often without glasses, no hats or masks, beard a little longer or shorter; hair and colours
    stay.
    """
    rng = person.rng("enrolment")
    order = ["none", "shadow", "stubble", "short", "full", "long"]
    beard = worn.beard
    if beard in order and worn.beard != "none":
        step = int(rng.integers(-1, 2))
        beard = order[int(np.clip(order.index(beard) + step, 0, len(order) - 1))]
    bare = for_papers(worn.wearables, Bolts(person.rng("wearables/enrolment")))
    other = outfit(person, "/enrolment")
    return replace(worn, beard=beard, outfit=other, makeup=NO_MAKEUP, wearables=bare)


def revisiting(person: Identity, worn: Look, day: str, often: Often = VISIT) -> Look:
    """The same person on a later `day`: perhaps other hair, dyed hair, another beard or none,
    their own glasses on or off, other make-up, something else on the head, and surely other
    clothes.
    """
    rng = person.rng(f"visit{day}")
    restyled, shaved = rng.random(2) < (often.hair, often.beard)
    style, beard = hair_style(person, rng), beard_style(person, rng)
    clothes = outfit(person, day)
    things = other_sight(person, wearables(person, day), day, often.glasses)
    dyed = rng.random() < often.dyed[person.sex == "male"] and person.age >= ADULT
    tint = colour(hair_colour(person) * np.exp(rng.normal(0, DYED_APART)))
    return replace(
        worn,
        hair=style if restyled else worn.hair,
        hair_colour=tint if dyed else worn.hair_colour,
        grey=0.0 if dyed else worn.grey,
        beard=beard if shaved else worn.beard,
        makeup=makeup(person, day),
        outfit=clothes,
        wearables=matched(things, clothes),
    )


def _choose(weights: dict[str, float], rng: np.random.Generator) -> str:
    share = np.array([*weights.values()])
    return [*weights][rng.choice(len(share), p=share / share.sum())]
