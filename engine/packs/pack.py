"""Model packs: a folder with a manifest, loaded by insightface as it is.

This module, `vision` and the conversions are the only places that touch the model runtimes.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

from engine.errors import PackError
from engine.packs.assets import CENTERFACE, MOBILEFACENET
from engine.packs.detector import as_scrfd
from engine.packs.fetch import cache_folder, fetch, sha256
from engine.packs.recogniser import as_onnx

OPEN = "open"
BUILD = "1"
"""Raised when the conversion changes, so that packs in caches are built anew."""


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


def load_pack(name_or_folder: str = OPEN, progress: Callable[[float], None] | None = None) -> Pack:
    """The pack `open`, or any folder with a manifest; one thread a session.

    insightface would download a pack it cannot find; it is never given a name to look for.
    Raises PackError for an absent or damaged folder, AssetError if `open` cannot be fetched.
    """
    folder = open_pack(progress) if name_or_folder == OPEN else Path(name_or_folder).expanduser()
    if not (folder / "manifest.json").is_file():
        raise PackError(
            f"pack {name_or_folder!r}: got no such folder with a manifest.json,"
            " wanted 'open' or the path of one"
        )
    return _load(name_or_folder, folder)


def open_pack(progress: Callable[[float], None] | None = None) -> Path:
    """The folder of the pack `open`, fetched and built if it is not in the cache."""
    folder = open_pack_folder()
    if not (folder / "manifest.json").exists():
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
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        hashes = sorted(sha256(folder / task["file"]) for task in manifest["tasks"].values())
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as err:
        raise PackError(f"pack {name!r}: got a manifest.json that cannot be used: {err}") from err
    return f"{Path(name).name}-{hashlib.sha256(''.join(hashes).encode()).hexdigest()[:8]}"


def _build(detector: Path, recogniser: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        part = Path(work) / "pack"
        part.mkdir()
        as_scrfd(detector, part / "detector.onnx")
        as_onnx(recogniser, part / "recogniser.onnx")
        manifest = json.dumps(_manifest(part), indent=2)
        (part / "manifest.json").write_text(manifest, encoding="utf-8")
        try:
            part.rename(folder)
        except OSError:
            if not (folder / "manifest.json").exists():  # else another process was faster
                raise


def _manifest(folder: Path) -> dict[str, object]:
    """The manifest of insightface, version 2."""

    def task(file: str, std: float) -> dict[str, object]:
        preprocessing = {"mean": 127.5, "std": std}
        return {"file": file, "sha256": sha256(folder / file), "preprocessing": preprocessing}

    recogniser = task("recogniser.onnx", 127.5) | {"embedding_dimension": 192}
    tasks = {"detection": task("detector.onnx", 128.0), "recognition": recogniser}
    return {"manifest_version": 2, "model_id": OPEN, "license": "MODEL.LICENSE", "tasks": tasks}


def _load(name: str, folder: Path) -> Pack:
    from insightface.app import FaceAnalysis  # takes a second: only where a model is wanted

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        app = FaceAnalysis(
            name=str(folder),
            allowed_modules=["detection", "recognition"],
            providers=["CPUExecutionProvider"],
            sess_options=options,
        )
    except (AssertionError, KeyError, OSError, RuntimeError, TypeError, ValueError) as err:
        raise PackError(f"pack {name!r}: {folder} cannot be loaded: {err}") from err
    missing = {"detection", "recognition"} - app.models.keys()
    if missing:
        raise PackError(f"pack {name!r}: got no model for {sorted(missing)} in {folder}")
    recogniser = app.models["recognition"]
    return Pack(name, folder, pack_id(name, folder), app.models["detection"], recogniser)
