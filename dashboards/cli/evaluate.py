"""`footfall engine evaluate` and `fieldtest`: how good the engine is, and how to find out."""

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.table import Table

from dashboards.cli.engine import commands
from dashboards.cli.progress import Report, bars
from dashboards.cli.tables import console, table
from dashboards.evaluation_page import evaluation_page, group_rows, rate_rows, summary
from engine.errors import SettingsError
from engine.measure.album import Album, Look, joined, look, pictures, read_labels
from engine.measure.evaluation import evaluate, refuse_wrong
from engine.measure.fieldtest import FieldTest
from engine.packs.pack import OPEN
from engine.settings import EngineSettings
from sim.recognition.workers import Job, run_jobs

WORKERS, FEW = 2, 80
"""Fewer pictures than FEW are looked at here: processes of their own would take longer to start."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@commands.command("evaluate")
def evaluate_command(
    folder: Annotated[Path, typer.Argument(help="A subfolder a person; one picture: non-mated.")],
    labels: Annotated[
        Path | None, typer.Option(help="CSV: column file or subject, and columns of labels.")
    ] = None,
    watchlist: Annotated[
        int | None, typer.Option(help="Its size. Default: the people with two pictures.")
    ] = None,
    fpir: Annotated[
        float, typer.Option(help="Wanted false positive identification rate.")
    ] = EngineSettings().target_fpir,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    as_json: AsJson = False,
) -> None:
    """Measure the engine on pictures of labelled people, with 95 % intervals by person."""
    refuse_wrong(watchlist, fpir)
    if html and (html.is_dir() or not html.parent.is_dir()):
        raise SettingsError(f"html: got {html}, wanted a file in a folder that exists")
    files, subjects = pictures(folder)
    names = tuple(file.relative_to(folder).as_posix() for file in files)
    given = read_labels(labels, names, subjects) if labels else {}
    with bars() as report:
        album = Album(names, tuple(subjects), _look(files, pack, report))
        measured = evaluate(album, given, watchlist, fpir, partial(report, "Measure"))
    found = {"folder": folder.resolve().name, **measured}
    if html:
        part = html.with_name(html.name + ".part")
        part.write_text(evaluation_page(found), encoding="utf-8")
        part.rename(html)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")
    else:
        _print(found, html)


@commands.command("fieldtest")
def fieldtest_command(
    one: Annotated[float, typer.Option("--from", help="One share, such as a TPIR of 0.8.")],
    other: Annotated[float | None, typer.Option("--to", help="The other share.")] = None,
    ratio: Annotated[
        float | None, typer.Option(help="Instead of --to: so many times --from.")
    ] = None,
    power: Annotated[float, typer.Option(help="Chance of telling them apart.")] = 0.9,
    level: Annotated[float, typer.Option(help="Chance of doing so where they are equal.")] = 0.05,
    passes: Annotated[int, typer.Option(help="Passes by each volunteer.")] = 1,
    alike: Annotated[float, typer.Option(help="Correlation of two passes of one.")] = 0.5,
    as_json: AsJson = False,
) -> None:
    """Say how many volunteers tell two rates apart, or a group's from a multiple of it."""
    if (other is None) == (ratio is None):
        raise SettingsError("fieldtest: wanted either --to or --ratio, and not both")
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


def _look(files: Sequence[Path], pack: str, report: Report) -> Look:
    """In worker processes where that pays."""
    stage = partial(report, "Look at the pictures")
    if len(files) < FEW:
        return look(files, pack, stage)
    cuts = np.array_split(np.arange(len(files)), WORKERS)
    parts = [files[cut[0] : cut[-1] + 1] for cut in cuts]
    looks = run_jobs([Job(look, (part, pack)) for part in parts], WORKERS, stage)
    return joined(looks)


def _print(found: dict[str, Any], html: Path | None) -> None:
    screen = console()
    screen.print(summary(found))
    screen.print(table(("rate", "value", "95 % interval", "cases", "people"), rate_rows(found)))
    if found["groups"]:
        heads = ("group", "pictures", "people", "detection", "FMR", "FNMR", "FPIR", "FNIR")
        screen.print(table(heads, group_rows(found)), found["statement"], sep="\n")
    for file in found["no_face"]:
        screen.print(f"No face: {file}", markup=False, soft_wrap=True)
    for file in found.get("doubtful", ()):
        screen.print(f"Doubtful face: {file}", markup=False, soft_wrap=True)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True)
