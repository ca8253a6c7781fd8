"""`footfall engine evaluate` and `fieldtest`: how good the engine is, and how to find out."""

import json
import math
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine.group import commands, results_in
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import dim, print_results
from dashboards.cli.terminal.tables import console, not_taken, passed_over, table
from engine.disk.files import write_text
from engine.errors import GalleryError, SettingsError
from engine.packs.names import OPEN

KEPT = "evaluation.json"
"""The results' file, by which the page knows them."""
Source = Annotated[
    Path | None,
    typer.Argument(
        help="A folder with a subfolder for each person (an only picture: non-mated), or a CSV"
        " of pairs: two files or a score on each line, and whether it is mated."
    ),
]
Labels = Annotated[
    Path | None,
    typer.Option(
        help="Groups of a folder's people: a CSV with a column file or subject, and labels."
    ),
]
WantedFpir = Annotated[
    float | None,
    typer.Option(
        help="The false positive identification rate wanted in a folder. Default: the engine's."
    ),
]
PackName = Annotated[
    str | None,
    typer.Option(help="`open`, a fetched pack's name, or a folder. Default: open."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@commands.command("evaluate")
def evaluate_command(
    source: Source = None,
    mated: Annotated[
        Path | None, typer.Option(help="A list of mated scores: a number on each line, or a CSV.")
    ] = None,
    non_mated: Annotated[Path | None, typer.Option(help="And the one of non-mated scores.")] = None,
    distance: Annotated[
        bool, typer.Option("--distance", help="Scores are distances: the lower, the more alike.")
    ] = False,
    column: Annotated[
        str | None, typer.Option(help="The scores' column in a CSV. Default: score.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Tell also the rates of a list at this score.")
    ] = None,
    labels: Labels = None,
    watchlist: Annotated[
        int | None,
        typer.Option(help="Size of a folder's watchlist. Default: all people with two pictures."),
    ] = None,
    fpir: WantedFpir = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    pack: PackName = None,
    as_json: AsJson = False,
) -> None:
    """Measure the engine on pictures of labelled people, or any engine on lists of its scores.

    Rates come with 95 % intervals, by person where it is known who they are.
    """
    from dashboards.cli.engine.folders import looked, of_folder
    from dashboards.cli.engine.listed import of_pairs, of_scores
    from engine.measure.evaluation import refuse_wrong
    from engine.settings import EngineSettings

    lists, folder = _lists(source, mated, non_mated), source is not None and not source.is_file()
    _refuse({"labels": labels, "watchlist": watchlist, "fpir": fpir}, "a folder", fits=folder)
    of_lists = {"threshold": threshold, "column": column, "distance": distance or None}
    _refuse(of_lists, "a list of scores or pairs", fits=not folder)
    _refuse({"pack": pack}, "pictures", fits=lists is None)
    if threshold is not None and not math.isfinite(threshold):
        raise SettingsError(f"threshold: got {threshold}, wanted a finite number")
    wanted_fpir = EngineSettings().target_fpir if fpir is None else fpir
    refuse_wrong(watchlist, wanted_fpir)
    check_files(html=html)
    with results_in(out, "evaluate") as place, bars() as report:
        report("Measure", None)
        if lists:
            found = of_scores(*lists, column, threshold, distance=distance)
        elif source is not None and folder:
            found = of_folder(source, labels, watchlist, wanted_fpir, pack or OPEN, report)
        elif source is not None:
            see = partial(looked, pack=pack or OPEN, report=report)
            found = of_pairs(_table(source), column, threshold, see, distance=distance)
        write_text(place / KEPT, json.dumps(found, indent=2, allow_nan=False) + "\n")
    _tell(found, html, place, as_json=as_json)


@commands.command("fieldtest")
def fieldtest_command(
    one: Annotated[float, typer.Option("--from", help="One share, such as a TPIR of 0.8.")],
    other: Annotated[float | None, typer.Option("--to", help="The other share.")] = None,
    ratio: Annotated[
        float | None, typer.Option(help="Instead of --to: so many times --from.")
    ] = None,
    power: Annotated[float, typer.Option(help="Chance of telling them apart.")] = 0.9,
    level: Annotated[float, typer.Option(help="Chance of doing so where they are equal.")] = 0.05,
    passes: Annotated[int, typer.Option(help="How often each volunteer walks past.")] = 1,
    alike: Annotated[float, typer.Option(help="Correlation of two passes by one volunteer.")] = 0.5,
    as_json: AsJson = False,
) -> None:
    """Say how many volunteers tell two rates apart, or a group's from a multiple of it."""
    from engine.measure.fieldtest import FieldTest

    if other is None and ratio is None:
        raise SettingsError("fieldtest: got neither --to nor --ratio, wanted one of them")
    if other is not None and ratio is not None:
        raise SettingsError("fieldtest: got both --to and --ratio, wanted one of them")
    apart = one * ratio if ratio is not None else other
    plan = FieldTest(one, apart or 0.0, power, level, passes, alike).to_json()
    if as_json:
        sys.stdout.write(json.dumps(plan, indent=2) + "\n")
        return
    title = f"Volunteers to tell {plan['one']:g} from {plan['other']:g}"
    needed = Table(title=f"{title}, power {power:g}, level {level:g}", title_justify="left")
    needed.add_column("design")
    needed.add_column("volunteers", justify="right")
    needed.add_row("one test against the stated first rate", f"{plan['against_stated']:,}")
    needed.add_row("two groups or systems, in each", f"{plan['in_each_group']:,}")
    console().print(needed)


def _lists(
    source: Path | None, mated: Path | None, non_mated: Path | None
) -> tuple[Path, Path] | None:
    """The two lists of scores, if it is about those; SettingsError if it is about nothing."""
    if (mated is None) != (non_mated is None):
        raise SettingsError("evaluate: got one list of scores, wanted --mated and --non-mated")
    if mated is None or non_mated is None:
        if source is None:
            raise SettingsError(
                "evaluate: got nothing, wanted a folder, a CSV of pairs, or --mated and --non-mated"
            )
        return None
    if source is not None:
        raise SettingsError(f"evaluate: got {source} and lists of scores, wanted one of the two")
    return mated, non_mated


def _table(source: Path) -> Path:
    """A file of pairs; GalleryError for what is known to be something else."""
    from engine.pictures.kinds import recognised

    if kind := recognised(source):
        raise GalleryError(f"{source}: got {kind}, wanted a folder of pictures or a CSV")
    return source


def _refuse(options: Mapping[str, object], about: str, *, fits: bool) -> None:
    """SettingsError for an option about something else than what is measured."""
    for name, value in options.items():
        if value is not None and not fits:
            raise SettingsError(f"{name}: got {value}, wanted that only with {about}")


def _tell(found: dict[str, Any], html: Path | None, place: Path, *, as_json: bool) -> None:
    """Write the page, if one is wanted, and print."""
    from dashboards.reports.evaluation import evaluation_page

    if html:
        write_text(html, evaluation_page(found))
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")
    else:
        _print(found, html)
        print_results(console(), place)


def _print(found: dict[str, Any], html: Path | None) -> None:
    from dashboards.reports.evaluation import (
        GROUP_HEADS,
        LISTED_HEADS,
        RATE_HEADS,
        cautions,
        group_rows,
        rate_rows,
        summary,
    )

    screen, folder = console(), "search" in found
    screen.print(summary(found), markup=False)
    if not folder:
        screen.print(found["intervals"])
    for one in cautions(found):
        screen.print(one, markup=False, soft_wrap=True)
    screen.print(table(RATE_HEADS, rate_rows(found)))
    if found["groups"]:
        heads = GROUP_HEADS if folder else LISTED_HEADS
        screen.print(table(heads, group_rows(found)), found["statement"], sep="\n")
    for line in (*not_taken(found), *(passed_over(found) if folder else ())):
        screen.print(line, markup=False, soft_wrap=True)
    screen.print(dim("What the rates mean: docs/evaluation.md, and the page that --html writes"))
    if html:
        screen.print(f"Page: {html}", soft_wrap=True, markup=False)
