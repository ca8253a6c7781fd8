"""Pictures from files: read whole or refused, without a word from the libraries that decode."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
from PIL import AvifImagePlugin, ImageOps, TiffImagePlugin
from PIL import Image as Pillow

from engine import LARGEST_PX
from engine.disk.files import oddity
from engine.faces import Image
from engine.pictures import kinds
from engine.pictures.errors import PictureError
from engine.pictures.heads import (
    Head,
    bmp_head,
    gif_head,
    jpeg_head,
    png_head,
    pnm_head,
    tiff_head,
    unread,
    webp_head,
)
from engine.pictures.silence import silence
from engine.pictures.tones import Pixels, halved, to_bgr8, upright

WHOLE_PX = 1 << 26
"""The most pixels (67 million) of a picture that is handed on; a larger one is shrunk."""
LARGEST_IN_ROWS_PX = 1 << 29
"""The most pixels of a JPEG that can be shrunk while it is read, several times the largest that a
telephone takes."""
LARGEST_BYTES, LARGEST_UNPACKED_BYTES = 1 << 29, 1 << 29
"""Of a file, and of its pixels as they are unpacked before they are 8-bit BGR."""
LONGEST_PX = 1 << 16
REDUCED = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}
EIGHTH = cv2.IMREAD_REDUCED_COLOR_8


def read_pixels(file: Path) -> Image:
    """A picture's pixels, (h, w, 3) uint8 BGR, upright as its Exif says; of several in one file
    the main or the first one.

    JPEG, PNG, BMP, WebP, TIFF, GIF, PNM, AVIF and HEIC, known by their content. More than WHOLE_PX
    pixels are shrunk to a half, a quarter or an eighth a side: a JPEG while it is read, which may
    have LARGEST_IN_ROWS_PX, any other once it is read, which may have LARGEST_PX (an AVIF WHOLE_PX)
    and LARGEST_UNPACKED_BYTES. PictureError for what is no plain file, cannot be read or is larger.
    """
    content = _content(file)
    kind = kinds.kind_of(content[: kinds.HEAD_BYTES])
    if kind is None:
        raise PictureError(f"something unreadable ({kinds.described(content[: kinds.HEAD_BYTES])})")
    if file.suffix.lower() in kinds.RAW:
        raise PictureError(unread(file.suffix.lower()))
    try:
        with silence():
            return halved(READERS[kind](content), WHOLE_PX)
    except PictureError:
        raise
    except Exception as err:  # whatever a damaged file makes a decoder raise
        raise PictureError(f"something unreadable (a damaged or odd {kind} picture)") from err


def _content(file: Path) -> bytes:
    """A plain file's bytes; nothing else is ever opened."""
    if odd := oddity(file):
        raise PictureError(odd)
    try:
        with file.open("rb") as opened:
            large = os.fstat(opened.fileno()).st_size > LARGEST_BYTES
            content = b"" if large else opened.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as err:  # ValueError: no possible path
        raise PictureError(_unopened(err)) from err
    if large or len(content) > LARGEST_BYTES:
        raise PictureError(f"a file of more than {LARGEST_BYTES >> 20} MB")
    return content


def _unopened(err: Exception) -> str:
    words = getattr(err, "strerror", None)
    return f"something unreadable ({words[0].lower() + words[1:]})" if words else "no possible path"


def _checked(head: Head, kind: str, largest_px: int = LARGEST_PX) -> Head:
    """The head, unless it says more than can be unpacked, or nothing."""
    width, height = head.size_px
    if width < 1 or height < 1:
        raise PictureError(f"a {kind} picture of {width:,} x {height:,} pixels")
    if width * height > largest_px or max(width, height) > LONGEST_PX:
        raise PictureError(
            f"a {kind} picture of {width:,} x {height:,} pixels, more than {largest_px:,}"
            f" or {LONGEST_PX:,} a side"
        )
    if not head.in_rows and width * height * head.pixel_bytes > LARGEST_UNPACKED_BYTES:
        raise PictureError(
            f"a {kind} picture of {width:,} x {height:,} pixels that unpacks to"
            f" {width * height * head.pixel_bytes / (1 << 20):,.0f} MB, more than"
            f" {LARGEST_UNPACKED_BYTES >> 20}"
        )
    return head


