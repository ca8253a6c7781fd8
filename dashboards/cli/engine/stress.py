"""`footfall engine stress`: how much the engine bears, beside what the machine could do at best."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.engine.group import commands, results_in
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import bold, console, print_results
from dashboards.cli.terminal.tables import table
from engine.disk.files import write_text
from engine.errors import SettingsError
from engine.names import perhaps
from engine.stress.questions import MINUTES, QUESTIONS, QUICKLY

KEPT = "stress.json"
"""The results' file, by which the page knows them."""
FAILED = 1
"""Exit code where a figure does not hold and that was to be checked."""
Feeds = Annotated[
    list[str] | None,
    typer.Argument(
        help="What to look at, as `engine watch` takes it: film files, or folders of pictures"
        " in the order of their names. Default: rendered people. `overload` has films of its"
        " own: --set films=NAME, a library scenario, a scenario file, or the folder of a run in"
        " pixels."
    ),
]
Parts = Annotated[
    str | None,
    typer.Option(
        help="What to measure, several with commas, and about how long it takes. "
        + " ".join(f"`{name}`: {asks} ({MINUTES[name]:g} min)" for name, asks in QUESTIONS.items())
        + f" Default: all; with --quick {', '.join(QUICKLY)}."
    ),
]

Quick = Annotated[
    bool,
    typer.Option(
        "--quick",
        help="A first look, two minutes where nothing else runs (some 90 s of processor time): how"
        " many cameras, how large a watchlist; too short for verdicts.",
    ),
]


@commands.command("stress")
def stress_command(
    feeds: Feeds = None,
    parts: Parts = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a setting: NAME=VALUE, see docs/stress.md."),
    ] = None,
    window: Annotated[
        float | None, typer.Option(min=0, help="Seconds over which `density` judges streams.")
    ] = None,
    quick: Quick = False,
    estimate: Only = False,
    long: Long = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="End with code 1 if a figure does not hold.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how many cameras and how large a watchlist this machine can take, beside bare models,
    and what more than that costs. All parts take some 20 minutes, --quick two; how long is said
    before they begin.
    """
    from dashboards.cli.engine.bench import measure
    from dashboards.reports.stress import stress_page
    from engine.feeds.recorded import open_feed
    from engine.stress.terms import QUICK, terms_from
    from engine.stress.verdicts import Verdict
    from sim.estimate.stress import of_stress

    chosen = chosen_parts(parts or ",".join(QUICKLY if quick else QUESTIONS))
    window_s = [] if window is None else [f"window_s={window}"]
    terms = terms_from(QUICK if quick else {}, [*(changes or ()), *window_s])
    if check:
        _check_rounds(terms.rounds)
    check_files(html=html)
    for feed in feeds or ():
        open_feed(feed)  # what is none is refused before anything is said of it
    needs = of_stress(chosen, terms, out)
    if not foreseen(needs, "--parts, --set", only=estimate, long=long, as_json=as_json):
        return
    with results_in(out, "stress") as folder, _kept_in(folder / KEPT) as keep, bars() as report:
        found = measure(chosen, terms, feeds or (), report, keep)
    if html:
        write_text(html, stress_page(found))
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")
    else:
        _print(found, html, folder)
    if check and any(one["verdict"] == Verdict.fails for one in found["verdicts"]):
        raise typer.Exit(FAILED)


@contextmanager
def _kept_in(file: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Writes what was measured so far; an interruption says where it is, or that it is nothing."""

    def keep(found: dict[str, Any]) -> None:
        write_text(file, json.dumps(found, indent=2, allow_nan=False) + "\n")

    try:
        yield keep
    except KeyboardInterrupt as stop:
        done = f"the parts that were done are kept in {file.parent}"
        stop.add_note(done if file.exists() else "no part was done, and nothing is kept")
        raise


def _check_rounds(rounds: int) -> None:
    """SettingsError where there are too few to check anything by."""
    from engine.stress.verdicts import FEWEST_ROUNDS

    if rounds < FEWEST_ROUNDS:
        said = f"--check: got {rounds} rounds, wanted {FEWEST_ROUNDS} or more to judge by"
        raise SettingsError(f"{said}: --set rounds={FEWEST_ROUNDS}")


def chosen_parts(told: str) -> list[str]:
    """The parts named, in their own order; SettingsError for another name."""
    names = [name.strip() for name in told.split(",") if name.strip()]
    unknown = [name for name in names if name not in QUESTIONS]
    if unknown or not names:
        near = perhaps(unknown[0], QUESTIONS) if unknown else ""
        raise SettingsError(f"parts: got {told!r}, wanted some of {', '.join(QUESTIONS)}{near}")
    return [name for name in QUESTIONS if name in names]


def _print(found: dict[str, Any], html: Path | None, folder: Path) -> None:
    from dashboards.reports.stress_answers import answers
    from dashboards.reports.stress_tables import about, shown, verdicts

    screen = console()
    screen.print(about(found), markup=False)
    told = [shown(name, result) for name, result in found["parts"].items()]
    judged = verdicts(found)
    for part in [*told, *([judged] if judged.rows else [])]:
        screen.print()
        screen.print(bold(part.title))
        screen.print(table(part.heads, part.rows), part.text, sep="\n")
    screen.print()
    screen.print(*answers(found), sep="\n", soft_wrap=True, markup=False)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True, markup=False)
    print_results(screen, folder)
