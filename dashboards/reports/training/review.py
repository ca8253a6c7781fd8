"""A session's review as rows of tables, and as one self-contained page to print."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.training.answers import (
    MISSED,
    beside_model,
    decisions,
    missed,
    reaction_times,
    reasons_given,
)
from dashboards.figures.training.review import confidence, over_time, roc
from dashboards.reports.sheet import drawing, page, section, table, words
from dashboards.reports.training.said import SAID
from dashboards.visible import escape
from dashboards.words import interval, percent, points, share_of

Told = dict[str, Any]
Rows = list[tuple[str, ...]]

FIGURE_HEADS, SHARE_HEADS = (
    ("figure", "value", "95 % interval", "of"),
    ("alerts", "share", "95 % interval", "how many"),
)
TIME_HEADS = ("answers", "10th percentile, s", "median, s", "90th percentile, s", "how many")
BLOCK_HEADS = ("from minute", "shown", "right", "95 % interval", "d'", "criterion", "median, s")
REASON_HEADS = ("reason", "verdicts", "right", "95 % interval")
BESIDE_HEADS = ("on the same alerts", "value", "95 % interval", "alerts")
APART_HEADS = ("second less first", "d'", "criterion", "share right", "time, s", "same alerts")
RANK_HEADS = ("name", "place", "d'", "95 % interval")
MOMENTS = "In the order of time, by the scenario's clock."
TOLD_WHOLE = ("alerts", "injects", "marks")
"""Lanes of whose moments all is told; what is told of others stands with these."""
AGAINST = {
    "hits": "true alerts confirmed (hits)",
    "misses": "true alerts not confirmed (misses)",
    "false_alarms": "false alerts confirmed (false alarms)",
    "correct_rejections": "false alerts not confirmed (correct rejections)",
    "kept_to_rules": "alerts that rules bar, not confirmed",
    "unsure": "answered as unsure",
    "left_open": "left open after another look",
    "unread": "not answered in time",
}
RESTS_ON = (
    "Faces are rendered or drawn, and alerts are those of this scenario: figures tell how this"
    " person did in this session, and nothing of how often a system errs anywhere."
)


def figure_rows(told: Told) -> Rows:
    """How well alerts were told apart, and how readily they were confirmed."""
    sure = told["calibration"]
    return [
        _figure("d': telling true from false alerts", told["sensitivity"]["d_prime"]),
        _figure("criterion c: below 0 confirms readily", told["sensitivity"]["criterion"]),
        _figure("area under the curve of confidence", told["curve"]["area"]),
        _figure("expected to be right more often than was", sure["excess"], points),
        _figure("Brier score: 0 perfect, .25 guessing", sure["brier"]),
    ]


def against_rows(told: Told) -> Rows:
    """Decisions against the truth, each with its denominator."""
    return [_share(name, told["against"][key]) for key, name in AGAINST.items()]


def consequence_rows(told: Told) -> Rows:
    """What came of the verdicts for people."""
    came = told["consequences"]
    return [
        _share("people stopped who were not looked for, of all stopped", came["wrongly_stopped"]),
        _share("false alerts among the confirmed", came["wrong_confirmations"]),
        _share("listed people rightly stopped, of all who came", came["rightly_stopped"]),
        *((f"missed: {name}", str(came["missed"][key]), "", "") for key, name in MISSED.items()),
    ]


def time_rows(told: Told) -> Rows:
    """Reaction times."""
    found = []
    for kind in ("all", "right", "wrong"):
        ends = told["reactions"][kind]
        cells = (_ranged(ends[level]) for level in ("p10", "p50", "p90"))
        found.append((kind, *cells, f"{ends['p50']['cases']:,}"))
    return found


def block_rows(told: Told) -> Rows:
    """A line a quarter of an hour."""
    found = []
    for block in told["vigilance"]["blocks"]:
        minute = (block["from_s"] - told["from_s"]) / 60
        right, sense = block["right"], block["sensitivity"]
        cells = (percent(right["value"]), interval(right) if right["denominator"] else "–")
        signal = (_ranged(sense[name]) for name in ("d_prime", "criterion"))
        time = _ranged(block["reaction_s"])
        found.append((f"{minute:.0f}", f"{block['shown']:,}", *cells, *signal, time))
    return found


def change_rows(told: Told) -> Rows:
    """What changed over the session."""
    over = told["vigilance"]
    return [
        _figure("share right, second half less first", over["right_later"], points),
        _figure("d', second half less first", over["d_prime_later"]),
        _figure("answers slower by, s an hour", over["slower_s_per_h"]),
    ]


def reason_rows(told: Told) -> Rows:
    """Reasons that were given."""
    return [
        (one["reason"], f"{one['count']:,}", percent(one["right"]["value"]), _between(one["right"]))
        for one in told["reasons"]
    ]


def beside_rows(told: Told) -> Rows:
    """The trainee beside model operators on the same alerts; none where there were none."""
    both = told["beside"]
    if both is None:
        return []
    name = both["model"]
    return [
        _figure("share right, this person", both["right"], percent),
        _figure(f"share right, model operators ({name})", both["model_right"], percent),
        _figure("difference, alert by alert", both["more_right"], points),
        _figure("difference in d'", both["more_d_prime"]),
    ]


def apart_rows(told: Told) -> Rows:
    """Each of several sessions beside each other."""
    return [
        (
            f"{one['second']} less {one['first']}",
            _ranged(one["d_prime"]),
            _ranged(one["criterion"]),
            _ranged(one["right"]),
            _ranged(one["reaction_s"]),
            f"{one['same']:,}" if one["same"] else "none",
        )
        for one in told["apart"]
    ]


def rank_rows(told: Told) -> Rows:
    """Places by d', as ranges; none where there is no ranking."""
    return [
        (
            one["name"],
            f"{one['best']}" if one["best"] == one["worst"] else f"{one['best']} to {one['worst']}",
            _number(one["d_prime"]["value"]),
            _span(one["d_prime"]),
        )
        for one in told["ranks"] or ()
    ]


