"""A dossier's pictures, for a page and for paper: people as squares, and plans."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import cv2
from matplotlib.figure import Figure

from dashboards.app.map.plan import plan
from dashboards.figures.plans import plan_svg
from dashboards.figures.scrutinise.people import everybody, everybody_bgr
from dashboards.reports.dossier.deployment import levels, plan_of
from dashboards.reports.dossier.document import Drawn
from dashboards.reports.dossier.studied import Subject
from dashboards.reports.placing.camera_plan import level_plan
from dashboards.reports.placing.schedule import schedule

PLAN_IN, LEAST_IN, MOST_IN = 6.67, 2.0, 6.0
"""A plan's width, and how high it is at least and at most."""


def people(told: Mapping[str, Any]) -> Drawn:
    """Everybody in view, as a deployment's expected numbers tell them."""
    return Drawn(everybody(told), bytes(cv2.imencode(".png", everybody_bgr(told))[1]))


def plans(of: Subject) -> dict[str, Drawn]:
    """The plan of each level that has cameras, by its picture's name."""
    drawn = {}
    for level in levels(of):
        still = plan(of.loaded.place, level, of.scenario, of.scenario.cameras)
        svg = plan_svg(still, f"Cameras of {still['name']}", measured=True)
        drawn[plan_of(level)] = Drawn(svg, _png(of, level, still))
    return drawn


def _png(of: Subject, level: int, still: dict[str, Any]) -> bytes:
    here = [one for one in schedule(of.loaded) if one.camera.level == level]
    west, south, east, north = still["bounds"]
    high_in = PLAN_IN * (north - south) / (east - west) + 0.4
    page, held = Figure(figsize=(PLAN_IN, min(max(high_in, LEAST_IN), MOST_IN))), BytesIO()
    level_plan(page.add_axes((0.05, 0.08, 0.93, 0.9)), still, here)
    page.savefig(held, format="png", dpi=200, metadata={"Software": None})
    return held.getvalue()
