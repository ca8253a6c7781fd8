"""What people wear on head and face: names, how many wear each, and one person's choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.people.dress.bolts import BRIGHT, SOBER, Bolts, Rgb
from sim.people.dress.garments import Cloth, Outfit
from sim.people.identities import Identity
from sim.people.wear.frames import FRAMES, material, shares

NONE = "none"
HEADS = (
    "cap", "beanie", "hat", "bucket hat", "hood", "hijab", "draped hijab", "headscarf", "turban",
    "kippah", "headband",
)  # fmt: skip
FACES = ("surgical mask", "ffp2 mask", "cloth mask")
GLASSES = tuple(name for name, frame in FRAMES.items() if frame.clear)
SUNGLASSES = tuple(name for name, frame in FRAMES.items() if not frame.clear)
EYES = (*GLASSES, *SUNGLASSES)
NECKS = ("scarf", "high scarf")
EARS = ("studs", "hoops", "headphones", "earbuds")
NAMES = (*HEADS, *EYES, *FACES, *NECKS, *EARS)

FAITH: Mapping[str, Mapping[str, float]] = {
    "female": {"hijab": 0.025, "draped hijab": 0.015, "headscarf": 0.01},
    "male": {"turban": 0.01, "kippah": 0.005},
}
"""Shares of people whose faith covers their head, in enrolment pictures too. These and the other
shares are the author's choice for an indoor mall, to be varied.
"""
VEILED_FROM = 12.0
"""Years; younger girls' heads are uncovered."""
FAITHFUL = tuple(name for sort in FAITH.values() for name in sort)
HATS: Mapping[str, Mapping[str, float]] = {
    "female": {"cap": 0.035, "beanie": 0.03, "hat": 0.008, "bucket hat": 0.008, "headband": 0.025},
    "male": {"cap": 0.085, "beanie": 0.03, "hat": 0.006, "bucket hat": 0.006, "headband": 0.003},
}
HOODED = 0.015
MASKS: Mapping[str, float] = {"surgical mask": 0.015, "ffp2 mask": 0.008, "cloth mask": 0.007}
SHADED: Mapping[str, float] = {"sunglasses": 0.01, "aviator sunglasses": 0.005}
SCARVES: Mapping[str, float] = {"scarf": 0.045, "high scarf": 0.015}
SOUND: Mapping[str, float] = {"headphones": 0.02, "earbuds": 0.03}
JEWELS: Mapping[str, Mapping[str, float]] = {
    "female": {"studs": 0.25, "hoops": 0.12}, "male": {"studs": 0.04},
}  # fmt: skip
GLASSES_AGES, GLASSES_OWNED = (25.0, 65.0), (0.30, 0.93)
"""Shares of Germans of 20 to 29 and from 60 years who wear glasses at all (Allensbach, 2011)."""
GLASSES_ON = 0.7
"""Of those, how many have them on; over half of them always do (Allensbach, 2008)."""
COVERS_EARS = ("hood", "hijab", "draped hijab", "headscarf")
ALL_HAIR = ("hijab", "draped hijab", "turban")
HIDES_NECK = ("hood", "hijab", "draped hijab")

COVERED: Mapping[str, float] = {
    "cap": 0.04, "bucket hat": 0.06, "hood": 0.1, "hijab": 0.11, "draped hijab": 0.11,
    "headscarf": 0.04, "rimless": 0.01, "metal": 0.02, "round": 0.02, "aviator": 0.03,
    "half-rim": 0.02, "square": 0.04, "panto": 0.04, "thick": 0.06, "sunglasses": 0.26,
    "aviator sunglasses": 0.22, "surgical mask": 0.48, "ffp2 mask": 0.49, "cloth mask": 0.48,
    "scarf": 0.06, "high scarf": 0.26,
}  # fmt: skip
"""Share of the face from the front, chin to a little above the brows, that each hides: its pixels
over the bare face's as `sim.people.wear.covering` counts them, mean of six people; the rest hide
none.
"""

WHITE: Rgb = (236, 236, 234)
SURGICAL: tuple[Rgb, ...] = ((150, 190, 212), (150, 190, 212), (168, 206, 200), WHITE, (40, 42, 48))
FFP2: tuple[Rgb, ...] = (WHITE, WHITE, (30, 30, 34), (206, 196, 190))
JEWELRY: tuple[Rgb, ...] = ((150, 148, 146), (176, 142, 84))
MASK_PATTERN = 0.4
"""Size of patterns on masks against those on clothes."""
PLASTIC: tuple[Rgb, ...] = ((24, 24, 26), (226, 224, 220), (24, 24, 26), (60, 64, 84))


