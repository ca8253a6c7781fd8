"""Which material is painted by what."""

from collections.abc import Mapping

from sim.cameras.scenery.materials import furniture, shops, stadiums, stations, streets
from sim.cameras.scenery.materials.bricks import brick
from sim.cameras.scenery.materials.floors import PAINTED
from sim.cameras.scenery.materials.patterns import Painter

PAINTERS: Mapping[str, Painter] = {
    "shopfront": shops.shopfront,
    "kiosk": shops.kiosk,
    "plaster": shops.plaster,
    "doors": shops.doors,
    "stone": stations.stone,
    "poster": stations.poster,
    "gate": stations.gate,
    "board": stations.board,
    "clock": stations.clock,
    "sign": stations.hanging,
    "terrace": streets.terrace,
    "vista": streets.vista,
    "skyline": streets.skyline,
    "car": streets.car,
    "lamp": streets.lamp,
    "brick": brick,
    "turnstile": stadiums.turnstile,
    "bars": stadiums.bars,
    "banner": stadiums.banner,
    "open": stadiums.open_way,
    "steel": stadiums.steel,
    "wood": furniture.wood,
    "leaves": furniture.leaves,
    "glass": furniture.glass,
    "pane": furniture.pane,
}
"""Of upright surfaces; `PAINTED` has those on the floor."""
KNOWN = frozenset(PAINTERS) | frozenset(PAINTED)
