"""What may stand in a venue or hang over it: how it hinders people, and what it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

import shapely

Stand = Literal["solid", "low", "hung", "painted"]
"""Solid things hinder walking and sight; low ones, and glass however high, only walking; hung and
painted ones neither.
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a `kind`, from `base_m` to `top_m` over the floor, infinite up to the ceiling;
    `name` is what is written on it.
    """

    kind: str
    name: str
    outline: shapely.Polygon
    material: str
    base_m: float
    top_m: float

    @property
    def stand(self) -> Stand:
        """How it hinders people."""
        return KINDS[self.kind].stand


@dataclass(frozen=True, slots=True)
class Usual:
    """What a kind of thing is unless its feature says otherwise."""

    stand: Stand
    material: str
    base_m: float = 0.0
    top_m: float = inf


KINDS: Mapping[str, Usual] = {
    "kiosk": Usual("solid", "kiosk", top_m=2.6),
    "pillar": Usual("solid", "plaster"),
    "wall": Usual("solid", "brick"),
    "glass": Usual("low", "pane", top_m=3.0),
    "bench": Usual("low", "wood", top_m=0.45),
    "planter": Usual("low", "leaves", top_m=1.3),
    "bin": Usual("low", "steel", top_m=0.95),
    "rail": Usual("low", "glass", top_m=1.1),
    "void": Usual("low", "glass", top_m=1.1),
    "barrier": Usual("low", "bars", top_m=1.1),
    "gate": Usual("low", "gate", top_m=1.02),
    "turnstile": Usual("low", "turnstile", top_m=1.05),
    "post": Usual("low", "lamp", top_m=6.0),
    "car": Usual("low", "car", top_m=1.45),
    "road": Usual("low", "asphalt", top_m=0.0),
    "crossing": Usual("painted", "stripes", top_m=0.0),
    "board": Usual("hung", "board", 3.6, 5.2),
    "clock": Usual("hung", "clock", 3.6, 4.8),
    "banner": Usual("hung", "banner", 3.0, 5.0),
    "sign": Usual("hung", "sign", 2.9, 3.5),
}
MATERIALS = frozenset(
    {
        "shopfront",
        "terrace",
        "plaster",
        "brick",
        "stone",
        "poster",
        "vista",
        "skyline",
        "doors",
        "open",
    }
    | {usual.material for usual in KINDS.values()}
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scene is made of where its venue says nothing: shops, outer walls and entrances."""

    shop: str
    wall: str
    entrance: str


SCENES: Mapping[str, Setting] = {
    "mall": Setting("shopfront", "plaster", "doors"),
    "concourse": Setting("shopfront", "stone", "doors"),
    "street": Setting("terrace", "vista", "vista"),
    "stadium": Setting("shopfront", "brick", "open"),
}
OPEN_AIR = frozenset({"street", "stadium"})
"""Scenes under the sky: a venue's ceiling means nothing there."""
NO_WALL = frozenset({"vista", "skyline", "open"})
"""Materials of where a floor ends and no wall stands: what shows is far away, or a way out."""
