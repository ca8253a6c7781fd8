"""`footfall roles`: who may sit at a screen, and how well such people tell faces apart."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.screen import bold, console


@app.command("roles")
def list_roles(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """List the roles that operators may have whose judge is `signal`, each with its source."""
    from sim.response.judges.roles import roles

    if as_json:
        told = [asdict(role) for role in roles().values()]
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        return
    screen = console()
    for role in roles().values():
        figures = (
            f"d' {role.d_prime:.2f} (SD {role.d_prime_sd:.2f}),"
            f" criterion {role.criterion:.2f} (SD {role.criterion_sd:.2f})"
        )
        screen.print(bold(role.name), f": {role.told}", sep="")
        screen.print(f"    {figures} [{role.source}]", soft_wrap=True, markup=False)