BLACK = Cloth("plain", (0.02, 0.02, 0.02), (0.02, 0.02, 0.02))


@dataclass(frozen=True, slots=True)
class Worn:
    """What is worn on the head, over the face, before the eyes, around the neck and on the ears:
    each a name above or "none", and the cloth or frame it is made of.
    """

    head: str = NONE
    face: str = NONE
    eyes: str = NONE
    neck: str = NONE
    ears: str = NONE
    head_cloth: Cloth = BLACK
    face_cloth: Cloth = BLACK
    eyes_cloth: Cloth = BLACK
    neck_cloth: Cloth = BLACK
    ears_cloth: Cloth = BLACK

    @property
    def names(self) -> tuple[str, ...]:
        """Everything worn, from the top."""
        worn = (self.head, self.eyes, self.face, self.ears, self.neck)
        return tuple(name for name in worn if name != NONE)

    @property
    def covered_share(self) -> float:
        """How much of the face is hidden, 0 to 1."""
        seen = np.prod([1 - COVERED.get(name, 0.0) for name in self.names])
        return float(1 - seen)


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody's pair of clear glasses: its `frame`, one of FRAMES, whether it is `owned` at all,
    and `on` as a rule.
    """

    frame: str
    owned: bool
    on: bool


def sight(person: Identity) -> Sight:
    """The person's own pair, now and then another in later years; more own one with age."""
    rng = person.rng("wearables/sight")
    frame, drawn = Bolts(rng).one(shares(person.age, GLASSES_AGES)), rng.random()
    owners = float(np.interp(person.age, GLASSES_AGES, GLASSES_OWNED))
    return Sight(frame, bool(drawn < owners), bool(drawn < owners * GLASSES_ON))


def wearables(person: Identity, day: str = "") -> Worn:
    """What the person wears on a day; what faith asks for stays, in other cloth, and so do clear
    glasses.
    """
    bolts, own = Bolts(person.rng(f"wearables{day}")), sight(person)
    faith = _some(Bolts(person.rng("wearables/faith")), FAITH[person.sex])
    if person.age < VEILED_FROM and faith in FAITH["female"]:
        faith = NONE
    hat = HOODED if bolts.often(HOODED) else 0.0
    head = faith if faith != NONE else "hood" if hat else _some(bolts, HATS[person.sex])
    clear = own.frame if own.on else NONE
    shaded = _some(bolts, SHADED)
    pair = "" if shaded == NONE else "/shaded"
    return dressed_in(
        bolts,
        _pair(person, pair),
        head=head,
        face=_some(bolts, MASKS),
        eyes=clear if shaded == NONE else shaded,
        neck=_some(bolts, SCARVES),
        ears=_ears(bolts, person),
    )


def only(person: Identity, name: str) -> Worn:
    """One thing of any sort, or "none", and nothing else."""
    sorts = {"head": HEADS, "face": FACES, "eyes": EYES, "neck": NECKS, "ears": EARS}
    worn = {sort: name for sort, names in sorts.items() if name in names}
    bolts, pair = Bolts(person.rng(f"wearables/only {name}")), _pair(person)
    return dressed_in(bolts, pair, **worn)


def dressed_in(bolts: Bolts, pair: Bolts, **names: str) -> Worn:
    """Those things in cloth and colours of chance, of glasses by the `pair`; what cannot be worn
    together is left away.
    """
    worn = Worn(
        **names,
        head_cloth=_head_cloth(bolts, names.get("head", NONE)),
        face_cloth=_face_cloth(bolts, names.get("face", NONE)),
        eyes_cloth=material(pair, names.get("eyes", NONE)),
        neck_cloth=_neck_cloth(bolts),
        ears_cloth=_ears_cloth(bolts, names.get("ears", NONE)),
    )
    if worn.head in COVERS_EARS or (worn.head == "turban" and worn.ears == "headphones"):
        worn = replace(worn, ears=NONE)
    return replace(worn, neck=NONE) if worn.head in HIDES_NECK else worn


