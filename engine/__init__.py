import os as _os

LARGEST_PX = 1 << 27
"""Pixels of the largest picture that is decoded, four times an 8K frame; more in a header are a
mistake or an attack."""

_os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(LARGEST_PX))  # read as cv2 is imported
