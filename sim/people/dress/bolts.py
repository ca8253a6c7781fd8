"""Bolts of cloth in a person's stream: colours, patterns and their sizes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.people.dress.garments import Cloth

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
    (120, 100, 74), (70, 66, 56), (58, 60, 64), (24, 26, 32), (150, 136, 112), (46, 52, 70),
)  # fmt: skip
SHOES: Sequence[Rgb] = (
    (30, 26, 24), (84, 54, 34), (206, 204, 200), (24, 24, 28), (60, 62, 68), (130, 40, 44),
)  # fmt: skip
SOLES: Sequence[Rgb] = ((210, 208, 202), (26, 24, 24), (120, 96, 70))
PAPER: Sequence[Rgb] = (
    (226, 222, 212), (196, 164, 120), (236, 236, 234), (180, 60, 60), (60, 110, 90),
)  # fmt: skip
SIZES_DM = {
    "stripes": (0.3, 1.1), "checks": (0.3, 1.0), "dots": (0.25, 0.6), "floral": (0.2, 0.5),
    "block": (3.2, 4.6), "pinstripe": (0.15, 0.3), "camouflage": (0.5, 0.9),
}  # fmt: skip
"""Of patterns; of a block of colour, the height it begins at."""
FADED, BRIGHTEST = 0.22, 0.76
"""How grey cloth is against the colours named here, and how much light the palest gives back."""
CLOTH_LIGHT = (0.008, 0.6)
"""Least and most share of light that cloth gives back."""


class Bolts:
    """What one person's chance brings."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def one(self, weights: Mapping[str, float]) -> str:
        """One of the names, by weight."""
        share = np.array([*weights.values()], np.float64)
        return [*weights][self.rng.choice(len(share), p=share / share.sum())]

    def between(self, low: float, high: float) -> float:
        """A number, all as likely."""
        return float(self.rng.uniform(low, high))

    def often(self, share: float) -> bool:
        """True in so many of all cases."""
        return bool(self.rng.random() < share)

    def tone(self, lively: float) -> Sequence[Rgb]:
        """Bright colours in a share of cases, and else sober ones."""
        return BRIGHT if self.often(lively) else SOBER

    def cloth(self, pattern: str, colours: Sequence[Rgb], **more: Any) -> Cloth:
        """Cloth of one colour, or of two where the pattern has them."""
        first, second = self.rgb(colours), self.rgb((*SOBER, *BRIGHT, *PAPER))
        size = self.between(*SIZES_DM.get(pattern, (0.5, 1.0)))
        return Cloth(pattern, first, second, size, seed=self.between(0, 1), **more)

    def rgb(self, colours: Sequence[Rgb]) -> tuple[float, float, float]:
        """One of them in linear light, a little lighter or darker and of another tint."""
        srgb = np.array(colours[int(self.rng.integers(len(colours)))]) / 255
        faded = FADED * srgb.mean() + (1 - FADED) * srgb
        shift = self.rng.normal(0, 0.18) + self.rng.normal(0, 0.06, 3)
        light = BRIGHTEST * faded**2.2 * np.exp(shift)
        red, green, blue = np.clip(light, *CLOTH_LIGHT).tolist()
        return (red, green, blue)