def for_papers(worn: Worn, bolts: Bolts) -> Worn:
    """What stays on for a passport's picture, where the face is bare but for clear glasses, and
    only faith covers a head (ICAO 9303, part 3). Half of those with glasses take them off.
    """
    off, bare = worn.eyes in SUNGLASSES or bolts.often(0.5), bared(worn)
    return replace(bare, eyes=NONE if off else bare.eyes, head_cloth=_head_cloth(bolts, worn.head))


def bared(worn: Worn) -> Worn:
    """Without what hides a face: clear glasses, jewels and coverings of faith stay on."""
    return replace(
        worn,
        head=worn.head if worn.head in FAITHFUL else NONE,
        face=NONE,
        eyes=NONE if worn.eyes in SUNGLASSES else worn.eyes,
        neck=NONE,
        ears=worn.ears if worn.ears in ("studs", "hoops") else NONE,
    )


def other_sight(person: Identity, worn: Worn, day: str, often: tuple[float, float]) -> Worn:
    """What is worn on another `day`, clear glasses off that are worn as a rule, or on that are
    not, so `often` by those who own some and, borrowed, by others; sunglasses stay.
    """
    owns, borrows = often
    changed = owns if sight(person).owned else borrows
    return worn if person.rng(f"glasses{day}").random() >= changed else swapped(person, worn)


def swapped(person: Identity, worn: Worn) -> Worn:
    """Without the clear glasses worn, or with the person's own; sunglasses stay."""
    if worn.eyes in SUNGLASSES:
        return worn
    own = sight(person)
    eyes = own.frame if worn.eyes == NONE else NONE
    return replace(worn, eyes=eyes, eyes_cloth=material(_pair(person), eyes))


def without_glasses(worn: Worn) -> Worn:
    """What is worn but for clear glasses."""
    return replace(worn, eyes=NONE) if worn.eyes in GLASSES else worn


def matched(worn: Worn, outfit: Outfit) -> Worn:
    """A hood is of the cloth of what is worn outermost."""
    if worn.head != "hood":
        return worn
    outer = outfit.garments[-1].cloth
    return replace(worn, head_cloth=Cloth("plain", outer.first, outer.second, seed=outer.seed))


def _pair(person: Identity, kind: str = "") -> Bolts:
    return Bolts(person.rng(f"wearables/pair{kind}"))


def _some(bolts: Bolts, shares: Mapping[str, float]) -> str:
    """One of the names, each in its share of all cases, and else "none"."""
    return bolts.one({**shares, NONE: 1 - sum(shares.values())})


def _ears(bolts: Bolts, person: Identity) -> str:
    heard = _some(bolts, SOUND)
    jewels = _some(bolts, JEWELS[person.sex])
    return jewels if heard == NONE else heard


def _head_cloth(bolts: Bolts, name: str) -> Cloth:
    if name in ("beanie", "headband"):
        return bolts.cloth(bolts.one({"knit": 3, "stripes": 0.6}), bolts.tone(0.55), rib_dm=0.1)
    if name in ("hijab", "draped hijab", "headscarf"):
        pattern = bolts.one({"plain": 6, "floral": 1, "dots": 0.4, "stripes": 0.4})
        return bolts.cloth(pattern, bolts.tone(0.5))
    if name == "cap":
        pattern = bolts.one({"plain": 6, "denim": 0.5, "camouflage": 0.4})
        return bolts.cloth(pattern, bolts.tone(0.4))
    if name == "bucket hat":
        pattern = bolts.one({"plain": 4, "camouflage": 0.5, "floral": 0.6, "checks": 0.5})
        return bolts.cloth(pattern, bolts.tone(0.5))
    return bolts.cloth("plain", bolts.tone(0.3))


def _face_cloth(bolts: Bolts, name: str) -> Cloth:
    if name == "surgical mask":
        return bolts.cloth("plain", SURGICAL)
    if name == "ffp2 mask":
        return bolts.cloth("plain", FFP2)
    pattern = bolts.one({"plain": 5, "floral": 0.7, "dots": 0.5, "checks": 0.7})
    made = bolts.cloth(pattern, (*SOBER, *BRIGHT))
    return replace(made, scale_dm=MASK_PATTERN * made.scale_dm)


def _neck_cloth(bolts: Bolts) -> Cloth:
    pattern = bolts.one({"plain": 2, "knit": 3, "checks": 1.6, "stripes": 1})
    return bolts.cloth(pattern, bolts.tone(0.6))


def _ears_cloth(bolts: Bolts, name: str) -> Cloth:
    return bolts.cloth("shoe", JEWELRY if name in ("studs", "hoops") else PLASTIC)