TABLES = (
    ("What the trainee told apart", FIGURE_HEADS, figure_rows),
    ("Decisions against the truth", SHARE_HEADS, against_rows),
    ("What came of it", SHARE_HEADS, consequence_rows),
    ("Beside model operators", BESIDE_HEADS, beside_rows),
    ("Reaction times", TIME_HEADS, time_rows),
    ("Over time", BLOCK_HEADS, block_rows),
    ("What changed", FIGURE_HEADS, change_rows),
    ("Reasons given", REASON_HEADS, reason_rows),
)
"""What is told of a session, in its order."""
PLOTS: Mapping[str, Sequence[Callable[[Told], go.Figure]]] = {
    "What the trainee told apart": (roc, confidence),
    "Decisions against the truth": (decisions,),
    "What came of it": (missed,),
    "Beside model operators": (beside_model,),
    "Reaction times": (reaction_times,),
    "Over time": (over_time,),
    "Reasons given": (reasons_given,),
}
"""The figures of each part; `SAID` tells by their names what they show."""
TEXTS = {
    "What the trainee told apart": "First, hits over false alarms along the confidence; then, how"
    " often verdicts of a confidence were right. On the dotted lines nothing is told apart, and"
    " people are as often right as they expect to be.",
    "Beside model operators": "What 100 operators of a role, as studies measured them, would have"
    " made of the same alerts.",
    "Decisions against the truth": "Whoever is unsure, or answers too late, sends nobody.",
    "What came of it": "Listed people whom the session did not stop, by how near it came.",
    "Reaction times": "Seconds of people's own time, from an alert's showing to its answer.",
    "Over time": "By quarters of an hour.",
}


def moment_lines(moments: Sequence[Told]) -> list[tuple[str, str]]:
    """What happened when; and of alerts, injects and marks the rest of it."""
    found = []
    for one in moments:
        more = " · ".join(f"{name}: {said}" for name, said in one["more"])
        found.append((f"{one['at']} {one['text']}", more if one["lane"] in TOLD_WHOLE else ""))
    return found


def review_page(
    title: str, told: Told, compared: Told | None = None, moments: Sequence[Told] = ()
) -> str:
    """The page of a session's review; `compared` sets other sessions beside it, `moments` are told
    at its end.
    """
    parts = [f"<p>{escape(RESTS_ON)}</p>"]
    for heading, heads, rows in TABLES:
        plots = (
            drawing(make(told), make.__name__.replace("_", "-"))
            + f"<p>{escape(SAID[make.__name__](told))}</p>"
            for make in PLOTS.get(heading, ())
        )
        content = "".join(plots) + table(heads, rows(told))
        parts.append(section(heading, TEXTS.get(heading, ""), content))
    if compared is not None:
        parts.append(_compared(compared))
    if told["no_ranking"] and compared is None:
        parts.append(section("No ranking", told["no_ranking"], ""))
    if moments:
        parts.append(section("Every moment", MOMENTS, _moments(moments)))
    parts += [section("How it is made", told["method"], ""), words("interval", "mated")]
    return page(title, parts)


def _moments(moments: Sequence[Told]) -> str:
    lines = (
        f"<dt>{escape(said)}</dt>" + (f"<dd>{escape(more)}</dd>" if more else "")
        for said, more in moment_lines(moments)
    )
    return f"<dl>{''.join(lines)}</dl>"


def _compared(told: Told) -> str:
    content = table(APART_HEADS, apart_rows(told))
    if told["ranks"] is not None:
        content += table(RANK_HEADS, rank_rows(told))
    return section("Beside other sessions", told["why"], content)


def _figure(name: str, told: Told, say: Any = None) -> tuple[str, ...]:
    tell = say or _number
    if told["value"] is None:
        return name, "–", "not known", f"{told['cases']:,}"
    ends = [tell(told[end]) for end in ("low", "high")] if told["low"] is not None else []
    told_ends = " to ".join(ends) if told["high"] is not None else ""
    return name, tell(told["value"]), told_ends or "not known", f"{told['cases']:,}"


def _share(name: str, told: Told) -> tuple[str, ...]:
    return name, percent(told["value"]), _between(told), share_of(told)


def _between(told: Told) -> str:
    return interval(told) if told["denominator"] else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _span(told: Told) -> str:
    ends: Sequence[float | None] = (told["low"], told["high"])
    return " to ".join(_number(end) for end in ends)


def _ranged(told: Told) -> str:
    """A figure with its interval in brackets."""
    if told["value"] is None:
        return "–"
    return f"{_number(told['value'])} ({_span(told)})"
