"""What each figure of a review shows, in words and numbers, for those who cannot see it."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboards.figures.training.answers import MISSED
from dashboards.words import interval, percent, points, share_of
from engine.counts import counted

Told = Mapping[str, Any]


def told_apart(told: Told) -> str:
    """The curve of confidence, and d'."""
    d_prime, c = (told["sensitivity"][name] for name in ("d_prime", "criterion"))
    area = told["curve"]["area"]
    said = []
    if d_prime["value"] is None:
        said.append("Without both true and false alerts nothing can be said of telling them apart.")
    else:
        ready = ("yes came more readily than no", "no came more readily than yes")
        lean = _side(c, *ready, "it cannot be told whether yes or no came more readily")
        said.append(f"d' is {ranged(d_prime)}; c is {ranged(c)}: {lean}.")
    if area["value"] is None:
        said.append("No curve can be drawn: there were too few verdicts with a confidence.")
    else:
        said.append(
            f"The area under the curve is {ranged(area)}: of a true and a false alert, the true one"
            f" was the surer yes in {percent(area['value'])} of such pairs."
        )
    return " ".join(said)


def sure(told: Told) -> str:
    """Confidence beside what was right."""
    excess = told["calibration"]["excess"]
    if excess["value"] is None:
        return "No verdict came with a confidence."
    wide = between(excess, points)
    off = _side(excess, "less sure than right", "too sure", "neither too sure nor too little")
    return (
        f"Over {counted(excess['cases'], 'verdict')} with a confidence, the share that they were"
        f" expected to be right in, less the share that was, is {points(excess['value'])}{wide}:"
        f" {off}, as far as can be told."
    )


def decided(told: Told) -> str:
    """Alerts against the truth."""
    of = told["against"]
    parts = [
        f"Of true alerts {_of(of['hits'])} confirmed, of false ones {_of(of['false_alarms'])}.",
        f"Not answered in time: {share_of(of['unread'])}.",
    ]
    if of["kept_to_rules"]["denominator"]:
        parts.append(f"Of alerts that rules bar {_of(of['kept_to_rules'])} left unconfirmed.")
    return " ".join(parts)


def took(told: Told) -> str:
    """Reaction times."""
    times = told["reactions"]["all"]
    if times["p50"]["value"] is None:
        return "No alert was answered."
    return (
        f"Half of {counted(times['p50']['cases'], 'answer')} took {times['p50']['value']:.1f} s or"
        f" less{between(times['p50'])}, nine in ten {times['p90']['value']:.1f} s or less."
    )


def over(told: Told) -> str:
    """What changed over the session."""
    watch = told["vigilance"]
    later, slower = watch["right_later"], watch["slower_s_per_h"]
    said = [f"{counted(len(watch['blocks']), 'quarter')} of an hour."]
    if later["value"] is None:
        said.append("One half of the session has no verdict to compare with the other's.")
    else:
        said.append(
            f"The share right in the second half less that in the first is"
            f" {points(later['value'])}{between(later, points)}."
        )
    if slower["value"] is not None:
        said.append(f"Answers took {slower['value']:+.2f} s more an hour{between(slower)}.")
    return " ".join(said)


def modelled(told: Told) -> str:
    """The trainee beside model operators."""
    both = told["beside"]
    if both is None or both["right"]["value"] is None:
        return "There is no verdict to set beside those of model operators."
    right, model, more = both["right"], both["model_right"], both["more_right"]
    return (
        f"On the same {counted(right['cases'], 'alert')} this person was right in"
        f" {percent(right['value'])}, model operators ({both['model']}) in"
        f" {percent(model['value'])}: {points(more['value'])}{between(more, points)}, alert by"
        " alert."
    )


def reasoned(told: Told) -> str:
    """Reasons."""
    found = told["reasons"]
    if not found:
        return "No alert was answered."
    most = found[0]
    if most["right"]["value"] is None:
        return f"The most frequent is “{most['reason']}”, {counted(most['count'], 'time')}."
    return (
        f"The most frequent is “{most['reason']}”, {counted(most['count'], 'time')}; right in"
        f" {share_of(most['right'])} of its verdicts on faces ({interval(most['right'])})."
    )


def came_of(told: Told) -> str:
    """Stops and misses."""
    came = told["consequences"]
    rightly = came["rightly_stopped"]
    lost = {name: count for name, count in came["missed"].items() if count}
    most = max(lost, key=lost.__getitem__, default=None)
    wrongly = came["wrongly_stopped"]
    said = ["Nobody was stopped."]
    if wrongly["denominator"]:
        said = [f"Of people stopped, {_of(wrongly, verb=False)} were not looked for."]
    said.append(f"Of listed people who came, {_of(rightly, verb=False)} were stopped.")
    if most is not None:
        said.append(f"Most of the others: {MISSED[most]} ({lost[most]:,}).")
    return " ".join(said)


SAID: Mapping[str, Callable[[Told], str]] = {
    "roc": told_apart,
    "confidence": sure,
    "decisions": decided,
    "reaction_times": took,
    "over_time": over,
    "beside_model": modelled,
    "reasons_given": reasoned,
    "missed": came_of,
}
"""By the name of the figure."""


def ranged(told: Told) -> str:
    """A figure with its interval.

    >>> ranged({"value": 1.874, "low": 1.2, "high": None}), ranged({"value": None})
    ('1.87 (from 1.20)', '–')
    """
    return "–" if told["value"] is None else f"{told['value']:.2f}{between(told)}"


def between(told: Told, say: Callable[[float], str] = lambda value: f"{value:.2f}") -> str:
    """An interval in brackets, with a blank before it; nothing where no end is known."""
    low, high = (None if told[end] is None else say(told[end]) for end in ("low", "high"))
    if low is None and high is None:
        return ""
    if high is None:
        return f" (from {low})"
    return f" (up to {high})" if low is None else f" ({low} to {high})"


def _side(told: Told, below: str, above: str, neither: str) -> str:
    """Which side of 0 an interval lies on, in words."""
    if told["high"] is not None and told["high"] < 0:
        return below
    return above if told["low"] is not None and told["low"] > 0 else neither


def _of(rate: Told, *, verb: bool = True) -> str:
    """A share in numbers."""
    was = (" was" if rate["numerator"] == 1 else " were") if verb else ""
    wide = f" ({interval(rate)})" if rate["denominator"] else ""
    return f"{share_of(rate)}{wide}{was}"
