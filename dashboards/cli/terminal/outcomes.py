"""Outcomes as people read them in a terminal."""

from collections.abc import Callable, Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import percent, table
from dashboards.words import BOOKS, TIMES, reading, span
from sim.outcomes.measures import measures
from sim.run import RunResult


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
