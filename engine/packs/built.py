"""The packs that are built of published files: which files, and how."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.packs.alignment import DLIB
from engine.packs.assets import CENTERFACE, DLIB_LISTING, DLIB_WEIGHTS, MOBILEFACENET
from engine.packs.fetch import Asset, cache_folder, fetch
from engine.packs.manifest import MANIFEST, Source
from engine.packs.names import OPEN, SECOND
from engine.packs.own import inscribe

Maker = Callable[..., None]
"""Writes a recogniser as ONNX: of its fetched files, to the last of the paths."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A pack's recogniser and where it comes from; CENTERFACE finds the faces.

    `build` is raised when the conversion changes, so that packs in caches are built anew.
    """

    build: str
    recogniser: tuple[Asset, ...]
    note: str | None = None
    """What is known of whom it was trained on, where that must be said."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What the manifest says of it besides. A bound on likeness is as strict as `open`'s .70 where
    as many mated photographs compare above it: 344 of 518 (docs/packs.md)."""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """All that is fetched for it."""
        return CENTERFACE, *self.recogniser


RECIPES = {
    OPEN: Recipe("1", (MOBILEFACENET,)),
    SECOND: Recipe(
        "1",
        (DLIB_WEIGHTS, DLIB_LISTING),
        note="trained on VGG, FaceScrub and faces scraped from the web, without documented consent",
        more={
            "input_size": [DLIB.side_px] * 2,
            "landmarks": [list(point) for point in DLIB.points_px],
            "look_alike": 0.951,
        },
    ),
}


def built_folder(name: str = OPEN) -> Path:
    """Where a pack of RECIPES is built, there or not yet."""
    return cache_folder() / "packs" / f"{name}-{RECIPES[name].build}"


def build(name: str = OPEN, progress: Callable[[float], None] | None = None) -> Path:
    """The folder of a pack of RECIPES, fetched and built if it is not in the cache."""
    folder, told = built_folder(name), progress or (lambda _: None)
    if not (folder / MANIFEST).exists():
        assets = RECIPES[name].assets
        files = []
        for number, asset in enumerate(assets, 1):
            files.append(fetch(asset))
            told(0.8 * number / len(assets))
        _convert(name, files, folder)
    told(1.0)
    return folder


def _convert(name: str, files: list[Path], folder: Path) -> None:
    from engine.packs.conversion.detector import as_scrfd  # once: readers of foreign models

    recipe = RECIPES[name]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        part = Path(work) / "pack"
        part.mkdir()
        as_scrfd(files[0], part / "detector.onnx")
        _maker(name)(*files[1:], part / "recogniser.onnx")
        inscribe(part, name, _source(recipe), recipe.more)
        try:
            part.rename(folder)
        except OSError:
            if not (folder / MANIFEST).exists():  # else another process was faster
                raise


def _maker(name: str) -> Maker:
    if name == OPEN:
        from engine.packs.conversion import recogniser

        return recogniser.as_onnx
    from engine.packs.conversion import residual

    return residual.as_onnx


def _source(recipe: Recipe) -> Source | None:
    """What a manifest says of a recogniser about which something must be said."""
    if recipe.note is None:
        return None
    asset = recipe.recogniser[0]
    return Source(
        address=f"{asset.registry}: {asset.package}",
        archive_sha256=asset.archive_sha256,
        licence=f"{asset.licence}; {recipe.note}",
    )
