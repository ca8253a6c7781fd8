"""Watchlists on disk: encrypted, bound to their header, and gone when their time is over.

A file is one line of JSON that anybody can read (version, pack, last day), a nonce of 12 bytes,
the rest encrypted with AES-256 in GCM (NIST SP 800-38D), and a tag of 16 bytes over all of it.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from engine.disk.files import PART, oddity, whole
from engine.errors import GalleryError
from engine.matching.watchlist import Watchlist
from engine.misfit import got, wanted, where
from engine.pictures.kinds import recognised

KEY = "FOOTFALL_WATCHLIST_KEY"
SUFFIX = ".watchlist"
FORMAT, VERSION = "footfall watchlist", 1
KEY_BYTES, NONCE_BYTES, TAG_BYTES, LENGTH_BYTES = 32, 12, 16, 8
LONGEST_HEADER = 4096
PIECE_BYTES = 1 << 20
TRUSTED_BYTES = 64 << 20
"""A larger file takes memory only once its tag has vouched for it: it is read twice."""
ALIGNED_BYTES = 64
"""Templates start at a multiple of this, so that they are used where they were decrypted."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says without its key; `line` is that as it stands there."""

    pack_id: str
    expires: date | None
    line: bytes

    def is_expired(self, today: date) -> bool:
        """Whether the file may no longer be kept."""
        return self.expires is not None and today > self.expires


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of a folder's watchlists."""

    wiped: tuple[Path, ...]
    kept: tuple[Path, ...]
    unreadable: tuple[Path, ...]


