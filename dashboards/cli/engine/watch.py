"""`footfall engine watch`: the engine on any recorded feed."""

import json
import sys
from pathlib import Path
from typing import Annotated

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
from dashboards.cli.terminal.progress import bars, begun
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
    with results_in(out, name) as folder, bars() as report:
        summary = watch(
            feed,
            watchlist,
            folder,
            settings,
            cut=cut,
            annotate=annotate,
            stream=stream,
            progress=begun(report, "Watch the feed"),
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
    times_s = json.loads((folder / "times.json").read_text(encoding="utf-8"))
    told = summary | {"times_s": times_s, "out": str(folder)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        print_watched(told)
