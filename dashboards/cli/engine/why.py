"""`footfall engine why`: what happened to a track of a watched feed, in words."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from dashboards.cli.engine.group import commands
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from engine.counts import counted
from engine.errors import SettingsError
from engine.names import perhaps
from scenarios.hours import clock

if TYPE_CHECKING:
    from engine.why.account import Line, Roll
    from engine.why.stretches import Stretch

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@commands.command("why")
def why_track(
    out: Annotated[Path, typer.Argument(help="Folder of a watched feed, or a run folder.")],
    track: Annotated[
        int | None, typer.Option(help="A track's number. Default: all, a line for each.")
    ] = None,
    camera: Annotated[
        str | None, typer.Option(help="Which camera of a run folder. Default: all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say why a TRACK of a watched feed raised an alert or stayed silent, or list the tracks."""
    from engine.why.account import account, roll

    folders = watched_folders(out, camera)
    if track is None:
        with bars() as report:
            report("Read the tracks", None)
            rolls = [roll(folder) for folder in folders]
        if as_json:
            print_json({"feeds": [one.to_json() for one in rolls]})
        else:
            _print_rolls(rolls)
        return
    if len(folders) > 1:
        among = ", ".join(folder.name for folder in folders)
        raise SettingsError(f"camera: got none for a track, wanted one of {among}")
    told = account(folders[0], track)
    if as_json:
        print_json(told.to_json())
        return
    screen = console()
    screen.print(f"Track {track} of {told.feed}: {told.verdict}", markup=False, soft_wrap=True)
    print_stretches(told.stretches, told.words)
    if told.track_score:
        fused = told.track_score
        of = counted(fused["frames"], "best frame")
        said = f"{fused['track_score']:.3f} for {fused['subject']}, {of}"
        screen.print(f"  track score, which decides nothing: {said}", markup=False, soft_wrap=True)


def watched_folders(out: Path, camera: str | None) -> list[Path]:
    """Where what was watched lies: the folder itself, or that of each camera of a run, or of one.

    SettingsError for a camera that the run has not.
    """
    cameras = sorted(one for one in (out / "watch").glob("*") if one.is_dir())
    if not cameras:
        return [out / "watch" / camera if camera else out]
    if camera is None:
        return cameras
    named = [one for one in cameras if one.name == camera]
    if not named:
        names = [one.name for one in cameras]
        among = f"{', '.join(names)}{perhaps(camera, names)}"
        raise SettingsError(f"camera: got {camera}, wanted one of {among}")
    return named


def _print_rolls(rolls: Sequence["Roll"]) -> None:
    screen = console()
    for one in rolls:
        judged = f"threshold {one.threshold:.3f}, {one.threshold_from or 'of unknown origin'}"
        made = Table(title=Text(f"{one.feed}: {judged}"), title_justify="left")
        for head in ("track", "seconds", "frames", "best score"):
            made.add_column(head, justify="right")
        made.add_column("nearest", overflow="fold")
        made.add_column("what it came to")
        for line in one.tracks:
            made.add_row(*(Text(cell) for cell in _cells(line)))
        screen.print(made if one.tracks else f"{one.feed}: no track; {judged}", markup=False)
        if one.untracked:
            screen.print(f"Faces too unsure to begin a track: {one.untracked:,}")


def _cells(line: "Line") -> tuple[str, ...]:
    score = "–" if line.best_score is None else f"{line.best_score:.3f}"
    seconds = f"{line.from_s:.1f} to {line.to_s:.1f}"
    return (str(line.track), seconds, f"{line.frames:,}", score, line.nearest or "–", line.verdict)


def print_stretches(
    stretches: Sequence["Stretch"], words: Sequence[str], starts_at: str | None = None
) -> None:
    """Stretches by the clock of a scenario, or in seconds of a feed, each with its words."""
    screen = console()
    for one, said in zip(stretches, words, strict=True):
        ends = [
            f"{time_s:.1f}" if starts_at is None else clock(starts_at, time_s)
            for time_s in (one.from_s, one.to_s)
        ]
        when = " to ".join(dict.fromkeys(ends)) + (" s" if starts_at is None else "")
        screen.print(f"  {when}  {said}", markup=False, soft_wrap=True)


def print_json(value: dict[str, Any]) -> None:
    """One object, indented."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")
