"""What people put on: outfits drawn piece by piece from the person's own stream."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.people.dress.bolts import CHINOS, JEANS, PAPER, SHIRTS, SHOES, SOBER, SOLES, Bolts
from sim.people.dress.garments import WRIST_DM, Garment, Outfit
from sim.people.identities import Identity

TOPS = {
    "male": {"t-shirt": 3.0, "shirt": 3.0, "jumper": 2.0, "hoodie": 2.4, "polo shirt": 1.2},
    "female": {
        "t-shirt": 2.6, "shirt": 1.6, "jumper": 2.4, "hoodie": 1.2, "blouse": 2.2, "roll-neck": 1.0,
    },
}  # fmt: skip
OVER = {
    "male": {
        "": 5.0, "jacket": 2.2, "blazer": 2.0, "coat": 1.2, "puffer": 1.2, "waistcoat": 0.6,
    },
    "female": {
        "": 5.0, "jacket": 2.0, "blazer": 1.2, "coat": 1.8, "puffer": 1.0, "cardigan": 1.4,
    },
}  # fmt: skip
LOWER = {
    "male": {"jeans": 5.0, "chinos": 3.0, "suit trousers": 1.6, "shorts": 0.8, "joggers": 1.2},
    "female": {
        "jeans": 4.0, "leggings": 1.6, "chinos": 1.4, "skirt": 1.6, "dress": 1.6,
        "wide trousers": 1.2,
    },
}  # fmt: skip
BAGS = {"": 6.0, "rucksack": 1.5, "shoulder": 1.6, "shopping": 1.1}
STRAPS = {"rucksack": 1, "shoulder": 2}
"""How often each is worn or carried, by the author's eye."""


def outfit(person: Identity, day: str = "") -> Outfit:
    """What the person wears; on another `day`, something else."""
    bolts = Bolts(person.rng(f"clothes{day}"))
    over, lower = bolts.one(OVER[person.sex]), bolts.one(LOWER[person.sex])
    worn = [_shoes(bolts), GARMENTS[lower](lower, bolts)]
    if lower != "dress":
        upper = bolts.one(TOPS[person.sex])
        top = GARMENTS[upper](upper, bolts)
        worn.append(_beneath(top) if over else top)
    if over:
        worn.append(GARMENTS[over](over, bolts))
    bag = bolts.one(BAGS)
    made = bolts.cloth("plain", PAPER if bag == "shopping" else bolts.tone(0.3))
    if bag in STRAPS:
        cloth = replace(worn[-1].cloth, strap=STRAPS[bag], strap_rgb=made.first)
        worn[-1] = replace(worn[-1], cloth=cloth)
    return Outfit(tuple(worn), bag, made)


def _beneath(top: Garment) -> Garment:
    """The same top worn beneath another: close, and without a hood."""
    return replace(top, thick_dm=0.1, collar="" if top.collar == "hood" else top.collar)


def _tee(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 5, "stripes": 1.6, "print": 1.4, "block": 0.5, "floral": 0.3})
    polo = name == "polo shirt"
    made = bolts.cloth(pattern, bolts.tone(0.65), rib_dm=0.1)
    return Garment(
        name, "top", made, bolts.between(-0.35, 0.5), bolts.between(0.1, 0.2), 0.08,
        neck="shirt" if polo else bolts.one({"crew": 3, "v": 1}),
        sleeve_dm=bolts.between(1.3, 2.1), collar="shirt" if polo else "",
    )  # fmt: skip


def _blouse(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 3, "stripes": 1, "floral": 1.2, "dots": 1})
    made = bolts.cloth(pattern, bolts.tone(0.7))
    sleeve = WRIST_DM if bolts.often(0.5) else bolts.between(0.6, 3.2)
    hem, slack = bolts.between(-0.3, 0.5), bolts.between(0.1, 0.2)
    return Garment(name, "top", made, hem, slack, 0.08, neck="scoop", sleeve_dm=sleeve)


def _shirt(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 4, "checks": 2, "pinstripe": 1, "floral": 0.5})
    colours = SHIRTS if pattern == "plain" else bolts.tone(0.7)
    made = bolts.cloth(pattern, colours, front="buttons")
    return Garment(
        name, "top", made, bolts.between(-0.35, 0.4), bolts.between(0.1, 0.18), 0.06,
        neck="shirt", sleeve_dm=2.6 if bolts.often(0.25) else WRIST_DM, collar="shirt", folds=1.3,
    )  # fmt: skip


def _jumper(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"knit": 4, "stripes": 1.2, "plain": 1, "block": 0.4})
    made = bolts.cloth(pattern, bolts.tone(0.5), rib_dm=0.28)
    neck = "high" if name == "roll-neck" else "crew"
    hem, slack = bolts.between(-0.4, 0.4), bolts.between(0.14, 0.26)
    return Garment(name, "top", made, hem, slack, 0.06, neck=neck, folds=1.2)


def _hoodie(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 6, "block": 0.5, "print": 1, "camouflage": 0.3})
    made = bolts.cloth(pattern, bolts.tone(0.5), rib_dm=0.28, front="pouch")
    hem, slack = bolts.between(-0.4, 0.2), bolts.between(0.18, 0.28)
    return Garment(name, "top", made, hem, slack, 0.06, collar="hood", folds=1.2)


