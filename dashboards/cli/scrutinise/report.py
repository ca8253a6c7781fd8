"""`footfall report`: a run or an experiment as a dossier, what is evidenced and what is not."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table
from engine.errors import SettingsError

if TYPE_CHECKING:
    from dashboards.reports.dossier.document import Dossier, Fact


@app.command("report")
def report(
    run: Annotated[
        Path,
        typer.Argument(metavar="RUN|EXPERIMENT", help="The folder of a run or of an experiment."),
    ],
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
    """Put a RUN or an EXPERIMENT together as a dossier for whoever has to judge a deployment.

    Every item is answered with figures and their sources, or says that it is not evidenced.
    """
    from dashboards.reports.dossier.paper import paper
    from dashboards.reports.dossier.statements import read_statements
    from dashboards.reports.dossier.web import web_page
    from engine.disk.files import write_bytes, write_text

    check_files(html=html, pdf=pdf)
    if pdf is not None and pdf.suffix.lower() != ".pdf":
        raise SettingsError(f"pdf: got {pdf}, wanted a name that ends in .pdf")
    stated = read_statements(statements) if statements else {}
    with bars() as tell:
        tell("Put the dossier together", None)
        made = _made(run, _command(statements, era), stated, era)
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


def _made(folder: Path, command: str, stated: "Mapping[str, Fact]", era: str) -> "Dossier":
    from dashboards.beside_record import is_experiment
    from dashboards.reports.dossier.compose import dossier
    from dashboards.reports.dossier.experiment.compose import experiment_dossier
    from sim.reader import read_run

    if is_experiment(folder):
        return experiment_dossier(folder, command.replace("RUN", "EXPERIMENT"), stated, era)
    run = read_run(folder)
    if not run.complete:
        raise SettingsError(f"report: got {folder}, which is {run.state}, wanted a complete run")
    return dossier(run, command, stated, era)


def _command(statements: Path | None, era: str) -> str:
    """What makes the dossier again; folders of this machine are left out."""
    stated = f" --statements {statements.name}" if statements else ""
    return f"footfall report RUN --era {era}{stated} --html dossier.html --pdf dossier.pdf"
