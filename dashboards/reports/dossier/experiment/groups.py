"""Items about groups of an experiment, compared over its replications, and about its power."""

from collections.abc import Sequence
from functools import cache

from scipy.special import stdtrit

from dashboards.cli.experiments.tables import number
from dashboards.reports.dossier.document import Evidence, Fact, Grid, Item, Part, Row
from dashboards.reports.dossier.equality import INPUTS, called, in_points
from dashboards.reports.dossier.experiment.played import ONE_DAY
from dashboards.reports.dossier.experiment.repeated import Repeated, worded
from dashboards.words import percent, points
from engine.counts import counted
from sim.experiments.by_group import Apart, by_group
from sim.experiments.intervals import Mean
from sim.outcomes.demography import span
from sim.outcomes.groups.compared import POWER

STEPS = {
    "in_view": "people who came: in view of a camera",
    "tpir": "listed people a camera could recognise: alerted as themselves (TPIR)",
    "fpir": "people not listed whom a camera could recognise: alerted (FPIR)",
    "wrongful_stops": "people in view: stopped wrongly",
}
HEADS = (
    "of / label / group",
    "people",
    "share",
    "more than others",
    "95 %",
    "p",
    "found",
    "could be missed",
)
POINTS = "Groups are compared in one design's replications, and this experiment has many points."
SPREAD = (
    "Shares are of all replications together; intervals and p are Student's t of how much they"
    " differ from one replication to the next, p corrected for all groups and steps (Holm). The"
    " last column is the smallest difference that would be found in 80 of 100 such experiments."
    " Groups in which fewer than 5 cases were expected are left out."
)
PRECISE = ("alerts", "false_alerts", "tpir", "fpir", "alert_precision", "stops", "wrongful_stops")


def equality(of: Repeated) -> Part:
    """The whole part."""
    unsaid = POINTS if of.points else "" if of.days else ONE_DAY
    found = [] if unsaid else _compared(of)
    lacks = "How long people were held is told of a run by group, not of an experiment."
    return Part(
        "Equality",
        (
            _at(of, found, "equality", "Equality by group: the engine", ("tpir", "fpir"), unsaid),
            Item("time", "Time by group: how long people were held", (), lacks),
            _at(
                of, found, "stops", "Group effects at review and stop", ("wrongful_stops",), unsaid
            ),
            _at(of, found, "walking", "Who walks there", ("in_view",), unsaid),
            _power(of),
        ),
    )


def _compared(of: Repeated) -> list[Apart]:
    ages = [span(band) for band in of.scenario.crowd.demography.ages]
    return by_group(of.first, ages)


def _at(
    of: Repeated,
    every: Sequence[Apart],
    key: str,
    title: str,
    steps: Sequence[str],
    unsaid: str,
) -> Item:
    if unsaid:
        return Item(key, title, (), unsaid)
    told = [one for one in every if one.step in steps]
    rows = tuple(_row(one) for one in told if one.p is not None)
    few = len(told) - len(rows)
    if not rows:
        return Item(key, title, (), "Too few cases were played to compare groups: play more days.")
    source = of.source("counts by group")
    said = (verdict(told), *([f"{counted(few, 'group')} had too few cases."] if few else []))
    evidence: list[Evidence] = [Fact(one, source) for one in said]
    evidence += [Grid(HEADS, rows, source), Fact(SPREAD, "docs/experiments.md")]
    return Item(key, title, (*evidence, Fact(INPUTS, "docs/groups.md")))


def verdict(told: Sequence[Apart]) -> str:
    """What was found, or that nothing was and how much could have been missed."""
    found = [one for one in told if one.found]
    if found:
        named = "; ".join(
            f"of {STEPS[one.step]}, by {called(one.label)}: {one.group}, {points(one.more)} beside"
            f" all others (95 %: {points(one.low)} to {points(one.high)}; {one.cases:,} people)"
            for one in found
        )
        return f"Groups differ by more than chance at {len(found)} of {len(told)} places: {named}."
    missed = [one.could_miss for one in told if one.could_miss is not None]
    low, high = map(in_points, (min(missed), max(missed)))
    return (
        "No difference between groups was found. That is no proof that there is none: depending on"
        f" the group and the step, {low} to {high} could have been missed."
    )


def _row(one: Apart) -> Row:
    name = f"{STEPS[one.step]}; {called(one.label)}; {one.group}"
    reach = f"{points(one.low)} to {points(one.high)}"
    missed = "–" if one.could_miss is None else in_points(one.could_miss)
    found = ("yes" if one.found else "no", missed)
    share, more = percent(one.share), points(one.more)
    return (name, f"{one.cases:,}", share, more, reach, f"{one.adjusted:.3g}", *found)


def _power(of: Repeated) -> Item:
    """How narrow means are, and which changes would show."""
    title = "Sample size and power"
    if of.points:
        lacks = "It is told of each point by its interval: see Sensitivity."
        return Item("power", title, (), lacks)
    names = worded(PRECISE)
    rows = tuple(
        (names[key], f"{one.count:,}", *_precision(one))
        for key in PRECISE
        for one in [of.mean(key)]
    )
    heads = (
        "figure",
        "replications",
        "interval reaches ±",
        "change found in 80 of 100",
        "for half as wide",
    )
    said = (
        "The change is the smallest by which the mean would have to differ from a stated value to"
        " be told from it in 80 of 100 such experiments at 5 %; the last column is how many"
        " replications an interval half as wide would need."
    )
    lacks = "" if of.days else ONE_DAY
    facts = (Grid(heads, rows, of.source(*PRECISE)), Fact(said, "docs/experiments.md"))
    return Item("power", title, facts, lacks)


def _precision(one: Mean) -> tuple[str, str, str]:
    if one.sd is None or not one.sd:
        return ("it never differed", "–", "–")
    spread = one.sd / one.count**0.5
    reach, found = _t(one.count, 0.975), _t(one.count, POWER)
    return (number(reach * spread), number((reach + found) * spread), f"about {4 * one.count:,}")


@cache
def _t(count: int, share: float) -> float:
    return float(stdtrit(count - 1, share))
