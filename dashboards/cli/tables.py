"""Outcomes as people read them in a terminal."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from dashboards.words import reading

RATES = {
    "tpir": ("TPIR", "listed people alerted / their recognition opportunities"),
    "fpir": ("FPIR", "non-mated opportunities with an alert / all of them"),
    "alert_precision": ("Alert precision", "true alerts / alerts"),
    "false_alert_rate": ("False alert rate", "false alerts / faces seen"),
}
WIDE = 120
"""Characters in a line where standard output is a file or a pipe."""


def console() -> Console:
    """Standard output, as wide as the terminal."""
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Rows of text; all but the first column to the right."""
    made = Table()
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number else "left")
    for row in rows:
        made.add_row(*row)
    return made


def print_outcomes(outcomes: dict[str, Any]) -> None:
    """Counts, rates with their denominators and intervals, and the books."""
    screen = console()
    screen.print(f"\n[bold]{outcomes['title']}[/bold]  ({outcomes['fidelity']} fidelity)")
    screen.print(_counts(outcomes), _rates(outcomes), _books(outcomes["books"]))
    screen.print(f"[dim]{outcomes['preset_origin']}[/dim]")
    screen.print(reading(outcomes)["statement"], markup=False)
    screen.print(f"Run folder: {outcomes['run_dir']}", soft_wrap=True)


def print_watched(summary: dict[str, Any]) -> None:
    """What came of watching one feed, and where it lies."""
    table = Table(title=f"Watched {summary['feed']}", title_justify="left", show_header=False)
    for name in ("frames", "faces", "faces_searched", "tracks", "watchlist", "alerts"):
        table.add_row(name.replace("_", " "), f"{summary[name]:,}")
    table.add_row("subjects alerted", ", ".join(summary["subjects_alerted"]) or "–")
    table.add_row("threshold", f"{summary['threshold']:.3f}")
    times = summary["times_s"].items()
    spent = ", ".join(f"{stage} {1000 * time['per_frame_s']:.1f}" for stage, time in times)
    table.add_row("ms a frame", spent)
    screen = console()
    screen.print(table)
    if others := summary["frames_of_another_size"]:
        screen.print(f"{others:,} frames are of another size than the first")
    if summary["undecodable"]:
        lost = f"{summary['undecodable']:,} frames could not be decoded: {summary['damage']}"
        screen.print(lost, soft_wrap=True, markup=False)
    screen.print(f"Results: {summary['out']}", soft_wrap=True)


def passed_over(found: dict[str, Any]) -> Iterator[str]:
    """What in a folder was no picture, a line each, and how many hidden files there were."""
    for one in found["not_pictures"]:
        yield f"Passed over: {one['file']}: {one['what']}"
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
    names = ("passers_by", "faces_seen", "recognition_opportunities", "listed_opportunities")
    for name in (*names, "alerts", "true_alerts", "false_alerts"):
        table.add_row(name.replace("_", " "), f"{outcomes[name]:,}")
    return table


def _rates(outcomes: dict[str, Any]) -> Table:
    label = reading(outcomes)["label"]
    table = Table(title=f"Rates {label}".rstrip(), title_justify="left")
    for head in ("rate", "value", "95 % interval", "of", "what it divides"):
        table.add_column(head, justify="left" if head[0] in "rw" else "right")
    for key, (name, meaning) in RATES.items():
        rate = outcomes[key]
        interval = f"{percent(rate['low'])} to {percent(rate['high'])}"
        of = f"{rate['numerator']:,} / {rate['denominator']:,}"
        table.add_row(name, percent(rate["value"]), interval, of, meaning)
    return table


def _books(books: dict[str, int]) -> Table:
    table = Table(title="Where every passer-by ended", title_justify="left", show_footer=True)
    table.add_column("ended as", footer="people who entered")
    table.add_column("people", justify="right", footer=f"{sum(books.values()):,}")
    for name, count in books.items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    return table
