"""`footfall engine watch`: the engine on any recorded feed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.door import complain
from dashboards.cli.engine.group import (
    PRESET,
    Watchlists,
    commands,
    plain_name,
    results_in,
    settings_for,
    tell,
)
from dashboards.cli.terminal.part import Every, From, To
from dashboards.cli.terminal.progress import bars
from engine.packs.names import OPEN


@commands.command("watch")
def watch_command(
    feed: Annotated[str, typer.Argument(help="A recorded video, or a folder of its frames.")],
    watchlist: Watchlists,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Score of a match. Default: the preset's.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help=PRESET)] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    annotate: Annotated[bool, typer.Option(help="Write the annotated video.")] = True,
    from_: From = 0.0,
    to: To = None,
    every: Every = 1,
    stream: Annotated[
        int | None, typer.Option(min=0, help="Which film of a file that has several; also FEED#N.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Watch a recorded FEED with a watchlist: alerts, an annotated video, a summary."""
    from dashboards.cli.terminal.watched import print_watched
    from engine.feeds.cut import Cut
    from engine.watch import watch

    settings, chosen = settings_for([feed], pack, threshold, preset)
    cut = Cut(from_, to, every)
    name = f"watch-{plain_name(Path(feed).stem) or 'feed'}"
    with results_in(out, name) as folder, _told_anyway(folder, as_json), bars() as report:
        summary = watch(
            feed,
            watchlist,
            folder,
            settings,
            cut=cut,
            annotate=annotate,
            stream=stream,
            progress=partial(report, "Watch the feed"),
            enrolling=partial(report, "Enrol the watchlist"),
            tell=complain,
        )
    for line in chosen:
        complain(line)
    if summary["frames"] < settings.minimum_frames:
        complain(
            f"got {summary['frames']} frame, wanted more: an alert takes {settings.minimum_frames}"
            " frames of one face"
        )
    tell(summary["feed"], summary)
    if as_json:
        _print_json(folder, summary)
    else:
        print_watched(_whole(folder, summary))


@contextmanager
def _told_anyway(folder: Path, as_json: bool) -> Iterator[None]:
    """Where somebody ends it, what was seen so far is printed, too, if it was asked for as JSON."""
    try:
        yield
    except KeyboardInterrupt:
        if as_json and (kept := folder / "summary.json").is_file():
            _print_json(folder, json.loads(kept.read_text(encoding="utf-8")))
        raise


def _print_json(folder: Path, summary: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(_whole(folder, summary), indent=2) + "\n")
    sys.stdout.flush()


def _whole(folder: Path, summary: dict[str, Any]) -> dict[str, Any]:
    """With what is kept apart from it."""
    times_s = json.loads((folder / "times.json").read_text(encoding="utf-8"))
    return summary | {"times_s": times_s, "out": str(folder)}
