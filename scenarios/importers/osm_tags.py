"""What tags of OpenStreetMap say about indoor places (wiki: Simple Indoor Tagging)."""

import re
from collections.abc import Mapping
from typing import Any, Literal

Meaning = Literal["floor", "room", "column", "wall", "level", "lift", "way"]
RANGE = re.compile(r"(-?\d+)-(-?\d+)")
TALLEST = 200
"""Storeys of a range; more are a slip."""
AISLES = frozenset({"footway", "corridor", "pedestrian", "path"})
PLATFORM = ("railway", "public_transport", "highway")
CONVEYING = frozenset({"yes", "forward", "backward", "reversible"})

Tags = Mapping[str, Any]


def levels(tags: Tags) -> list[int] | None:
    """The levels that a feature is on, rising; none where it says nothing of any. None: what it
    says is none, such as a half one.

    >>> levels({"level": "-1;-2"}), levels({"level": "0-2"}), levels({}), levels({"level": "0.5;1"})
    ([-2, -1], [0, 1, 2], [], None)
    >>> levels({"level": "-2--1"}), levels({"level": "1", "repeat_on": "3-4"})
    ([-2, -1], [1, 3, 4])
    """
    found = set[int]()
    for key in ("level", "repeat_on"):
        for part in str(tags.get(key, "")).replace(" ", "").split(";"):
            ends = RANGE.fullmatch(part)
            if ends and 0 <= int(ends[2]) - int(ends[1]) <= TALLEST:
                found |= set(range(int(ends[1]), int(ends[2]) + 1))
            elif re.fullmatch(r"[-+]?\d{1,3}(\.0+)?", part):
                found.add(int(float(part)))
            elif part:
                return None
    return sorted(found)


def meaning(tags: Tags) -> Meaning | None:
    """What a feature of an area or a line stands for; None for nothing that a place is made of.

    >>> meaning({"indoor": "room", "shop": "books"}), meaning({"highway": "residential"})
    ('room', None)
    >>> meaning({"indoor": "yes", "building:part": "elevator"})
    'lift'
    """
    indoor, highway = tags.get("indoor"), tags.get("highway")
    if highway == "elevator" or "elevator" in (tags.get("building:part"), tags.get("room")):
        return "lift"
    if highway == "steps" or (len(levels(tags) or ()) > 1 and highway in AISLES):
        return "way"
    if indoor in ("column", "wall", "level"):
        return indoor  # type: ignore[no-any-return]  # one of those three
    if indoor == "room" or (tags.get("room") and tags.get("room") != "waiting"):
        return "room"
    if indoor in ("corridor", "area", "yes") and highway in AISLES | {None}:
        return "floor"
    if any(tags.get(key) == "platform" for key in PLATFORM) and "level" in tags:
        return "floor"
    return "floor" if highway in AISLES and "level" in tags else None


def is_door(tags: Tags) -> bool:
    """Whether a point is a door."""
    doors = tags.get("door"), tags.get("entrance"), tags.get("indoor") == "door" or None
    return any(one is not None for one in doors)


def is_glass(tags: Tags) -> bool:
    """Whether a wall is one that one sees through."""
    return tags.get("indoor") == "wall" and tags.get("material") == "glass"


def leads_out(tags: Tags) -> bool:
    """Whether a door leads out of the building: entrances do, but for those of shops inside it."""
    return tags.get("entrance") not in (None, "no", "shop") or (
        tags.get("railway") == "subway_entrance"
    )


def kind(tags: Tags) -> Literal["escalator", "stairs", "ramp"]:
    """Of which kind of link a way between levels is."""
    if tags.get("conveying") in CONVEYING:
        return "escalator"
    return "stairs" if tags.get("highway") == "steps" else "ramp"


def width_m(tags: Tags, usual: float) -> float:
    """How wide a way is; the usual where it says nothing that is a number of metres.

    >>> width_m({"width": "1.5 m"}, 3.0), width_m({"width": "wide"}, 3.0)
    (1.5, 3.0)
    """
    said = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*m?", str(tags.get("width", "")).strip())
    wide = float(said[1].replace(",", ".")) if said else usual
    return wide if 0 < wide <= 20 else usual
