"""Outcomes as people read them in a terminal."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from dashboards.cli.terminal.screen import Screen, bold, console, dim
from dashboards.words import BOOKS, TIMES, reading, span
from sim.outcomes.measures import measures
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
    screen.print(_counts(outcomes), _rates(outcomes), *_tables(outcomes))
    for warning in outcomes["warnings"]:
        screen.print(f"Warning: {warning}", soft_wrap=True, markup=False)
    screen.print(dim(outcomes["preset_origin"]))
    screen.print(reading(outcomes)["statement"], markup=False)
    screen.print(f"Run folder: {result.folder}", soft_wrap=True)


def _played(result: RunResult) -> Iterator[str]:
    """What was changed of the scenario, what of it does nothing here, and what was kept before."""
    if result.overrides:
        changed = ", ".join(f"{field}={value}" for field, value in result.overrides.items())
        yield f"Changed of the scenario: {changed}"
    if result.unfelt:
        yield f"Does nothing in {result.outcomes['fidelity']}: {', '.join(result.unfelt)}"
    if kept := [name for name, source in result.sources.items() if source != "made"]:
        yield f"Kept from an earlier run: {', '.join(kept)}"
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
    table.add_row("ms a frame", spent)
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


def percent(value: float | None) -> str:
    """Three significant digits, as a share of 100.

    >>> percent(0.00123), percent(None)
    ('0.123 %', '–')
    """
    return "–" if value is None else f"{100 * value:.3g} %"


def _counts(outcomes: dict[str, Any]) -> Table:
    table = Table(title="Counts", title_justify="left", show_header=False)
    for one in measures("count"):
        table.add_row(one.name, f"{outcomes[one.key]:,}", one.meaning)
    return table


def _rates(outcomes: dict[str, Any]) -> Table:
    label = reading(outcomes)["label"]
    table = Table(title=f"Rates {label}".rstrip(), title_justify="left")
    for head in ("rate", "value", "95 % interval", "of", "what it divides"):
        table.add_column(head, justify="left" if head[0] in "rw" else "right")
    for one in measures("rate"):
        rate = outcomes[one.key]
        interval = f"{percent(rate['low'])} to {percent(rate['high'])}"
        of = f"{rate['numerator']:,} / {rate['denominator']:,}"
        table.add_row(one.word, percent(rate["value"]), interval, of, one.meaning)
    for one in measures("one_in"):
        value = outcomes[one.key]
        table.add_row(one.word, "–" if value is None else f"{value:,.0f}", "", "", one.meaning)
    return table


def _tables(outcomes: dict[str, Any]) -> Iterator[Table]:
    """Where everybody ended, how long it took, and who was busy."""
    shown: dict[str, Callable[[Any], Table]] = {
        "books": _books, "times_s": _times, "utilisation": _busy,
    }  # fmt: skip
    for one in measures("table"):
        made = shown[one.key](outcomes[one.key])
        made.title, made.title_justify = one.name, "left"
        yield made


def _books(books: dict[str, int]) -> Table:
    table = Table(show_footer=True)
    table.add_column("ended as", footer="all passers-by")
    table.add_column("people", justify="right", footer=f"{sum(books.values()):,}")
    for name, (told, _) in BOOKS.items():
        table.add_row(told, f"{books[name]:,}")
    return table


def _times(times_s: dict[str, dict[str, float] | None]) -> Table:
    rows = []
    for name, told in TIMES.items():
        one = times_s[name] or {"count": 0}
        spans = (span(one[key]) if key in one else "–" for key in ("median", "p95"))
        rows.append((told, *spans, f"{one['count']:,}"))
    return table(("from, to", "median", "95 % within", "cases"), rows)


def _busy(utilisation: dict[str, float | None]) -> Table:
    return table(("who", "busy"), [(who, percent(one)) for who, one in utilisation.items()])
