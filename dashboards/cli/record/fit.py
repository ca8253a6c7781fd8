"""`footfall record fit`: the draws that predictions rest on, made anew."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.record.group import commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table
from engine.counts import counted


@commands.command("fit")
def fit_command(
    out: Annotated[Path, typer.Argument(help="The file of draws to write, .npz.")],
    seed: Annotated[int, typer.Option(min=0, help="Another number draws others.")] = 1,
    draws: Annotated[int, typer.Option(min=100, max=4000, help="How many are kept.")] = 1000,
    as_json: Json = False,
) -> None:
    """Fit the chain of counts to the record and write its draws, as they ship, to OUT."""
    from sim.record.fitting import fit_record, keep

    check_files(out=out)
    with bars() as report:
        report("Fit to the record", None)
        found = fit_record(seed, draws)
    keep(found, out)
    ks = {name: part.k for name, part in found.parts.items()}
    if as_json:
        rests = {"record_sha256": found.record_hash, "rows": len(found.visits)}
        print_json({"file": str(out), "draws": draws, "seed": seed, "pareto_k": ks} | rests)
        return
    screen = console()
    rows = [(name.replace("_", " "), f"{k:.2f}") for name, k in ks.items()]
    screen.print(table(("part", "Pareto's k"), rows))
    said = f"{counted(len(found.visits), 'deployment')}; below 0.7 weights can be trusted. {out}"
    screen.print(said, soft_wrap=True)
