"""One feature of our GeoJSON as what it stands for: a shop, an entrance, a thing, a link."""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from engine.names import perhaps
from scenarios.errors import ScenarioError
from scenarios.place import Landing, Link
from scenarios.things import KINDS, MATERIALS, Setting, Thing
from scenarios.venue import Entrance, Shop

HIGHEST_M, HEAVIEST = 1_000.0, 1e6
"""Of ceilings and things, and of a shop's weight to be visited, which is no lower than its inverse.
"""
DEEPEST, TALLEST = -20, 200
"""Ordinals of levels; the tallest building has 163 storeys."""
SIZES: Mapping[str, float] = {
    "width_m": 20.0, "length_m": 1_000.0, "speed_mps": 1.0, "capacity": 200, "cycle_s": 3_600.0,
}  # fmt: skip
"""What a link's features may say in numbers, and the most of each; escalators run at up to .75 m/s,
after EN 115: assumed.
"""
WAYS = ("up", "down")

Feature = Mapping[str, Any]


def shop(path: Path, feature: Feature, usual: Setting) -> Shop:
    """A shop; ScenarioError without a door, a point [x, y]."""
    where, door = f"{path}: shop {feature['name']}", feature.get("door")
    if not isinstance(door, list) or len(door) != 2 or not all(map(_is_number, door)):
        raise ScenarioError(f"{where}: door: got {door!r}, wanted [x, y]")
    weight = feature.get("attraction", 1.0)
    attraction = positive(f"{where}: attraction", weight, HEAVIEST, 1 / HEAVIEST)
    at = (float(door[0]), float(door[1]))
    made_of = material(where, feature, usual.shop)
    if not isinstance(food := feature.get("food", False), bool):
        raise ScenarioError(f"{where}: food: got {food!r}, wanted true or false")
    return Shop(feature["name"], feature["polygon"], at, attraction, made_of, food)


def entrance(path: Path, feature: Feature, usual: Setting) -> Entrance:
    """An entrance."""
    made_of = material(f"{path}: entrance {feature['name']}", feature, usual.entrance)
    return Entrance(feature["name"], feature["polygon"], made_of)


def thing(path: Path, feature: Feature) -> Thing:
    """A thing; ScenarioError for heights that are none."""
    kind, usual = feature["kind"], KINDS[feature["kind"]]
    where = f"{path}: {kind} {feature['name']}"
    base, top = feature.get("base_m", usual.base_m), feature.get("top_m", usual.top_m)
    if not (_is_number(base) and 0 <= base <= HIGHEST_M):
        wanted = f"a number of 0 to {HIGHEST_M:g}"
        raise ScenarioError(f"{where}: base_m: got {base!r}, wanted {wanted}")
    fits = top == usual.top_m or (_is_number(top) and top <= HIGHEST_M)
    if not fits or top < base:
        wanted = f"a number above base_m, up to {HIGHEST_M:g}"
        raise ScenarioError(f"{where}: top_m: got {top!r}, wanted {wanted}")
    made_of = material(where, feature, usual.material)
    return Thing(kind, feature["label"], feature["polygon"], made_of, float(base), float(top))


def link(path: Path, name: str, features: Sequence[Feature]) -> Link:
    """The link whose landings are those features, one a level; what one of them says of it, none of
    them says otherwise. ScenarioError for what is no link.
    """
    where, kinds = f"{path}: link {name}", {one["kind"] for one in features}
    if len(kinds) != 1:
        got = f"features of kinds {' and '.join(sorted(kinds))}"
        raise ScenarioError(f"{where}: kind: got {got}, wanted one kind for all of one name")
    (kind,) = kinds
    ordinals = sorted(one["level"] for one in features)
    if len(set(ordinals)) < len(ordinals):
        raise ScenarioError(f"{where}: level: got {ordinals}, wanted one landing a level")
    if len(ordinals) < 2 or (kind != "lift" and len(ordinals) > 2):
        wanted = "two or more levels" if kind == "lift" else "two levels"
        raise ScenarioError(f"{where}: level: got {ordinals}, wanted landings on {wanted}")
    told = _together(where, features)
    if kind == "escalator":
        told = _one_way(where, told)
    rising = sorted(features, key=lambda one: one["level"])
    landings = tuple(Landing(one["level"], one["polygon"]) for one in rising)
    return Link(name, kind, landings, **told)


