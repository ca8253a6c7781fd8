"""`footfall query`: questions in SQL about many experiments and runs."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import AsJson
from dashboards.cli.experiments.tables import number
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table
from engine.errors import SettingsError

MOST_SHOWN = 40
"""Rows that a terminal is shown."""


@app.command()
def query(
    asked: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDER... SQL",
            help="Folders of experiments, of runs, or of many of them; then one question in SQL"
            " about the tables designs, replications and alerts.",
        ),
    ],
    csv: Annotated[Path | None, typer.Option(help="A CSV file to write the answer into.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask FOLDERs a question in SQL, which reads and changes nothing.

    `DESCRIBE replications` tells a table's columns.
    """
    from sim.experiments.rows.query import plain_rows, write_csv
    from sim.experiments.rows.query import query as answered

    *folders, sql = asked
    if not folders:
        raise SettingsError(f"query: got {sql!r} alone, wanted a folder and SQL behind it")
    check_files(csv=csv)
    found = answered([Path(one) for one in folders], sql)
    if csv is not None:
        write_csv(found, csv)
    if as_json:
        sys.stdout.write(json.dumps(plain_rows(found), indent=2, allow_nan=False) + "\n")
        return
    rows = [[_cell(value) for value in row.values()] for row in plain_rows(found[:MOST_SHOWN])]
    console().print(table(found.column_names, rows))
    if found.num_rows > MOST_SHOWN:
        more = f"{found.num_rows - MOST_SHOWN:,} more rows"
        console().print(f"{more}: --csv FILE or --json has all of them", soft_wrap=True)
    if csv is not None:
        console().print(f"Written: {csv}", soft_wrap=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return "–" if value is None else str(value)
