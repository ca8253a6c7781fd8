"""InsightFace's own packs by name: fetched only when asked for, and only for what they allow."""

import http.client
import lzma
import shutil
import stat
import tempfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit

from engine.errors import AssetError, PackError
from engine.packs.fetch import cache_folder, sha256
from engine.packs.manifest import MANIFEST, Source, read_manifest
from engine.packs.names import ADDRESS, LICENCE
from engine.packs.own import inscribe

TIMEOUT_S = 30.0
PIECE_BYTES = 1 << 20
LARGEST_BYTES = 2 << 30
"""No archive, and no model in one, may be larger."""


def published_folder(name: str) -> Path:
    """Where a pack of InsightFace is kept, there or not yet."""
    return cache_folder() / "packs" / name


def fetch_published(
    name: str, address: str = ADDRESS, progress: Callable[[float], None] | None = None
) -> Path:
    """The pack's folder, downloaded from `address` unless it is there; agree to NOTICE first.

    InsightFace publishes no hashes, so those of the first download are written down and trusted
    from then on. Of the archive only the detector and the recogniser are kept. Raises AssetError
    and leaves nothing behind if it cannot be had, or is no pack.
    """
    folder = published_folder(name)
    if (folder / MANIFEST).exists():
        read_manifest(folder)
    else:
        url = f"{address.rstrip('/')}/{name}.zip"
        try:
            _bring(name, url, folder, progress or (lambda _: None))
        except PackError as err:
            raise AssetError(f"{name}: {url} holds no pack: {err}") from err
        except (OSError, ValueError, http.client.HTTPException) as err:
            reason = getattr(err, "reason", None) or err
            raise AssetError(
                f"{name}: could not be fetched from {url} ({reason}); with a network try again,"
                f" or unpack the archive by hand and run: footfall engine pack FOLDER"
            ) from err
    if progress:
        progress(1.0)
    return folder


def _bring(name: str, url: str, folder: Path, progress: Callable[[float], None]) -> None:
    """Download, unpack and describe the pack beside its place, then move it there."""
    if urlsplit(url).scheme not in ("https", "http"):
        raise ValueError("wanted an address that begins with https://")
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            archive, part = Path(work) / "archive.zip", Path(work) / "pack"
            _save(answer, archive, progress)
            part.mkdir()
            unpack(archive, part)
            source = Source(address=url, archive_sha256=sha256(archive), licence=LICENCE)
            kept = {model.file for model in inscribe(part, name, source).models}
            for file in part.glob("*.onnx"):
                if file.name not in kept:
                    file.unlink()
            shutil.rmtree(folder, ignore_errors=True)  # what has no manifest is no pack
            part.rename(folder)


def _save(answer: http.client.HTTPResponse, to: Path, progress: Callable[[float], None]) -> None:
    """Write the whole answer; ValueError if it is cut short or beyond all measure."""
    told = answer.headers.get("Content-Length")
    wanted, got = int(told) if told else None, 0
    with to.open("wb") as out:
        while piece := answer.read(PIECE_BYTES):
            out.write(piece)
            got += len(piece)
            if got > LARGEST_BYTES:
                raise ValueError(f"got more than {LARGEST_BYTES:,} bytes")
            if wanted:
                progress(0.95 * min(got / wanted, 1.0))
    if wanted not in (None, got):
        raise ValueError(f"got {got:,} bytes, wanted {wanted:,}")


def unpack(archive: Path, folder: Path) -> None:
    """Write a zip's ONNX files into a folder, side by side; ValueError for one that is unsafe.

    No member may lead out of the folder, be a link, or share another's name.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                name = _safe(member)
                if not member.is_dir() and name.endswith(".onnx"):
                    with packed.open(member) as source, (folder / name).open("xb") as out:
                        _copy(source, out, member)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as err:
        raise ValueError(f"got no whole zip: {err}") from err
    except FileExistsError as err:
        raise ValueError(f"got two files {Path(err.filename).name} in the zip") from err


def _safe(member: zipfile.ZipInfo) -> str:
    """A member's own name, without folders."""
    path = PurePosixPath(member.filename)
    leads_out = path.is_absolute() or ".." in path.parts or set("\\:") & set(member.filename)
    if leads_out or stat.S_ISLNK(member.external_attr >> 16) or not path.name:
        raise ValueError(f"got {member.filename!r} in the zip, wanted plain files in folders of it")
    return path.name


def _copy(source: IO[bytes], out: IO[bytes], member: zipfile.ZipInfo) -> None:
    if member.file_size > LARGEST_BYTES:
        raise ValueError(f"got {member.file_size:,} bytes of {member.filename}")
    shutil.copyfileobj(source, out, PIECE_BYTES)
