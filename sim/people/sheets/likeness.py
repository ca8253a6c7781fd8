"""What the engine makes of two pictures, where its models are at hand."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.packs.built import built_folder
from engine.packs.manifest import MANIFEST
from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser

Floats = NDArray[np.floating[Any]]


class Judge:
    """Compares faces with the pack `open`; nothing is fetched for it."""

    def __init__(self) -> None:
        self._analyser: Analyser | None = None
        if (built_folder() / MANIFEST).exists():
            self._analyser = Analyser(load_pack())

    def says(self, one: Image, other: Image) -> str:
        """The cosine of the largest faces' templates, or why there is none; "" without models."""
        if self._analyser is None:
            return ""
        templates = [_templates(self._analyser, picture) for picture in (one, other)]
        if not all(len(found) for found in templates):
            return "no face found"
        return f"{float(templates[0][0] @ templates[1][0]):.2f}"


def _templates(analyser: Analyser, picture: Image) -> Floats:
    """(1, d) template of the largest face, (0, d) if none is found."""
    faces = sorted(analyser.detect(picture), key=lambda face: face.box_px[0] - face.box_px[2])
    found: Floats = analyser.templates(picture, faces[:1])
    return found
