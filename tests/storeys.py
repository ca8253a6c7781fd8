"""A small place of two storeys: doors and a kiosk below, shops above, and every kind of link."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.affinity import affine_transform

from scenarios.importers.writing import write_place
from scenarios.place import Landing, Level, Link, Place
from scenarios.venue import Entrance, Shop, Venue

WIDE, DEEP = 40.0, 20.0
KIOSK, NEAR, FAR = ((18, 0, 22, 3), (28, 0, 34, 4), (28, 16, 34, 20))
STAIRS = Link("stairs", "stairs", (), width_m=2.0, length_m=8.0)
RISING = Link("rising", "escalator", (), width_m=1.0, length_m=9.0, down=False)
FALLING = Link("falling", "escalator", (), width_m=1.0, length_m=9.0, up=False)
LIFT = Link("lift", "lift", (), capacity=8, cycle_s=40.0)
LANDINGS = {
    "stairs": ((11, 5, 13, 7), (19, 5, 21, 7)),
    "rising": ((11, 9, 13, 11), (19, 9, 21, 11)),
    "falling": ((11, 13, 13, 15), (19, 13, 21, 15)),
    "lift": ((5, 16, 7, 18), (5, 16, 7, 18)),
}
CAMERA = {"height_m": 2.8, "tilt_deg": 10.0, "fov_deg": 60.0, "zone_interocular_px": 14.0}
CAMERAS = (
    CAMERA | {"id": "below", "at_m": [30.0, 10.0], "heading_deg": 0.0},
    CAMERA | {"id": "above", "at_m": [24.0, 10.0], "heading_deg": 0.0, "level": 1},
)
POSTS = ([4.0, 10.0], [24.0, 12.0, 1])


def storeys(*links: Link) -> Place:
    """Two storeys and these links, all four of them by default."""
    return Place("Two storeys", (_below(), _above()), tuple(map(_landed, links or LINKS)))


LINKS = (STAIRS, RISING, FALLING, LIFT)


def elsewhere(place: Place, turned_deg: float = 0.0, by_m: tuple[float, float] = (0, 0)) -> Place:
    """The same place turned, then moved."""

    def venue(one: Venue) -> Venue:
        doors = (replace(door, area=_moved(door.area, turned_deg, by_m)) for door in one.entrances)
        shops = (
            replace(
                shop,
                outline=_moved(shop.outline, turned_deg, by_m),
                door_m=point(shop.door_m, turned_deg, by_m),
            )
            for shop in one.shops
        )
        floor = _moved(one.floor, turned_deg, by_m)
        return replace(one, floor=floor, entrances=tuple(doors), shops=tuple(shops))

    levels = tuple(replace(one, venue=venue(one.venue)) for one in place.levels)
    links = tuple(
        replace(
            link,
            landings=tuple(
                replace(one, area=_moved(one.area, turned_deg, by_m)) for one in link.landings
            ),
        )
        for link in place.links
    )
    return replace(place, levels=levels, links=links)


def point(
    at_m: tuple[float, float], turned_deg: float = 0.0, by_m: tuple[float, float] = (0, 0)
) -> tuple[float, float]:
    """A point turned, then moved."""
    cos, sin = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
    x, y = at_m
    return (x * cos - y * sin + by_m[0], x * sin + y * cos + by_m[1])


def scenario(
    folder: Path,
    place: Place | None = None,
    turned_deg: float = 0.0,
    by_m: tuple[float, float] = (0, 0),
    **changes: Any,
) -> str:
    """A scenario's file in such a place, all of it turned, then moved; `changes` are fields."""
    folder.mkdir(parents=True, exist_ok=True)
    write_place(folder / "place.geojson", elsewhere(place or storeys(), turned_deg, by_m))
    cameras = [
        one
        | {
            "at_m": list(point(one["at_m"], turned_deg, by_m)),
            "heading_deg": one["heading_deg"] + turned_deg,
        }
        for one in CAMERAS
    ]
    posts = [[*point(post[:2], turned_deg, by_m), *post[2:]] for post in POSTS]
    told = {
        "name": "storeys",
        "title": "Two storeys",
        "duration_s": 300,
        "venue": "place.geojson",
        "arrivals": {
            "profile": [{"from_s": 0, "people_per_h": 900}],
            "shops_visited": [1, 2],
            "dwell_s": 20,
            "listed_share": 0.2,
        },
        "watchlist": {"size": 40},
        "engine": {"threshold": 0.55},
        "cameras": cameras,
        "officers": {"posts_m": posts},
    }
    (folder / "storeys.yaml").write_text(yaml.safe_dump(told | changes))
    return str(folder / "storeys.yaml")


def _below() -> Level:
    doors = (
        Entrance("West", shapely.box(0, 8, 1.5, 12)),
        Entrance("East", shapely.box(WIDE - 1.5, 8, WIDE, 12)),
    )
    kiosk = Shop("Kiosk", shapely.box(*KIOSK), (20.0, 3.5))
    floor = shapely.box(0, 0, WIDE, DEEP) - kiosk.outline
    return Level(0, "Ground", 0.0, Venue("Ground", floor, doors, (kiosk,)))


def _above() -> Level:
    shops = (
        Shop("Near", shapely.box(*NEAR), (31.0, 4.5)),
        Shop("Far", shapely.box(*FAR), (31.0, 15.5)),
    )
    floor = shapely.box(0, 0, WIDE, DEEP) - shapely.union_all([one.outline for one in shops])
    return Level(1, "Upper", 4.5, Venue("Upper", floor, (), shops))


def _landed(link: Link) -> Link:
    boxes = enumerate(LANDINGS[link.name])
    return replace(link, landings=tuple(Landing(k, shapely.box(*box)) for k, box in boxes))


def _moved(area: shapely.Polygon, turned_deg: float, by_m: tuple[float, float]) -> shapely.Polygon:
    cos, sin = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
    moved: shapely.Polygon = affine_transform(area, [cos, -sin, sin, cos, *by_m])
    return moved
