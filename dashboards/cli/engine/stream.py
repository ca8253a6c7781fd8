"""`footfall engine stream`: the engine on many recorded feeds at once."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from dashboards.cli.door import complain
from dashboards.cli.engine.group import PRESET, Watchlists, commands, results_in, settings_for, tell
from dashboards.cli.terminal.part import Every, From, To
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console, print_results
from dashboards.cli.terminal.watched import print_threshold
from engine.counts import counted
from engine.packs.names import OPEN
from engine.stream.policies import Policy

MOST_TOLD = 3
"""Feeds that lost their pace, told one by one."""


@commands.command("stream")
def stream_command(
    feeds: Annotated[
        list[str], typer.Argument(help="Recorded videos (FILE#1: a file's stream 1), folders.")
    ],
    watchlist: Watchlists,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Processes that look at frames.")
    ] = 2,
    policy: Annotated[
        Policy, typer.Option(help="What to do when a feed's queue is full.")
    ] = Policy.block,
    queue: Annotated[int, typer.Option(min=1, max=1000, help="Frames of a feed that wait.")] = 4,
    pace: Annotated[bool, typer.Option("--pace", help="Play feeds at their own speed.")] = False,
    patience: Annotated[
        float, typer.Option(min=0.1, help="Seconds that a process may take for a frame.")
    ] = 30.0,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    from_: From = 0.0,
    to: To = None,
    every: Every = 1,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Score of a match. Default: the preset's.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help=PRESET)] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Watch recorded FEEDS side by side: alerts, and where every decoded frame ended."""
    from engine.feeds.cut import Cut
    from engine.stream.farm import Conditions
    from engine.stream.session import stream

    settings, chosen = settings_for(feeds, pack, threshold, preset)
    conditions = Conditions(workers, policy, queue, pace, patience)
    with results_in(out, "stream") as folder, bars() as report:
        summary = stream(
            feeds,
            watchlist,
            folder,
            settings,
            conditions,
            cut=Cut(from_, to, every),
            progress=partial(report, "Watch the feeds"),
            enrolling=partial(report, "Enrol the watchlist"),
            tell=complain,
        )
    for line in chosen:
        complain(line)
    if said := behind(summary["pace"]):
        complain(said)
    for name, account in summary["feeds"].items():
        tell(name, account)
    told = summary | {"out": str(folder)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _print(told)


def _print(told: dict[str, Any]) -> None:
    from dashboards.reports.load_tables import seconds

    table = Table(title="Where every decoded frame ended", title_justify="left")
    table.add_column("feed", overflow="fold")
    causes = list(next(iter(told["feeds"].values()))["dropped"])
    for head in ("undecodable", "decoded", "processed", *causes, "in flight", "alerts"):
        table.add_column(head.replace("_", " "), justify="right")
    for name, account in told["feeds"].items():
        ended = (account["processed"], *account["dropped"].values(), account["in_flight"])
        counts = (account["undecodable"], account["decoded"], *ended, account["alerts"])
        table.add_row(Text(name), *(f"{count:,}" for count in counts))
    screen = console()
    screen.print(table)
    screen.print(_times(told["times"]))
    if told["pace"] and not told["pace"]["lost"]:
        slack, late = told["pace"]["slack_s"], told["times"]["latency"]["greatest_s"]
        said = f"Every feed came at its own pace (at most {slack:g} s late)"
        screen.print(f"{said}; the latest decision stood {seconds(late)} after its frame was due.")
    for account in told["feeds"].values():
        if account["damage"]:
            screen.print(account["damage"], soft_wrap=True, markup=False)
    print_threshold(screen, told)
    screen.print("subjects alerted: " + (", ".join(told["subjects_alerted"]) or "–"), markup=False)
    print_results(screen, told["out"])


def behind(pace: dict[str, Any] | None) -> str | None:
    """The feeds that lost their pace, in a line, the furthest behind first; None: they kept it.

    >>> lost = {"from_s": 3.2, "most_behind_s": 4.12, "behind_at_end_s": 4.0}
    >>> behind({"slack_s": 0.5, "lost": {"door": lost}})
    'pace lost: door came up to 4.1 s behind its clock, from 3.2 s on, 4.0 s at its end'
    """
    lost = sorted(pace["lost"].items(), key=lambda one: -one[1]["most_behind_s"]) if pace else []
    if not lost:
        return None
    told = [
        f"{name} came up to {one['most_behind_s']:.1f} s behind its clock, from"
        f" {one['from_s']:.1f} s on, {one['behind_at_end_s']:.1f} s at its end"
        for name, one in lost[:MOST_TOLD]
    ]
    more = [f"and {counted(len(lost) - MOST_TOLD, 'more feed')}"] if len(lost) > MOST_TOLD else []
    return f"pace lost: {'; '.join([*told, *more])}"


def _times(times: dict[str, Any]) -> Table:
    """Frames a second and latencies, feed by feed and of all."""
    from dashboards.reports.load_tables import seconds

    since = {"due": "was due", "read": "was read"}[times["since"]]
    made = Table(title=f"From when a frame {since} until its decision stood", title_justify="left")
    made.add_column("feed", overflow="fold")
    for head in ("frames/s", "p50", "p95", "p99", "greatest"):
        made.add_column(head, justify="right")
    feeds = times["feeds"] if len(times["feeds"]) > 1 else {}
    for name, one in [*feeds.items(), ("all", times)]:
        rate, latency = one["frames_per_s"], one["latency"]
        taken = (latency[key] for key in ("p50_s", "p95_s", "p99_s", "greatest_s"))
        said = "–" if rate is None else f"{rate:.1f}"
        made.add_row(Text(name), said, *(seconds(one_s) for one_s in taken))
    return made
