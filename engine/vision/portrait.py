"""The one face of a picture, for a template that stands for somebody: good, and beyond doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.faces import Face, Image
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser, align
from engine.vision.quality import assess, too_poor

NO_FACE, SEVERAL_FACES, DOUBTFUL = "no_face", "several_faces", "doubtful"
AGREE = 0.8
"""What half of a face's second looks have to reach with its template. Of 784 photographs, 1 in 780
does not, whose face is 20 px between the eyes; misplaced faces reach about what their templates
reach with the person's right one."""
SMALL = 2.0
"""A face so many times smaller than the largest has to be found again to count."""
LEAST_PX = 24.0
"""Smaller faces are not looked at again: enlarging them shows nothing more."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture's one face and its unit template (d,)."""

    face: Face
    template: NDArray[np.float32]


def portrait(bgr: Image, analyser: Analyser, settings: EngineSettings) -> Portrait | str:
    """The picture's one face, or why there is none: NO_FACE, SEVERAL_FACES, a bound of `settings`
    that it breaks, or DOUBTFUL. What is much smaller than the largest face and is not found again
    in other sizes is nobody: in a picture of 4,000 px cloth and hair look like small faces.
    """
    faces = [*islice(_people(bgr, analyser), 2)]
    if len(faces) != 1:
        return SEVERAL_FACES if faces else NO_FACE
    crop = align(bgr, faces[0].landmarks_px)
    if reason := too_poor(assess(faces[0], crop), settings):
        return reason
    template = analyser.embed([analyser.chip(bgr, faces[0].landmarks_px, crop)])[0]
    return DOUBTFUL if doubtful(bgr, faces[0], template, analyser) else Portrait(faces[0], template)


def _people(bgr: Image, analyser: Analyser) -> Iterator[Face]:
    faces = analyser.detect(bgr)
    largest_px = max((face.interocular_px for face in faces), default=0.0)
    for face in faces:
        if face.interocular_px * SMALL > largest_px or analyser.finder.again(bgr, face):
            yield face


def doubtful(bgr: Image, face: Face, template: NDArray[np.float32], analyser: Analyser) -> bool:
    """Whether second looks at a face of a picture, in other sizes, make somebody else of it."""
    if face.interocular_px < LEAST_PX:
        return False
    closer = analyser.finder.again(bgr, face)
    if closer is None:
        return True
    seen = analyser.embed([align(bgr, one, analyser.pack.alignment) for one in closer.looks])
    return bool(np.median(seen @ template) < AGREE)
