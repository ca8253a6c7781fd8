"""Plans of the library changed by chance, until people hardly fit in or far too many would."""

import copy
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
import yaml
from hypothesis import strategies as st

from scenarios.loader import library

Plan = dict[str, Any]
Change = Callable[[Plan, np.random.Generator, float], None]
"""Changes a plan in place, by chance and a strength from 0 to 1."""
PLANS = ("corridor", "mall", "concourse", "street", "stadium")
PEOPLE_PER_H = 1200
SHORT_S = 60


def _rings(plan: Plan, kinds: tuple[str, ...] = ()) -> list[list[list[float]]]:
    return [
        feature["geometry"]["coordinates"][0]
        for feature in plan["features"]
        if not kinds or feature["properties"]["kind"] in kinds
    ]


def _each(plan: Plan, place: Callable[[list[float]], list[float]]) -> None:
    """Put every point of the plan elsewhere."""
    for feature in plan["features"]:
        shape, properties = feature["geometry"], feature["properties"]
        shape["coordinates"] = [[place(at) for at in ring] for ring in shape["coordinates"]]
        if "door" in properties:
            properties["door"] = place(properties["door"])


def moved_corners(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Corners, each a little off, or far."""
    for ring in _rings(plan):
        for at in ring[1:-1]:
            if rng.random() < 0.3:
                at[0] += float(rng.normal(0, 10 ** (3 * strength - 2)))


def one_corner_far(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """One corner of the floor up to 10 km away."""
    ring = next(iter(_rings(plan, ("floor",))), [[0, 0], [1, 1], [0, 1], [0, 0]])
    ring[int(rng.integers(1, len(ring) - 1))][0] += 10 ** (4 * strength)


def scaled(plan: Plan, _: np.random.Generator, strength: float) -> None:
    """A hundred times as small, up to a hundred times as large, with all that hangs in it."""
    by = 10 ** (4 * strength - 2)
    _each(plan, lambda at: [at[0] * by, at[1] * by])
    for camera in plan["raw"]["cameras"]:
        camera["at_m"] = [at * by for at in camera["at_m"]]
    officers = plan["raw"]["officers"]
    officers["posts_m"] = [[at * by for at in post] for post in officers["posts_m"]]


def pillars(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Up to some thousands, side by side or one upon another."""
    _things(plan, rng, "pillar", int(10 ** (3.5 * strength)), 0.4)


def holes(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Up to a hundred kiosks."""
    _things(plan, rng, "kiosk", int(10 ** (2 * strength)), 3.0)


def entrances(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Up to tens of thousands."""
    _things(plan, rng, "entrance", int(10 ** (4.6 * strength**2)), 1.5)


def shops(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Whose doors may stand anywhere, and whose weights are of any size."""
    for number, door in enumerate(_places(plan, rng, int(10 ** (2 * strength)), 3.0)):
        x, y = door[0], door[1] + 0.5
        weight = float(10 ** rng.normal(0, 3))
        about = {"name": f"more {number}", "door": [*door], "attraction": weight}
        plan["features"].append(_feature("shop", x, y, 2.0, **about))


def thin(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """A wall across the floor but for a gap, from a hair's breadth to a door's."""
    low, high = (end.tolist() for end in _bounds(plan))
    x = float(rng.uniform(low[0], high[0]))
    gap = float(rng.uniform(low[1], high[1]))
    wide = 10 ** (3 * strength - 2)
    for below, above in ((low[1], gap - wide / 2), (gap + wide / 2, high[1])):
        ring = [[x, below], [x + 0.3, below], [x + 0.3, above], [x, above], [x, below]]
        plan["features"].append(_polygon("wall", ring))


def doors_off(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Doors of shops that are not where they were."""
    for feature in plan["features"]:
        if "door" in feature["properties"]:
            off = rng.normal(0, 10 ** (3 * strength - 2), 2)
            door = np.array(feature["properties"]["door"]) + off
            feature["properties"]["door"] = door.tolist()


def without(plan: Plan, rng: np.random.Generator, strength: float) -> None:
    """Some features less, and now and then the floor."""
    spared = ("floor",) if rng.random() < 0.9 else ()
    plan["features"] = [
        one
        for one in plan["features"]
        if one["properties"]["kind"] in spared or rng.random() > strength / 2
    ]


CHANGES: tuple[Change, ...] = (
    moved_corners, one_corner_far, scaled, pillars, holes, entrances, shops, thin, doors_off,
    without,
)  # fmt: skip


@st.composite
def changed_venues(draw: st.DrawFn) -> tuple[dict[str, Any], Plan]:
    """A scenario of the library, short, and its plan after some changes."""
    name = draw(st.sampled_from(PLANS))
    path = library()[name]
    raw = yaml.safe_load(path.read_text())
    plan = copy.deepcopy(json.loads((path.parent / raw["venue"]).read_text()))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    plan["raw"] = raw
    for _ in range(draw(st.integers(1, 3))):
        draw(st.sampled_from(CHANGES))(plan, rng, draw(st.floats(0, 1)))
    del plan["raw"]
    raw |= {"venue": "hall.geojson", "duration_s": SHORT_S, "window": None}
    raw["arrivals"]["profile"] = [{"from_s": 0, "people_per_h": PEOPLE_PER_H}]
    return raw, plan


def _bounds(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    ring = next(iter(_rings(plan, ("floor",))), [[0, 0], [1, 1]])
    corners = np.array(ring, float)
    return corners.min(0), corners.max(0)


def _places(
    plan: Plan, rng: np.random.Generator, count: int, wide: float
) -> list[tuple[float, float]]:
    """Corners of squares as wide, most of them on free floor."""
    low, high = _bounds(plan)
    places = rng.uniform(low, high, (8 * count + 8, 2))
    free = _free(plan)
    shapely.prepare(free)
    fits = shapely.contains(free, shapely.box(*places.T, *(places + wide).T))
    fits |= rng.random(len(places)) < 1e-3
    return [(x, y) for x, y in places[fits][:count].tolist()]


def _free(plan: Plan) -> shapely.Geometry:
    """The floor without what stands on it; all of the plane where the plan has no sound floor."""
    shapes = [shapely.make_valid(shapely.Polygon(ring)) for ring in _rings(plan, ("floor",))]
    others = [
        shapely.make_valid(shapely.Polygon(one["geometry"]["coordinates"][0]))
        for one in plan["features"]
        if one["properties"]["kind"] != "floor"
    ]
    return shapely.difference(shapes[0], shapely.union_all(others)) if shapes else shapely.Point()


def _things(plan: Plan, rng: np.random.Generator, kind: str, count: int, wide: float) -> None:
    for x, y in _places(plan, rng, count, wide):
        plan["features"].append(_feature(kind, x, y, wide))


def _feature(kind: str, x: float, y: float, wide: float, **about: Any) -> dict[str, Any]:
    ring = [[x, y], [x + wide, y], [x + wide, y + wide], [x, y + wide], [x, y]]
    return _polygon(kind, ring, **about)


def _polygon(kind: str, ring: list[list[float]], **about: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"kind": kind} | about, "geometry": shape}
