"""`footfall engine calibrate`: make a preset anew, and check how near it comes."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine.group import commands
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import console, not_taken, passed_over, table
from engine.counts import counted
from engine.disk.files import write_text
from engine.errors import SettingsError
from engine.packs.names import OPEN

if TYPE_CHECKING:
    from engine.measure.calibration.presets import Preset
    from sim.fidelity.calibration import Source

SIZES = (40, 200, 1000, 2500)
SEED = 2023
RENDERED, PUBLISHED = "rendered", "published"


Whom = Annotated[
    str,
    typer.Argument(
        help="`rendered`, a folder of photographs with a subfolder for each person, or"
        " `published`: what was published of another engine."
    ),
]
Name = Annotated[
    str | None, typer.Option(help="What to call the preset of a folder. Default: as the folder.")
]
About = Annotated[
    str | None, typer.Option(help="What the photographs are, in words that the preset keeps.")
]


@commands.command("calibrate")
def calibrate_command(
    source: Whom,
    out: Annotated[
        Path | None, typer.Argument(help="The preset's file, *.npz. Not with --preset.")
    ] = None,
    people: Annotated[int, typer.Option(min=50, help="Rendered people to photograph.")] = 1000,
    views: Annotated[int, typer.Option(min=2, help="Views of each by a camera.")] = 6,
    pack: Annotated[str, typer.Option(help="`open` or the folder of a pack.")] = OPEN,
    check: Annotated[
        bool, typer.Option("--check", help="Fit half of the people, compare with the others.")
    ] = False,
    preset: Annotated[
        str | None, typer.Option(help="With --check: compare this preset, and fit nothing.")
    ] = None,
    name: Name = None,
    about: About = None,
    html: Annotated[Path | None, typer.Option(help="Write the check as a page.")] = None,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit a preset to rendered or photographed people: its thresholds, and how to draw scores.

    It takes about a second of one core for each rendered person at six views. A scenario takes the
    file as engine.preset. Presets are checked against rendered people they were not fitted to.
    """
    from dashboards.reports.calibration import calibration_page
    from engine.measure.calibration.presets import save_preset
    from sim.estimate import of_calibration
    from sim.fidelity.calibration import CalibrationPlan, of_folder, rendered, taken

    if source == PUBLISHED:
        _published(out, as_json=as_json)
        return
    drawn = source == RENDERED
    _refuse(out, check, preset, html)
    if drawn and (name or about):
        raise SettingsError("calibrate: got --name or --about, wanted them with a folder only")
    needs = of_calibration(people, views, out) if drawn else of_folder(Path(source), views, out)
    options = "--people, --views" if drawn else f"{source}, --views"
    if not foreseen(needs, options, only=estimate, long=long, as_json=as_json):
        return
    plan = CalibrationPlan(views, pack, preset if check else None)
    with bars() as report:
        kept = {"name": name, "about": about}
        held = (
            rendered(people, plan, report) if drawn else taken(Path(source), plan, report, **kept)
        )
        made = held.fitted(report) if out else None
        checked = held.checked(report) if check else None
    if made and out:
        save_preset(made, out)
    if html and checked:
        write_text(html, calibration_page(checked))
    if as_json:
        _print_json(made, held, out, checked)
    else:
        _print(made, held, out, checked, html)


def _published(out: Path | None, *, as_json: bool) -> None:
    """Fit the stand-in that meets published rates; it looks at nobody."""
    import numpy as np

    from engine.measure.calibration import published
    from engine.measure.calibration.presets import load_preset, save_preset

    if out is None:
        raise SettingsError("calibrate: got no file for preset 'published', wanted one")
    check_files(preset=out)
    with bars() as report:
        views = load_preset("photographs")
        made = published.preset(
            views, np.random.default_rng(SEED), lambda share: report("Meet the rates", share)
        )
    save_preset(made, out)
    if as_json:
        told: dict[str, Any] = {"preset": str(out), "pack": made.pack_id, "origin": made.origin}
        told["thresholds"] = _thresholds(made)
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
        return
    console().print(_table(made, "nobody"), made.origin, f"Preset: {out}", sep="\n")


def _print_json(
    made: "Preset | None", held: "Source", out: Path | None, checked: dict[str, Any] | None
) -> None:
    from engine.pictures.folders import told as not_pictures

    told = {"preset": str(out), **_told(made, held)} if made else {}
    told |= {"check": checked} if checked else {}
    told |= not_pictures(held.listings) if held.listings else {}
    told |= {name: files for name, files in _left(held).items() if files}
    sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")


def _refuse(out: Path | None, check: bool, preset: str | None, html: Path | None) -> None:
    """Raise SettingsError for options that do not go together, before any work is done."""
    if not (out or check):
        raise SettingsError("calibrate: got neither a file nor --check, wanted at least one")
    if preset and (out or not check):
        raise SettingsError("preset: wanted with --check and without a file to write")
    if html and not check:
        raise SettingsError(f"html: got {html} without --check, of which the page would tell")
    check_files(preset=out, html=html)


def _left(source: "Source") -> dict[str, Any]:
    """The photographs that were left out, and why."""
    unread = [{"file": file, "why": why} for file, why in source.unreadable]
    return {"doubtful": [*source.doubtful], "unreadable": unread}


def _told(preset: "Preset", source: "Source") -> dict[str, Any]:
    return {
        "pack": preset.pack_id,
        "people": len(source.sample.enrolled),
        "admitted": len(preset.admitted),
        "thresholds": _thresholds(preset),
        "origin": preset.origin,
    }


def _thresholds(preset: "Preset") -> dict[int, float]:
    from engine.settings import EngineSettings

    return {size: preset.threshold(EngineSettings(), size) for size in SIZES}


def _print(
    preset: "Preset | None",
    source: "Source",
    out: Path | None,
    checked: dict[str, Any] | None,
    html: Path | None,
) -> None:
    from dashboards.reports.calibration import RATE_HEADS, SCORE_HEADS, rate_rows, score_rows
    from engine.pictures.folders import told as not_pictures

    screen = console()
    if preset:
        title = counted(len(source.sample.enrolled), "person")
        screen.print(_table(preset, title), preset.origin, f"Preset: {out}", sep="\n")
    if checked:
        screen.print(checked["origin"], checked["split"], checked["statement"], sep="\n")
        screen.print(table(SCORE_HEADS, score_rows(checked)))
        screen.print(table(RATE_HEADS, rate_rows(checked)))
    for line in (*not_taken(_left(source)), *passed_over(not_pictures(source.listings))):
        screen.print(line, markup=False, soft_wrap=True)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True)


def _table(preset: "Preset", title: str) -> Table:
    from engine.settings import EngineSettings

    made = Table(title=title, title_justify="left")
    for head in ("watchlist", f"threshold for FPIR {EngineSettings().target_fpir:g}"):
        made.add_column(head, justify="right")
    for size, threshold in _thresholds(preset).items():
        made.add_row(f"{size:,}", f"{threshold:.3f}")
    return made
