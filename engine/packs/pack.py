"""Model packs: a folder with a manifest, loaded by insightface as it is.

This module, `vision` and the conversions are the only places that touch the model runtimes.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

from engine.disk.places import from_home
from engine.errors import PackError
from engine.packs.arena import Arena
from engine.packs.assets import CENTERFACE, MOBILEFACENET
from engine.packs.fetch import cache_folder, fetch
from engine.packs.forms import Kind, check_form
from engine.packs.manifest import (
    MANIFEST,
    Manifest,
    check_files,
    digest,
    identity,
    read_manifest,
)
from engine.packs.names import OPEN, PUBLISHED
from engine.packs.own import inscribe
from engine.packs.published import published_folder
from engine.packs.trial import FAULTS, try_out

BUILD = "1"
"""Raised when the conversion changes, so that packs in caches are built anew."""
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


def load_pack(name_or_folder: str = OPEN, progress: Callable[[float], None] | None = None) -> Pack:
    """The pack `open`, a fetched pack of InsightFace, or any folder with a manifest.

    One thread a session. Both files are checked against the manifest: SHA-256, then shapes, then
    a blank picture. insightface would download a pack it cannot find; it is only ever given a
    folder that is there. Raises PackError for an absent or damaged folder or file, AssetError if
    `open` cannot be fetched.
    """
    if name_or_folder == OPEN:
        open_pack(progress)
    folder = pack_folder(name_or_folder)
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    _check_forms(folder, manifest)
    return _load(name_or_folder, folder, manifest)


def pack_folder(name_or_folder: str) -> Path:
    """Where a pack lies; PackError, saying what to do, unless it is `open` or there."""
    if name_or_folder == OPEN:
        return open_pack_folder()
    published = name_or_folder in PUBLISHED
    folder = published_folder(name_or_folder) if published else from_home(name_or_folder)
    if (folder / MANIFEST).exists():
        return folder
    if published:
        raise PackError(
            f"pack {name_or_folder!r}: got none in the cache, wanted it fetched first:"
            f" footfall engine fetch {name_or_folder}"
        )
    raise PackError(
        f"pack {name_or_folder!r}: got no such folder with a {MANIFEST}, wanted {OPEN!r},"
        f" {', '.join(PUBLISHED)} or the path of one"
        f" (`footfall engine pack FOLDER` writes a {MANIFEST})"
    )


def open_pack(progress: Callable[[float], None] | None = None) -> Path:
    """The folder of the pack `open`, fetched and built if it is not in the cache."""
    folder = open_pack_folder()
    if not (folder / MANIFEST).exists():
        detector = fetch(CENTERFACE)
        if progress:
            progress(0.4)
        recogniser = fetch(MOBILEFACENET)
        if progress:
            progress(0.8)
        _build(detector, recogniser, folder)
    if progress:
        progress(1.0)
    return folder


def open_pack_folder() -> Path:
    """Where the pack `open` is built, there or not yet."""
    return cache_folder() / "packs" / f"{OPEN}-{BUILD}"


def pack_id(name: str, folder: Path) -> str:
    """The pack's name and eight digits over its files' hashes; PackError for a bad manifest."""
    files = [folder / model.file for model in read_manifest(folder).models]
    try:
        return identity(name, [digest(file) for file in files])
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


def _build(detector: Path, recogniser: Path, folder: Path) -> None:
    from engine.packs.detector import as_scrfd  # once: readers of foreign models
    from engine.packs.recogniser import as_onnx

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        part = Path(work) / "pack"
        part.mkdir()
        as_scrfd(detector, part / "detector.onnx")
        as_onnx(recogniser, part / "recogniser.onnx")
        inscribe(part, OPEN)
        try:
            part.rename(folder)
        except OSError:
            if not (folder / MANIFEST).exists():  # else another process was faster
                raise


def _check_forms(folder: Path, manifest: Manifest) -> None:
    detector, recogniser = manifest.models
    check_form(folder / detector.file, Kind.detector)
    form = check_form(folder / recogniser.file, Kind.recogniser)
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
    known_as = identity(name, [m.sha256 for m in manifest.models])
    detector, recogniser = models
    return Pack(name, folder, known_as, detector, recogniser, Arena(detector))
