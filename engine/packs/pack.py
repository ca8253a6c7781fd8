"""Model packs: a folder with a manifest, loaded by insightface as it is.

This module, `vision` and the conversions are the only places that touch the model runtimes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

from engine.disk.places import from_home
from engine.errors import PackError
from engine.packs.alignment import Alignment
from engine.packs.arena import Arena
from engine.packs.built import build, built_folder
from engine.packs.forms import Kind, check_form
from engine.packs.manifest import (
    MANIFEST,
    Manifest,
    check_files,
    digest,
    read_manifest,
)
from engine.packs.names import BUILT, OPEN, PUBLISHED, SECOND
from engine.packs.published import published_folder
from engine.packs.trial import FAULTS, try_out

SILENT = 4
"""onnxruntime's severity of fatal errors; what is lesser comes as an exception."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A detector and a recogniser. `id` names the pack and its files' content: templates of
    another id cannot be compared.
    """

    name: str
    folder: Path
    id: str
    detector: Any
    """The SCRFD of insightface."""
    recogniser: Any
    """The ArcFaceONNX of insightface."""
    arena: Arena
    """What the detector's session keeps from one picture to the next."""
    alignment: Alignment
    """How the recogniser wants faces cut out."""
    look_alike: float
    """Two enrolment pictures that compare above this are called alike."""


def load_pack(name_or_folder: str = OPEN, progress: Callable[[float], None] | None = None) -> Pack:
    """The pack `open`, a fetched one of BUILT or PUBLISHED, or any folder with a manifest.

    One thread a session. Both files are checked against the manifest: SHA-256, then shapes, then
    a blank picture. insightface would download a pack it cannot find; it is only ever given a
    folder that is there. Raises PackError for an absent or damaged folder or file, AssetError if
    `open` cannot be fetched.
    """
    if name_or_folder == OPEN:
        build(OPEN, progress)
    folder = pack_folder(name_or_folder)
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    _check_forms(folder, manifest)
    return _load(name_or_folder, folder, manifest)


def pack_folder(name_or_folder: str) -> Path:
    """Where a pack lies; PackError, saying what to do, unless it is `open` or there."""
    if name_or_folder == OPEN:
        return built_folder()
    named = name_or_folder in (*BUILT, *PUBLISHED)
    folder = _named_folder(name_or_folder) if named else from_home(name_or_folder)
    if (folder / MANIFEST).exists():
        return folder
    if named:
        raise PackError(
            f"pack {name_or_folder!r}: got none in the cache, wanted it fetched first:"
            f" footfall engine fetch {name_or_folder}"
        )
    raise PackError(
        f"pack {name_or_folder!r}: got no such folder with a {MANIFEST}, wanted {OPEN!r},"
        f" {', '.join((SECOND, *PUBLISHED))} or the path of one"
        f" (`footfall engine pack FOLDER` writes a {MANIFEST})"
    )


def _named_folder(name: str) -> Path:
    """Where a pack that has a name is kept, there or not yet."""
    return built_folder(name) if name in BUILT else published_folder(name)


def pack_id(name: str, folder: Path) -> str:
    """The pack's name and eight digits over its files' hashes; PackError for a bad manifest."""
    manifest = read_manifest(folder)
    files = [folder / model.file for model in manifest.models]
    try:
        return manifest.identity(name, [digest(file) for file in files])
    except OSError as err:
        raise PackError(f"pack {name!r}: {err.filename}: {err.strerror}") from err


def is_pack(name_or_folder: str, wanted_id: str) -> bool:
    """Whether the pack has this id, without loading it.

    Of `open`, while it is not in the cache, the name has to do. Raises PackError for a pack that
    is not there.
    """
    folder = pack_folder(name_or_folder)
    if name_or_folder == OPEN and not (folder / MANIFEST).exists():
        return wanted_id.startswith(f"{OPEN}-")
    return pack_id(name_or_folder, folder) == wanted_id


def _check_forms(folder: Path, manifest: Manifest) -> None:
    detector, recogniser = manifest.models
    check_form(folder / detector.file, Kind.detector)
    side_px = recogniser.alignment.side_px
    form = check_form(folder / recogniser.file, Kind.recogniser, side_px)
    if form.dimension != recogniser.embedding_dimension:
        raise PackError(
            f"{folder / MANIFEST}: tasks.recognition.embedding_dimension: got"
            f" {recogniser.embedding_dimension}, wanted {form.dimension} as {recogniser.file} gives"
        )


def _load(name: str, folder: Path, manifest: Manifest) -> Pack:
    from insightface.app import FaceAnalysis  # takes a second: only where a model is wanted

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = SILENT
    options.enable_mem_pattern = False  # a plan for every size, and a block beside the arena's
    try:
        app = FaceAnalysis(
            name=str(folder),
            allowed_modules=[*Kind],
            providers=["CPUExecutionProvider"],
            sess_options=options,
            static_shape_sessions=False,  # else it keeps a session of its own for every size
        )
        models = [app.models[kind] for kind in Kind]
        try_out(*models)
    except FAULTS as err:
        raise PackError(f"pack {name!r}: {folder} cannot be loaded: {err}") from err
    known_as = manifest.identity(name, [m.sha256 for m in manifest.models])
    (detector, recogniser), told = models, manifest.tasks.recognition
    return Pack(
        name=name,
        folder=folder,
        id=known_as,
        detector=detector,
        recogniser=recogniser,
        arena=Arena(detector),
        alignment=told.alignment,
        look_alike=told.look_alike,
    )
