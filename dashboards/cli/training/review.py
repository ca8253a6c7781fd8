"""`footfall training review`: how a session's trainee did, against the truth."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import console, table
from dashboards.cli.training.group import commands
from engine.disk.files import write_text

if TYPE_CHECKING:
    from sim.training.review.verdicts import Verdicts


@commands.command("review")
def review_command(
    sessions: Annotated[
        list[Path],
        typer.Argument(metavar="SESSION...", help="A session's folder; others are set beside it."),
    ],
    model: Annotated[
        str,
        typer.Option(help="Who else judges: a role of `footfall roles`, or a judge."),
    ] = "untrained",
    html: Annotated[Path | None, typer.Option(help="Write a page to print.")] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Write the verdicts beside the truth, an alert a line.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score the verdicts of a SESSION against the truth: d', criterion, confidence, reaction times,
    what came of it, and what model operators would have done; each with its interval.

    With further sessions it tells how they differ from each other, in pairs where they met the same
    alerts. The sessions may be under way; nothing is written into them.
    """
    from sim.training.review.compared import compared
    from sim.training.review.session import played, reviewed, table_of

    check_files(html=html, csv=csv)
    with bars() as report:
        report("Play the session again", None)
        tables: dict[str, Verdicts] = {}
        told: dict[str, Any] = {}
        for folder in sessions:
            session = played(folder)
            name = folder.name if folder.name not in tables else str(folder)
            tables[name] = table_of(session)
            if not told:
                report("Score it", None)
                found = reviewed(session, model).to_json()
                told = {"session": name, "scenario": session.began.scenario, **found}
        beside = compared(tables).to_json() if len(tables) > 1 else None
    first = next(iter(tables))
    if html:
        from dashboards.reports.training.review import review_page

        title = f"Review of {first}: {told['scenario']}"
        write_text(html, review_page(title, told, beside))
    if csv:
        from dashboards.reports.training.export import verdicts_csv

        write_text(csv, verdicts_csv(tables[first]))
    if as_json:
        whole = told | {"compared": beside}
        sys.stdout.write(json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False) + "\n")
    else:
        _print(told, beside, [file for file in (html, csv) if file])


def _print(told: dict[str, Any], beside: dict[str, Any] | None, files: list[Path]) -> None:
    from dashboards.reports.training.review import (
        APART_HEADS,
        RANK_HEADS,
        TABLES,
        apart_rows,
        rank_rows,
    )

    screen = console()
    screen.print(f"{told['session']}: {told['alerts']:,} alerts shown", soft_wrap=True)
    for heading, heads, rows in TABLES:
        if told_rows := rows(told):
            screen.print(f"\n{heading}", soft_wrap=True)
            screen.print(table(heads, told_rows))
    if beside is not None:
        screen.print(table(APART_HEADS, apart_rows(beside)))
        if ranks := rank_rows(beside):
            screen.print(table(RANK_HEADS, ranks))
    why = (beside or {}).get("why") or told["no_ranking"]
    if why:
        screen.print(why, soft_wrap=True, markup=False)
    for file in files:
        screen.print(f"Written: {file}", soft_wrap=True)
