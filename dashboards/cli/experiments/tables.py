"""What experiments print: means, differences, rankings and shares, as tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table

USUAL = (
    "passers_by", "alerts", "false_alerts", "stops", "tpir", "alert_precision", "fpir",
    "false_alerts_per_person", "wrongful_stops", "wrong_stops",
)  # fmt: skip
"""Measures that are told where none is asked for."""
VARIED = {
    "day": "Each replication is a day of its own: other people, ways, faces and answers.",
    "answer": (
        "Each replication answers one day anew: the intervals say nothing about other days, only"
        " about the luck of operators and officers."
    ),
}
GAIN = (
    "The gain says how many times more replications an interval as narrow would need, had each"
    " design luck of its own."
)
MOST_POINTS = 60
"""Points of a sweep that a terminal is shown."""
EFFECTS: Mapping[str, tuple[tuple[str, ...], tuple[tuple[str, str | None], ...]]] = {
    "sobol": (
        ("field", "with all others", "alone"),
        (("total", "total_reach"), ("first", "first_reach")),
    ),
    "morris": (("field", "effect", "spread"), (("size", "size_reach"), ("spread", None))),
}
"""Of each method what its table's columns are called, and hold."""
MEANT = {
    "sobol": (
        "Shares of the variance over the ranges (Sobol), each ± how far its 95 % interval reaches:"
        " what a field explains alone, and with all that it does together with others."
    ),
    "morris": (
        "How much the outcome changes on the mean when a field alone moves, as if over its whole"
        " range, ± how far the 95 % interval reaches, and how that differs from place to place"
        " (Morris)."
    ),
}
ALONE = "Every interval is one of 95 % by Student's t, for its measure alone."


def number(value: float | None) -> str:
    """To four significant digits.

    >>> number(0.123456), number(31104.0), number(None)
    ('0.1235', '31,104', '–')
    """
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def span(low: float | None, high: float | None) -> str:
    """From where to where."""
    return "–" if low is None else f"{number(low)} to {number(high)}"


def measure_name(key: str) -> str:
    """What a figure is called: its measure's name, or its own."""
    from sim.outcomes.measures import named  # whoever asks for help does not wait for scipy

    try:
        return named(key).name
    except StopIteration:
        return key


def print_means(
    told: Mapping[str, Any], title: str, asked: Sequence[str], wanted: Mapping[str, float]
) -> None:
    """The means of some measures, with their intervals."""
    screen, count = console(), told["replications"]
    screen.print()
    screen.print(bold(f"{title}: {count:,} replications"))
    rows = []
    for key in dict.fromkeys([*(asked or USUAL), *wanted]):
        one = told["outcomes"][key]
        reach = span(one["low"], one["high"])
        least = span(one["least"], one["most"])
        rows.append(
            (
                measure_name(key),
                number(one["mean"]),
                reach,
                number(one["sd"]),
                least,
                f"{one['count']:,}",
            )
        )
    heads = ("measure", "mean", "95 % interval", "standard deviation", "least to most", "of")
    screen.print(table(heads, rows))
    screen.print(dim(f"{VARIED[told['what']]} {ALONE}"), soft_wrap=True)
    if told["met"] is not None:
        screen.print(_met(told["met"], wanted), soft_wrap=True)
    screen.print(
        f"Experiment: {told['folder']} (ask it: footfall query {told['folder']} SQL)",
        soft_wrap=True,
    )


def _met(met: bool, wanted: Mapping[str, float]) -> str:
    named_ = ", ".join(f"{measure_name(key)} ±{half:g}" for key, half in wanted.items())
    if met:
        return f"As narrow as wanted: {named_}."
    return f"Not as narrow as wanted ({named_}): more --replications would be needed."


def print_differences(told: Mapping[str, Any], measures: Sequence[str]) -> None:
    """The means of each design, and by how much the others differ from the first."""
    screen, (first, *_others) = console(), told["designs"]
    for key in measures:
        rows = [
            (name, number(means[key]["mean"]), *_apart(told["differences"].get(name), key))
            for name, means in told["designs"].items()
        ]
        screen.print()
        screen.print(bold(measure_name(key)))
        heads = ("design", "mean", "difference", "95 %, all together", "p (Holm)", "gain", "of")
        screen.print(table(heads, rows))
    screen.print(dim(f"Differences to {first}, {told['replications']:,} replications."))
    screen.print(dim(f"{told['method']} {GAIN}"), soft_wrap=True)
    if "what" in told:
        screen.print(dim(VARIED[told["what"]]), soft_wrap=True)
        screen.print(f"Experiment: {told['folder']}", soft_wrap=True)


