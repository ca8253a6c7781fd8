"""The replay's player as a Streamlit component, and what it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.app.map.component import DRAWN, STYLES
from dashboards.app.replay.routes import address
from engine.film.seekable import CODEC

KEY = "replay"
OF_MAP, OWN = "dashboards.app.map", "dashboards.app.replay.player"
PLAYED = ("files.js", "feed.js", "screen.js", "marks.js", "lists.js", "outbox.js", "player.js")
"""What plays a run, whoever shows it: parts of one module after the map's, in the order in which
they are joined."""
SCRIPTS = (*PLAYED, "mount.js")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a run's replay on one level: of the run of that name, made under a key."""

    run: str
    key: str
    level: int

    def told(self, cameras: Sequence[str]) -> dict[str, Any]:
        """Where the browser finds them, and the copies of these cameras' films."""
        return {
            "scene": address(self.run, self.key, f"scene-{self.level}.json"),
            "walks": address(self.run, self.key, f"walks-{self.level}.bin"),
            "feeds": [self._feed(camera) for camera in cameras],
        }

    def _feed(self, camera: str) -> dict[str, str]:
        film, index = (address(self.run, self.key, f"{camera}{end}") for end in (".h264", ".json"))
        return {"camera": camera, "codec": CODEC, "film": film, "index": index}


def show_replay(
    told: Mapping[str, Any], paused: Callable[[float], None], act: Callable[[str, int], None]
) -> None:
    """Show the player; `paused` is called with the second at which it was stopped or sought, `act`
    with `marked` or `why` and a person who was chosen.
    """

    def person(name: str) -> Callable[[], None]:
        return lambda: _heard(name, lambda value: act(name, int(value)))

    _component()(
        key=KEY,
        data=dict(told),
        on_paused_change=lambda: _heard("paused", lambda value: paused(float(value))),
        on_marked_change=person("marked"),
        on_why_change=person("why"),
    )


def _heard(name: str, act: Callable[[Any], None]) -> None:
    value = st.session_state[KEY].get(name)
    if value is not None:
        act(value)


@cache
def _component() -> ComponentRenderer:
    scripts = [*(_asset(OF_MAP, one) for one in DRAWN), *(_asset(OWN, one) for one in SCRIPTS)]
    css = [*(_asset(OF_MAP, one) for one in STYLES), _asset(OWN, "player.css")]
    html = _asset(OWN, "player.html")
    return st.components.v2.component(
        "footfall_replay", html=html, css="\n".join(css), js="\n".join(scripts)
    )


def _asset(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8")
