"""`footfall people kin`: somebody beside their twin, siblings and look-alike."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console, table
from dashboards.words import percent
from engine.packs.names import OPEN
from sim.people.ties import KIN_BASE


@commands.command("kin")
def kin_command(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    of: Annotated[int, typer.Option(min=0, max=KIN_BASE - 1, help="Whose kin.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    people: Annotated[
        int, typer.Option(min=0, help="Tell also how alike so many people and their kin are.")
    ] = 0,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Draw a person with a twin, two siblings and a look-alike, and what the engine makes of them.

    Each is compared with the person by enrolment pictures.
    """
    from sim.fidelity.kinship import resemblance, write_kin

    with bars() as report:
        scores = write_kin(out, of, seed, pack, begun(report, "Draw the kin"))
        alike = (
            resemblance(people, seed, pack, begun(report, "Compare people and kin"))
            if people
            else {}
        )
    if as_json:
        told = {"of": of, "seed": seed, "scores": scores, "resemblance": alike}
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        _print(scores, alike, out)


def _print(scores: dict[str, float | None], alike: dict[str, Any], out: Path) -> None:
    screen = console()
    rows = [(who, "no face" if score is None else f"{score:.2f}") for who, score in scores.items()]
    screen.print(table(("kin", "score"), rows))
    if alike:
        first = next(iter(alike.values()))
        levels, bound = [*first["quantiles"]], first["look_alike"]
        heads = ("kin", "pairs", "mean", *levels, f"above {bound:g}")
        screen.print(table(heads, [_row(kind, told) for kind, told in alike.items()]))
    screen.print(f"Picture: {out}", soft_wrap=True)


def _row(kind: str, told: dict[str, Any]) -> tuple[str, ...]:
    scores = [f"{value:.2f}" for value in (told["mean"], *told["quantiles"].values())]
    share = percent(told["above_look_alike"])
    return (kind.replace("_", "-"), f"{told['comparisons']:,}", *scores, share)