def _apart(differences: Mapping[str, Any] | None, key: str) -> tuple[str, ...]:
    if differences is None:
        return ("", "", "", "", "")
    one = differences[key]
    p = "–" if one["adjusted"] is None else f"{one['adjusted']:.2g}"
    gain = "–" if one["gain"] is None else f"{one['gain']:.1f}×"
    return number(one["mean"]), span(one["low"], one["high"]), p, gain, f"{one['count']:,}"


def print_points(told: Mapping[str, Any], fields: Sequence[str], measures: Sequence[str]) -> None:
    """The means at each point of a sweep."""
    screen = console()
    rows = [
        [*(one["changes"][field] for field in fields), *_means(one["outcomes"], measures)]
        for one in told["points"][:MOST_POINTS]
    ]
    screen.print()
    screen.print(table([*fields, *map(measure_name, measures)], rows))
    if (more := len(told["points"]) - MOST_POINTS) > 0:
        screen.print(f"{more:,} more points: --json has all of them", soft_wrap=True)
    each = "Means; with two replications or more, how far their 95 % interval reaches."
    screen.print(dim(f"{each} {VARIED[told['what']]}"), soft_wrap=True)
    screen.print(f"Experiment: {told['folder']}", soft_wrap=True)


def _means(outcomes: Mapping[str, Any], measures: Sequence[str]) -> list[str]:
    found = []
    for key in measures:
        one = outcomes[key]
        reach = "" if one["low"] is None else f" ({span(one['low'], one['high'])})"
        found.append(f"{number(one['mean'])}{reach}")
    return found


def print_effects(told: Mapping[str, Any]) -> None:
    """What hangs on each field, the most first."""
    screen, method = console(), told["method"]
    heads, keys = EFFECTS[method]
    for measure, effects in told["effects"].items():
        ordered = sorted(effects, key=lambda one: -(one[keys[0][0]] or 0.0))
        rows = [(one["field"], *(_reaching(one, *key) for key in keys)) for one in ordered]
        screen.print()
        screen.print(bold(measure_name(measure)))
        screen.print(table(heads, rows))
    points = f"{told['points']:,} points, {told['replications']:,} replications at each"
    screen.print(dim(f"{points}. {MEANT[method]} {VARIED[told['what']]}"), soft_wrap=True)
    screen.print(f"Experiment: {told['folder']}", soft_wrap=True)


def _reaching(one: Mapping[str, Any], key: str, reach: str | None) -> str:
    value = number(one[key])
    return value if reach is None or one[reach] is None else f"{value} ± {number(one[reach])}"


def print_selected(told: Mapping[str, Any], guarantee: str) -> None:
    """Each design, the best first, and what is certain of the choice."""
    screen = console()
    means = told["designs"]
    order = [told["chosen"], *told["left"], *sorted(told["dropped"], key=told["dropped"].get)[::-1]]
    rows = [
        (name, number(means[name]["mean"]), f"{means[name]['count']:,}", _stands(told, name))
        for name in dict.fromkeys(order)
        if name is not None
    ]
    screen.print()
    screen.print(bold(measure_name(told["measure"])))
    screen.print(table(("design", "mean", "replications", ""), rows))
    if told["chosen"] is None:
        screen.print("Not decided: more --replications, or a larger --zone, would be needed.")
    else:
        screen.print(guarantee, soft_wrap=True)
    screen.print(dim(VARIED[told["what"]]), soft_wrap=True)
    screen.print(f"Experiment: {told['folder']}", soft_wrap=True)


def _stands(told: Mapping[str, Any], name: str) -> str:
    if name == told["chosen"]:
        return "chosen"
    at = told["dropped"].get(name)
    return "left" if at is None else f"dropped after {at:,}"
