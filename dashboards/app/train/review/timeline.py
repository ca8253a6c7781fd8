"""Everything of a session on one axis of time: sought, and seen on the map as it was then."""

from pathlib import Path

import streamlit as st

from dashboards.app.address import at, go, number, whole
from dashboards.app.design.style import theme
from dashboards.app.explore.map import named
from dashboards.app.replay.ready import ready
from dashboards.app.train.review.component import show_player
from dashboards.app.train.review.made import MAP, MOMENTS, PLACE, Made
from dashboards.app.train.review.routes import address, picture_address
from dashboards.figures.palette import colours
from engine.film.seekable import CODEC
from engine.packs.fetch import sha256
from sim.reader import StoredRun
from sim.training.pictures.album import Album
from sim.training.review.chronicle import LANES
from sim.training.session import EVENTS

NOTE = (
    "Every moment of the session, in the order of time: choose one in the list or above it, and the"
    " map shows who was where. Officers are drawn on the shortest way between post and stop; a stop"
    " moves that person's later way and nobody else's."
)


def show(folder: Path, _role: str, found: Made) -> None:
    """The whole view."""
    start_s, end_s = found.told["from_s"], found.told["until_s"]
    with st.spinner("Laying out the session's map"):
        lay(folder, start_s, end_s)
    levels, cameras = _place(str(folder))
    session, secret = folder.name, at("key") or ""

    def file(name: str) -> str:
        return address(session, secret, name)

    told = {
        "moments": file(MOMENTS),
        "lanes": [{"name": name, "label": name.capitalize()} for name in LANES],
        "levels": [
            {
                "level": level,
                "name": name,
                "scene": file(f"scene-{level}.json"),
                "walks": file(f"walks-{level}.bin"),
            }
            for level, name in levels.items()
        ],
        "cameras": cameras,
        "level": _level(levels, cameras, found),
        "feeds": feeds(folder, secret),
        "pictures": pictures(folder, secret, found),
        "at_s": start_s if number("t") is None else number("t"),
        "chosen": _chosen(found),
        "marked": {"person": None, "verdict": ""},
        "lacking": None,
        "colours": colours(theme()),
        "theme": theme(),
    }
    show_player(told, lambda time_s: go(t=f"{time_s:.3f}"), lambda level: go(level=level))
    st.caption(NOTE)


def lay(folder: Path, start_s: float, end_s: float) -> None:
    """What the browser reads of a session's map, made once; SimError for one that is damaged."""
    ready(run_of(folder), start_s, end_s, MAP)


def run_of(folder: Path) -> StoredRun:
    """The folder of a session that is over as that of a run, for who reads its log, its crowd and
    its place.
    """
    log = folder / EVENTS
    hashes = {EVENTS: sha256(log)} if log.is_file() else {}
    return StoredRun(folder, {"state": "complete", "window": None, "hashes": hashes})


def feeds(folder: Path, secret: str) -> list[dict[str, str]]:
    """The films of a session's cameras that a browser can seek in, where there are any: `NAME.h264`
    and its index `NAME.json`, as `write_seekable` makes them, in the review's folder.
    """
    return [
        {
            "camera": film.stem,
            "codec": CODEC,
            "film": address(folder.name, secret, film.name),
            "index": address(folder.name, secret, f"{film.stem}.json"),
        }
        for film in sorted((folder / PLACE).glob("*.h264"))
    ]


def pictures(folder: Path, secret: str, found: Made) -> dict[int, dict[str, str]]:
    """Of each alert of which there are pictures where each part of them is."""
    album = Album(folder)
    told = {alert: (name, album.told(name)) for alert, name in found.pictures.items()}
    return {
        alert: {part: picture_address(folder.name, secret, name, part) for part in there.parts}
        for alert, (name, there) in told.items()
        if there is not None
    }


@st.cache_data(show_spinner=False)
def _place(folder: str) -> tuple[dict[int, str], dict[str, int]]:
    """The names of a session's levels, and the level of each of its cameras."""
    run = run_of(Path(folder))
    names = {int(level): name for level, name in named(run.place().levels).items()}
    return names, {camera.id: camera.level for camera in run.scenario().watching}


def _chosen(found: Made) -> int | None:
    """The moment of the address, by its number."""
    asked = whole("moment")
    return asked if asked is not None and asked < len(found.moments) else None


def _level(levels: dict[int, str], cameras: dict[str, int], found: Made) -> int:
    """The one of the address, else that of the camera of the first alert, else the lowest."""
    asked = whole("level")
    about = next((one["camera"] for one in found.moments if one["camera"] in cameras), None)
    usual = cameras[about] if about is not None else min(levels)
    return asked if asked in levels else usual