def key_from(environment: Mapping[str, str] = os.environ) -> bytes:
    """The key of 256 bits in FOOTFALL_WATCHLIST_KEY, as base64 or 64 hexadecimal digits."""
    text = environment.get(KEY, "").strip()
    key = _decoded(text)
    if len(key) != KEY_BYTES:
        got = f"{len(key)} bytes" if key else "nothing that can be read" if text else "nothing"
        raise GalleryError(
            f"{KEY}: got {got}, wanted {KEY_BYTES} random bytes as base64 or hexadecimal digits;"
            ' make them once: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return key


def save_watchlist(watchlist: Watchlist, path: Path, key: bytes) -> None:
    """Write a watchlist encrypted, whole or not at all; only its owner may read the file."""
    header = _header(watchlist)
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryptor = Cipher(AES(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header)
    with whole(path) as part:
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.write(header + nonce)
            for piece in _pieces(watchlist):
                file.write(encryptor.update(piece))
            file.write(encryptor.finalize() + encryptor.tag)
            file.flush()
            os.fsync(file.fileno())


def load_watchlist(
    path: Path, key: bytes, *, pack_id: str | None = None, today: date | None = None
) -> Watchlist:
    """A saved watchlist, of the pack `pack_id` if that is given.

    Raises GalleryError, naming the file, for one that is missing, truncated, altered or of another
    key or pack; also for one past its last day, and then wipes it.
    """
    if (odd := oddity(path)) is not None:
        raise GalleryError(f"{path}: got {odd}, wanted a saved watchlist")
    with path.open("rb") as file:
        header = _read_header(path, file)
        content = _decrypted(path, file, header, key)
    if header.is_expired(today or date.today()):
        wipe(path)
        raise GalleryError(f"{path}: got a watchlist to be kept until {header.expires}; wiped it")
    if pack_id not in (None, header.pack_id):
        raise GalleryError(f"{path}: got templates of pack {header.pack_id}, wanted {pack_id}")
    return _unpacked(path, header, content)


def read_header(path: Path) -> Header:
    """What a file says without its key; nothing vouches for it until the file is loaded."""
    with path.open("rb") as file:
        return _read_header(path, file)


def wipe(path: Path) -> None:
    """Overwrite a file, then delete it."""
    with path.open("r+b") as file:
        for left in range(path.stat().st_size, 0, -PIECE_BYTES):
            file.write(secrets.token_bytes(min(left, PIECE_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def expire_folder(folder: Path, today: date | None = None) -> Swept:
    """Wipe the watchlists in a folder and its subfolders that are past their last day.

    Needs no key: a file's header is believed, so that a lost key keeps nothing alive.
    """
    if not folder.is_dir():
        raise GalleryError(f"{folder}: got no such folder, wanted one with watchlists")
    found: dict[str, list[Path]] = {"wiped": [], "kept": [], "unreadable": []}
    for path in sorted(folder.rglob(f"*{SUFFIX}*")):
        if path.suffix not in (SUFFIX, PART) or path.is_symlink() or not path.is_file():
            continue
        found[_swept(path, today or date.today())].append(path)
    return Swept(**{fate: tuple(paths) for fate, paths in found.items()})


def _swept(path: Path, today: date) -> str:
    try:
        expired = read_header(path).is_expired(today)
    except GalleryError:
        return "unreadable"
    if expired:
        wipe(path)
    return "wiped" if expired else "kept"


class _Head(BaseModel):
    """The line in clear before what is encrypted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["footfall watchlist"]
    version: Literal[1]
    pack: Annotated[str, Field(min_length=1)]
    expires: date | None


class _Inside(BaseModel):
    """What is encrypted before the templates."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    name: str
    category: str
    threshold: float | None
    dtype: Literal["float32", "float16"]
    shape: tuple[NonNegativeInt, NonNegativeInt]
    subjects: tuple[str, ...]


def _decoded(text: str) -> bytes:
    if len(text) == 2 * KEY_BYTES:
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _header(watchlist: Watchlist) -> bytes:
    expires = watchlist.expires and watchlist.expires.isoformat()
    told = {"format": FORMAT, "version": VERSION, "pack": watchlist.pack_id, "expires": expires}
    return json.dumps(told).encode() + b"\n"


def _read_header(path: Path, file: BinaryIO) -> Header:
    line = file.readline(LONGEST_HEADER)
    try:
        told = _Head.model_validate_json(line)
    except ValidationError as err:
        found = recognised(path) or "something else"
        raise GalleryError(
            f"{path}: got {found}, wanted a saved watchlist of version {VERSION}, or a folder of"
            " pictures"
        ) from err
    if not line.endswith(b"\n"):
        raise GalleryError(f"{path}: got a watchlist without an end of its head, wanted one")
    return Header(told.pack, told.expires, line)


def _pieces(watchlist: Watchlist) -> Iterator[bytes]:
    """What is encrypted: a length, that much JSON, the templates."""
    head = json.dumps(
        {
            "name": watchlist.name,
            "category": watchlist.category,
            "threshold": watchlist.threshold,
            "dtype": watchlist.templates.dtype.name,
            "shape": watchlist.templates.shape,
            "subjects": watchlist.subjects,
        }
    ).encode()
    head += b" " * (-(LENGTH_BYTES + len(head)) % ALIGNED_BYTES)
    yield len(head).to_bytes(LENGTH_BYTES, "little") + head
    rows = max(PIECE_BYTES // max(watchlist.templates[:1].nbytes, 1), 1)
    for at in range(0, len(watchlist), rows):
        yield watchlist.templates[at : at + rows].tobytes()


def _decrypted(path: Path, file: BinaryIO, header: Header, key: bytes) -> bytearray:
    """The content, which is used only once the tag has vouched for all of it."""
    if path.stat().st_size > TRUSTED_BYTES:
        began = file.tell()
        for _ in _opened(path, file, header, key):
            pass
        file.seek(began)
    content = bytearray()
    for piece in _opened(path, file, header, key):
        content += piece
    return content


def _opened(path: Path, file: BinaryIO, header: Header, key: bytes) -> Iterator[bytes]:
    """The content piece by piece; GalleryError at its end if the tag does not vouch for it."""
    nonce = file.read(NONCE_BYTES)
    size = path.stat().st_size - len(header.line) - NONCE_BYTES - TAG_BYTES
    if size < LENGTH_BYTES:
        raise GalleryError(f"{path}: got a truncated watchlist, wanted it as it was saved")
    decryptor = Cipher(AES(key), GCM(nonce)).decryptor()
    decryptor.authenticate_additional_data(header.line)
    for at in range(0, size, PIECE_BYTES):
        yield decryptor.update(file.read(min(PIECE_BYTES, size - at)))
    try:
        decryptor.finalize_with_tag(file.read(TAG_BYTES))
    except InvalidTag as err:
        raise GalleryError(
            f"{path}: got a watchlist that was altered or truncated, or is of another {KEY};"
            " wanted it as it was saved"
        ) from err


def _unpacked(path: Path, header: Header, content: bytearray) -> Watchlist:
    length = int.from_bytes(content[:LENGTH_BYTES], "little")
    try:
        told = _Inside.model_validate_json(bytes(content[LENGTH_BYTES : LENGTH_BYTES + length]))
        held = np.frombuffer(content, told.dtype, offset=LENGTH_BYTES + length)
        return Watchlist(
            name=told.name,
            category=told.category,
            subjects=told.subjects,
            templates=held.reshape(told.shape),
            pack_id=header.pack_id,
            threshold=told.threshold,
            expires=header.expires,
        )
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        at, said = where(first) or "head", f"got {got(first)}, wanted {wanted(first)}"
        raise GalleryError(f"{path}: got no watchlist's content: {at}: {said}") from err
    except (GalleryError, ValueError) as err:
        raise GalleryError(f"{path}: got content that is no watchlist: {err}") from err
