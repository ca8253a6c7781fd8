"""`footfall groups`: who fared worse in a run, at which step, and how sure that is."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table
from dashboards.words import interval, percent, points, share_of

if TYPE_CHECKING:
    from sim.outcomes.groups.compared import Compared, Held
    from sim.outcomes.groups.lengths import Lasted

INPUTS = (
    "Labels are inputs of a generator: a difference tells of this scenario, its rendered people and"
    " of chance, not of the public."
)
FAMILY = (
    "p is how often chance alone makes groups differ as much, corrected for all labels and steps"
    " together (Holm): below .05 a difference is called found, and in 95 of 100 runs without any"
    " difference none is."
)


@app.command("groups")
def groups(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    label: Annotated[
        str | None, typer.Option(help="Tell every group of it: sex, age, ancestry or tone.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare groups of people at every step of a RUN, from coming in to being stopped."""
    from sim.outcomes.groups.compared import of_run
    from sim.reader import read_run

    stored = read_run(run)
    with bars() as report:
        report("Read what happened", None)
        found = of_run(stored)
    labels = [*dict.fromkeys(one.label for one in found)]
    if label is not None and label not in labels:
        raise typer.BadParameter(f"got {label!r}, wanted {', '.join(labels)}", param_hint="--label")
    if as_json:
        print_json({"reads": INPUTS, "compared": [one.to_json() for one in found]})
        return
    _print([one for one in found if label in (None, one.label)], whole=label is not None)


def _print(found: Sequence["Compared | Held"], *, whole: bool) -> None:
    from sim.outcomes.groups.compared import Compared

    screen = console()
    screen.print(dim(f"{INPUTS} {FAMILY}"), soft_wrap=True)
    for step, told in groupby(found, key=lambda one: one.step):
        shares, held = list[Compared](), list["Held"]()
        for one in told:
            if isinstance(one, Compared):
                shares.append(one)
            else:
                held.append(one)
        asked = f"who {step.name}" if shares else f"how long they {step.name}"
        screen.print()
        screen.print(bold(f"{step.stage[0].upper()}{step.stage[1:]}"), end="")
        screen.print(f": of {step.divides}, {asked}", soft_wrap=True)
        if shares:
            rows = [row for one in shares for row in (_each(one) if whole else [_in_short(one)])]
            screen.print(table(EACH if whole else IN_SHORT, rows))
        else:
            spells = [row for one in held for row in (_spells(one) if whole else [_spell(one)])]
            screen.print(table(SPELLS if whole else SPELL, spells))


IN_SHORT = ("label", "people", "share", "most", "least", "p", "found", "smaller is missed")
SPELL = ("label", "people", "longest median", "shortest", "p", "found")
SPELLS = (
    "group",
    "median",
    "95 % interval",
    "people",
    "mean",
    "longer than others",
    "95 % interval",
)
EACH = ("group", "share", "95 % interval", "of", "more than others", "95 % interval")


def _in_short(one: "Compared") -> tuple[str, ...]:
    """A label at a step in a line."""
    some = [group for group in one.groups if group.share.value is not None]
    hits, cases = (
        sum(getattr(group.share, part) for group in some) for part in ("numerator", "denominator")
    )
    ranked = sorted(some, key=lambda group: group.share.value or 0.0)
    ends = [f"{group.group} {percent(group.share.value)}" for group in (*ranked[-1:], *ranked[:1])]
    missed = [group.could_miss for group in some if group.could_miss is not None]
    return (
        one.label,
        f"{cases:,}",
        percent(hits / cases if cases else None),
        *(ends or ["–", "–"]),
        *_found(one),
        points(max(missed)) if missed else "–",
    )


def _found(one: "Compared | Held") -> tuple[str, str]:
    """How often it is chance, and whether it is called a difference."""
    p = "–" if one.p_corrected is None else f"{one.p_corrected:.2g}"
    return p, "differs" if one.found else "no"


def _spell(one: "Held") -> tuple[str, ...]:
    """How long groups of a label were held in a line."""
    some = sorted(
        (group for group in one.groups if group.people), key=lambda group: group.median_s or 0.0
    )
    ends = [f"{group.group} {_seconds(group.median_s)}" for group in (*some[-1:], *some[:1])]
    people = sum(group.people for group in some)
    return (one.label, f"{people:,}", *(ends or ["–", "–"]), *_found(one))


def _spells(one: "Held") -> Iterator[tuple[str, ...]]:
    """A line a group."""
    for group in one.groups:
        longer = group.longer
        yield (
            *(group.group, _seconds(group.median_s), _between(group)),
            *(f"{group.people:,}", _seconds(group.mean_s)),
            "–" if longer is None else f"{longer.value:+.0f} s",
            "–" if longer is None else f"{longer.low:+.0f} to {longer.high:+.0f} s",
        )


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.0f} s"


def _between(group: "Lasted") -> str:
    return "–" if group.low_s is None else f"{group.low_s:.0f} to {_seconds(group.high_s)}"


def _each(one: "Compared") -> Iterator[tuple[str, ...]]:
    """A line a group."""
    for group in one.groups:
        share = group.share.to_json()
        more = group.more
        between = f"{points(more.low)} to {points(more.high)}" if more else "–"
        cells = (percent(share["value"]), interval(share), share_of(share))
        yield (group.group, *cells, points(more.value if more else None), between)
