"""What a run came to, as HTML: rates with intervals, both denominators, tables that add up."""

from collections.abc import Mapping
from typing import Any

from dashboards.app.address import link
from dashboards.app.design.pieces import count_cards, table, term
from dashboards.app.stories import Story, tell
from dashboards.visible import escape
from dashboards.words import BOOKS, TIMES, clock, interval, percent, reading, share_of, span
from sim.outcomes.measures import IN_VIEW, Measure, measures

SCALES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""Ends of the bars under small rates; each bar says its own."""


def rate_card(outcomes: Mapping[str, Any], measure: Measure) -> str:
    """A rate's card: its name and the standards' word, value, 95 % interval, what it divides."""
    rate = outcomes[measure.key]
    says = rate["value"] not in (None, 0)
    colour = f"var(--{measure.tone if says else 'neutral'})"
    return (
        f'<div class="card"><div class="name">{escape(measure.name)}</div>'
        f'<div class="word">{term(measure.word, measure.meaning)}</div>'
        f'<div class="value" style="color:{colour if says else "var(--ink)"}">'
        f"{percent(rate['value'])}</div>"
        f"{_range(rate, colour)}"
        f'<div class="of">95 %: <span>{interval(rate)}</span><br>{share_of(rate)}'
        f" {escape(measure.divides)}</div></div>"
    )


def measured_counts(outcomes: Mapping[str, Any]) -> str:
    """A card a count of a run."""
    counts = ((one.name, f"{outcomes[one.key]:,}", one.meaning) for one in measures("count"))
    return count_cards(counts)


def claims(outcomes: Mapping[str, Any]) -> str:
    """Both famous denominators side by side."""
    label = escape(reading(outcomes)["label"])
    alerts, wrong, passed = (outcomes[k] for k in ("alerts", "false_alerts", "people_in_view"))
    of_alerts = f"{percent(wrong / alerts)} were false" if alerts else "none were raised"
    one_in = outcomes["one_in"]
    of_people = f"1 in {one_in:,.0f} {IN_VIEW}" if one_in else "nobody"
    return (
        '<div class="claims">'
        f'<div class="claim">Of {alerts:,} alerts<strong>{of_alerts}</strong>'
        f"<small>{wrong:,} false alerts, divided by alerts<br>{label}</small></div>"
        f'<div class="claim">A false alert for<strong>{of_people}</strong>'
        f"<small>{wrong:,} false alerts, divided by the {passed:,} {IN_VIEW}"
        f"<br>{label}</small></div>"
        "</div>"
    )


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


def times_table(times_s: Mapping[str, Mapping[str, float] | None]) -> str:
    """How long the answer took."""
    heads = {"from, to": False, "median": True, "95 % within": True, "cases": True}
    return table(heads, (_times_row(name, times_s.get(key)) for key, name in TIMES.items()))


def story_list(story: Story, starts_at: str) -> str:
    """An alert's story as a line in time."""
    items = []
    for event in (story.raised, *story.answers):
        text, tone = tell(event)
        items.append(
            f'<li style="--tone:var(--{tone})"><time>{clock(starts_at, event.time_s)}</time>'
            f"{escape(text)}</li>"
        )
    return f'<ol class="story">{"".join(items)}</ol>'


def _people(key: str, name: str, count: int) -> str:
    if not count:
        return escape(name)
    there = escape(link(view="people", group=key, person=None))
    return f'<a href="{there}" target="_self">{escape(name)}</a>'


def _range(rate: Mapping[str, Any], colour: str) -> str:
    """The interval as a bar, on a scale that ends at a power of ten."""
    if rate["value"] is None:
        return ""
    end = next((scale for scale in SCALES if rate["high"] <= scale), SCALES[-1])
    low, high, value = (100 * min(rate[key] / end, 1) for key in ("low", "high", "value"))
    return (
        f'<div class="range"><i style="left:{low:.2f}%;width:{high - low:.2f}%;'
        f'background:{colour}"></i><b style="left:{value:.2f}%;background:{colour}"></b></div>'
        f'<div class="scale"><span>0</span><span>{percent(end)}</span></div>'
    )


def _times_row(name: str, times: Mapping[str, float] | None) -> tuple[str, ...]:
    if times is None:
        return (escape(name), "–", "–", "0")
    return (escape(name), span(times["median"]), span(times["p95"]), f"{times['count']:,}")
