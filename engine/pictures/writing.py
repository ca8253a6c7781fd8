"""Pictures to files."""

from pathlib import Path

import cv2

from engine.disk.files import write_bytes
from engine.faces import Image


def write_picture(path: Path, bgr: Image, jpeg_quality: int = 95) -> None:
    """Write a picture in the format that its name ends in, whole or not at all."""
    how = [] if path.suffix.lower() == ".png" else [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality]
    write_bytes(path, cv2.imencode(path.suffix, bgr, how)[1].tobytes())
