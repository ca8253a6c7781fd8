import os
import struct
import warnings
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from engine.pictures import PictureError, read_pixels
from engine.pictures.reading import LARGEST_BYTES, WHOLE_PX
from tests.engine.pictures.made import (
    chunk,
    drawn,
    exif,
    heic,
    pillow,
    png,
    saved,
    tiff,
    tiled,
)

BGR = drawn()
RGB, GREY = BGR[..., ::-1], np.asarray(pillow(BGR).convert("L"))
GREY_BGR = np.repeat(GREY[..., None], 3, axis=2)
CLEAR = np.full(GREY.shape, 255, np.uint8)


@pytest.fixture
def read(tmp_path):
    """Reads a file with this content; its name says nothing."""

    def read(content):
        file = tmp_path / "picture"
        file.write_bytes(content)
        return read_pixels(file)

    return read


def two_pages():
    return saved(pillow(BGR), "TIFF", save_all=True, append_images=[pillow(255 - BGR)])


KINDS = {
    "png": (lambda: saved(pillow(BGR), "PNG"), BGR, 0),
    "jpeg": (lambda: saved(pillow(BGR), "JPEG", quality=95), BGR, 2),
    "progressive jpeg": (lambda: saved(pillow(BGR), "JPEG", quality=95, progressive=True), BGR, 2),
    "two jpegs in one": (
        lambda: saved(pillow(BGR), "MPO", save_all=True, append_images=[pillow(255 - BGR)]),
        BGR,
        8,
    ),
    "cmyk jpeg": (lambda: saved(pillow(BGR).convert("CMYK"), "JPEG", quality=95), BGR, 2),
    "grey jpeg": (lambda: saved(Image.fromarray(GREY), "JPEG", quality=95), GREY_BGR, 2),
    "bmp": (lambda: saved(pillow(BGR), "BMP"), BGR, 0),
    "webp": (lambda: saved(pillow(BGR), "WEBP", lossless=True), BGR, 0),
    "lossy webp": (lambda: saved(pillow(BGR), "WEBP", quality=95), BGR, 8),
    "gif": (lambda: saved(Image.fromarray(GREY), "GIF"), GREY_BGR, 0),
    "greymap": (lambda: saved(Image.fromarray(GREY), "PPM"), GREY_BGR, 0),
    "pixmap": (lambda: saved(pillow(BGR), "PPM"), BGR, 0),
    "avif": (lambda: saved(pillow(BGR), "AVIF", quality=95), BGR, 4),
    "heic": (lambda: heic([BGR]), BGR, 4),
    "heic with the main one second": (lambda: heic([255 - BGR, BGR], primary=1), BGR, 4),
    "tiff": (lambda: tiff(RGB), BGR, 0),
    "tiff packed": (lambda: saved(pillow(BGR), "TIFF", compression="tiff_lzw"), BGR, 0),
    "tiff in tiles": (lambda: tiled(pillow(BGR)), BGR, 0),
    "tiff of two pages": (two_pages, BGR, 0),
    "cmyk tiff": (lambda: saved(pillow(BGR).convert("CMYK"), "TIFF"), BGR, 1),
    "16-bit tiff": (lambda: tiff(RGB.astype(np.uint16) * 257), BGR, 0),
    "16-bit grey tiff": (lambda: tiff(GREY.astype(np.uint16) * 257), GREY_BGR, 0),
    "32-bit tiff": (lambda: tiff(GREY.astype(np.uint32) * 257 * 65_537), GREY_BGR, 0),
    "signed tiff": (lambda: tiff(GREY.astype(np.int16)), GREY_BGR, 0),
    "float tiff from 0 to 1": (lambda: tiff((RGB / 255).astype(np.float32)), BGR, 0),
    "float tiff from 0 to 255": (lambda: tiff(GREY.astype(np.float32)), GREY_BGR, 0),
    "double tiff": (lambda: tiff(GREY / 255), GREY_BGR, 0),
    "16-bit png": (
        lambda: cv2.imencode(".png", BGR.astype(np.uint16) * 257)[1].tobytes(),
        BGR,
        0,
    ),
    "palette png": (lambda: saved(Image.fromarray(GREY).convert("P"), "PNG"), GREY_BGR, 0),
    "1-bit png": (
        lambda: saved(Image.fromarray(GREY > 127), "PNG"),
        np.where(GREY_BGR > 127, 255, 0),
        0,
    ),
    "1-bit tiff": (
        lambda: saved(Image.fromarray(GREY > 127), "TIFF", compression="group4"),
        np.where(GREY_BGR > 127, 255, 0),
        0,
    ),
    "png with all of it opaque": (
        lambda: saved(Image.fromarray(np.dstack([RGB, CLEAR])), "PNG"),
        BGR,
        0,
    ),
    "grey png with all of it opaque": (
        lambda: saved(Image.fromarray(GREY).convert("LA"), "PNG"),
        GREY_BGR,
        0,
    ),
}


