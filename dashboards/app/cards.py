"""Pieces of the page as HTML: cards with intervals, claims, tables that add up, stories."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from dashboards.app.stories import Story, tell
from dashboards.figures.palette import NEUTRAL, TONES
from dashboards.visible import escape
from dashboards.words import BOOKS, TIMES, clock, interval, percent, reading, share_of, span
from sim.outcomes.measures import IN_VIEW, Measure, measures

SCALES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""Ends of the bars under small rates; each bar says its own."""


def style() -> str:
    """The page's style sheet, as an element."""
    css = (files("dashboards.app") / "page.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"


def rate_cards(outcomes: dict[str, Any]) -> str:
    """A card a rate: value, 95 % interval, what it divides."""
    label = reading(outcomes)["label"]
    cards = (_rate_card(outcomes[one.key], label, one) for one in measures("rate"))
    return f'<div class="cards">{"".join(cards)}</div>'


def measured_counts(outcomes: dict[str, Any]) -> str:
    """A card a count of a run."""
    counts = ((one.name, f"{outcomes[one.key]:,}", one.meaning) for one in measures("count"))
    return count_cards(counts)


def count_cards(counts: Iterable[tuple[str, str, str]]) -> str:
    """A card a count: its name, the count, what it means."""
    cards = (
        f'<div class="card"><div class="name">{escape(name)}</div>'
        f'<div class="value">{escape(value)}</div><div class="of">{escape(meaning)}</div></div>'
        for name, value, meaning in counts
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def claims(outcomes: dict[str, Any]) -> str:
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


def books_table(books: dict[str, int], passers_by: int) -> str:
    """Where every passer-by ended; the sum stands beneath."""
    rows = (
        f'<tr><td><i style="background:{TONES[tone]}"></i>{name}</td>'
        f'<td class="number">{books[key]:,}</td>'
        f'<td class="number">{percent(books[key] / passers_by if passers_by else None)}</td></tr>'
        for key, (name, tone) in BOOKS.items()
    )
    total = sum(books.values())
    fits = "all who passed by" if total == passers_by else f"but {passers_by:,} passed by"
    return (
        '<table class="sums"><thead><tr><th>ended as</th><th class="number">people</th>'
        f'<th class="number">share</th></tr></thead><tbody>{"".join(rows)}</tbody>'
        f'<tfoot><tr><td>Sum: {fits}</td><td class="number">{total:,}</td>'
        f'<td class="number">{percent(1.0 if passers_by else None)}</td></tr></tfoot></table>'
    )


def times_table(times_s: dict[str, dict[str, float] | None]) -> str:
    """How long the answer took."""
    rows = "".join(_times_row(name, times_s.get(key)) for key, name in TIMES.items())
    head = "".join(f'<th class="number">{h}</th>' for h in ("median", "95 % within", "cases"))
    return (
        f'<table class="sums"><thead><tr><th>from, to</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def story_list(story: Story, starts_at: str) -> str:
    """An alert's story as a line in time."""
    items = []
    for event in (story.raised, *story.answers):
        text, tone = tell(event)
        items.append(
            f'<li style="--tone:{TONES[tone]}"><time>{clock(starts_at, event.time_s)}</time>'
            f"{escape(text)}</li>"
        )
    return f'<ol class="story">{"".join(items)}</ol>'


def preset_line(outcomes: dict[str, Any]) -> str:
    """What the rates rest on and how they may be read; stands on every page that shows some."""
    told = f"{outcomes['preset_origin']} {reading(outcomes)['statement']}"
    return f'<div class="preset">{escape(told)}</div>'


def chips(words: Iterable[str]) -> str:
    """Facts in a row."""
    return f'<div class="chips">{"".join(f"<span>{escape(w)}</span>" for w in words)}</div>'


def _rate_card(rate: dict[str, Any], label: str, measure: Measure) -> str:
    colour = TONES[measure.tone] if rate["value"] is not None else NEUTRAL
    return (
        f'<div class="card"><div class="name">{measure.name}</div>'
        f'<div class="word">{measure.word}</div>'
        f'<div class="value" style="color:{colour}">{percent(rate["value"])}</div>'
        f"{_range(rate, colour)}"
        f'<div class="of">95 %: <span>{interval(rate)}</span><br>{share_of(rate)} {measure.divides}'
        f"<br>{escape(label)}</div></div>"
    )


def _range(rate: dict[str, Any], colour: str) -> str:
    """The interval as a bar, on a scale that ends at a power of ten."""
    if rate["value"] is None:
        return ""
    end = next(scale for scale in SCALES if rate["high"] <= scale)
    low, high, value = (100 * rate[key] / end for key in ("low", "high", "value"))
    return (
        f'<div class="range"><i style="left:{low:.2f}%;width:{high - low:.2f}%;'
        f'background:{colour}"></i><b style="left:{value:.2f}%;background:{colour}"></b></div>'
        f'<div class="scale"><span>0</span><span>{percent(end)}</span></div>'
    )


def _times_row(name: str, times: dict[str, float] | None) -> str:
    if times is None:
        told = ("–", "–", "0")
    else:
        told = (span(times["median"]), span(times["p95"]), f"{times['count']:,}")
    cells = "".join(f'<td class="number">{one}</td>' for one in told)
    return f"<tr><td>{name}</td>{cells}</tr>"
