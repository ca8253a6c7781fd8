"""A run beside what the published record leads one to expect of such a deployment, and why the two
differ.
"""

from dataclasses import replace
from typing import Any

from dashboards.reports.dossier.document import Evidence, Fact, Grid, Row
from dashboards.reports.dossier.studied import Studied, ran
from dashboards.words import number, percent
from engine.measure.calibration.choice import PUBLISHED
from sim.record.foretold import Planned, predict

ERA = "2025"
HOUR_S = 3600
LEAST_H, MOST_H = 0.1, 24.0
COUNTED = {
    "alerts": "Alerts",
    "true_alerts": "True alerts",
    "false_alerts": "False alerts",
    "engagements": "Listed people stopped",
    "wrongful_stops": "People stopped wrongly",
    "arrests": "Arrests",
}
"""What both tell of, by the record's names."""
HEADS = ("count", "this run", "record: median", "half of them", "95 of 100", "beside the record")


def beside_record(of: Studied, era: str = ERA) -> tuple[Evidence, ...]:
    """Faces first; then counts beside each other, and the reasons why they differ."""
    hours = min(max(of.scenario.duration_s / HOUR_S, LEAST_H), MOST_H)
    threshold = None
    if of.scenario.engine.preset == PUBLISHED:
        threshold = round(float(of.outcomes["threshold"]), 4)
    size, seen = of.scenario.watchlist.size or None, of.outcomes["faces_seen"]
    plan = Planned(era, None, size, threshold, hours)
    usual = predict(plan).to_json()
    told = predict(replace(plan, faces=seen or None)).to_json()
    rows = tuple(_row(words, _counts(of)[name], told[name]) for name, words in COUNTED.items())
    source = _source(told)
    return (
        Fact(
            f"A deployment of {hours:g} h {_expected(usual['faces'])}; this run saw {seen:,}.",
            source,
        ),
        Grid(HEADS, rows, f"{source}; {ran('alerts', 'true_alerts', 'false_alerts', 'books')}"),
        *(Fact(reason, where) for reason, where in _reasons(of, told, source)),
    )


def _expected(faces: dict[str, Any]) -> str:
    low, high = faces["interval_95"]
    return f"has {faces['median']:,} faces by the record (median; {low:,} to {high:,} in 95 of 100)"


def _source(told: dict[str, Any]) -> str:
    rests = told["rests_on"]
    return (
        f"footfall predict, era {told['asked']['era']}: {rests['rows']} rows of the published"
        f" record up to {rests['last_month']} (SHA-256 {rests['record_sha256'][:12]})"
    )


def _counts(of: Studied) -> dict[str, int]:
    """What the run has of what the record counts."""
    told, books = of.outcomes, of.outcomes["books"]
    arrests = books["stopped_right_person_arrest"]
    return {
        **{name: told[name] for name in ("alerts", "true_alerts", "false_alerts")},
        "engagements": arrests + books["stopped_right_person_other"],
        "wrongful_stops": books["stopped_wrong_person"],
        "arrests": arrests,
    }


def _row(words: str, here: int, there: dict[str, Any]) -> Row:
    (low, high), (least, most) = there["interval_95"], there["interval_50"]
    where = "within 95 of 100" if low <= here <= high else "above" if here > high else "below"
    told = (f"{least:,} to {most:,}", f"{low:,} to {high:,}")
    return (words, f"{here:,}", f"{there['median']:,}", *told, where)


def _reasons(of: Studied, told: dict[str, Any], source: str) -> list[tuple[str, str]]:
    """Why a run and the record differ, each with where it is from."""
    outcomes, scenario = of.outcomes, of.scenario
    found = [(str(outcomes["preset_origin"]), ran("preset_origin"))]
    came, listed = outcomes["passers_by"], outcomes["listed_passers_by"]
    if came:
        true = told["true_alerts"]["median"]
        found.append(
            (
                f"How many listed people come is assumed: {percent(listed / came)} of those who"
                f" came here. The record's true alerts, {true:,} (median), say at least how many"
                " passed where it was counted.",
                f"{ran('passers_by', 'listed_passers_by')}; {source}",
            )
        )
    if outcomes["recognition_opportunities"]:
        each = outcomes["faces_seen"] / outcomes["recognition_opportunities"]
        found.append(
            (
                "A face counts once for every camera that found it here, "
                f"{number(each)} for each person whom a camera could recognise; what the record"
                " counted as a face changed in August 2024 and was never published.",
                f"{ran('faces_seen', 'recognition_opportunities')}; docs/record.md",
            )
        )
    found.append(
        (
            "Deployments of the record are vans in streets; operators and officers here are the"
            f" scenario's ({scenario.operators.judge!r}, {scenario.officers.dispatch!r}).",
            "this run, scenario.yaml: operators, officers; docs/record.md",
        )
    )
    return found + [(f"The record warns: {one}.", source) for one in told["warnings"]]
