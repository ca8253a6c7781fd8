"""A run put together as a dossier."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from dashboards.reports.dossier import (
    accuracy,
    answering,
    deployment,
    equality,
    governance,
    limits,
)
from dashboards.reports.dossier.document import Dossier, Drawn, Fact, Part
from dashboards.reports.dossier.pictures import people, plans
from dashboards.reports.dossier.recorded import ERA, beside_record
from dashboards.reports.dossier.statements import with_statements
from dashboards.reports.dossier.studied import Studied, asked, ran
from dashboards.words import interval, percent, reading, two_denominators
from engine.counts import counted
from sim.reader import StoredRun
from sim.record.beside import Came


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
        accuracy.part(of, beside_record(Came.once(of.scenario, of.outcomes), ran, asked, era)),
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
    return {accuracy.PEOPLE: people(_counted(of)), **plans(of)}


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
