"""The one face of a picture, for a template that stands for somebody: good, and beyond doubt."""

from dataclasses import dataclass

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
LEAST_PX = 24.0
"""Smaller faces are not looked at again: enlarging them shows nothing more."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture's one face and its unit template (d,)."""

    face: Face
    template: NDArray[np.float32]


def portrait(bgr: Image, analyser: Analyser, settings: EngineSettings) -> Portrait | str:
    """The picture's one face, or why there is none: NO_FACE, SEVERAL_FACES, a bound of `settings`
    that it breaks, or DOUBTFUL.
    """
    faces = analyser.detect(bgr)
    if len(faces) != 1:
        return SEVERAL_FACES if faces else NO_FACE
    crop = align(bgr, faces[0].landmarks_px)
    if reason := too_poor(assess(faces[0], crop), settings):
        return reason
    template = analyser.embed([crop])[0]
    return DOUBTFUL if doubtful(bgr, faces[0], template, analyser) else Portrait(faces[0], template)


def doubtful(bgr: Image, face: Face, template: NDArray[np.float32], analyser: Analyser) -> bool:
    """Whether second looks at a face of a picture, in other sizes, make somebody else of it."""
    if face.interocular_px < LEAST_PX:
        return False
    closer = analyser.finder.again(bgr, face)
    if closer is None:
        return True
    seen = analyser.embed([align(bgr, one) for one in closer.looks])
    return bool(np.median(seen @ template) < AGREE)
