"""Pictures of every kind that is read, drawn and written here."""

import io
import struct
import zlib

import cv2
import numpy as np
import pillow_heif
from PIL import Image, TiffImagePlugin

SIZE_PX = (64, 48)


def drawn():
    """(48, 64, 3) BGR of coarse colours, no two corners alike."""
    coarse = np.random.default_rng(0).integers(0, 255, (3, 4, 3), dtype=np.uint8)
    return cv2.resize(coarse, SIZE_PX, interpolation=cv2.INTER_CUBIC)


def pillow(bgr):
    return Image.fromarray(np.ascontiguousarray(bgr[..., ::-1]))


def saved(picture, kind, **options):
    """A Pillow picture as a file's bytes."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[274] = orientation
    return tags


def heic(pictures, orientation=1, primary=0, **options):
    """Pictures in one HEIC file, stored unturned beside the turn to be made of them."""
    held = pillow_heif.HeifFile()
    for one in pictures:
        held.add_from_pillow(pillow(one))
        held[len(held) - 1].info["exif"] = exif(orientation).tobytes()
    file = io.BytesIO()
    held.save(file, quality=95, primary_index=primary, **options)
    return file.getvalue()


def tiff(array, **tags):
    """An array of any numbers as an uncompressed TIFF; `tags` are added or put in place."""
    samples = 1 if array.ndim == 2 else array.shape[2]
    code = {"u": 1, "i": 2, "f": 3}[array.dtype.kind]
    entries = {
        256: array.shape[1],
        257: array.shape[0],
        258: array.dtype.itemsize * 8,
        259: 1,
        262: 2 if samples >= 3 else 1,
        273: 8,
        277: samples,
        278: array.shape[0],
        279: array.nbytes,
        339: code,
    } | {int(key[1:]): value for key, value in tags.items()}
    pixels = array.astype(array.dtype.newbyteorder("<")).tobytes()
    folder = struct.pack("<H", len(entries))
    behind = 8 + len(pixels) + 2 + 12 * len(entries) + 4
    extra = b""
    for tag, value in sorted(entries.items()):
        if tag in (258, 339) and samples > 2:  # one for each sample, behind the folder
            folder += struct.pack("<HHII", tag, 3, samples, behind + len(extra))
            extra += struct.pack(f"<{samples}H", *[value] * samples)
        elif tag in (258, 339) and samples == 2:
            folder += struct.pack("<HHIHH", tag, 3, 2, value, value)
        else:
            folder += struct.pack("<HHII", tag, 4, 1, value)
    return b"II*\0" + struct.pack("<I", 8 + len(pixels)) + pixels + folder + bytes(4) + extra


def chunk(kind, content):
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png(width, height, pixels, *chunks, bits=8, colours=2):
    """A PNG that says it is so large, whatever its pixels are."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0))
    rest = b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + rest


def tiled(picture):
    """A TIFF in tiles, which OpenCV does not read where they are small."""
    file = io.BytesIO()
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[322], tags[323] = 16, 16
    picture.save(file, "TIFF", tiffinfo=tags, compression="tiff_adobe_deflate")
    return file.getvalue()
