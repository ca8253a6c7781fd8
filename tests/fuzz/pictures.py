"""Tiny pictures: sound ones of many kinds, damaged ones, and ones that claim to be giants."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from tests.engine.pictures.made import exif, heic, pillow, saved, tiff
from tests.fuzz.cases import (
    EITHER,
    MUST_BE_REFUSED,
    MUST_WORK,
    Case,
    mutated,
    nothing_there,
    written,
)

GIANT, BOMB = 30_000, 12_000
SIZE_PX, FRAMES = (64, 48), 5
KINDS = ("png", "jpg", "bmp", "webp", "tif", "gif", "pgm", "avif", "heic")


def drawn(count: int = FRAMES, size_px: tuple[int, int] = SIZE_PX) -> list[Image]:
    """Frames of coarse colours."""
    coarse = np.random.default_rng(0).integers(0, 255, (count, 3, 4, 3), dtype=np.uint8)
    return [np.asarray(cv2.resize(one, size_px), np.uint8) for one in coarse]


def picture_cases(folder: Path) -> Iterator[Case]:
    """The corpus of pictures."""
    (bgr,) = drawn(1)
    sound = {f"sound.{kind}": _encoded(bgr, kind) for kind in KINDS}
    yield from mutated(folder, "picture", sound)
    for name, content in _odd(bgr).items():
        yield written(folder, "picture", name, content, MUST_WORK)
    for name, content in _wrong(bgr, sound).items():
        yield written(folder, "picture", name, content, MUST_BE_REFUSED)
    yield written(folder, "picture", "disguised.png", _encoded(bgr, "jpg"), MUST_WORK)
    path = folder / "picture" / "in-folder" / "folder.png"
    path.mkdir(parents=True)
    yield Case("picture: folder.png", "picture", path, MUST_BE_REFUSED)
    yield nothing_there(folder, "picture", "sound.png")


def portrait_cases(folder: Path, portrait: Image) -> Iterator[Case]:
    """Pictures of a face, damaged, to be enrolled and to be looked at as labelled ones."""
    sound = {f"face.{kind}": _encoded(portrait, kind) for kind in ("png", "jpg")}
    yield from mutated(folder, "portrait", sound)
    for name, allowed in (("dot", MUST_BE_REFUSED), ("long", MUST_BE_REFUSED), ("deep", EITHER)):
        content = _odd(portrait)[f"{name}.png"]
        yield written(folder, "portrait", f"{name}.png", content, allowed)
        yield written(folder, "labelled_picture", f"{name}.png", content)


def _encoded(bgr: Image, kind: str) -> bytes:
    if kind == "heic":
        return bytes(heic([bgr]))
    if kind == "avif":
        return bytes(saved(pillow(bgr), "AVIF"))
    shown = bgr[..., 0] if kind == "pgm" else bgr
    return cv2.imencode(f".{kind}", shown)[1].tobytes()


def _odd(bgr: Image) -> dict[str, bytes]:
    """Unusual, but pictures."""
    return {
        "dot.png": _encoded(bgr[:1, :1], "png"),
        "dot.jpg": _encoded(bgr[:1, :1], "jpg"),
        "long.png": _encoded(np.zeros((1, 20_000, 3), np.uint8), "png"),
        "tall.png": _encoded(np.zeros((20_000, 1, 3), np.uint8), "png"),
        "grey.png": _encoded(bgr[..., 0], "png"),
        "grey.jpg": _encoded(bgr[..., 0], "jpg"),
        "deep.png": cv2.imencode(".png", bgr.astype(np.uint16) * 257)[1].tobytes(),
        "alpha.png": cv2.imencode(".png", np.dstack([bgr, bgr[..., :1]]))[1].tobytes(),
        "pages.tif": saved(pillow(bgr), "TIFF", save_all=True, append_images=[pillow(bgr)]),
        "press.tif": saved(pillow(bgr).convert("CMYK"), "TIFF"),
        "press.jpg": saved(pillow(bgr).convert("CMYK"), "JPEG"),
        "fax.tif": saved(pillow(bgr).convert("1"), "TIFF", compression="group4"),
        "float.tif": tiff(bgr[..., ::-1].astype(np.float32)),
        "deep.tif": tiff(bgr.astype(np.uint16)),
        "turned.heic": heic([bgr], orientation=6),
        "burst.heic": heic([bgr, 255 - bgr], primary=1),
        "turned.avif": saved(pillow(bgr), "AVIF", exif=exif(6)),
        "burst.jpg": saved(pillow(bgr), "MPO", save_all=True, append_images=[pillow(bgr)]),
        "alpha.webp": cv2.imencode(".webp", np.dstack([bgr, bgr[..., :1]]))[1].tobytes(),
    }


def _wrong(bgr: Image, sound: dict[str, bytes]) -> dict[str, bytes]:
    """What is no picture, or claims to be one too large to be true."""
    bomb = _png(GIANT, GIANT, zlib.compress(bytes(1 + 3 * GIANT)) * 2)
    return {
        "bomb.png": bomb_png(),
        "text.png": b"hello\n" * 400,
        "page.jpg": b"<html><body>not found</body></html>",
        "giant.png": bomb,
        "giant-2.png": _png(2**31 - 1, 2**31 - 1, b""),
        "giant.bmp": _resized_bmp(sound["sound.bmp"]),
        "giant.jpg": _resized_jpg(sound["sound.jpg"]),
        "giant.tif": tiff(bgr, t256=60_000, t257=60_000),
        "giant-fax.tif": tiff(bgr[..., 0], t256=60_000, t257=60_000, t258=1),
        "giant-deep.tif": tiff(bgr.astype(np.uint16), t256=12_000, t257=12_000),
        "raw.tif": tiff(bgr, t50706=1),
        "nothing.tif": tiff(bgr, t273=2**31, t279=2**31),
        "giant.gif": _encoded(bgr, "gif")[:6] + b"\xff\xff\xff\xff" + _encoded(bgr, "gif")[10:],
        "giant.pgm": b"P5\n60000 60000\n255\n" + bytes(400),
        "film.heic": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(400),
        "no-size.png": _png(0, 0, b""),
        "no-pixels.png": _png(64, 48, b""),
    }


def bomb_png() -> bytes:
    """A whole picture of 144 megapixels in some kilobytes."""
    return _png(BOMB, BOMB, zlib.compress(bytes((1 + BOMB // 8) * BOMB)), bits=1, colours=0)


def _png(width: int, height: int, pixels: bytes, bits: int = 8, colours: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _resized_bmp(content: bytes) -> bytes:
    return content[:18] + struct.pack("<ii", GIANT, GIANT) + content[26:]


def _resized_jpg(content: bytes) -> bytes:
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", 65_000, 65_000) + content[at + 4 :]
