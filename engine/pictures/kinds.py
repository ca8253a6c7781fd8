"""What a file is, by its first bytes and its name."""

import re
from pathlib import Path

from engine.disk.files import oddity

JPEG, PNG, BMP, WEBP, TIFF, GIF, PNM, AVIF, HEIF = (
    "JPEG", "PNG", "BMP", "WebP", "TIFF", "GIF", "PNM", "AVIF", "HEIC",
)  # fmt: skip
PICTURES = frozenset(
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".webp", ".tif", ".tiff", ".gif",
        ".avif", ".heic", ".heif", ".hif", ".pgm", ".ppm", ".pbm", ".pnm",
    }
)  # fmt: skip
"""What the name of a picture that is read ends in; one without any is known by its content."""
RAW = frozenset(
    {
        ".dng", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".raf",
        ".pef", ".srw", ".raw", ".3fr", ".iiq", ".x3f",
    }
)  # fmt: skip
UNREAD = RAW | {".jxl", ".jp2", ".j2k", ".jpx", ".psd", ".svg", ".tga", ".exr", ".hdr", ".ico"}
"""So ends the name of a picture that is not read: told as refused, since it shows somebody."""
HEAD_BYTES = 512
DIB_HEADS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
"""Lengths of a bitmap's second header; two letters alone are too short a signature."""
SIGNATURES = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),
    (0, b"MM\0+", TIFF),
    (0, b"GIF87a", GIF),
    (0, b"GIF89a", GIF),
    (8, b"WEBP", WEBP),
)
ANYMAP = re.compile(rb"P[1-6]\s+(#|\d)")
BRANDS = {b"avif": AVIF, b"avis": AVIF} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"), HEIF
)
"""Brands of an ISO base media file; `mif1` alone may be either, its companions say which."""
OTHERS = (
    (0, b"%PDF", "a PDF"),
    (0, b"PK\x03\x04", "an archive or document"),
    (0, b"Rar!", "an archive"),
    (0, b"7z\xbc\xaf", "an archive"),
    (0, b"\x1f\x8b", "an archive"),
    (0, b"\xd0\xcf\x11\xe0", "an office document"),
    (0, b"8BPS", "a Photoshop picture, which is not read"),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL picture, which is not read"),
    (0, b"\xff\x0a", "a JPEG XL picture, which is not read"),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 picture, which is not read"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture, which is not read"),
    (0, b"\x1aE\xdf\xa3", "a film"),
    (8, b"AVI ", "a film"),
    (4, b"ftyp", "a film"),
    (4, b"moov", "a film"),
    (4, b"mdat", "a film"),
    (8, b"WAVE", "a sound"),
    (0, b"ID3", "a sound"),
    (0, b"<svg", "an SVG drawing, which is not read"),
    (0, b"<!DOCTYPE", "a web page"),
    (0, b"<html", "a web page"),
)


def kind_of(head: bytes) -> str | None:
    """The picture's kind by its first HEAD_BYTES; None for what is no picture that is read.

    >>> kind_of(b"GIF89a..."), kind_of(b"hello")
    ('GIF', None)
    """
    for at, mark, kind in SIGNATURES:
        if head[at : at + len(mark)] == mark and (kind != WEBP or head[:4] == b"RIFF"):
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in DIB_HEADS:
        return BMP
    if ANYMAP.match(head):
        return PNM
    return _boxed(head) if head[4:8] == b"ftyp" else None


def described(head: bytes) -> str:
    """What is no picture that is read, in words.

    >>> described(b"%PDF-1.7"), described(b""), described(b"ann, bob")
    ('a PDF', 'an empty file', 'text')
    """
    if not head:
        return "an empty file"
    for at, mark, words in OTHERS:
        if head[at : at + len(mark)] == mark:
            return words
    try:
        text = head[: HEAD_BYTES - 3].decode(
            "utf-8", "strict" if len(head) < HEAD_BYTES else "ignore"
        )
    except UnicodeDecodeError:
        return "something unknown"
    return (
        "text" if all(one.isprintable() or one.isspace() for one in text) else "something unknown"
    )


def head_of(file: Path) -> bytes:
    """A plain file's first bytes; nothing of anything else."""
    if oddity(file):
        return b""
    try:
        with file.open("rb") as opened:
            return opened.read(HEAD_BYTES)
    except OSError:
        return b""


def recognised(file: Path) -> str | None:
    """What a file is that is no text, in words; None for what is text, unknown, or no plain file.

    >>> recognised(Path(__file__))
    """
    head = head_of(file)
    if kind := kind_of(head):
        return f"a picture ({kind})"
    words = described(head) if head else "text"
    return None if words in ("text", "something unknown") else words


def _boxed(head: bytes) -> str | None:
    length = min(int.from_bytes(head[:4], "big"), HEAD_BYTES)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    known = [BRANDS[one] for one in brands if one in BRANDS]
    return known[0] if known else HEIF if brands[0] in (b"mif1", b"msf1") else None
