"""`footfall report`: a run as a dossier, what is evidenced of it and what is not."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table
from engine.errors import SettingsError


@app.command("report")
def report(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    html: Annotated[Path | None, typer.Option(help="Write the dossier as a page.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the dossier as a PDF.")] = None,
    statements: Annotated[
        Path | None,
        typer.Option(help="A YAML file with what a run cannot say: item, said, source."),
    ] = None,
    era: Annotated[
        str, typer.Option(help="The year or month of the published record to set it beside.")
    ] = "2025",
) -> None:
    """Put a RUN together as a dossier for whoever has to judge a deployment.

    Every item is answered with figures and their sources, or says that it is not evidenced.
    """
    from dashboards.reports.dossier.compose import dossier
    from dashboards.reports.dossier.paper import paper
    from dashboards.reports.dossier.statements import read_statements
    from dashboards.reports.dossier.web import web_page
    from engine.disk.files import write_bytes, write_text
    from sim.reader import read_run

    check_files(html=html, pdf=pdf)
    if pdf is not None and pdf.suffix.lower() != ".pdf":
        raise SettingsError(f"pdf: got {pdf}, wanted a name that ends in .pdf")
    stored = read_run(run)
    if not stored.complete:
        raise SettingsError(f"report: got {run}, which is {stored.state}, wanted a complete run")
    stated = read_statements(statements) if statements else {}
    with bars() as tell:
        tell("Put the dossier together", None)
        made = dossier(stored, _command(statements, era), stated, era)
        if html:
            write_text(html, web_page(made))
        if pdf:
            tell("Set its pages", None)
            write_bytes(pdf, paper(made))
    screen = console()
    screen.print(table(("item", "status"), [(one.title, one.status) for one in made.items]))
    counts = (f"{made.count(status)} {status}" for status in ("evidenced", "in part"))
    screen.print(f"{', '.join(counts)}, {made.count('not evidenced')} not evidenced")
    for file in (html, pdf):
        if file:
            screen.print(f"Written: {file}", soft_wrap=True)


def _command(statements: Path | None, era: str) -> str:
    """What makes the dossier again; folders of this machine are left out."""
    stated = f" --statements {statements.name}" if statements else ""
    return f"footfall report RUN --era {era}{stated} --html dossier.html --pdf dossier.pdf"
