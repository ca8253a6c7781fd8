"""A run put together as a dossier."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import cv2
from matplotlib.figure import Figure

from dashboards.app.map.plan import plan
from dashboards.figures.plans import plan_svg
from dashboards.figures.scrutinise.people import everybody, everybody_bgr
from dashboards.reports.dossier import (
    accuracy,
    answering,
    deployment,
    equality,
    governance,
    limits,
)
from dashboards.reports.dossier.document import Dossier, Drawn, Fact, Part
from dashboards.reports.dossier.recorded import ERA, beside_record
from dashboards.reports.dossier.statements import with_statements
from dashboards.reports.dossier.studied import Studied, ran
from dashboards.reports.placing.camera_plan import level_plan
from dashboards.reports.placing.schedule import schedule
from dashboards.words import interval, percent, reading, two_denominators
from engine.counts import counted
from engine.faces import Image
from sim.reader import StoredRun

PLAN_IN, LEAST_IN, MOST_IN = 6.67, 2.0, 6.0
"""A plan's width, and how high it is at least and at most."""


def dossier(
    run: StoredRun,
    command: str,
    stated: Mapping[str, Fact] | None = None,
    era: str = ERA,
) -> Dossier:
    """The whole, of a complete run; `command` makes it again, `stated` is what the deploying body
    says, `era` that of the published record beside which it stands.
    """
    of = Studied(run)
    parts = (
        deployment.part(of),
        accuracy.part(of, beside_record(of, era)),
        equality.part(of),
        answering.part(of),
        governance.part(),
        limits.part(of, command),
    )
    whole, record = with_statements(parts, stated or {}), run.record
    told = sha256(run.file("outcomes.json").read_bytes()).hexdigest()
    return Dossier(
        title=f"Dossier: {record['title']}",
        about=(
            f"Of one run of scenario {record['scenario']!r}, seed {record['seed']}, replication"
            f" {record['replication']}, {record['fidelity']} (outcomes.json {told[:12]}).",
            "What a run cannot say is marked as not evidenced; nothing is filled in.",
        ),
        caution=reading(of.outcomes)["statement"],
        short=_short(of, whole),
        parts=whole,
        pictures=_pictures(of),
    )


def _short(of: Studied, parts: Sequence[Part]) -> tuple[Fact, ...]:
    """What one would ask first."""
    told = of.outcomes
    facts = [
        Fact(f"{one.of}: {one.figure} (95 %: {one.interval}).", ran(key))
        for one, key in zip(
            two_denominators(told), ("alert_precision", "false_alerts_per_person"), strict=True
        )
    ]
    tpir, stops = told["tpir"], told["books"]["stopped_wrong_person"]
    facts.append(
        Fact(
            f"Of listed people whom a camera could recognise, {percent(tpir['value'])} were alerted"
            f" as themselves (95 %: {interval(tpir)}).",
            ran("tpir"),
        )
    )
    facts.append(Fact(f"{counted(stops, 'person')} stopped wrongly.", ran("books")))
    items = [item for part in parts for item in part.items]
    open_items = sum(item.status == "not evidenced" for item in items)
    said = f"Of {len(items)} items below, {open_items} are not evidenced."
    return (*facts, Fact(said, "this document"))


def _pictures(of: Studied) -> dict[str, Drawn]:
    cameras, told = of.scenario.cameras, _counted(of)
    drawn = {accuracy.PEOPLE: Drawn(everybody(told), _png(everybody_bgr(told)))}
    for level in deployment.levels(of):
        still = plan(of.loaded.place, level, of.scenario, cameras)
        svg = plan_svg(still, f"Cameras of {still['name']}", measured=True)
        drawn[deployment.plan_of(level)] = Drawn(svg, _plan_png(of, level, still))
    return drawn


def _counted(of: Studied) -> dict[str, Any]:
    """People of the run as a deployment's expected numbers tell them."""
    found, alerted = of.facts.found, of.facts.alerted
    books = of.outcomes["books"]
    right = books["stopped_right_person_arrest"] + books["stopped_right_person_other"]
    counts = {
        "true_alerts": len(found),
        "false_alerts": len(alerted - found),
        "right_stops": right,
        "wrongful_stops": books["stopped_wrong_person"],
    }
    told = {name: {"expected": float(count)} for name, count in counts.items()}
    return {"faces": of.outcomes["people_in_view"], **told}


def _plan_png(of: Studied, level: int, still: dict[str, Any]) -> bytes:
    here = [one for one in schedule(of.loaded) if one.camera.level == level]
    west, south, east, north = still["bounds"]
    high_in = PLAN_IN * (north - south) / (east - west) + 0.4
    page, held = Figure(figsize=(PLAN_IN, min(max(high_in, LEAST_IN), MOST_IN))), BytesIO()
    level_plan(page.add_axes((0.05, 0.08, 0.93, 0.9)), still, here)
    page.savefig(held, format="png", dpi=200, metadata={"Software": None})
    return held.getvalue()


def _png(picture: Image) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1])
