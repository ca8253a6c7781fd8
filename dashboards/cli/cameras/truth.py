"""`footfall cameras truth`: what is true of the faces in a run's feeds, for other tools."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.cameras.group import commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import console
from engine.counts import counted
from engine.disk.files import write_text
from engine.names import perhaps
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.cameras.coco import Feed
    from sim.reader import StoredRun


@commands.command("truth")
def export_truth(
    run: Annotated[Path, typer.Argument(help="The folder of a run in pixels.")],
    out: Annotated[Path, typer.Option("--coco", help="The COCO file to write, *.json.")],
    camera: Annotated[
        list[str] | None, typer.Option(help="Only this camera; may be given again.")
    ] = None,
) -> None:
    """Write who is where in every frame of a run's feeds as COCO keypoints."""
    from sim.cameras.coco import coco
    from sim.reader import read_run

    check_files(coco=out)
    with bars() as report:
        stored = read_run(run)
        feeds = []
        wanted = _wanted(stored, camera or [])
        for number, name in enumerate(wanted):
            report("Read the truth", number / len(wanted))
            feeds.append(_feed(stored, name))
        report("Gather it", None)
        made = coco(feeds, stored.record["title"])
        write_text(out, json.dumps(made, allow_nan=False))
    counts = (
        f"{counted(len(made['images']), 'frame')} and {counted(len(made['annotations']), 'head')}"
    )
    console().print(f"{counts} of {counted(len(feeds), 'camera')}: {out}", soft_wrap=True)


def _wanted(stored: "StoredRun", asked: list[str]) -> list[str]:
    """Cameras asked for, or all that filmed; SimError if they did not, or not to the end."""
    from engine.feeds.recorded import TRUTH

    if not stored.complete:
        raise SimError(f"{stored.path}: got a run that is {stored.state}, wanted a complete one")
    files = sorted((stored.path / "feeds").glob(f"*{TRUTH}"))
    filmed = [file.name.removesuffix(TRUTH) for file in files]
    if not filmed:
        raise SimError(f"{stored.path}: got a run without feeds, wanted one in pixels")
    for name in asked:
        if name not in filmed:
            among = f"{', '.join(filmed)}{perhaps(name, filmed)}"
            raise SimError(f"camera: got {name!r}, wanted one of {among}")
    return asked or filmed


def _feed(stored: "StoredRun", camera: str) -> "Feed":
    import pyarrow as pa

    from engine.feeds.recorded import TRUTH, open_feed
    from sim.cameras.coco import Feed
    from sim.cameras.outages import shown

    folder = stored.path / "feeds"
    film = open_feed(stored.file(f"feeds/{camera}.mp4"))
    fps = next(one.fps for one in stored.scenario().cameras if one.id == camera)
    truth = stored.table(f"feeds/{camera}{TRUTH}")
    if "landmarks_shown" not in truth.column_names:
        raise SimError(
            f"{folder}: got the truth of an older run, wanted landmarks_shown: play it again"
        )
    frames = film.frames or sum(1 for _ in film)
    return Feed(camera, frames, fps, film.size_px, truth.filter(pa.array(shown(truth))))
