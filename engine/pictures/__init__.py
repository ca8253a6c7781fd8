from engine.pictures.errors import PictureError
from engine.pictures.kinds import PICTURES
from engine.pictures.reading import read_pixels

__all__ = ["PICTURES", "PictureError", "read_pixels"]
