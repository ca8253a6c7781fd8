"""Frames of glasses: the table of their shapes, who wears which, and what they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.people.dress.bolts import Bolts, Rgb
from sim.people.dress.garments import Cloth

METAL, ACETATE = "metal", "acetate"
CRYSTAL = "crystal"
"""Acetate that lets light through; its `first` colour is what share of it."""
DARK = 0.5
"""Lenses that let less light through than this are sunglasses."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A lens's box, `wide` and `high`, and the `bridge` between two of them, as the boxing system
    has them (ISO 8624), in decimetres, for a head of ordinary size.

    `power` is how square a lens is (2 is round), `sag` how far it sags like a drop. The `rim` is so
    wide, seen from the front, and goes `around` the lens, only `above` it or `nowhere`; `bars` join
    the lenses. `shares` of clear pairs are those at GLASSES_AGES. What light comes `through` a lens
    and how much it mirrors: clear ones are coated against reflections.
    """

    wide: float
    high: float
    bridge: float
    power: float
    sag: float = 0.0
    rim: float = 0.012
    made: str = METAL
    rimmed: str = "around"
    bars: int = 1
    shares: tuple[float, float] = (0.0, 0.0)
    through: tuple[float, float, float] = (0.97, 0.97, 0.96)
    mirror: float = 0.02

    @property
    def clear(self) -> bool:
        """Whether eyes are seen through it."""
        return min(self.through) > DARK


FRAMES: Mapping[str, Frame] = {
    "rimless": Frame(0.52, 0.32, 0.18, 3.0, rimmed="nowhere", shares=(0.06, 0.26)),
    "metal": Frame(0.52, 0.35, 0.18, 3.2, shares=(0.22, 0.26)),
    "round": Frame(0.48, 0.43, 0.2, 2.1, shares=(0.16, 0.05)),
    "aviator": Frame(0.55, 0.44, 0.17, 2.6, sag=0.4, bars=2, shares=(0.06, 0.05)),
    "half-rim": Frame(0.53, 0.32, 0.18, 3.2, rim=0.016, rimmed="above", shares=(0.1, 0.2)),
    "square": Frame(0.53, 0.36, 0.18, 3.8, rim=0.032, made=ACETATE, shares=(0.18, 0.11)),
    "panto": Frame(0.49, 0.42, 0.19, 2.5, sag=-0.12, rim=0.03, made=ACETATE, shares=(0.15, 0.05)),
    "thick": Frame(0.52, 0.38, 0.18, 3.4, rim=0.05, made=ACETATE, shares=(0.07, 0.02)),
    "sunglasses": Frame(
        0.56, 0.45, 0.17, 3.2, sag=0.05, rim=0.05, made=ACETATE,
        through=(0.05, 0.045, 0.045), mirror=0.025,
    ),
    "aviator sunglasses": Frame(
        0.58, 0.5, 0.16, 2.6, sag=0.24, rim=0.016, bars=2, through=(0.07, 0.06, 0.04), mirror=0.05,
    ),
}  # fmt: skip
"""Sizes within what is sold: lenses 48 to 56 mm wide and 30 to 45 mm high, bridges 16 to 20 mm,
rims of wire 1 to 1.6 mm and of acetate 3 to 5 mm; sunglasses are larger. Shares are the author's
choice: six in ten of the young wear thin frames or none, and eight in ten of the old.
"""

SILVERS: Sequence[Rgb] = ((196, 196, 198), (206, 178, 128), (120, 120, 124), (190, 150, 130))
"""Silver, gold, gunmetal and rose gold."""
LACQUERED: Sequence[Rgb] = ((26, 26, 28), (64, 46, 36), (40, 46, 66))
LACQUER = 0.3
"""Share of metal frames that are painted."""
OPAQUE: Sequence[Rgb] = (
    (18, 18, 20), (18, 18, 20), (58, 40, 30), (36, 42, 62), (92, 36, 40), (110, 110, 112),
)  # fmt: skip
SKIN_NEAR: Sequence[Rgb] = ((206, 164, 136), (172, 126, 98), (132, 92, 70), (186, 156, 124))
TORTOISE: Sequence[Rgb] = ((60, 34, 20), (74, 42, 22))
HONEY: Sequence[Rgb] = ((158, 98, 44), (140, 84, 48))
GLASSY: Sequence[Rgb] = ((224, 222, 216), (214, 178, 130), (214, 180, 172), (176, 184, 190))
ACETATES: Mapping[str, float] = {"opaque": 0.4, "tortoise": 0.27, "skin": 0.13, CRYSTAL: 0.2}
"""Of acetate frames; the author's choice, as is LACQUER."""
MOTTLED_DM = (0.035, 0.07)


def material(bolts: Bolts, name: str) -> Cloth:
    """What one pair of a kind is made of. The cloth's seed is the pair's own number."""
    frame = FRAMES.get(name)
    if frame is None or frame.made == METAL:
        colours = LACQUERED if bolts.often(LACQUER) else SILVERS
        made = bolts.cloth(METAL, colours)
        return made if colours is SILVERS else replace(made, pattern=ACETATE, second=made.first)
    sort = bolts.one(ACETATES) if frame.clear else "opaque"
    if sort == CRYSTAL:
        return bolts.cloth(CRYSTAL, GLASSY)
    if sort == "tortoise":
        made, honey = bolts.cloth(ACETATE, TORTOISE), bolts.rgb(HONEY)
        return replace(made, second=honey, scale_dm=bolts.between(*MOTTLED_DM))
    made = bolts.cloth(ACETATE, SKIN_NEAR if sort == "skin" else OPAQUE)
    return replace(made, second=made.first)


def shares(age: float, ages: tuple[float, float]) -> dict[str, float]:
    """Shares of the clear kinds among those worn at an age; between two ages along a line."""
    clear = {name: one for name, one in FRAMES.items() if one.clear}
    return {name: float(np.interp(age, ages, one.shares)) for name, one in clear.items()}
