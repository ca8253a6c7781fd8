"""Pictures of a session's alerts in its folder: found by their names, the oldest thrown away."""

import json
import shutil
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from engine.disk.files import UnreadError, content, from_json, text, write_bytes, write_text
from engine.faces import Image

PLACE, TOLD = "pictures", "told.json"
PROBE, ENROLLED, FILM = ("probe", "enrolled", "film")
OTHERS = ("second", "third")
"""Enrolment pictures of further candidates."""
FILES: Mapping[str, tuple[str, str]] = {
    PROBE: ("probe.jpg", "image/jpeg"),
    ENROLLED: ("enrolled.jpg", "image/jpeg"),
    FILM: ("film.mp4", "video/mp4"),
    **{part: (f"{part}.jpg", "image/jpeg") for part in OTHERS},
}
"""Each part's file, and what it is to whoever asks for it."""
LARGEST_BYTES = 16 << 20
MOST = 400
"""Alerts whose pictures are kept: some 150 MB."""
QUALITY = 92
STEP_BYTES = 32_768
"""Files are as long as so many whole steps: nobody learns anything from their lengths."""
BOX = struct.Struct(">I4s")


@dataclass(frozen=True, slots=True)
class Told:
    """Of an alert's pictures: the engine's own `score` of the two faces, None where it finds none;
    whether there is a `film`; and its own scores of the passer-by before further candidates.
    """

    score: float | None
    film: bool
    others: tuple[float | None, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Which pictures there are."""
        film = (FILM,) if self.film else ()
        return PROBE, ENROLLED, *film, *OTHERS[: len(self.others)]


class Album:
    """The pictures of one session. One process writes them, another one reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / PLACE
        self._found: dict[str, Told] = {}
        for place in self.folder.glob(f"*/{TOLD}"):
            self.look(place.parent.name)

    def told(self, name: str) -> Told | None:
        """What is known of an alert's pictures; None: there are none yet."""
        return self._found.get(name)

    def look(self, name: str) -> None:
        """Something was made under that name."""
        place = self.folder / name
        try:
            found = from_json(text(place / TOLD, LARGEST_BYTES))
            film, others = (place / FILES[FILM][0]).is_file(), tuple(found.get("others", ()))
            self._found[name] = Told(found["score"], film, others)
        except (UnreadError, KeyError, TypeError):
            self._found.pop(name, None)

    def read(self, name: str, part: str) -> bytes:
        """A part's bytes; UnreadError where it is not there."""
        if name not in self._found or part not in FILES:
            raise UnreadError("no picture")
        return content(self.folder / name / FILES[part][0], LARGEST_BYTES)

    def sweep(self) -> None:
        """Throw away what was made longest ago, if there is too much."""
        found = sorted(self.folder.glob(f"*/{TOLD}"), key=lambda one: one.stat().st_mtime_ns)
        for file in found[: max(len(found) - MOST, 0)]:
            self._found.pop(file.parent.name, None)
            shutil.rmtree(file.parent, ignore_errors=True)


def keep_pair(
    place: Path,
    probe: Image,
    enrolled: Image,
    score: float | None,
    others: Sequence[tuple[Image, float | None]] = (),
) -> None:
    """Keep an alert's two pictures, those of further candidates with their scores, and last what is
    told of them.
    """
    place.mkdir(parents=True, exist_ok=True)
    more = zip(OTHERS, (picture for picture, _ in others), strict=False)
    for part, picture in ((PROBE, probe), (ENROLLED, enrolled), *more):
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
        write_bytes(place / FILES[part][0], padded(coded))
    told = {"score": score, "others": [own for _, own in others]}
    write_text(place / TOLD, json.dumps(told))


def padded(coded: bytes) -> bytes:
    """A JPEG picture of whole steps' length: what comes after its end is not looked at.

    >>> len(padded(b"picture"))
    32768
    """
    return coded + bytes(-len(coded) % STEP_BYTES)


def padded_film(coded: bytes) -> bytes:
    """An MP4 film of whole steps' length, by a box of nothing at its end (ISO/IEC 14496-12)."""
    free = -(len(coded) + BOX.size) % STEP_BYTES
    return coded + BOX.pack(BOX.size + free, b"free") + bytes(free)
