"""`footfall why`: what happened to a person of a run, in words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.door import complain
from dashboards.cli.engine.why import Json, print_json, print_stretches
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from engine.counts import counted
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.outcomes.why.misses import Explanation


WITHOUT = (
    "this run is without the engine: what is told of faces and alerts is what it would have said"
)


@app.command("why")
def why_person(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    person: Annotated[
        int | None, typer.Option(help="A passer-by's number. Default: all listed people missed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say why a PERSON of a run was alerted or missed, from the truth and what the engine kept."""
    from sim.damage import damage
    from sim.outcomes.why.misses import misses, story
    from sim.reader import read_run

    if (run / "summary.json").exists() and not (run / "run.json").exists():
        raise SimError(
            f"{run}: got what `footfall engine watch` found, wanted a run; ask"
            " `footfall engine why` about its faces"
        )
    stored = read_run(run)
    for err in damage(stored):
        complain(f"warning: {err}")
    briefed = stored.scenario().briefed
    if briefed and not briefed.engine:
        complain(f"warning: {WITHOUT}")
    if person is not None:
        with bars() as report:
            report("Look at what was kept", None)
            told = story(stored, person)
        starts_at = stored.record["starts_at"]
        print_json(told.to_json()) if as_json else _print_story(told, starts_at)
        return
    with bars() as report:
        report("Look at what was kept", None)
        missed = list(misses(stored))
    if as_json:
        print_json({"missed": [one.to_json() for one in missed]})
        return
    _print_missed(missed)


def _print_missed(missed: Sequence["Explanation"]) -> None:
    """Those with one verdict in one line; whoever had no opportunity is counted and not named."""
    screen = console()
    screen.print(f"{counted(len(missed), 'listed person')} missed.")
    by_verdict: defaultdict[str, list[str]] = defaultdict(list)
    for one in missed:
        if one.opportunity:
            by_verdict[one.verdict].append(str(one.person))
    for verdict, people in by_verdict.items():
        who = "Person" if len(people) == 1 else "People"
        screen.print(f"  {who} {', '.join(people)}: {verdict}", markup=False, soft_wrap=True)
    never = Counter(one.verdict.split(":")[0] for one in missed if not one.opportunity)
    if never:
        said = (
            f"  {never.total()} had no opportunity: no camera had them in its zone of recognition,"
            " facing its side. Of these:"
        )
        screen.print(said, soft_wrap=True)
    for verdict, count in never.most_common():
        who = "person" if count == 1 else "people"
        screen.print(f"    {count} {who} {verdict}", markup=False, soft_wrap=True)


def _print_story(told: "Explanation", starts_at: str) -> None:
    screen = console()
    screen.print(_head(told), markup=False, soft_wrap=True)
    for line in told.meanwhile:
        screen.print(f"Meanwhile: {line}", markup=False, soft_wrap=True)
    for camera, stretches in told.cameras.items():
        screen.print(f"{camera}:", markup=False)
        print_stretches(stretches, told.words[camera], starts_at)


def _head(told: "Explanation") -> str:
    listed = "not listed" if told.subject is None else f"listed person {told.subject}"
    return f"Person {told.person} ({listed}): {told.verdict}"