@pytest.mark.parametrize(("make", "wanted", "within"), KINDS.values(), ids=KINDS)
def test_a_picture_is_read_whatever_its_kind(read, make, wanted, within):
    pixels = read(make())
    assert (pixels.dtype, pixels.shape) == (np.uint8, BGR.shape)
    assert np.abs(pixels.astype(int) - wanted).mean() <= within


def turned(orientation):
    picture = pillow(BGR)
    picture.getexif()[274] = orientation
    return np.asarray(ImageOps.exif_transpose(picture))[..., ::-1]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "RGBA PNG", "RGBA WEBP"])
def test_a_picture_is_turned_as_its_exif_says(read, kind, orientation):
    mode, name = ("RGBA", kind[5:]) if kind.startswith("RGBA") else ("RGB", kind)
    options = {"lossless": True} if name == "WEBP" else {"quality": 95}
    pixels = read(saved(pillow(BGR).convert(mode), name, exif=exif(orientation), **options))
    wanted = turned(orientation)
    assert pixels.shape == wanted.shape
    assert np.abs(pixels.astype(int) - wanted).mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_telephone_s_picture_is_turned_once(read, orientation):
    """A HEIC file says the turn twice, in a box of its own and in its Exif."""
    pixels, wanted = read(heic([BGR], orientation)), turned(orientation)
    assert pixels.shape == wanted.shape
    assert np.abs(pixels.astype(int) - wanted).mean() < 4


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_is_transparent_shows_a_neutral_ground(read, kind):
    alpha = CLEAR.copy()
    alpha[:, :32], alpha[:, 32:48] = 0, 128
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    picture = Image.fromarray(np.dstack([RGB, alpha]))
    pixels = read(saved(picture, kind, **options)).astype(int)
    assert (pixels[:, :32] == 128).all()
    assert np.abs(pixels[:, 32:48] - (BGR[:, 32:48].astype(int) + 128) / 2).max() <= 2
    assert np.array_equal(pixels[:, 48:], BGR[:, 48:])


@pytest.mark.parametrize(("extra", "share"), [(2, 1.0), (1, 128 / 255)])
def test_a_deep_tiff_says_whether_its_colours_hold_their_alpha(read, extra, share):
    deep = np.dstack([RGB * share, np.full_like(GREY, 128)]).astype(np.uint16) * 257
    pixels = read(tiff(deep, t338=extra)).astype(int)
    assert np.abs(pixels - (BGR.astype(int) + 128) / 2).max() <= 2


def test_16_bits_and_half_transparent_at_once(read):
    deep = np.dstack([BGR, np.full_like(GREY, 128)]).astype(np.uint16) * 257
    pixels = read(cv2.imencode(".png", deep)[1].tobytes()).astype(int)
    assert np.abs(pixels - (BGR.astype(int) + 128) / 2).max() <= 2