def _jpeg(content: bytes) -> Image:
    head = jpeg_head(content)
    _checked(head, kinds.JPEG, LARGEST_IN_ROWS_PX if head.in_rows else LARGEST_PX)
    pixels = head.size_px[0] * head.size_px[1]
    flags = next((REDUCED[by] for by in REDUCED if pixels <= WHOLE_PX * by * by), EIGHTH)
    return to_bgr8(_decoded(content, flags))


def _png(content: bytes) -> Image:
    return _plain(content, _checked(png_head(content), kinds.PNG))


def _webp(content: bytes) -> Image:
    return _plain(content, _checked(webp_head(content), kinds.WEBP))


def _bmp(content: bytes) -> Image:
    return _plain(content, _checked(bmp_head(content), kinds.BMP))


def _gif(content: bytes) -> Image:
    return _plain(content, _checked(gif_head(content), kinds.GIF))


def _pnm(content: bytes) -> Image:
    return _plain(content, _checked(pnm_head(content), kinds.PNM))


def _plain(content: bytes, head: Head) -> Image:
    """Decoded as colours; with what is transparent, if anything is."""
    if not head.alpha:
        return to_bgr8(_decoded(content, cv2.IMREAD_COLOR))
    pixels = _decoded(content, cv2.IMREAD_UNCHANGED)
    return upright(to_bgr8(pixels), head.orientation)


def _tiff(content: bytes) -> Image:
    """By OpenCV, which scales 16 bits; by Pillow what OpenCV does not know."""
    head = _checked(tiff_head(content), kinds.TIFF)
    try:
        pixels = _decoded(content, cv2.IMREAD_UNCHANGED)
        # Libtiff multiplies 8-bit colours by their alpha, and deeper ones are as the file has them.
        return to_bgr8(pixels, premultiplied=head.premultiplied or pixels.dtype == np.uint8)
    except PictureError:
        with TiffImagePlugin.TiffImageFile(io.BytesIO(content)) as picture:
            return _from_pillow(picture)


def _avif(content: bytes) -> Image:
    """By Pillow, which turns the picture as the file says; OpenCV does not."""
    with AvifImagePlugin.AvifImageFile(io.BytesIO(content)) as picture:
        _checked(Head(picture.size, 4), kinds.AVIF, WHOLE_PX)
        return _from_pillow(picture)


def _heif(content: bytes) -> Image:
    held = pillow_heif.open_heif(content, convert_hdr_to_8bit=True, bgr_mode=True)
    _checked(Head(held.size, 4), kinds.HEIF)
    return to_bgr8(np.asarray(held))


def _from_pillow(picture: Pillow.Image) -> Image:
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("L", "LA", "F", "I", "I;16", "I;16B", "I;16L"):
        return to_bgr8(np.asarray(turned))
    if turned.mode == "1":
        return to_bgr8(np.asarray(turned.convert("L")))
    mode = "RGBA" if turned.mode in ("RGBA", "PA") or "transparency" in turned.info else "RGB"
    pixels = np.asarray(turned.convert(mode))
    swapped = cv2.COLOR_RGB2BGR if mode == "RGB" else cv2.COLOR_RGBA2BGRA
    return to_bgr8(np.asarray(cv2.cvtColor(pixels, swapped)))


def _decoded(content: bytes, flags: int) -> Pixels:
    """PictureError for what OpenCV cannot decode."""
    try:
        pixels = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    except cv2.error as err:
        raise PictureError("something unreadable (damaged)") from err
    if pixels is None:
        raise PictureError("something unreadable (damaged)")
    return np.asarray(pixels)


READERS: dict[str, Callable[[bytes], Image]] = {
    kinds.JPEG: _jpeg,
    kinds.PNG: _png,
    kinds.BMP: _bmp,
    kinds.WEBP: _webp,
    kinds.TIFF: _tiff,
    kinds.GIF: _gif,
    kinds.PNM: _pnm,
    kinds.AVIF: _avif,
    kinds.HEIF: _heif,
}
