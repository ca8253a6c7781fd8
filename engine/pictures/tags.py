"""Tags of a TIFF file, which are those of a camera's Exif, too: read without trusting a length."""

import struct
from collections.abc import Mapping

ORIENTATION = 274
TYPES = {1: "B", 3: "H", 4: "I", 16: "Q"}
"""Codes of whole numbers; no other kind is looked at."""
MOST_TAGS = 4096
"""A folder of tags has some dozens."""
Tags = Mapping[int, int]


def tags_of(content: bytes) -> Tags | None:
    """The first value of each whole-number tag of the first folder; None for what is no TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    if order is None or len(content) < 8:
        return None
    try:
        version = struct.unpack_from(f"{order}H", content, 2)[0]
        if version == 43:  # BigTIFF
            (at,) = struct.unpack_from(f"{order}Q", content, 8)
            (count,) = struct.unpack_from(f"{order}Q", content, at)
            return _tags(content, order, at + 8, count, wide=True)
        (at,) = struct.unpack_from(f"{order}I", content, 4)
        (count,) = struct.unpack_from(f"{order}H", content, at)
        return _tags(content, order, at + 2, count, wide=False)
    except (struct.error, OverflowError, ValueError):  # an offset that leads out of the file
        return None


def orientation_of(exif: bytes) -> int:
    """Exif's orientation, 1 to 8; 1 where there is none that is sound."""
    found = (tags_of(exif.removeprefix(b"Exif\0\0")) or {}).get(ORIENTATION, 1)
    return found if 1 <= found <= 8 else 1


def _tags(content: bytes, order: str, at: int, count: int, *, wide: bool) -> Tags:
    length, room = (20, 8) if wide else (12, 4)
    found: dict[int, int] = {}
    for place in range(at, at + min(count, MOST_TAGS) * length, length):
        tag, kind = struct.unpack_from(f"{order}HH", content, place)
        (values,) = struct.unpack_from(f"{order}{'Q' if wide else 'I'}", content, place + 4)
        if kind not in TYPES or not values:
            continue
        where = place + length - room
        if values * struct.calcsize(TYPES[kind]) > room:
            (where,) = struct.unpack_from(f"{order}{'Q' if wide else 'I'}", content, where)
        if where + struct.calcsize(TYPES[kind]) <= len(content):
            found.setdefault(tag, struct.unpack_from(order + TYPES[kind], content, where)[0])
    return found