def test_numbers_that_are_none_are_black(read):
    odd = (GREY / 255).astype(np.float32)
    odd[0, :3] = np.nan, np.inf, -np.inf
    pixels = read(tiff(odd))
    assert pixels[0, :3].max() == 0
    assert np.array_equal(pixels[1:], GREY_BGR[1:])


@pytest.mark.parametrize(("width", "height"), [(12_000, 9_000), (16_400, 12_200)])
def test_a_jpeg_larger_than_is_handed_on_is_shrunk_while_it_is_read(read, width, height):
    """As telephones make them, of 108 and 200 million pixels."""
    content = cv2.imencode(".jpg", np.full((height, width), 90, np.uint8))[1].tobytes()
    pixels = read(content)
    assert pixels.shape == (height // 2, width // 2, 3)
    assert pixels.shape[0] * pixels.shape[1] <= WHOLE_PX
    assert (pixels == 90).all()


def test_another_kind_is_shrunk_once_it_is_read(read):
    row = b"\0" + bytes([128]) * 10_000
    pixels = read(png(10_000, 9_000, zlib.compress(row * 9_000, 1), colours=0))
    assert pixels.shape == (4_500, 5_000, 3)
    assert (pixels == 128).all()


BLACK = zlib.compress(bytes(1 << 20))


def jpeg_of_size(width, height, **options):
    content = saved(pillow(BGR), "JPEG", **options)
    at = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2")) + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def jpeg_in_scans():
    content = jpeg_of_size(4_000, 3_000, progressive=True)
    at = content.rindex(b"\xff\xda")
    return content[:at] + content[at:-2] * 600 + content[-2:]


GIANTS = {
    "png": lambda: png(60_000, 60_000, BLACK),
    "1-bit png": lambda: png(60_000, 60_000, BLACK, bits=1, colours=0),
    "16-bit png": lambda: png(11_500, 11_500, BLACK, bits=16, colours=6),
    "long png": lambda: png(100_000, 1, BLACK),
    "largest png": lambda: png(2**31 - 1, 2**31 - 1, b""),
    "1-bit tiff": lambda: tiff(GREY, t256=60_000, t257=60_000, t258=1),
    "16-bit tiff": lambda: tiff(RGB.astype(np.uint16), t256=11_000, t257=11_000),
    "deep tiff": lambda: tiff(GREY, t256=11_000, t257=11_000, t258=64),
    "tiff in giant tiles": lambda: tiff(GREY, t322=60_000, t323=60_000),
    "tiff of many samples": lambda: tiff(GREY, t256=1_000, t257=1_000, t277=65_535),
    "gif": lambda: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + saved(pillow(BGR), "GIF")[10:],
    "bmp": lambda: (
        saved(pillow(BGR), "BMP")[:18]
        + struct.pack("<ii", 60_000, -60_000)
        + saved(pillow(BGR), "BMP")[26:]
    ),
    "pixmap": lambda: b"P6\n60000 60000\n255\n" + bytes(1000),
    "jpeg": lambda: jpeg_of_size(65_000, 65_000),
    "progressive jpeg": lambda: jpeg_of_size(20_000, 20_000, progressive=True),
    "jpeg of a thousand scans": jpeg_in_scans,
    "webp": lambda: b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6 + bytes(40),
    "lossless webp": lambda: b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f" + b"\xff" * 4 + bytes(40),
}


@pytest.mark.parametrize("make", GIANTS.values(), ids=GIANTS)
def test_what_would_unpack_to_gigabytes_is_refused_by_its_header(read, make):
    with pytest.raises(PictureError, match=r"pixels|scans"):
        read(make())


SMALL_PARTS = {
    "png": png(64, 48, b"", chunk(b"tEXt", b"") * 300_000),
    "jpeg": b"\xff\xd8" + b"\xff\xfe\0\2" * 300_000 + saved(pillow(BGR), "JPEG")[2:],
    "filled jpeg": b"\xff\xd8" + b"\xff" * 300_000 + saved(pillow(BGR), "JPEG")[2:],
}


@pytest.mark.parametrize("content", SMALL_PARTS.values(), ids=SMALL_PARTS)
def test_a_header_of_very_many_parts_is_refused(read, content):
    with pytest.raises(PictureError):
        read(content)


BOMB = zlib.compress(bytes(1 << 27), 9)
DEEP = {
    "words": chunk(b"zTXt", b"a\0\0" + BOMB),
    "words in a language": chunk(b"iTXt", b"a\0\1\0\0\0" + BOMB),
    "a profile": chunk(b"iCCP", b"a\0\0" + BOMB),
    "many words": chunk(b"tEXt", b"a\0b") * 50_000,
}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_what_lies_packed_beside_a_png_s_pixels_is_not_unpacked(read, deep):
    rows = b"".join(b"\0" + row.tobytes() for row in RGB)
    assert np.array_equal(read(png(64, 48, zlib.compress(rows), deep)), BGR)


BROKEN = {
    "nothing": b"",
    "text": b"hello\n" * 100,
    "a page": b"<!DOCTYPE html><html>not found</html>",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a signature": b"\x89PNG\r\n\x1a\n",
    "another": b"\xff\xd8\xff\xe0",
    "a third": b"II*\0\x08\0\0\0",
    "a fourth": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "a fifth": b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
    "a sixth": b"RIFF\x10\0\0\0WEBPVP8 ",
    "a seventh": b"GIF89a",
    "an eighth": b"P6\n",
    "a ninth": b"BM" + bytes(12) + b"\x28\0\0\0",
    "no size": png(0, 0, b""),
    "no pixels": png(64, 48, b""),
    "a folder of tags that leads out": b"II*\0" + b"\xff" * 8,
    "a folder of tags in a circle": b"II*\0\x08\0\0\0" + struct.pack("<HI", 0, 8),
    "tags without end": b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**63) + b"\1" * 4096,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_picture_is_refused_in_words(read, content):
    with pytest.raises(PictureError):
        read(content)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "bmp", "tiff packed", "avif", "heic"])
