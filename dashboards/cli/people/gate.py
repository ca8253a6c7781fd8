"""`footfall people gate`: who of a rendered population an engine can tell apart."""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import Report, bars
from dashboards.cli.terminal.tables import console, table
from engine.disk.files import write_text
from engine.packs.names import OPEN

if TYPE_CHECKING:
    from sim.fidelity.population import GatePlan, Population

FAILED = 1
"""Exit code where a bound does not hold and --check asks for it."""


@commands.command("gate")
def gate_command(
    count: Annotated[int, typer.Option(min=2, help="How many people are made.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    probes: Annotated[
        int, typer.Option(min=1, help="How many of those admitted are also filmed.")
    ] = 1000,
    out: Annotated[
        Path | None, typer.Option(help="Keep templates and who is admitted, *.npz.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    pack: Annotated[
        list[str] | None,
        typer.Option(
            help="`open`, a fetched pack's name, or a folder; several admit only whom each does."
            " Default: open."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 unless every bound holds.")
    ] = False,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Enrol people, admit those who are nobody's look-alike, and measure the bounds on them.

    Interrupted, with --out, the same command goes on where it stopped.
    """
    from sim.estimate import of_gate
    from sim.fidelity.population import GatePlan, save_gate

    check_files(out=out, html=html)
    packs = tuple(dict.fromkeys(pack or [OPEN]))
    needs = of_gate(count, probes, len(packs), out)
    if not foreseen(needs, "--count", only=estimate, long=long, as_json=as_json):
        return
    parts = out.with_name(out.name + ".parts") if out else None
    if parts:
        parts.mkdir(exist_ok=True)
    plan = GatePlan(count, seed, probes, packs, parts=parts)
    with bars() as report:
        found = _gated(plan, report)
        if out:
            save_gate(out, found)
        report("Measure the bounds", None)
        told, *others = (one.to_json(out.stat().st_size if out else None) for one in found)
        told["others"] = others
        if html:
            report("Write the page", None)
            _write(told, seed, html)
    if parts:
        shutil.rmtree(parts)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        _print(told, [file for file in (out, html) if file])
    if check and not all(bound["holds"] for one in (told, *others) for bound in one["bounds"]):
        raise typer.Exit(FAILED)


def _write(told: dict[str, Any], seed: int, html: Path) -> None:
    from dashboards.reports.gate import closest, gate_page
    from sim.people.sprites import Sprites

    write_text(html, gate_page(told, closest(told, Sprites(seed))))


def _gated(plan: "GatePlan", report: Report) -> "tuple[Population, ...]":
    from sim.fidelity.population import gated

    try:
        return gated(plan, report)
    except KeyboardInterrupt as stop:
        if plan.parts:
            stop.add_note(f"the same command goes on with what is in {plan.parts}")
        raise


def _print(told: dict[str, Any], files: list[Path]) -> None:
    from dashboards.reports.gate import TABLES

    screen = console()
    screen.print(told["statement"])
    for one in (told, *told["others"]):
        screen.print(f"\nPack {one['pack']}")
        for heads, rows in TABLES:
            screen.print(table(heads, rows(one)))
    for file in files:
        screen.print(f"Written: {file}", soft_wrap=True)
