"""`footfall fidelity`: whether forecasts of the published record were right."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.engine.why import Json
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table


@app.command("fidelity")
def fidelity_command(
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fit everything anew, some ten minutes on two cores.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that fit at the same time, with --again.")
    ] = 2,
) -> None:
    """Tell how right forecasts of the published record were, beside constant rates and log faces.

    Each deployment is foretold by all others, and each month by those before it.
    """
    from engine.disk.files import write_text
    from sim.record.judging.verdict import as_text, judged

    check_files(html=html)
    told = _anew(workers) if again else judged()
    if html:
        from dashboards.reports.verdict import verdict_page

        write_text(html, verdict_page(told))
    if as_json:
        sys.stdout.write(as_text(told))
        return
    _print(told)
    if html:
        console().print(f"Page: {html}", soft_wrap=True)


def _anew(workers: int) -> dict[str, Any]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from sim.record.judging.verdict import judge
    from sim.record.published import record

    with bars() as report, ProcessPoolExecutor(workers, get_context("spawn")) as executor:
        return judge(record(), executor, report)


def _print(told: dict[str, Any]) -> None:
    from dashboards.reports import verdict

    screen = console()
    for key, words in verdict.WAYS.items():
        screen.print()
        screen.print(bold(words), f": {told[key]['rows']} deployments", sep="")
        screen.print(table(verdict.INSIDE_HEADS, verdict.inside_rows(told[key])))
        if key in ("leave_one_out", "forward"):
            screen.print(table(verdict.SCORE_HEADS, verdict.score_rows(told[key])))
    for line in (verdict.EXPECTED, verdict.BETTER, verdict.AGAINST):
        screen.print(dim(line), soft_wrap=True)