def _coat(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth(bolts.one({"plain": 4, "checks": 1}), bolts.tone(0.25), front="buttons")
    hem = bolts.between(-4.4, -2.2)
    return Garment(name, "top", made, hem, 0.3, 0.1, neck="shirt", collar="coat", folds=0.6)


def _puffer(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth("quilt", bolts.tone(0.4), rib_dm=0.12, front="zip")
    gap = bolts.between(0.25, 0.7) if bolts.often(0.5) else 0.0
    return Garment(name, "top", made, 0.1, 0.38, neck="shirt", gap_dm=gap, collar="roll", folds=0.6)


def _waistcoat(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth("plain", SOBER, front="buttons")
    return Garment(name, "top", made, 0.6, 0.18, 0.02, neck="v", sleeve_dm=0.1, folds=0.4)


def _cardigan(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth("knit", bolts.tone(0.6), rib_dm=0.15)
    gap = bolts.between(0.25, 0.7)
    return Garment(name, "top", made, -0.4, 0.24, 0.08, neck="v", gap_dm=gap)


def _blazer(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 3, "pinstripe": 1, "checks": 0.6})
    made = bolts.cloth(pattern, SOBER, front="lapel")
    return Garment(
        name, "top", made, -0.3, 0.24, 0.1, neck="open", gap_dm=0.12, collar="coat", folds=0.5
    )


def _jacket(name: str, bolts: Bolts) -> Garment:
    denim = bolts.often(0.25)
    made = bolts.cloth(
        "denim" if denim else "plain", JEANS if denim else bolts.tone(0.25), rib_dm=0.18
    )
    gap = bolts.between(0.25, 0.7)
    return Garment(
        name, "top", made, 0.3, 0.26, 0.02, neck="shirt", gap_dm=gap, collar="coat", folds=0.9
    )


def _jeans(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth("denim", JEANS, front="fly")
    return Garment(name, "legs", made, -7.5, 0.1, bolts.between(0.02, 0.26), folds=1.3)


def _leggings(name: str, bolts: Bolts) -> Garment:
    return Garment(name, "legs", bolts.cloth("plain", SOBER), -7.3, 0.05, folds=0.3)


def _shorts(name: str, bolts: Bolts) -> Garment:
    made = bolts.cloth("plain", (*CHINOS, *JEANS), front="fly")
    return Garment(name, "legs", made, bolts.between(-3.6, -2.6), 0.16, 0.35)


def _joggers(name: str, bolts: Bolts) -> Garment:
    return Garment(
        name, "legs", bolts.cloth("plain", SOBER, rib_dm=0.3), -7.2, 0.2, 0.12, folds=1.4
    )


def _trousers(name: str, bolts: Bolts) -> Garment:
    colours = SOBER if name == "suit trousers" else CHINOS
    pattern = "pinstripe" if bolts.often(0.12) else "plain"
    made = bolts.cloth(pattern, colours, front="fly")
    wide = 0.5 if name == "wide trousers" else bolts.between(0.08, 0.3)
    return Garment(name, "legs", made, -7.65, 0.14, wide, folds=0.9)


def _skirt(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 4, "checks": 1.2, "floral": 1, "dots": 0.6, "denim": 0.8})
    made = bolts.cloth(pattern, bolts.tone(0.5))
    return Garment(name, "skirt", made, bolts.between(-5.2, -2.4), 0.1, bolts.between(-0.02, 0.25))


def _dress(name: str, bolts: Bolts) -> Garment:
    pattern = bolts.one({"plain": 3, "floral": 2, "dots": 1, "stripes": 1, "checks": 0.6})
    made = bolts.cloth(pattern, bolts.tone(0.7))
    neck = bolts.one({"scoop": 2, "crew": 1, "v": 1.5})
    sleeve = WRIST_DM if bolts.often(0.3) else bolts.between(0.5, 1.6)
    hem, flare = bolts.between(-5.5, -3.0), bolts.between(0.0, 0.15)
    return Garment(name, "top", made, hem, 0.1, flare, neck=neck, sleeve_dm=sleeve)


def _shoes(bolts: Bolts) -> Garment:
    sole = bolts.rgb(SOLES[:1] if bolts.often(0.45) else SOLES)
    made = replace(bolts.cloth("shoe", SHOES), second=sole)
    if bolts.often(0.2):
        return Garment("boots", "shoe", made, -6.0, 0.13, folds=0.0)
    return Garment("shoes", "shoe", made, -7.45, 0.1, folds=0.0)


GARMENTS: Mapping[str, Callable[[str, Bolts], Garment]] = {
    "t-shirt": _tee, "polo shirt": _tee, "blouse": _blouse, "shirt": _shirt, "jumper": _jumper,
    "roll-neck": _jumper, "hoodie": _hoodie, "coat": _coat, "puffer": _puffer,
    "waistcoat": _waistcoat, "cardigan": _cardigan, "blazer": _blazer, "jacket": _jacket,
    "jeans": _jeans, "leggings": _leggings, "shorts": _shorts, "joggers": _joggers,
    "chinos": _trousers, "suit trousers": _trousers, "wide trousers": _trousers,
    "skirt": _skirt, "dress": _dress,
}  # fmt: skip
"""How each is made."""
