"""Items about groups: who is misjudged, who is stopped, who walks there, what could be missed."""

from collections.abc import Sequence

from dashboards.reports.dossier.document import Fact, Grid, Item, Part, Row
from dashboards.reports.dossier.studied import Studied, logged
from dashboards.words import percent, points, span
from sim.outcomes.groups.compared import Compared, Held

HEADS = ("of / label", "most", "least", "p", "found", "could be missed")
TESTED = (
    "p is how often chance alone makes groups differ as much, corrected for all labels and steps"
    " together; below .05 a difference is called found. The last column is the smallest"
    " difference of the rarest group that would be found in 80 of 100 runs like this one."
)
INPUTS = (
    "Labels are inputs of a generator: a difference tells of this scenario, its people as drawn and"
    " of chance, not of the public. Skin tones are those of the Monk scale, 1 the lightest."
)
SOURCE = logged("people by group at each step (footfall groups)")


def part(of: Studied) -> Part:
    """The whole part."""
    return Part(
        "Equality",
        (
            _at(of, "equality", "Equality by group: the engine", ("the engine",)),
            _time(of),
            _at(of, "stops", "Group effects at review and stop", ("operators", "officers")),
            _at(of, "walking", "Who walks there", ("where people walk",)),
            _power(of),
        ),
    )


def _at(of: Studied, key: str, title: str, stages: Sequence[str]) -> Item:
    """Groups compared at some stages."""
    told = [one for one in _shares(of) if one.step.stage in stages]
    facts = (Fact(_verdict(told), SOURCE), Grid(HEADS, tuple(map(_row, told)), SOURCE))
    return Item(key, title, (*facts, Fact(INPUTS, "docs/groups.md")))


def _shares(of: Studied) -> list[Compared]:
    return [one for one in of.groups if isinstance(one, Compared)]


def _verdict(told: Sequence[Compared]) -> str:
    """What was found, or that nothing was and how much could have been missed."""
    found = [one for one in told if one.found]
    if found:
        named = "; ".join(_found(one) for one in found)
        return f"Groups differ by more than chance at {len(found)} of {len(told)} places: {named}."
    missed = [group.could_miss for one in told for group in one.groups if group.could_miss]
    if not missed:
        return "Nobody came so far that groups could be compared."
    low, high = in_points(min(missed)), in_points(max(missed))
    return (
        "No difference between groups was found. That is no proof that there is none: depending on"
        f" the group and the step, {low} to {high} could have been missed."
    )


def _found(one: Compared) -> str:
    some = [group for group in one.groups if group.more is not None]
    most = max(some, key=lambda group: abs(group.more.value) if group.more else 0.0)
    assert most.more is not None
    low, high = points(most.more.low), points(most.more.high)
    cases = most.share.denominator
    return (
        f"of {one.step.divides}, who {one.step.name}, by {called(one.label)}: {most.group},"
        f" {points(most.more.value)} beside all others (95 %: {low} to {high}; {cases:,} people)"
    )


def _row(one: Compared) -> Row:
    some = [group for group in one.groups if group.share.value is not None]
    name = f"{one.step.divides}: {one.step.name}; {called(one.label)}"
    if not some:
        return (name, "–", "–", "–", "nobody", "–")
    ranked = sorted(some, key=lambda group: group.share.value or 0.0)
    ends = [f"{group.group}: {percent(group.share.value)}" for group in (ranked[-1], ranked[0])]
    p = "–" if one.p_corrected is None else f"{one.p_corrected:.3g}"
    missed = [group.could_miss for group in one.groups if group.could_miss]
    most = in_points(max(missed)) if missed else "–"
    return (name, *ends, p, "yes" if one.found else "no", most)


def called(label: str) -> str:
    """What a label is to a reader.

    >>> called("tone"), called("sex")
    ('skin tone', 'sex')
    """
    return "skin tone" if label == "tone" else label


def in_points(share: float) -> str:
    """A difference in points; so many people that none could be found are as good as nobody."""
    return points(share).lstrip("+") if share < 1 else "any difference"


def _time(of: Studied) -> Item:
    """How long people of each group were held."""
    title = "Time by group: how long people were held"
    held = [one for one in of.groups if isinstance(one, Held)]
    if not any(group.people for one in held for group in one.groups):
        return Item("time", title, (), "Nobody was stopped.")
    found = [f"{one.step.divides}, by {called(one.label)}" for one in held if one.found]
    said = "No difference between groups was found; a median of few people says little."
    if found:
        said = f"Groups differ by more than chance: {'; '.join(found)}."
    heads = ("of / label", "people", "longest median", "shortest median", "p", "found")
    grid = Grid(heads, tuple(map(_spell, held)), SOURCE)
    lacks = "How large a difference could have been missed is told of shares alone."
    return Item("time", title, (Fact(said, SOURCE), grid), lacks)


def _spell(one: Held) -> Row:
    some = sorted(
        (group for group in one.groups if group.median_s is not None),
        key=lambda group: group.median_s or 0.0,
    )
    ends = [f"{group.group}: {span(group.median_s or 0.0)}" for group in (*some[-1:], *some[:1])]
    people = sum(group.people for group in one.groups)
    p = "–" if one.p_corrected is None else f"{one.p_corrected:.3g}"
    name = f"{one.step.divides}; {called(one.label)}"
    return (name, f"{people:,}", *(ends or ["–", "–"]), p, "yes" if one.found else "no")


def _power(of: Studied) -> Item:
    rows = []
    shares = _shares(of)
    steps = {one.step.key: one.step for one in shares}
    for key, step in steps.items():
        of_label = [one for one in shares if one.step.key == key]
        cases = [group for one in of_label for group in one.groups]
        people = max((sum(g.share.denominator for g in one.groups) for one in of_label), default=0)
        missed = [group.could_miss for group in cases if group.could_miss]
        ends = [in_points(one) for one in (min(missed), max(missed))] if missed else ["–", "–"]
        rows.append((f"{step.divides}: {step.name}", f"{people:,}", *ends))
    heads = ("step", "people", "missed at best", "missed at worst")
    grid = Grid(heads, tuple(rows), SOURCE)
    return Item("power", "Sample size and power", (grid, Fact(TESTED, "docs/groups.md")))
