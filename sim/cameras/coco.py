"""A feed's truth as COCO keypoint annotations: what detectors of faces are trained and judged on.

The fields are those of COCO's object and keypoint formats (Lin et al. 2014, cocodataset.org); what
they have no place for stands in `attributes`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.cameras.join import BOX

HEAD = 1
"""The only category's number."""
POINTS = ("eye_image_left", "eye_image_right", "nose", "mouth_image_left", "mouth_image_right")
"""In the order of `engine.faces.Face`, by where they lie in the picture."""
ATTRIBUTES = ("visible_share", "interocular_px", "yaw_deg", "pitch_deg", "blur_px")
TURNED_DEG, NOSE_TURNED_DEG = 60.0, 105.0
"""From so much yaw the head itself hides its farther eye and mouth corner, and its nose."""
ABSENT, HIDDEN, SHOWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Feed:
    """One camera's feed: `truth` as `sim.cameras.frames.record` keeps it."""

    camera: str
    frames: int
    fps: float
    size_px: tuple[int, int]
    truth: pa.Table


def coco(feeds: Sequence[Feed], title: str) -> dict[str, Any]:
    """Images, annotations and the category of all feeds, as one JSON object.

    Pictures are named camera/frame.png; images and annotations are numbered from 1 through all
    feeds.
    """
    first = np.cumsum([0, *(feed.frames for feed in feeds)]).tolist()
    annotations: list[dict[str, Any]] = []
    for feed, before in zip(feeds, first, strict=False):
        for one in _annotations(feed, before):
            annotations.append({"id": len(annotations) + 1} | one)
    return {
        "info": {"description": f"Footfall, rendered people: {title}", "version": "1"},
        "licenses": [],
        "categories": [
            {
                "id": HEAD,
                "name": "head",
                "supercategory": "person",
                "keypoints": list(POINTS),
                "skeleton": [],
            }
        ],
        "images": [one for feed, before in zip(feeds, first, strict=False)
                   for one in _images(feed, before)],
        "annotations": annotations,
    }  # fmt: skip


def visibility(
    marks_px: NDArray[np.float64],
    shown: NDArray[np.bool_],
    yaw_deg: float,
    size_px: tuple[int, int],
) -> NDArray[np.int64]:
    """(5,) ABSENT outside the picture, SHOWN, or HIDDEN by something nearer or by the head itself.

    >>> marks = np.full((5, 2), 8.0)
    >>> visibility(marks, np.full(5, True), 70.0, (20, 20)).tolist()
    [2, 1, 2, 2, 1]
    """
    inside = ((marks_px >= 0) & (marks_px < size_px)).all(1)
    right = yaw_deg > 0
    away = np.full(5, False)
    away[[int(right), 3 + int(right)]] = abs(yaw_deg) >= TURNED_DEG
    away[2] = abs(yaw_deg) >= NOSE_TURNED_DEG
    away |= abs(yaw_deg) >= 180 - TURNED_DEG
    return np.where(inside, np.where(shown & ~away, SHOWN, HIDDEN), ABSENT)


def _images(feed: Feed, before: int) -> Iterator[dict[str, Any]]:
    width, height = feed.size_px
    for frame in range(feed.frames):
        yield {
            "id": before + frame + 1,
            "file_name": f"{feed.camera}/{frame:06d}.png",
            "width": width,
            "height": height,
            "camera": feed.camera,
            "frame": frame,
            "time_s": round(frame / feed.fps, 6),
        }


def _annotations(feed: Feed, before: int) -> Iterator[dict[str, Any]]:
    """In the order of the truth, without their numbers."""
    for row in feed.truth.to_pylist():
        left, top, right, bottom = (float(row[side]) for side in BOX)
        marks = np.array(row["landmarks_px"], np.float64).reshape(5, 2)
        seen = np.array(row["landmarks_shown"], np.bool_)
        state = visibility(marks, seen, float(row["yaw_deg"]), feed.size_px)
        points = np.column_stack([np.where(state[:, None] > ABSENT, marks, 0.0), state])
        yield {
            "image_id": before + int(row["frame"]) + 1,
            "category_id": HEAD,
            "bbox": [left, top, right - left, bottom - top],
            "area": (right - left) * (bottom - top),
            "iscrowd": 0,
            "keypoints": [one for x, y, v in points.tolist() for one in (x, y, int(v))],
            "num_keypoints": int((state > ABSENT).sum()),
            "attributes": {"person": int(row["person"])}
            | {name: float(row[name]) for name in ATTRIBUTES},
        }
