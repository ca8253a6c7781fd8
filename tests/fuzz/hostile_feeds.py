"""Hostile films and pictures to the command: what is no film, tiny, giant, and oddly named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from tests.fuzz.cases import EITHER, MUST_BE_REFUSED, MUST_WORK, Case
from tests.fuzz.hostile import FEW, WATCH, place, somebody, told
from tests.fuzz.pictures import bomb_png
from tests.fuzz.specials import NAMES, UNREADABLE
from tests.fuzz.videos import _made, drawn

STREAM = ("engine", "stream", "{}", "--watchlist", FEW, "--threshold", "0.6")
TINY = ((1, 1), (2, 2), (1, 64), (64, 1), (3, 5))
RAW = ("rawvideo", "bgr24")
"""The one kind that holds a picture of any size."""


def feed_cases(folder: Path, assets: Path) -> list[Case]:
    """All of them; `assets` are those of the other hostile inputs."""
    makers = (_films, _tiny, _pictures, _named)
    return [case for make in makers for case in make(folder, assets)]


def _films(folder: Path, assets: Path) -> Iterator[Case]:
    for kind, make in UNREADABLE.items():
        for arguments in ((*WATCH, "--watchlist", FEW), STREAM):
            at = place(folder, "film")
            make(at / kind)
            command = (*told(arguments, kind, assets), "--out", "out")
            if arguments is not STREAM:
                command = tuple(kind if one.endswith("walk.mp4") else one for one in command)
            yield Case(f"{kind} as a film: {command[1]}", "command", at, MUST_BE_REFUSED, command)


def _tiny(folder: Path, assets: Path) -> Iterator[Case]:
    """All of them in one stream."""
    at = place(folder, "tiny")
    films = [f"{width}x{height}.avi" for width, height in TINY]
    for film, size_px in zip(films, TINY, strict=True):
        _made(at / film, drawn(3, size_px), kind=RAW)
    first, *others = films
    command = (*told(STREAM, first, assets), "--out", "out", "--workers", "1", *others)
    yield Case("films of some pixels", "command", at, MUST_WORK, command)


def _pictures(folder: Path, assets: Path) -> Iterator[Case]:
    """In a folder that is enrolled, evaluated or watched."""
    wide = cv2.imencode(".png", np.zeros((1, 60_000), np.uint8))[1].tobytes()
    makers = UNREADABLE | {
        "bomb": lambda path: path.write_bytes(bomb_png()),
        "long": lambda path: path.write_bytes(wide),
    }
    for kind, make in makers.items():
        if kind == "nothing":
            continue
        for arguments in (
            ("engine", "watchlist", "enrol", "people", "out.watchlist"),
            ("engine", "evaluate", "people"),
            told((*WATCH, "--watchlist", "people", "--out", "out"), "", assets),
        ):
            at = place(folder, "picture")
            somebody(assets, at / "people" / "ann")
            make(at / "people" / "ann" / "odd.png")
            yield Case(f"{kind} as a picture: {arguments[1]}", "command", at, EITHER, arguments)


def _named(folder: Path, assets: Path) -> Iterator[Case]:
    """Names are written into annotated videos, too."""
    for name in (*NAMES[:6], "\udcff\udc80", "名前 😀"):
        at, film = place(folder, "named"), f"{name.replace('/', '')}.mp4"
        shutil.copy(assets / "walk.mp4", at / film)
        command = told((*WATCH[:2], "--watchlist", FEW, "--out", "out"), "", assets)
        command = (*command, "--threshold", "0.6", "--", film)
        yield Case(f"a film {name!r}", "command", at, EITHER, command)
