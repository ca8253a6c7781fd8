"""`footfall engine stream`: the engine on many recorded feeds at once."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine import commands, new_folder, tell
from dashboards.cli.progress import bars
from dashboards.cli.tables import console
from engine.packs.pack import OPEN
from engine.settings import EngineSettings
from engine.stream.farm import Conditions
from engine.stream.session import stream
from engine.stream.traffic import Policy


@commands.command("stream")
def stream_command(
    feeds: Annotated[
        list[str], typer.Argument(help="Recorded videos (FILE#1: a file's stream 1), folders.")
    ],
    watchlist: Annotated[
        list[Path],
        typer.Option(
            help="A folder (a picture a subject, or a subfolder of pictures), or a saved watchlist;"
            " several of these are searched together."
        ),
    ],
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that look.")] = 2,
    policy: Annotated[Policy, typer.Option(help="When a feed's queue is full.")] = Policy.block,
    queue: Annotated[int, typer.Option(min=1, max=1000, help="Frames of a feed that wait.")] = 4,
    pace: Annotated[bool, typer.Option("--pace", help="Play feeds at their own speed.")] = False,
    patience: Annotated[
        float, typer.Option(min=0.1, help="Seconds a worker may be silent over a frame.")
    ] = 30.0,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Default: the preset's.")
    ] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Watch recorded FEEDS side by side: alerts, and where every decoded frame ended."""
    settings = EngineSettings(pack=pack, threshold=threshold)
    conditions = Conditions(workers, policy, queue, pace, patience)
    folder = new_folder("stream", out)
    with bars() as report:
        summary = stream(
            feeds,
            watchlist,
            folder,
            settings,
            conditions,
            progress=lambda share: report("Watch the feeds", share),
        )
    for name, account in summary["feeds"].items():
        tell(name, account)
    told = summary | {"out": str(folder)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _print(told)


def _print(told: dict[str, Any]) -> None:
    table = Table(title="Where every decoded frame ended", title_justify="left")
    table.add_column("feed", overflow="fold")
    causes = list(next(iter(told["feeds"].values()))["dropped"])
    for head in ("undecodable", "decoded", "processed", *causes, "in flight", "alerts"):
        table.add_column(head.replace("_", " "), justify="right")
    for name, account in told["feeds"].items():
        ended = (account["processed"], *account["dropped"].values(), account["in_flight"])
        counts = (account["undecodable"], account["decoded"], *ended, account["alerts"])
        table.add_row(name, *(f"{count:,}" for count in counts))
    screen = console()
    screen.print(table)
    for account in told["feeds"].values():
        if account["damage"]:
            screen.print(account["damage"], soft_wrap=True, markup=False)
    screen.print("subjects alerted: " + (", ".join(told["subjects_alerted"]) or "–"), markup=False)
    screen.print(f"Results: {told['out']}", soft_wrap=True, markup=False)
