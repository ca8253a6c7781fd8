"""A run or an experiment beside what the published record leads one to expect of such a deployment,
and why the two differ.
"""

from collections.abc import Callable
from typing import Any

from dashboards.beside_record import HEADS, row
from dashboards.reports.dossier.document import Evidence, Fact, Grid
from dashboards.words import number
from sim.record.beside import Beside, Came, Reason, beside

ERA = "2025"
Source = Callable[..., str]
"""Where fields of outcomes, or of a scenario, stand."""


def beside_record(came: Came, ran: Source, asked: Source, era: str = ERA) -> tuple[Evidence, ...]:
    """Faces first; then counts beside each other, and the reasons why they differ. Figures of what
    came are found where `ran` says, fields of the scenario where `asked` does.
    """
    plan = came.planned(era)
    found = beside(came, plan)
    source = _source(found)
    faces = found.faces
    seen = f"{faces.here[0]:,.0f}" if came.times == 1 else number(float(faces.here.mean()))
    said = "this run saw" if came.times == 1 else "on the mean a replication saw"
    return (
        Fact(
            f"A deployment of {plan.hours:g} h {_expected(faces.foretold)}; {said} {seen}.",
            f"{source}; {ran('faces_seen')}",
        ),
        Grid(
            HEADS,
            tuple(map(row, found.counts)),
            f"{source}; {ran('alerts', 'true_alerts', 'false_alerts', 'books')}",
        ),
        *(Fact(one.said, _where(one, source, ran, asked)) for one in found.reasons),
    )


def _expected(faces: Any) -> str:
    low, high = faces["interval_95"]
    return f"has {faces['median']:,} faces by the record (median; {low:,} to {high:,} in 95 of 100)"


def _source(found: Beside) -> str:
    told = found.foretold.to_json()
    rests = told["rests_on"]
    return (
        f"footfall predict, era {told['asked']['era']}: {rests['rows']} rows of the published"
        f" record up to {rests['last_month']} (SHA-256 {rests['record_sha256'][:12]})"
    )


def _where(reason: Reason, source: str, ran: Source, asked: Source) -> str:
    parts = [
        ran(*reason.outcomes) if reason.outcomes else "",
        asked(*reason.scenario) if reason.scenario else "",
        source if reason.record else "",
        reason.document,
    ]
    return "; ".join(part for part in parts if part)
