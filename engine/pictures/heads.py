"""What a picture's own header says of it, before any of its pixels are unpacked."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from engine.pictures.errors import PictureError
from engine.pictures.kinds import RAW
from engine.pictures.tags import orientation_of, tags_of

MOST_SCANNED_PX = 1 << 32
"""Pixels of a JPEG times its scans, each of which is a way through all of it: ten as a rule; in so
many, each may be of 134 million, which takes some ten seconds."""
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
MOST_PARTS = 200_000
"""Segments or chunks that are looked through; a camera's picture has dozens, one of the largest
size in the smallest usual chunks 100,000."""
NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""Markers among those of a JPEG's frame that begin none."""
WIDTH, LENGTH, BITS, SAMPLES, EXTRA, SUBFILE, DNG = 256, 257, 258, 277, 338, 254, 50706
TILE_WIDTH, TILE_LENGTH, LARGEST_TILE_PX = 322, 323, 1 << 26
"""Tags of a TIFF file; a tile is unpacked whole, however small the picture."""
ANYMAP = re.compile(rb"P[1-6](?:\s+(?:#[^\n]*\n\s*)*)(\d{1,9})\s+(?:#[^\n]*\n\s*)*(\d{1,9})\s")


@dataclass(frozen=True, slots=True)
class Head:
    """A picture as it says it is: `size_px` (width, height), the `pixel_bytes` that it unpacks to
    (with an alpha channel those of what comes of it, too), Exif's `orientation` where decoding
    with an alpha channel leaves it out, whether it can be read row by row, so that it is shrunk on
    the way, and whether its alpha is in its colours already.
    """

    size_px: tuple[int, int]
    pixel_bytes: float = 3
    alpha: bool = False
    orientation: int = 1
    in_rows: bool = False
    premultiplied: bool = False


def jpeg_head(content: bytes) -> Head:
    """Of a JPEG: the first frame's. In several scans all of it is held before a row is done."""
    frame = marker_of_frame = None
    for marker, body in _jpeg_segments(content):
        if 0xC0 <= marker <= 0xCF and marker not in NO_FRAME and len(body) >= 6:
            frame, marker_of_frame = struct.unpack_from(">HHB", body, 1), marker
        if marker == 0xDA and frame and body:
            height, width, parts = frame
            in_rows = body[0] == parts and marker_of_frame not in PROGRESSIVE
            if not in_rows:
                _refuse_many_scans(content, width * height)
            return Head((width, height), in_rows=in_rows)
    raise PictureError("something unreadable (a JPEG that breaks off in its header)")


def png_head(content: bytes) -> Head:
    """Of a PNG."""
    if content[12:16] != b"IHDR" or len(content) < 26:
        raise PictureError("something unreadable (a PNG without a header)")
    width, height, bits, colours = struct.unpack_from(">IIBB", content, 16)
    chunks = dict(_png_chunks(content))
    alpha = colours in (4, 6) or b"tRNS" in chunks
    channels = {0: 1, 2: 3, 4: 2, 6: 4}.get(colours, 3)
    return Head(
        (width, height),
        max(channels * bits / 8, 3) + 3 * alpha,
        alpha,
        _turned(chunks.get(b"eXIf")),
    )


def webp_head(content: bytes) -> Head:
    """Of a WebP file in any of its three forms."""
    form, body = content[12:16], content[20:]
    if len(body) < 10:
        raise PictureError("something unreadable (a WebP that breaks off in its header)")
    if form == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        exif, alpha = dict(_riff_chunks(content)).get(b"EXIF"), bool(body[0] & 0x10)
        return Head((width, height), 4 + 3 * alpha, alpha, _turned(exif))
    if form == b"VP8L":
        (word,) = struct.unpack_from("<I", body, 1)
        size = ((word & 0x3FFF) + 1, (word >> 14 & 0x3FFF) + 1)
        alpha = bool(word >> 28 & 1)
        return Head(size, 4 + 3 * alpha, alpha)
    width, height = struct.unpack_from("<HH", body, 6)
    return Head((width & 0x3FFF, height & 0x3FFF))


def bmp_head(content: bytes) -> Head:
    """Of a bitmap; its height is negative where it stands upside down."""
    form = "<HH" if content[14:18] == b"\x0c\0\0\0" else "<ii"
    width, height = struct.unpack_from(form, content.ljust(26, b"\0"), 18)
    return Head((width, abs(height)))


def gif_head(content: bytes) -> Head:
    """Of a GIF: its whole screen, which may be larger than a picture on it."""
    width, height = struct.unpack_from("<HH", content.ljust(10, b"\0"), 6)
    return Head((width, height), 7, alpha=True)


def pnm_head(content: bytes) -> Head:
    """Of a portable bitmap, greymap or pixmap."""
    found = ANYMAP.match(content[:4096])
    if not found:
        raise PictureError("something unreadable (a PNM without a header)")
    return Head((int(found[1]), int(found[2])), 6)


def tiff_head(content: bytes) -> Head:
    """Of a TIFF file's first picture; a camera's raw file, whose first one is a small preview, is
    refused.
    """
    tags = tags_of(content)
    if tags is None or not tags.get(WIDTH) or not tags.get(LENGTH):
        raise PictureError("something unreadable (a TIFF without a size)")
    if DNG in tags or tags.get(SUBFILE, 0) & 1 or content[8:10] == b"CR":
        raise PictureError(unread(".dng"))
    pixel_bytes = tags.get(BITS, 1) * tags.get(SAMPLES, 1) / 8
    size = (tags[WIDTH], tags[LENGTH])
    tile = (tags.get(TILE_WIDTH, 0), tags.get(TILE_LENGTH, 0))
    if tile[0] * tile[1] > LARGEST_TILE_PX:
        raise PictureError(f"a TIFF in tiles of {tile[0]:,} x {tile[1]:,} pixels")
    return Head(size, max(pixel_bytes, 3), premultiplied=tags.get(EXTRA) == 1)


def unread(ending: str) -> str:
    """What a picture is that is not read, by its name's ending."""
    kind = "camera raw" if ending in RAW else ending[1:].upper()
    return f"a {kind} picture, which is not read; save it as JPEG, PNG or TIFF"


def _turned(exif: bytes | None) -> int:
    return orientation_of(exif) if exif else 1


def _refuse_many_scans(content: bytes, pixels: int) -> None:
    scans = content.count(b"\xff\xda")
    if scans * pixels > MOST_SCANNED_PX:
        raise PictureError(f"a JPEG of {pixels:,} pixels in {scans:,} scans")


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers and what belongs to them, up to the first scan's."""
    at = 2
    for _ in range(MOST_PARTS):
        if at + 4 > len(content):
            return
        if content[at] != 0xFF:
            at = content.find(b"\xff", at)  # libjpeg passes over what lies between, too
            if at < 0:
                return
            continue
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        yield marker, content[at + 4 : at + 2 + length]
        if marker in (0xDA, 0xD9):
            return
        at += 2 + max(length, 2)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks that say something of how the pixels are meant, up to the first pixels."""
    at = 8
    for _ in range(MOST_PARTS):
        if at + 12 > len(content):
            return
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind in (b"tRNS", b"eXIf"):
            yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length
    raise PictureError(f"a PNG of more than {MOST_PARTS:,} chunks")


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    for _ in range(MOST_PARTS):
        if at + 8 > len(content):
            return
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] == b"EXIF":
            yield b"EXIF", content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
