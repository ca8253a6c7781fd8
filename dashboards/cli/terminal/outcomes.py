"""Outcomes as people read them in a terminal."""

from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table
from dashboards.reports.run_tables import failures_table, run_tables
from dashboards.words import (
    MORE,
    interval,
    number,
    people_each,
    percent,
    reading,
    share_of,
    two_denominators,
)
from sim.events import FailureBegan, FailureEnded
from sim.outcomes.failures import failings
from sim.outcomes.measures import Measure, measures
from sim.reader import read_run
from sim.run import RunResult
from sim.stages.store import user_store


def print_outcomes(result: RunResult) -> None:
    """Every measure: counts, rates with their denominators and intervals, the books, times."""
    screen, outcomes = console(), result.outcomes
    screen.print()
    screen.print(Text.assemble(bold(outcomes["title"]), f"  ({outcomes['fidelity']} fidelity)"))
    for line in _played(result):
        screen.print(dim(line), soft_wrap=True)
    for claim in two_denominators(outcomes):
        divides = f"95 %: {claim.interval}; {claim.divides}"
        divides = f"95 %: {claim.interval}; {claim.divides}"
        screen.print(f"{claim.of}: {claim.figure} ({divides})", soft_wrap=True)
    screen.print(_counts(outcomes), _rates(outcomes))
    run = read_run(result.folder)
    wrong = failings(run.events(FailureBegan, FailureEnded))
    failed = [failures_table(wrong, run.record["starts_at"])] if wrong else []
    for one in [*run_tables(outcomes), *failed]:
        screen.print(f"\n{one.title}")
        screen.print(dim(one.text), soft_wrap=True)
        screen.print(table(one.heads, one.rows))
    for warning in outcomes["warnings"]:
        screen.print(f"Warning: {warning}", soft_wrap=True, markup=False)
    screen.print(dim(outcomes["preset_origin"]))
    screen.print(f"{reading(outcomes)['statement']} More: {MORE}", soft_wrap=True, markup=False)
    screen.print(f"Run folder: {result.folder}", soft_wrap=True)


def _played(result: RunResult) -> Iterator[str]:
    """By which threshold and why, what was changed of the scenario, what of it does nothing here,
    and what was kept before.
    """
    yield _threshold(result)
    if result.overrides:
        changed = ", ".join(f"{field}={value}" for field, value in result.overrides.items())
        yield f"Changed of the scenario: {changed}"
    if result.unfelt:
        fidelity, fields = result.outcomes["fidelity"], ", ".join(result.unfelt)
        yield f"Of the scenario, without effect in {fidelity}: {fields}"
    if kept := [name for name, source in result.sources.items() if source != "made"]:
        yield f"Taken over from an earlier run: {', '.join(kept)}{_place(result)}"
    for one in result.damaged:
        yield f"Not taken over, since it was damaged: {one}"
    if result.unkept:
        yield f"Not kept for later runs: {result.unkept}"


def _place(result: RunResult) -> str:
    """Where what was taken over was kept, if nobody named it, and how not to take it."""
    if "store" not in result.sources.values():
        return ""
    return f" (kept in {user_store().folder}; --fresh makes everything anew)"


def _threshold(result: RunResult) -> str:
    """The threshold that was met, and where it comes from."""
    scenario, told = read_run(result.folder).scenario(), f"{result.outcomes['threshold']:.3f}"
    engine, window = scenario.engine, scenario.window
    if engine.threshold is not None:
        says = "--set" if "engine.threshold" in result.overrides else "the scenario"
        return f"Threshold: {told}, as {says} says"
    enrolled = scenario.watchlist.size
    if scenario.fidelity == "pixels" and window:
        enrolled = window.watchlist
    why = f"for a target FPIR of {percent(engine.target_fpir)} with {enrolled:,} people listed"
    differs = window and window.watchlist != scenario.watchlist.size
    more = "; runs in pixels and in scores list different numbers, so meet different thresholds"
    return f"Threshold: {told}, from preset {engine.preset} {why}{more if differs else ''}"


def _counts(outcomes: dict[str, Any]) -> Table:
    table = Table(title="Counts", title_justify="left", show_header=False)
    for one in measures("count"):
        table.add_row(one.name, f"{outcomes[one.key]:,}", one.meaning)
    return table


def _rates(outcomes: dict[str, Any]) -> Table:
    label = reading(outcomes)["label"]
    table = Table(title=f"Rates {label}".rstrip(), title_justify="left")
    for head in ("rate", "value", "95 % interval", "of", "how it is made"):
        table.add_column(head, justify="right" if head in ("value", "95 % interval") else "left")
    for one in measures("rate"):
        rate = outcomes[one.key]
        cells = (percent(rate["value"]), interval(rate), share_of(rate))
        table.add_row(_called(one), *cells, one.formula)
    for one in measures("one_in"):
        value = outcomes[one.key]
        told = "–" if value is None else number(value)
        span = people_each(outcomes["false_alerts_per_person"])
        table.add_row(_called(one), told, span, "", one.formula)
    return table


def _called(measure: Measure) -> str:
    """The name, and the standards' word behind it."""
    return f"{measure.name} ({measure.term})" if measure.term else measure.name
