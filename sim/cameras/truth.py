"""What is true of every face in a feed, kept beside it and never shown to the engine."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.disk.parquet import write_table
from engine.faces import Image
from sim.cameras.compositing import Figure
from sim.cameras.join import BOX
from sim.cameras.outages import Handed, marked
from sim.cameras.sensor.imager import Imager
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import Sightings, bent

Floats = NDArray[np.floating[Any]]

SEEN = (
    "interocular_px", "frontal_px", "yaw_deg", "pitch_deg", "visible_share", "distance_m", "in_zone"
)  # fmt: skip
"""What the truth says of each face, as in `Sightings`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One frame: `bgr`, and its figures by person with the pixels that show them, `owner`."""

    bgr: Image
    figures: dict[int, Figure]
    owner: NDArray[np.int32]


class Truth:
    """One feed's truth; note its frames, then keep it."""

    def __init__(self, seen: Sightings, lens: Lens, start_s: float) -> None:
        self.seen, self.lens = seen, lens
        self.frame = np.rint((seen.time_s - start_s) * lens.camera.fps).astype(np.int32)
        self.share = seen.visible_share.astype(np.float32)
        self.blur_px = np.zeros(len(seen), np.float32)
        self.marks_px = np.zeros((len(seen), 5, 2))
        self.marks_shown = np.zeros((len(seen), 5), np.bool_)
        self.box_px = seen.face_px.astype(np.float64)

    def note(self, frame: int, taken: Taken, imager: Imager, moving: dict[int, Floats]) -> None:
        """What a frame shows of everybody who moves at `moving` (2,) pixels a second."""
        owner = np.where(self.lens.window, taken.owner, -1)
        for row in np.flatnonzero(self.frame == frame).tolist():
            person = int(self.seen.person[row])
            figure, velocity = taken.figures[person], moving[person]
            corners = imager.rolled(self.box_px[row].reshape(2, 2), velocity)
            self.box_px[row] = corners.ravel()
            self.share[row] = shown_share(figure, self.box_px[row], owner)
            marks = self.marks_px[row] = landmarks(figure)
            columns, rows = np.floor(marks).astype(int).T
            self.marks_shown[row] = _at(owner + 1, columns, rows) == person + 1
            density = np.array(figure.sprite.px_per_m)
            self.blur_px[row] = imager.blur_px(velocity, density)

    def keep(self, path: Path, came: Handed | None = None) -> None:
        """Write it, as the lens shows it; of a film that shows outages, marked by what came."""
        seen = bent(replace(self.seen, visible_share=self.share), self.box_px, self.lens)
        marks = self.marks_px if self.lens.straight else self.lens.bent(self.marks_px)
        columns = {"frame": self.frame, "time_s": seen.time_s, "person": seen.person}
        columns |= {side: seen.face_px[:, k] for k, side in enumerate(BOX)}
        columns |= {name: getattr(seen, name) for name in SEEN}
        flat = pa.array(marks.astype(np.float32).ravel())
        columns |= {"landmarks_px": pa.FixedSizeListArray.from_arrays(flat, 10)}
        shown = pa.array(self.marks_shown.ravel())
        columns |= {"landmarks_shown": pa.FixedSizeListArray.from_arrays(shown, 5)}
        truth = pa.table(columns | {"blur_px": self.blur_px})
        write_table(path, truth if came is None else marked(truth, came))


def landmarks(figure: Figure) -> Floats:
    """(5, 2) in the picture, those below the eyes aside as the person leans in perspective."""
    away = figure.sprite.landmarks_px - figure.sprite.eyes_px
    lean = figure.lean * np.maximum(away[:, 1], 0)
    found: Floats = figure.eyes_px + away + np.stack([lean, np.zeros(len(lean))], 1)
    return found


def shown_share(figure: Figure, box_px: Floats, owner: NDArray[np.int32]) -> float:
    """Share of the face in an upright box that the frame shows, 0 to 1."""
    x1, y1, x2, y2 = (float(side) for side in box_px)
    x, y = np.meshgrid(np.arange(np.floor(x1), x2), np.arange(np.floor(y1), y2))
    middle, half = ((x1 + x2) / 2, (y1 + y2) / 2), ((x2 - x1) / 2, (y2 - y1) / 2)
    inside = ((x + 0.5 - middle[0]) / half[0]) ** 2 + ((y + 0.5 - middle[1]) / half[1]) ** 2 < 1
    columns, rows = x[inside].astype(int), y[inside].astype(int)
    shift = np.rint(figure.sprite.eyes_px - figure.eyes_px).astype(int)
    face = _at(figure.sprite.bgra[..., 3], columns + shift[0], rows + shift[1]) > 127
    shown = _at(owner + 1, columns, rows) == figure.person + 1
    return float((face & shown).sum() / max(face.sum(), 1))


def _at(values: NDArray[Any], columns: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any]:
    """Values of a picture (h, w) at places, 0 outside."""
    height, width = values.shape
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = np.zeros(len(columns), values.dtype)
    found[inside] = values[rows[inside], columns[inside]]
    return found
