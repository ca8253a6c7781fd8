"""The canvas on which cameras are placed, as a Streamlit component, and what it is told."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.app.map.plan import plan
from dashboards.reports.placing.schedule import looks
from engine.faces import INTEROCULAR_M
from scenarios.bought.kinds import generic
from scenarios.loader import Loaded
from scenarios.mounts import held_by
from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from scenarios.venue import Venue
from sim.cameras.coverage import ADULTS_M
from sim.cameras.coverage.zones import STATURES
from sim.cameras.sightings import FACE_M
from sim.cameras.visibility import (
    FINEST_PX_PER_M,
    LEAST_FRONTAL_PX,
    NEAR_M,
    sight,
    wall_segments,
)
from sim.world.manners import EYES_BELOW_CROWN_M

KEY = "desk"
OF_MAP = ("brush.js", "measures.js", "ground.js")
STAGE = "stage.css"
"""What the map and this look alike in."""
SCRIPTS = (
    "seen.js", "sheet.js", "steps.js", "bought.js", "presets.js", "drawn.js", "words.js", "desk.js",
)  # fmt: skip
"""Parts of one module, in the order in which they are joined: the map's, and its own."""
OFF_WALL_M = 0.1
"""A camera that is dragged beyond a wall hangs so far before it."""
DIGITS = 4
"""Of metres, that walls are told with."""
SHOWN = (
    "id", "at_m", "level", "height_m", "heading_deg", "tilt_deg", "fov_deg", "width_px",
    "height_px", "imaging", "zone_interocular_px",
)  # fmt: skip
"""What the canvas knows of a camera; it changes all but the last."""

Told = list[dict[str, Any]]


def show_desk(
    told: Mapping[str, Any],
    changed: Callable[[Told], None],
    drawn: Callable[[dict[str, Any]], None],
) -> None:
    """Show a layout (of `told`); `changed` is called with its cameras after each step, `drawn` with
    a rectangle that was drawn: its `level`, and `box_m`, from west and south to east and north.
    """
    _component()(
        key=KEY, data=dict(told),
        on_cameras_change=lambda: _heard(changed), on_box_change=lambda: _boxed(drawn),
    )  # fmt: skip


def told(ident: str, loaded: Loaded, grounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A layout as JSON, under a name by which it goes on where it is told again; `grounds` is of
    `grounds_of`. Colours come to it where it is shown.
    """
    cameras = loaded.scenario.cameras
    return {
        "id": ident,
        "levels": [*grounds],
        "cameras": [_camera(one) for one in cameras],
        "held": [_held(one, loaded.place) for one in cameras],
        "classes": classes(),
        "law": law(),
    }


def grounds_of(loaded: Loaded) -> list[dict[str, Any]]:
    """Each level of the place: its plan, and its floors with the walls that end sight."""
    scenario, place = loaded.scenario, loaded.place
    ordinals = sorted({one.ordinal for one in place.levels})
    return [
        {
            "ordinal": ordinal,
            "plan": _still(loaded, scenario, ordinal),
            "floors": [_floor(one.venue) for one in place.levels if one.ordinal == ordinal],
        }
        for ordinal in ordinals
    ]


def classes() -> list[dict[str, Any]]:
    """The generic classes that a camera may be bought of, and what it shows then."""
    return [
        {
            "name": name,
            "title": kind.title,
            "width_px": kind.width_px,
            "height_px": kind.height_px,
            "imaging": kind.imaging,
        }
        for name, kind in generic().items()
    ]


def law() -> dict[str, Any]:
    """The numbers of `sim.cameras` that the canvas reckons with."""
    eyes = np.linspace(*ADULTS_M, STATURES) - EYES_BELOW_CROWN_M
    return {
        "interocular_m": INTEROCULAR_M,
        "least_px": LEAST_FRONTAL_PX,
        "near_m": NEAR_M,
        "finest_px_per_m": FINEST_PX_PER_M,
        "eyes_m": eyes.tolist(),
        "face_m": list(FACE_M),
        "adults_m": list(ADULTS_M),
        "off_m": OFF_WALL_M,
    }


def seen_script() -> str:
    """What the canvas reckons with, alone."""
    return _asset("dashboards.app.plan.canvas", "seen.js")


def _still(loaded: Loaded, scenario: Scenario, ordinal: int) -> dict[str, Any]:
    still = plan(loaded.place, ordinal, scenario, ())
    if len({one.name for one in loaded.place.levels}) < 2:
        return still
    return still | {"name": next(o.name for o in loaded.place.levels if o.ordinal == ordinal)}


def _floor(venue: Venue) -> dict[str, Any]:
    rings = (venue.floor.exterior, *venue.floor.interiors)
    return {
        "rings": [np.round(np.asarray(ring.coords)[:, :2], DIGITS).tolist() for ring in rings],
        "walls": np.round(wall_segments(sight(venue)), DIGITS).tolist(),
    }


def _camera(camera: Camera) -> dict[str, Any]:
    told = camera.model_dump(mode="json", include=set(SHOWN))
    bent = camera.imaging is not None and bool(camera.imaging.k1 or camera.imaging.k2)
    return told | {"bent": bent, "like": camera.id, "looks": looks(camera)}


def _held(camera: Camera, place: Place) -> dict[str, Any]:
    """What a camera hangs on as long as it hangs there."""
    there = camera.model_dump(mode="json", include={"id", "at_m", "level", "height_m"})
    return there | {"on": held_by(camera, place.on(camera.level, camera.at_m).venue)}


def _heard(changed: Callable[[Told], None]) -> None:
    cameras = st.session_state[KEY].get("cameras")
    if cameras is not None:
        changed([dict(one) for one in cameras])


def _boxed(drawn: Callable[[dict[str, Any]], None]) -> None:
    box = st.session_state[KEY].get("box")
    if box is not None:
        drawn(dict(box))


@cache
def _component() -> ComponentRenderer:
    script = "\n".join(
        [
            *(_asset("dashboards.app.map", name) for name in OF_MAP),
            *(_asset("dashboards.app.plan.canvas", name) for name in SCRIPTS),
        ]
    )
    html, css = (_asset("dashboards.app.plan.canvas", f"desk.{kind}") for kind in ("html", "css"))
    css += "\n" + _asset("dashboards.app.map", STAGE)
    return st.components.v2.component("footfall_desk", html=html, css=css, js=script)


def _asset(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8")
