"""A pack of one's own: two ONNX files in a folder, told apart by their shapes."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import PackError
from engine.packs.alignment import CROP_PX
from engine.packs.forms import Form, Kind, form_of
from engine.packs.manifest import (
    MANIFEST,
    Detector,
    Manifest,
    Recogniser,
    Scaling,
    Source,
    Tasks,
    digest,
    write_manifest,
)

NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


def inscribe(
    folder: Path,
    name: str | None = None,
    source: Source | None = None,
    more: Mapping[str, Any] = NOTHING_MORE,
) -> Manifest:
    """Write or renew the manifest of a folder that holds one detector and one recogniser, of which
    `more` can be told.

    Other ONNX files are left out of it. Raises PackError if there are none or several of either.
    """
    side_px = more.get("input_size", [CROP_PX])[0]
    if not folder.is_dir():
        raise PackError(f"{folder}: got no such folder, wanted one with two ONNX files")
    files = [file for file in sorted(folder.glob("*.onnx")) if not file.is_symlink()]
    forms = {file: form_of(file) for file in files if file.is_file()}
    detector, recogniser = (_only(folder, forms, kind, side_px) for kind in Kind)
    form = forms[recogniser]
    scaling = Scaling(mean=0.0, std=1.0) if form.scales_itself else Scaling(mean=127.5, std=127.5)
    tasks = Tasks(
        detection=Detector(file=detector.name, sha256=digest(detector)),
        recognition=Recogniser(
            file=recogniser.name,
            sha256=digest(recogniser),
            preprocessing=scaling,
            embedding_dimension=form.dimension,
            **more,
        ),
    )
    manifest = Manifest(
        manifest_version=2,
        model_id=name or _named(folder),
        license="MODEL.LICENSE",
        tasks=tasks,
        source=source,
    )
    write_manifest(folder, manifest)
    return manifest


def _only(folder: Path, forms: dict[Path, Form], kind: Kind, side_px: int) -> Path:
    """The only file of a kind."""
    found = [file for file, form in forms.items() if form.kind(side_px) is kind]
    if len(found) != 1:
        names = ", ".join(file.name for file in found or forms) or "no ONNX file"
        raise PackError(
            f"{folder}: got {len(found)} models for {kind} ({names}), wanted exactly one"
            f" to write {MANIFEST}"
        )
    return found[0]


def _named(folder: Path) -> str:
    """The folder's name in the letters that a manifest allows."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", folder.resolve().name).lstrip("._-")
    return name[:128] or "pack"
