"""A place as our own GeoJSON, which reads back as the same place."""

import json
from collections.abc import Iterator
from math import isinf
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from engine.disk.files import write_text
from scenarios.place import Level, Link, Place
from scenarios.things import Thing


def write_place(path: Path, place: Place) -> None:
    """Write a place as our GeoJSON, whole or not at all."""
    write_text(path, json.dumps(as_geojson(place), allow_nan=False, indent=1) + "\n")


def as_geojson(place: Place) -> dict[str, Any]:
    """A place as a FeatureCollection in metres, a feature a floor, door, shop, thing and landing.

    A floor's polygon is what people walk on, with `cut_out`, since only so nothing is rounded anew
    when it is read.
    """
    features = [one for level in place.levels for one in _on(level)]
    features += [one for link in place.links for one in _landings(link)]
    return {"type": "FeatureCollection", "name": place.name, "features": features}


def _on(level: Level) -> Iterator[dict[str, Any]]:
    venue, on = level.venue, {"level": level.ordinal, "floor": level.name}
    ground: dict[str, Any] = {"level": level.ordinal, "height_m": level.height_m, "cut_out": True}
    ground |= {"ceiling_m": venue.ceiling_m, "scene": venue.scene, "material": venue.wall}
    yield _feature(venue.floor, kind="floor", name=level.name, **ground)
    for door in venue.entrances:
        told = {"name": door.name, "material": door.material}
        yield _feature(door.area, kind="entrance", **told, **on)
    for shop in venue.shops:
        told = {"name": shop.name, "material": shop.material}
        visited = {"attraction": shop.attraction, "door": list(shop.door_m)}
        visited |= {"food": True} if shop.food else {}
        yield _feature(shop.outline, kind="shop", **told, **visited, **on)
    for stay in venue.stays:
        yield _feature(stay.area, kind=stay.kind, name=stay.name, places=stay.places, **on)
    for gate in venue.checkpoints:
        taken: dict[str, Any] = {"service_s": gate.service_s, "service_sd_s": gate.service_sd_s}
        taken |= {"name": gate.name, "lanes": gate.lanes, "checks": gate.checks}
        yield _feature(gate.area, kind="checkpoint", **taken, **on)
    for thing in venue.things:
        yield _feature(thing.outline, kind=thing.kind, **_thing(thing), **on)


def _thing(thing: Thing) -> dict[str, Any]:
    told: dict[str, Any] = {"material": thing.material, "base_m": thing.base_m}
    told |= {"name": thing.name} if thing.name else {}
    return told if isinf(thing.top_m) else told | {"top_m": thing.top_m}


def _landings(link: Link) -> Iterator[dict[str, Any]]:
    told: dict[str, Any] = {"name": link.name, "up": link.up, "down": link.down}
    told |= {"width_m": link.width_m, "length_m": link.length_m, "speed_mps": link.speed_mps}
    told |= {"capacity": link.capacity, "cycle_s": link.cycle_s}
    for landing in link.landings:
        yield _feature(landing.area, kind=link.kind, level=landing.ordinal, **told)


def _feature(area: shapely.Polygon, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": mapping(area)}
