"""What people put on: outfits drawn piece by piece from the person's own stream."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.people.garments import WRIST_DM, Cloth, Garment, Outfit
from sim.people.identities import Identity

Rgb = tuple[int, int, int]
BRIGHT: Sequence[Rgb] = (
    (150, 34, 38), (30, 62, 118), (200, 196, 188), (44, 84, 58), (158, 126, 82), (104, 72, 112),
    (178, 96, 44), (206, 182, 152), (58, 96, 104), (196, 150, 60), (206, 130, 140), (120, 150, 180),
    (96, 30, 52), (140, 160, 120), (230, 228, 222), (72, 132, 150), (186, 72, 88), (88, 104, 60),
)  # fmt: skip
SOBER: Sequence[Rgb] = (
    (28, 30, 38), (58, 60, 66), (20, 20, 23), (34, 42, 62), (86, 84, 82), (70, 58, 46),
    (118, 116, 112), (48, 54, 46), (96, 78, 60), (40, 32, 34),
)  # fmt: skip
SHIRTS: Sequence[Rgb] = (
    (226, 226, 224), (170, 188, 212), (210, 196, 200), (60, 70, 96), (196, 206, 196), (36, 38, 44),
)  # fmt: skip
JEANS: Sequence[Rgb] = ((34, 48, 82), (58, 78, 116), (96, 116, 148), (26, 30, 44), (44, 46, 50))
CHINOS: Sequence[Rgb] = (
    (120, 100, 74),
    (70, 66, 56),
    (58, 60, 64),
    (24, 26, 32),
    (150, 136, 112),
    (46, 52, 70),
)
SHOES: Sequence[Rgb] = (
    (30, 26, 24),
    (84, 54, 34),
    (206, 204, 200),
    (24, 24, 28),
    (60, 62, 68),
    (130, 40, 44),
)
SOLES: Sequence[Rgb] = ((210, 208, 202), (26, 24, 24), (120, 96, 70))
PAPER: Sequence[Rgb] = ((226, 222, 212), (196, 164, 120), (236, 236, 234), (180, 60, 60), (60, 110, 90))
TOPS = {
    "male": {"t-shirt": 3, "shirt": 3, "jumper": 2, "hoodie": 2.4, "polo": 1.2},
    "female": {
        "t-shirt": 2.6,
        "shirt": 1.6,
        "jumper": 2.4,
        "hoodie": 1.2,
        "scoop": 2.2,
        "roll-neck": 1,
    },
}
OVER = {
    "male": {"": 5, "jacket": 2.2, "blazer": 2, "coat": 1.2, "puffer": 1.2, "waistcoat": 0.6},
    "female": {"": 5, "jacket": 2, "blazer": 1.2, "coat": 1.8, "puffer": 1, "cardigan": 1.4},
}
LOWER = {
    "male": {"jeans": 5, "chinos": 3, "suit trousers": 1.6, "shorts": 0.8, "joggers": 1.2},
    "female": {
        "jeans": 4,
        "leggings": 1.6,
        "chinos": 1.4,
        "skirt": 1.6,
        "dress": 1.6,
        "wide trousers": 1.2,
    },
}
BAGS = {"": 6, "rucksack": 1.5, "shoulder": 1.6, "shopping": 1.1}


class Wardrobe:
    """One person's draws."""

    def __init__(self, person: Identity, rng: np.random.Generator) -> None:
        self.person, self.rng = person, rng

    def outfit(self) -> Outfit:
        """Shoes, something below, something above, perhaps something over it and a bag."""
        over, below = self._one(OVER[self.person.sex]), self._one(LOWER[self.person.sex])
        dressed = below == "dress"
        worn = [self._shoes(), self._dress() if dressed else self._lower(below)]
        if not dressed:
            worn.append(self._top(self._one(TOPS[self.person.sex]), under=bool(over)))
        if over:
            worn.append(self._over(over))
        bag = self._one(BAGS)
        colours = {"shopping": PAPER}.get(bag, SOBER if self.rng.random() < 0.7 else BRIGHT)
        leather = self.cloth("plain", colours)
        strap = {"rucksack": 1, "shoulder": 2}.get(bag, 0)
        if strap:
            worn[-1] = strapped(worn[-1], strap, leather.first)
        return Outfit(tuple(worn), bag, leather)

    def cloth(self, pattern: str, colours: Sequence[Rgb], **more: Any) -> Cloth:
        """Cloth of one colour, or of two where the pattern has them."""
        first = self._rgb(colours)
        second = self._rgb((*SOBER, *BRIGHT, (226, 224, 218)))
        return Cloth(pattern, first, second, seed=float(self.rng.random()), **more)

    def _top(self, name: str, under: bool) -> Garment:
        slack = 0.1 if under else float(self.rng.uniform(0.1, 0.2))
        hem = float(self.rng.uniform(-0.35, 0.5))
        patterned = self._one(
            {"plain": 5, "stripes": 1.6, "print": 1.4, "block": 0.5, "floral": 0.3}
        )
        if name in ("t-shirt", "polo", "scoop"):
            sleeve = float(self.rng.uniform(1.3, 2.1))
            if name == "scoop" and self.rng.random() < 0.5:
                sleeve, patterned = (
                    WRIST_DM,
                    self._one({"plain": 2, "stripes": 1, "floral": 1, "dots": 1}),
                )
            neck = {"polo": "shirt", "scoop": "scoop"}.get(name, self._one({"crew": 3, "v": 1}))
            made = self.cloth(
                patterned, self._tone(0.65), scale_dm=self._size(patterned), rib_dm=0.1
            )
            collar = "shirt" if name == "polo" else ""
            return Garment(name, "top", made, hem, slack, 0.08, neck, sleeve, collar=collar)
        if name == "shirt":
            pattern = self._one(
                {"plain": 4, "checks": 2, "stripes": 0, "pinstripe": 1, "floral": 0.5}
            )
            made = self.cloth(
                pattern,
                SHIRTS if pattern == "plain" else self._tone(0.7),
                scale_dm=self._size(pattern),
                front="buttons",
            )
            rolled = 3.2 if self.rng.random() < 0.25 and not under else WRIST_DM
            return Garment(
                name, "top", made, hem, slack, 0.06, "shirt", rolled, collar="shirt", folds=1.3
            )
        pattern = self._one({"knit": 4, "stripes": 1.2, "plain": 1, "block": 0.4})
        neck = {"roll-neck": "high"}.get(name, "crew")
        front = {"hoodie": "pouch"}.get(name, "plain")
        made = self.cloth(
            "plain" if front == "pouch" else pattern,
            self._tone(0.5),
            scale_dm=self._size(pattern),
            rib_dm=0.28,
            front=front,
        )
        collar = "hood" if name == "hoodie" and not under else ""
        return Garment(
            name, "top", made, hem - 0.1, slack + 0.06, 0.06, neck, collar=collar, folds=1.2
        )

    def _over(self, name: str) -> Garment:
        colours = self._tone(0.25)
        gap = float(self.rng.uniform(0.25, 0.7))
        if name == "coat":
            made = self.cloth(
                self._one({"plain": 4, "checks": 1}), colours, scale_dm=0.5, front="buttons"
            )
            hem = float(self.rng.uniform(-4.4, -2.2))
            return Garment(name, "top", made, hem, 0.3, 0.1, "shirt", collar="coat", folds=0.6)
        if name == "puffer":
            made = self.cloth("quilt", self._tone(0.4), rib_dm=0.12, front="zip")
            open_ = gap if self.rng.random() < 0.5 else 0.0
            return Garment(
                name, "top", made, 0.1, 0.38, 0.0, "shirt", gap_dm=open_, collar="roll", folds=0.6
            )
        if name == "waistcoat":
            made = self.cloth("plain", SOBER, front="buttons")
            return Garment(name, "top", made, 0.6, 0.18, 0.02, "v", 0.1, folds=0.4)
        if name == "cardigan":
            made = self.cloth("knit", self._tone(0.6), rib_dm=0.15)
            return Garment(name, "top", made, -0.4, 0.24, 0.08, "v", gap_dm=gap, folds=1.0)
        if name == "blazer":
            made = self.cloth(
                self._one({"plain": 3, "pinstripe": 1, "checks": 0.6}),
                SOBER,
                scale_dm=0.3,
                front="lapel",
            )
            return Garment(
                name, "top", made, -0.3, 0.24, 0.1, "open", gap_dm=0.12, collar="coat", folds=0.5
            )
        made = self.cloth(
            "denim" if self.rng.random() < 0.3 else "plain",
            JEANS if self.rng.random() < 0.3 else colours,
            rib_dm=0.18,
            front="plain",
        )
        return Garment(
            name, "top", made, 0.3, 0.26, 0.02, "shirt", gap_dm=gap, collar="coat", folds=0.9
        )

    def _lower(self, name: str) -> Garment:
        slim = float(self.rng.uniform(0.02, 0.26))
        if name == "jeans":
            made = self.cloth("denim", JEANS, front="fly")
            return Garment(name, "legs", made, -7.5, 0.1, slim, folds=1.3)
        if name == "leggings":
            return Garment(name, "legs", self.cloth("plain", SOBER), -7.3, 0.05, 0.0, folds=0.3)
        if name == "shorts":
            made = self.cloth("plain", (*CHINOS, *JEANS), front="fly")
            return Garment(name, "legs", made, float(self.rng.uniform(-3.6, -2.6)), 0.16, 0.35)
        if name == "joggers":
            made = self.cloth("plain", SOBER, rib_dm=0.3)
            return Garment(name, "legs", made, -7.2, 0.2, 0.12, folds=1.4)
        if name == "skirt":
            pattern = self._one({"plain": 4, "checks": 1.2, "floral": 1, "dots": 0.6, "denim": 0.8})
            made = self.cloth(pattern, self._tone(0.5), scale_dm=self._size(pattern))
            return Garment(
                name,
                "skirt",
                made,
                float(self.rng.uniform(-5.2, -2.4)),
                0.1,
                float(self.rng.uniform(-0.02, 0.25)),
            )
        wide = 0.5 if name == "wide trousers" else slim + 0.06
        made = self.cloth(
            "pinstripe" if self.rng.random() < 0.15 else "plain", CHINOS, scale_dm=0.25, front="fly"
        )
        return Garment(name, "legs", made, -7.65, 0.14, wide, folds=0.9)

    def _dress(self) -> Garment:
        pattern = self._one({"plain": 3, "floral": 2, "dots": 1, "stripes": 1, "checks": 0.6})
        made = self.cloth(pattern, self._tone(0.7), scale_dm=self._size(pattern))
        neck, sleeve = (
            self._one({"scoop": 2, "crew": 1, "v": 1.5}),
            self._one({"1.4": 2, "0.5": 1, "4.4": 1.5}),
        )
        hem, flare = self.rng.uniform(-5.5, -3.0), self.rng.uniform(0.0, 0.15)
        return Garment("dress", "top", made, float(hem), 0.1, float(flare), neck, float(sleeve))

    def _shoes(self) -> Garment:
        pale = self.rng.random() < 0.45
        shoe = self.cloth("shoe", SHOES)
        sole = self._rgb(SOLES[:1] if pale else SOLES)
        boots = self.rng.random() < 0.2
        made = Cloth("shoe", shoe.first, sole, seed=shoe.seed)
        return Garment(
            "boots" if boots else "shoes", "shoe", made, -6.0 if boots else -7.45, 0.13, folds=0.0
        )

    def _tone(self, lively: float) -> Sequence[Rgb]:
        return BRIGHT if self.rng.random() < lively else SOBER

    def _size(self, pattern: str) -> float:
        low, high = {
            "stripes": (0.3, 1.1),
            "checks": (0.3, 1.0),
            "dots": (0.25, 0.6),
            "floral": (0.2, 0.5),
            "block": (3.2, 4.6),
            "pinstripe": (0.15, 0.3),
        }.get(pattern, (0.5, 1.0))
        return float(self.rng.uniform(low, high))

    def _one(self, weights: Mapping[str, float]) -> str:
        share = np.array([*weights.values()], np.float64)
        return [*weights][self.rng.choice(len(share), p=share / share.sum())]

    def _rgb(self, colours: Sequence[Rgb]) -> tuple[float, float, float]:
        """One of them in linear light, a little lighter or darker and of another tint."""
        srgb = np.array(colours[self.rng.integers(len(colours))]) / 255
        light = 0.76 * (0.78 * srgb + 0.22 * srgb.mean()) ** 2.2 * np.exp(self.rng.normal(0, 0.18) + self.rng.normal(0, 0.06, 3))
        red, green, blue = np.clip(light, 0.008, 0.6).tolist()
        return (red, green, blue)


def outfit(person: Identity, day: str = "") -> Outfit:
    """What the person wears; another `day`, something else."""
    return Wardrobe(person, person.rng(f"clothes{day}")).outfit()


def strapped(garment: Garment, strap: int, rgb: tuple[float, float, float]) -> Garment:
    """The garment with a bag's strap over it."""
    return replace(garment, cloth=replace(garment.cloth, strap=strap, strap_rgb=rgb))