def test_a_picture_that_breaks_off_is_refused(read, kind, share):
    content = KINDS[kind][0]()
    with pytest.raises(PictureError):
        read(content[: int(len(content) * share)])


def test_a_camera_s_raw_file_is_not_taken_for_its_preview(read, tmp_path):
    with pytest.raises(PictureError, match="camera raw"):
        read(tiff(RGB, t50706=1))
    with pytest.raises(PictureError, match="camera raw"):
        read(tiff(RGB, t254=1))
    (tmp_path / "a.nef").write_bytes(tiff(RGB))
    with pytest.raises(PictureError, match="camera raw"):
        read_pixels(tmp_path / "a.nef")


def test_what_is_no_plain_file_is_refused_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "gone.png").symlink_to("nowhere.png")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    said = {
        "pipe": "a named pipe",
        "loop": "symbolic links",
        "gone": "a link that leads nowhere",
        "folder": "a folder",
        "zero": "a device",
        "none": "no such file",
    }
    for name, words in said.items():
        with pytest.raises(PictureError, match=words):
            read_pixels(tmp_path / f"{name}.png")
    with pytest.raises(PictureError, match="path"):
        read_pixels(tmp_path / "a\0b.png")


def test_a_file_of_gigabytes_is_refused(tmp_path):
    with (tmp_path / "sparse.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(PictureError, match="512 MB"):
        read_pixels(tmp_path / "sparse.png")


def test_nothing_is_printed_and_no_warning_given(read, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for content in (*BROKEN.values(), jpeg_in_scans(), two_pages()[:-40], tiled(pillow(BGR))):
            with suppress(PictureError):
                read(content)
        assert warnings.filters[0][0] == "error"
    assert capfd.readouterr() == ("", "")
