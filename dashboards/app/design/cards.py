"""What a run came to, as HTML: rates with intervals, both denominators, tables that add up."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboards.app.address import link
from dashboards.app.design.pieces import count_cards, table, term
from dashboards.app.stories import Story, tell
from dashboards.figures.palette import tone_of
from dashboards.reports.run_tables import run_table
from dashboards.reports.told import Shown
from dashboards.visible import escape
from dashboards.words import (
    BOOKS,
    Divided,
    interval,
    percent,
    share_of,
    span,
    two_denominators,
)
from scenarios.hours import clock
from sim.events import PersonDisposed
from sim.outcomes.measures import Measure, measures


def rate_card(outcomes: Mapping[str, Any], measure: Measure, scale: float = 1.0) -> str:
    """A rate's card: its name and the standards' word, value, 95 % interval as a bar that ends at
    `scale`, and what it divides.
    """
    rate = outcomes[measure.key]
    tone = tone_of(rate, measure.tone)
    colour = "var(--ink)" if tone == "neutral" else f"var(--{tone})"
    return (
        f'<div class="card rate">{_named(measure)}'
        f'<div class="value" style="color:{colour}">{percent(rate["value"])}</div>'
        f"{_range(rate, f'var(--{tone})', scale)}"
        f'<div class="of">95 %: <span>{interval(rate)}</span><br>{share_of(rate)}'
        f" {escape(measure.divides)}</div></div>"
    )


def _named(measure: Measure) -> str:
    """The measure's name and, where there is one, the standards' word; either explains it."""
    if not measure.term:
        return f'<div class="name">{term(measure.name, explained(measure))}</div>'
    word = term(measure.term, explained(measure))
    return f'<div class="name">{escape(measure.name)}</div><div class="word">{word}</div>'


def explained(measure: Measure) -> str:
    """What a measure means, how it is made, and whose word it is."""
    formula = f" It is {measure.formula}." if measure.formula else ""
    return f"{measure.meaning}{formula}" + (f" ({measure.source})" if measure.source else "")


def measured_counts(outcomes: Mapping[str, Any]) -> str:
    """A card a count of a run."""
    counts = ((one.name, f"{outcomes[one.key]:,}", one.meaning) for one in measures("count"))
    return count_cards(counts)


def claims(outcomes: Mapping[str, Any]) -> str:
    """Both famous denominators of a run side by side."""
    return claim_cards(two_denominators(outcomes))


def claim_cards(told: Iterable[Divided]) -> str:
    """The same false alerts by one denominator each, side by side."""
    cards = (
        f'<div class="claim">{escape(one.of)}<strong>{escape(one.figure)}</strong>'
        f"<small>95 %: {escape(one.interval)}<br>{escape(one.divides)}</small></div>"
        for one in told
    )
    return f'<div class="claims">{"".join(cards)}</div>'


def books_table(books: Mapping[str, int], passers_by: int) -> str:
    """Where every passer-by ended, each line with a way to the people; the sum stands beneath."""
    rows = [
        (
            f'<i style="background:var(--{tone})"></i>{_people(key, name, books[key])}',
            f"{books[key]:,}",
            percent(books[key] / passers_by if passers_by else None),
        )
        for key, (name, tone) in BOOKS.items()
    ]
    total = sum(books.values())
    fits = "all who passed by" if total == passers_by else f"but {passers_by:,} passed by"
    foot = (
        f'<tr><td>Sum: {fits}</td><td class="number">{total:,}</td>'
        f'<td class="number">{percent(1.0 if passers_by else None)}</td></tr>'
    )
    return table({"ended as": False, "people": True, "share": True}, rows, foot)


def measured_table(outcomes: Mapping[str, Any], key: str) -> str:
    """A measure that is a table of its own, as the terminal has it, too."""
    return shown_table(run_table(key, outcomes[key]))


def shown_table(one: Shown) -> str:
    """A table of a run's outcomes."""
    heads = {head: number > 0 for number, head in enumerate(one.heads)}
    return table(heads, (tuple(map(escape, row)) for row in one.rows))


def story_list(story: Story, starts_at: str) -> str:
    """An alert's story as a line in time, and what went wrong meanwhile."""
    items = []
    for event in (story.raised, *story.answers):
        text, tone = tell(event)
        if isinstance(event, PersonDisposed) and story.held_s is not None:
            text += f", held for {span(story.held_s)}"
        items.append(
            f'<li style="--tone:var(--{tone})"><time>{clock(starts_at, event.time_s)}</time>'
            f"{escape(text)}</li>"
        )
    for failing in story.failings:
        items.append(
            f'<li style="--tone:var(--neutral)"><time>meanwhile</time>'
            f"{escape(failing.told(starts_at))}</li>"
        )
    return f'<ol class="story">{"".join(items)}</ol>'


def _people(key: str, name: str, count: int) -> str:
    if not count:
        return escape(name)
    there = escape(link(view="people", group=key, person=None))
    return f'<a href="{there}" target="_self">{escape(name)}</a>'


def _range(rate: Mapping[str, Any], colour: str, scale: float) -> str:
    """The interval as a bar, its scale beneath."""
    if rate["value"] is None:
        return ""
    low, high, value = (100 * min(rate[key] / scale, 1) for key in ("low", "high", "value"))
    return (
        f'<div class="range"><i style="left:{low:.2f}%;width:{high - low:.2f}%;'
        f'background:{colour}"></i><b style="left:{value:.2f}%;background:{colour}"></b></div>'
        f'<div class="scale"><span>0</span><span>{percent(scale)}</span></div>'
    )
