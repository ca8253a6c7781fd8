"""`footfall scenarios` and `footfall validate`: what there is to play, and whether it holds."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.app import app
from dashboards.cli.door import REFUSED, complain
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from engine.counts import counted
from scenarios.errors import MOST, ScenarioError

if TYPE_CHECKING:
    from scenarios.loader import Loaded


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(help="Library names or scenario files.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Say of each SCENARIO whether it holds together; exit 2 if one does not."""
    with bars() as report:
        report("Check the scenarios", None)
        results = [_checked(name) for name in scenarios]
    if as_json:
        sys.stdout.write(json.dumps(results, indent=2) + "\n")
    else:
        for result in results:
            _say(result)
    if not all(result["ok"] for result in results):
        sys.exit(REFUSED)


@app.command("scenarios")
def list_scenarios(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
    copy: Annotated[
        tuple[str, Path] | None,
        typer.Option(
            metavar="NAME FOLDER",
            help="Copy one with its plan into a folder, to change it as a file of one's own.",
        ),
    ] = None,
) -> None:
    """List the scenarios that come with Footfall, or copy one."""
    from scenarios.copies import copy_scenario
    from scenarios.loader import library, load_scenario

    if copy is not None:
        copied = copy_scenario(*copy)
        sys.stdout.write(f"{json.dumps([str(copied)]) if as_json else copied}\n")
        return
    with bars() as report:
        report("Read the library", None)
        found = [{"scenario": name, **facts(load_scenario(name))} for name in library()]
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        console().print(_table(found))


def facts(loaded: "Loaded") -> dict[str, Any]:
    """What a scenario is about, as JSON."""
    scenario, window = loaded.scenario, loaded.scenario.window
    return {
        "title": scenario.title,
        "venue": loaded.place.name,
        "duration_s": scenario.duration_s,
        "expected_people": round(expected_people(loaded)),
        "watchlist": scenario.watchlist.size,
        "cameras": len(scenario.cameras),
        "operators": scenario.operators.count,
        "officers": len(scenario.officers.posts_m),
        "window_s": window.duration_s if window else None,
        "path": str(loaded.path),
    }


def expected_people(loaded: "Loaded") -> float:
    """How many people come on average: the profile of arrivals over the scenario's time."""
    return loaded.scenario.arrivals.expected(loaded.scenario.duration_s)


def _checked(name: str) -> dict[str, Any]:
    from scenarios.loader import load_scenario
    from sim.cameras import coverage
    from sim.response import answer

    try:
        loaded = load_scenario(name)
        answer.check(loaded.scenario)
    except ScenarioError as refusal:
        faults = [fault.to_json() for fault in refusal.faults]
        return {"scenario": name, "ok": False, "error": str(refusal), "faults": faults}
    told = coverage.warnings(loaded.scenario.cameras, loaded.place)
    told += answer.warnings(loaded.scenario)
    return {"scenario": name, "ok": True, **facts(loaded), "warnings": told}


def _say(result: dict[str, Any]) -> None:
    if not result["ok"]:
        told = [fault["told"] for fault in result["faults"]]
        more = [f"and {len(told) - MOST:,} more"] if len(told) > MOST else []
        for line in [*told[:MOST], *more]:
            complain(line)
        return
    line = (
        f"{result['scenario']}: ok ({result['title']}; {result['duration_s'] / 60:g} min at"
        f" {result['venue']}, about {counted(result['expected_people'], 'person')}, watchlist"
        f" {result['watchlist']:,}, {counted(result['cameras'], 'camera')},"
        f" {counted(result['operators'], 'operator')}, {counted(result['officers'], 'officer')})"
    )
    console().print(line, soft_wrap=True)
    for warning in result["warnings"]:
        console().print(f"  Warning: {warning}", soft_wrap=True, markup=False)


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(title="Scenarios", title_justify="left")
    heads = ("scenario", "title", "venue", "minutes", "people", "watchlist", "cameras", "officers")
    for head in heads:
        table.add_column(head, justify="left" if head in heads[:3] else "right")
    for one in found:
        numbers = (one["expected_people"], one["watchlist"], one["cameras"], one["officers"])
        minutes = f"{one['duration_s'] / 60:g}"
        row = (one["scenario"], one["title"], one["venue"], minutes)
        table.add_row(*row, *(f"{n:,}" for n in numbers))
    return table
