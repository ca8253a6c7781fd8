"""`footfall engine calibrate`: make a preset anew, and check how near it comes."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine.group import commands
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import Report, bars
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


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What came of one pack: a preset in its file, or a check, or both."""

    source: "Source"
    file: Path | None
    made: "Preset | None"
    checked: dict[str, Any] | None


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


Packs = Annotated[
    list[str] | None,
    typer.Option(
        help="`open`, a fetched pack's name, or a folder; several make a preset each, of those"
        " whom each admits. Default: open."
    ),
]


@commands.command("calibrate")
def calibrate_command(
    source: Whom,
    out: Annotated[
        Path | None, typer.Argument(help="The preset's file, *.npz. Not with --preset.")
    ] = None,
    people: Annotated[int, typer.Option(min=50, help="Rendered people to photograph.")] = 1000,
    views: Annotated[int, typer.Option(min=2, help="Views of each by a camera.")] = 6,
    pack: Packs = None,
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
    file as engine.preset; of several packs each has a file with the pack's name before .npz.
    Presets are checked against rendered people they were not fitted to.
    """
    from dashboards.reports.calibration import calibration_page
    from sim.estimate import of_calibration
    from sim.fidelity.calibration import CalibrationPlan, of_folder, rendered, taken

    if source == PUBLISHED:
        _published(out, as_json=as_json)
        return
    drawn, packs = source == RENDERED, tuple(dict.fromkeys(pack or [OPEN]))
    files = _files(out, packs)
    _refuse(files, check, preset, html)
    if drawn and (name or about):
        raise SettingsError("calibrate: got --name or --about, wanted them with a folder only")
    many = (views, len(packs), out)
    needs = of_calibration(people, *many) if drawn else of_folder(Path(source), *many)
    options = "--people, --views" if drawn else f"{source}, --views"
    if not foreseen(needs, options, only=estimate, long=long, as_json=as_json):
        return
    plan = CalibrationPlan(views, packs, preset if check else None)
    with bars() as report:
        kept = {"name": name, "about": about}
        held = (
            rendered(people, plan, report) if drawn else taken(Path(source), plan, report, **kept)
        )
        done = [_calibrated(*one, check, report) for one in zip(held, files, strict=True)]
    if html:
        write_text(html, calibration_page([one.checked for one in done if one.checked]))
    if as_json:
        first, *others = (_told(one) for one in done)
        whole = first | {"others": others}
        sys.stdout.write(json.dumps(whole, indent=2, allow_nan=False) + "\n")
    else:
        _print(done, html)


def _calibrated(source: "Source", file: Path | None, check: bool, report: Report) -> Calibrated:
    """Its preset, written where a file is wanted, and its check where one is."""
    from engine.measure.calibration.presets import save_preset

    made = source.fitted(report) if file else None
    checked = source.checked(report) if check else None
    if made and file:
        save_preset(made, file)
    return Calibrated(source, file, made, checked)


def _files(out: Path | None, packs: tuple[str, ...]) -> list[Path | None]:
    """The preset's file of each pack."""
    if out is None or len(packs) == 1:
        return [out] * len(packs)
    names = [Path(pack).name for pack in packs]
    if len(set(names)) < len(names):
        raise SettingsError(f"pack: got {', '.join(packs)}, wanted names that differ")
    return [out.with_name(f"{out.stem}-{name}{out.suffix}") for name in names]


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


def _refuse(files: list[Path | None], check: bool, preset: str | None, html: Path | None) -> None:
    """Raise SettingsError for options that do not go together, before any work is done."""
    if not (files[0] or check):
        raise SettingsError("calibrate: got neither a file nor --check, wanted at least one")
    if preset and (files[0] or not check):
        raise SettingsError("preset: wanted with --check and without a file to write")
    if preset and len(files) > 1:
        raise SettingsError(f"preset: got {len(files)} packs, wanted the one it was measured with")
    if html and not check:
        raise SettingsError(f"html: got {html} without --check, of which the page would tell")
    check_files(html=html)
    for file in files:
        check_files(preset=file)


def _left(source: "Source") -> dict[str, Any]:
    """The photographs that were left out, and why."""
    unread = [{"file": file, "why": why} for file, why in source.unreadable]
    return {"doubtful": [*source.doubtful], "unreadable": unread}


def _told(one: Calibrated) -> dict[str, Any]:
    from engine.pictures.folders import told as not_pictures

    told: dict[str, Any] = {}
    if one.made:
        told |= {
            "preset": str(one.file),
            "pack": one.made.pack_id,
            "people": len(one.source.sample.enrolled),
            "admitted": len(one.made.admitted),
            "thresholds": _thresholds(one.made),
            "origin": one.made.origin,
        }
    told |= {"check": one.checked} if one.checked else {}
    told |= not_pictures(one.source.listings) if one.source.listings else {}
    return told | {name: files for name, files in _left(one.source).items() if files}


def _thresholds(preset: "Preset") -> dict[int, float]:
    from engine.settings import EngineSettings

    return {size: preset.threshold(EngineSettings(), size) for size in SIZES}


def _print(done: list[Calibrated], html: Path | None) -> None:
    from dashboards.reports.calibration import RATE_HEADS, SCORE_HEADS, rate_rows, score_rows
    from engine.pictures.folders import told as not_pictures

    screen = console()
    if len(done) > 1:
        screen.print(table(*_beside(done)))
    for one in done:
        if one.made:
            title = counted(len(one.source.sample.enrolled), "person")
            screen.print(_table(one.made, title), one.made.origin, f"Preset: {one.file}", sep="\n")
        if one.checked:
            told = one.checked
            screen.print(told["origin"], told["split"], told["statement"], sep="\n")
            screen.print(table(SCORE_HEADS, score_rows(told)))
            screen.print(table(RATE_HEADS, rate_rows(told)))
        listings = not_pictures(one.source.listings)
        for line in (*not_taken(_left(one.source)), *passed_over(listings)):
            screen.print(line, markup=False, soft_wrap=True)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True)


def _beside(done: list[Calibrated]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows of what several packs come to, a column each."""
    from dashboards.reports.calibration import beside

    rows = []
    if done[0].made:
        told = [_thresholds(one.made) for one in done if one.made]
        rows = [
            (f"threshold, watchlist of {size:,}", *(f"{one[size]:.3f}" for one in told))
            for size in SIZES
        ]
    if done[0].checked:
        rows += beside([one.checked for one in done if one.checked])
    return ("figure", *(one.source.pack_id for one in done)), rows


def _table(preset: "Preset", title: str) -> Table:
    from engine.settings import EngineSettings

    made = Table(title=title, title_justify="left")
    for head in ("watchlist", f"threshold for FPIR {EngineSettings().target_fpir:g}"):
        made.add_column(head, justify="right")
    for size, threshold in _thresholds(preset).items():
        made.add_row(f"{size:,}", f"{threshold:.3f}")
    return made
