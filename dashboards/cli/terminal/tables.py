"""Outcomes as people read them in a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from dashboards.cli.terminal.screen import Screen, bold, console, dim
from dashboards.reports.run_tables import run_tables
from dashboards.words import MORE, interval, percent, reading, share_of, two_denominators
from sim.outcomes.measures import Measure, measures
from sim.run import RunResult

MOST_TOLD = 10
"""Pictures with several faces, told one by one; the main one is taken, so they are no refusals."""
__all__ = ["console", "percent", "print_outcomes", "print_threshold", "print_watched", "table"]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Rows of text; all but the first column to the right."""
    made = Table()
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number else "left")
    for row in rows:
        made.add_row(*row)
    return made


def print_outcomes(result: RunResult) -> None:
    """Every measure: counts, rates with their denominators and intervals, the books, times."""
    screen, outcomes = console(), result.outcomes
    screen.print()
    screen.print(Text.assemble(bold(outcomes["title"]), f"  ({outcomes['fidelity']} fidelity)"))
    for line in _played(result):
        screen.print(dim(line), soft_wrap=True)
    for claim in two_denominators(outcomes):
        screen.print(f"{claim.of}: {claim.figure} ({claim.divides})", soft_wrap=True)
    screen.print(_counts(outcomes), _rates(outcomes))
    for one in run_tables(outcomes):
        screen.print(f"\n{one.title}")
        screen.print(dim(one.text), soft_wrap=True)
        screen.print(table(one.heads, one.rows))
    for warning in outcomes["warnings"]:
        screen.print(f"Warning: {warning}", soft_wrap=True, markup=False)
    screen.print(dim(outcomes["preset_origin"]))
    screen.print(f"{reading(outcomes)['statement']} More: {MORE}", soft_wrap=True, markup=False)
    screen.print(f"Run folder: {result.folder}", soft_wrap=True)


def _played(result: RunResult) -> Iterator[str]:
    """What was changed of the scenario, what of it does nothing here, and what was kept before."""
    if result.overrides:
        changed = ", ".join(f"{field}={value}" for field, value in result.overrides.items())
        yield f"Changed of the scenario: {changed}"
    if result.unfelt:
        fidelity, fields = result.outcomes["fidelity"], ", ".join(result.unfelt)
        yield f"Of the scenario, without effect in {fidelity}: {fields}"
    if kept := [name for name, source in result.sources.items() if source != "made"]:
        yield f"Taken over from an earlier run: {', '.join(kept)}"
    if result.unkept:
        yield f"Not kept for later runs: {result.unkept}"


def print_watched(summary: dict[str, Any]) -> None:
    """What came of watching one feed, and where it lies."""
    table = Table(title=f"Watched {summary['feed']}", title_justify="left", show_header=False)
    for name in ("frames", "faces", "faces_searched", "tracks", "watchlist", "alerts"):
        table.add_row(name.replace("_", " "), f"{summary[name]:,}")
    table.add_row("subjects alerted", ", ".join(summary["subjects_alerted"]) or "–")
    times = summary["times_s"].items()
    spent = ", ".join(f"{stage} {1000 * time['per_frame_s']:.1f}" for stage, time in times)
    table.add_row("ms per frame", spent)
    screen = console()
    screen.print(table)
    print_threshold(screen, summary)
    if others := summary["frames_of_another_size"]:
        screen.print(f"{others:,} frames are of another size than the first")
    if summary["undecodable"]:
        lost = f"{summary['undecodable']:,} frames could not be decoded: {summary['damage']}"
        screen.print(lost, soft_wrap=True, markup=False)
    screen.print(f"Results: {summary['out']}", soft_wrap=True)
    screen.print(f"What became of each face: footfall engine why {summary['out']}", soft_wrap=True)


def print_threshold(screen: Screen, summary: dict[str, Any]) -> None:
    """The score that counts as a match, and what it rests on."""
    said = f"threshold {summary['threshold']:.3f}: {summary['threshold_from']}"
    screen.print(said, soft_wrap=True)
    if summary["preset_origin"]:
        screen.print(dim(summary["preset_origin"]), soft_wrap=True)


def not_taken(found: dict[str, Any]) -> Iterator[str]:
    """Pictures from which no face was taken, or not the only one, a line each."""
    for file in found.get("no_face", ()):
        yield f"No face: {file}"
    for file in found.get("doubtful", ()):
        yield f"Doubtful face: {file}"
    crowded = found.get("several_faces", ())
    for file in crowded[:MOST_TOLD]:
        yield f"Several faces: {file}"
    if len(crowded) > MOST_TOLD:
        yield f"Several faces: {len(crowded) - MOST_TOLD:,} more; all are in the JSON"
    for one in found.get("unreadable", ()):
        yield f"Not read: {one['file']}: {one['why']}"


def passed_over(found: dict[str, Any]) -> Iterator[str]:
    """What in a folder was no picture, a line each, and how many hidden files there were."""
    for one in found["not_pictures"]:
        yield f"No picture: {one['file']}: {one['what']}"
    if hidden := len(found["passed_over"]):
        yield f"Passed over: {hidden:,} hidden files or sidecars"


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
        told = "–" if value is None else f"{value:,.0f}"
        table.add_row(_called(one), told, "", "", one.formula)
    return table


def _called(measure: Measure) -> str:
    """The name, and the standards' word behind it."""
    return f"{measure.name} ({measure.term})" if measure.term else measure.name