def told_of_link(where: str, feature: Feature) -> dict[str, Any]:
    """What one feature says of its link; ScenarioError for what cannot be."""
    told: dict[str, Any] = {}
    for name in (one for one in SIZES if one in feature):
        value = positive(f"{where}: {name}", feature[name], SIZES[name])
        if name == "capacity" and not value.is_integer():
            raise ScenarioError(f"{where}: {name}: got {value:g}, wanted a whole number")
        told[name] = int(value) if name == "capacity" else value
    for name in (one for one in WAYS if one in feature):
        if not isinstance(feature[name], bool):
            raise ScenarioError(f"{where}: {name}: got {feature[name]!r}, wanted true or false")
        told[name] = feature[name]
    return told


def _together(where: str, features: Sequence[Feature]) -> dict[str, Any]:
    """What the features say of their link, together."""
    told: dict[str, Any] = {}
    for one in features:
        for name, value in told_of_link(where, one).items():
            if told.setdefault(name, value) != value:
                got = f"{told[name]} and {value}"
                raise ScenarioError(f"{where}: {name}: got {got}, wanted one value for the link")
    if not (told.get("up", True) or told.get("down", True)):
        raise ScenarioError(f"{where}: up: got neither up nor down, wanted a way")
    return told


def _one_way(where: str, told: dict[str, Any]) -> dict[str, Any]:
    """An escalator's, whose other way follows from the one that is said."""
    up = told.get("up", not told["down"] if "down" in told else None)
    if up is None or told.get("down", not up) == up:
        got = "nothing" if up is None else "up and down at once"
        raise ScenarioError(f"{where}: up: got {got}, wanted true, or false for one that goes down")
    return told | {"up": up, "down": not up}


def ordinal(where: str, feature: Feature) -> int:
    """The level of a feature: 0 unless it says otherwise; ScenarioError for no whole number."""
    level = feature.get("level", 0)
    whole = isinstance(level, int) and not isinstance(level, bool)
    if not whole or not DEEPEST <= level <= TALLEST:
        wanted = f"a whole number of {DEEPEST} to {TALLEST}"
        raise ScenarioError(f"{where}: got {level!r}, wanted {wanted}")
    return int(level)


def material(where: str, feature: Feature, usual: str) -> str:
    """What a feature is made of; ScenarioError for no material."""
    return named(f"{where}: material", feature.get("material", usual), MATERIALS)


def named(where: str, value: Any, known: Collection[str]) -> str:
    """The name that stands there; ScenarioError for one that is not known."""
    if not isinstance(value, str) or value not in known:
        among, near = ", ".join(sorted(known)), perhaps(str(value), known)
        raise ScenarioError(f"{where}: got {value!r}, wanted one of {among}{near}")
    return value


def positive(where: str, value: Any, most: float, least: float = 0.0) -> float:
    """The number that stands there; ScenarioError for none above 0 and within those bounds."""
    if not _is_number(value) or not least <= value <= most or value <= 0:
        wanted = f"a number of {least:g} to {most:g}" if least else f"one above 0, up to {most:g}"
        raise ScenarioError(f"{where}: got {value!r}, wanted {wanted}")
    return float(value)


def number(where: str, value: Any, most: float) -> float:
    """The number that stands there; ScenarioError for one farther from 0 than `most`."""
    if not _is_number(value) or abs(value) > most:
        raise ScenarioError(f"{where}: got {value!r}, wanted a number of {-most:g} to {most:g}")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
