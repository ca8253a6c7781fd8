"""`footfall engine watchlist`: enrol, look into and expire watchlists at rest."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.door import complain
from dashboards.cli.engine.group import commands as engine_commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console
from engine.errors import GalleryError
from engine.packs.names import OPEN

if TYPE_CHECKING:
    from engine.matching.watchlist import Watchlist

commands = typer.Typer(
    no_args_is_help=True, help="Watchlists, kept encrypted: enrol, show, expire."
)
engine_commands.add_typer(commands, name="watchlist")

MOST_NAMED = 40
"""Of a long list in a table; the JSON has all."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def day(said: str) -> datetime:
    """A day; BadParameter for anything else.

    >>> day("2030-01-31")
    datetime.datetime(2030, 1, 31, 0, 0)
    """
    try:
        return datetime.strptime(said, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"got {said[:40]!r}, wanted a day as 2030-01-31") from None


@commands.command("enrol")
def enrol_command(
    pictures: Annotated[
        Path, typer.Argument(help="A folder, or a CSV: subject,file[,category,expires].")
    ],
    out: Annotated[Path, typer.Argument(help="The watchlist's file, *.watchlist.")],
    name: Annotated[str | None, typer.Option(help="What to call it. Default: as the file.")] = None,
    category: Annotated[str | None, typer.Option(help="Why they are sought.")] = None,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Score of a match. Default: the preset's.")
    ] = None,
    expires: Annotated[
        datetime | None,
        typer.Option(parser=day, metavar="YYYY-MM-DD", help="The last day it may be kept."),
    ] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    as_json: AsJson = False,
) -> None:
    """Enrol PICTURES as a watchlist, encrypted with the key in FOOTFALL_WATCHLIST_KEY."""
    from engine.matching.enrolment import enrol, read_source
    from engine.matching.vault import SUFFIX, key_from, save_watchlist
    from engine.packs.pack import load_pack
    from engine.vision.analyser import Analyser

    if out.suffix != SUFFIX or out.exists():
        got = "a file that is there already" if out.exists() else "another ending"
        raise GalleryError(f"{out}: got {got}, wanted a new file that ends in {SUFFIX}")
    check_files(out=out)
    key, source = key_from(), read_source(pictures)
    last_day = expires.date() if expires else source.expires
    if last_day and last_day < date.today():
        raise GalleryError(f"expires: got {last_day}, which has passed, wanted a day to come")
    with bars() as report:
        made = enrol(
            source,
            Analyser(load_pack(pack)),
            name=name or out.stem,
            category=category,
            threshold=threshold,
            expires=last_day,
            progress=begun(report, "Enrol"),
        )
    save_watchlist(made.watchlist, out, key)
    for line in made.lines():
        complain(line)
    _tell(_shown(made.watchlist) | made.told() | {"file": str(out)}, as_json)


@commands.command("show")
def show_command(
    file: Annotated[Path, typer.Argument(help="A saved watchlist.")], as_json: AsJson = False
) -> None:
    """Say who is on a saved watchlist; its templates are not shown."""
    from engine.matching.vault import key_from, load_watchlist

    _tell(_shown(load_watchlist(file, key_from())) | {"file": str(file)}, as_json)


@commands.command("expire")
def expire_command(
    folder: Annotated[Path, typer.Argument(help="Its subfolders are looked through, too.")],
    as_json: AsJson = False,
) -> None:
    """Overwrite and delete the watchlists in FOLDER that are past their last day; needs no key."""
    from engine.matching.vault import expire_folder

    with bars() as report:
        report("Look through the folder", None)
        swept = expire_folder(folder)
    for path in swept.unreadable:
        complain(f"{path}: got no saved watchlist of this version; left as it is")
    told = {fate: [str(path) for path in paths] for fate, paths in asdict(swept).items()}
    _tell({"folder": str(folder)} | told, as_json)


def _shown(held: "Watchlist") -> dict[str, Any]:
    return {
        "name": held.name,
        "category": held.category,
        "enrolled": len(held),
        "threshold": held.threshold,
        "expires": held.expires.isoformat() if held.expires else None,
        "pack": held.pack_id,
        "subjects": list(held.subjects),
    }


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
        return
    table = Table(show_header=False)
    for name, value in told.items():
        table.add_row(name, _cell(value))
    console().print(table)


def _cell(value: object) -> str:
    """A value as people read it; of refusals and cautions their number, as stderr has the lines."""
    if isinstance(value, list):
        if not all(isinstance(one, str) for one in value):
            return f"{len(value):,}"
        more = f" and {len(value) - MOST_NAMED:,} more" if len(value) > MOST_NAMED else ""
        return ", ".join(value[:MOST_NAMED]) + more or "–"
    return "–" if value is None else str(value)
