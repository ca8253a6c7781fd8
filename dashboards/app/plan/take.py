"""What a planner takes along: the scenario, the cameras as GeoJSON, a plan with its schedule."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import streamlit as st

from dashboards.app.plan.studies import Study
from dashboards.reports.camera_plan import camera_plan
from dashboards.reports.schedule import as_geojson
from scenarios.loader import Loaded


def show(study: Study, name: str, loaded: Loaded) -> None:
    """Three files of the layout shown."""
    st.header("Take it along", anchor=False)
    scenario, cameras, plan = st.columns(3)
    called = f"{study.id}-{name}"
    scenario.download_button(
        "Scenario", lambda: packed(loaded), f"{called}.zip", "application/zip",
        key="take-scenario", width="stretch", on_click="ignore",
        help="The scenario's file and its plan: `footfall run` plays it anywhere.",
    )  # fmt: skip
    cameras.download_button(
        "GeoJSON", lambda: json.dumps(as_geojson(loaded), indent=1),
        f"{called}.geojson", "application/geo+json", key="take-geojson", width="stretch",
        on_click="ignore", help="Where each hangs and its zone of recognition, in metres.",
    )  # fmt: skip
    plan.download_button(
        "PDF plan", lambda: camera_plan(loaded, f"{study.title}, layout {name}"),
        f"{called}.pdf", "application/pdf", key="take-pdf", width="stretch", on_click="ignore",
        help="A page a level, and a schedule of the cameras.",
    )  # fmt: skip


def packed(loaded: Loaded) -> bytes:
    """The scenario and its plan, which `footfall run` plays wherever they lie beside each other."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for file in (loaded.path, loaded.venue_path):
            archive.writestr(file.name, file.read_bytes())
    return held.getvalue()
