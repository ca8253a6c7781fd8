"""The face that a claim rests on, beside the image that it was taken for."""

import cv2
import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dashboards.app import films
from dashboards.app.films import Claim
from dashboards.app.runs import kept
from dashboards.words import listed_person
from engine.faces import Image
from engine.pictures.reading import read_pixels
from sim.reader import StoredRun

SIDE_PX = 240
"""Of either picture, so that like is seen beside like."""


def show_faces(
    run: StoredRun, camera: str, claim: Claim, seen: DeltaGenerator, listed: DeltaGenerator
) -> None:
    """Each in its place, of one size; a subject without a kept image leaves theirs empty."""
    cut = kept(_face, run, camera, claim.frame, claim.box_px)
    _show(seen, cut, "in the frame", "The face in the frame")
    enrolled = films.portrait(run, claim.subject)
    if enrolled:
        told = listed_person(claim.subject)
        _show(listed, squared(read_pixels(enrolled)), told, f"Enrolled image of {told}")


def squared(bgr: Image) -> Image:
    """The middle of a picture as a square of SIDE_PX."""
    height, width = bgr.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    middle = bgr[top : top + side, left : left + side]
    return np.asarray(cv2.resize(middle, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA))


def _show(where: DeltaGenerator, bgr: Image, told: str, alt: str) -> None:
    where.image(bgr, channels="BGR", caption=told, alt=alt, width="stretch")


def _face(
    run: StoredRun, camera: str, frame: int, box_px: tuple[float, float, float, float]
) -> Image:
    return squared(films.face(run.file(f"feeds/{camera}.mp4"), frame, box_px))
