"""A run whose films have the number of each frame burnt in, before a crowd that always moves."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from engine.faces import Image
from engine.film.video import write_video
from sim.folder import RunFolder
from sim.reader import read_run
from sim.tables import crowd_table
from sim.world.crowd import Crowd
from tests.dashboards.made import CAMERA, make_run

BITS, STRIP = 12, 8
"""A number stands in so many blocks beside each other, in the uppermost of so many parts of the
height; the first block is the lowest bit.
"""
RATES_FPS = (12.0, 12.0, 6.0, 4.0)
CAMERAS = (CAMERA, "east", "south", "north")
SIZE_PX = (320, 180)


def replayed(
    path: Path,
    seconds: float,
    people: int = 0,
    size_px: tuple[int, int] = SIZE_PX,
    failures: Sequence[Mapping[str, Any]] = (),
) -> Path:
    """A run with four films of so many seconds, each of another rate; with `people`, so many are on
    the floor from beginning to end. Of `failures` cameras that are out are black, and feeds that
    are frozen stand still.
    """
    make_run(path, film=True)
    file = path / "scenario.yaml"
    told = yaml.safe_load(file.read_text())
    (first,) = told["cameras"]
    told["cameras"] = [
        first | {"id": name, "fps": fps} for name, fps in zip(CAMERAS, RATES_FPS, strict=True)
    ]
    told["window"] = None
    told["failures"] = [*failures]
    file.write_text(json.dumps(told))  # which is YAML, too
    for name, fps in zip(CAMERAS, RATES_FPS, strict=True):
        _film(path, name, fps, round(seconds * fps), size_px, failures)
    if people:
        folder, dt_s = RunFolder(path), 0.5
        assert people <= len(read_run(path).people())
        folder.table("crowd.parquet", crowd_table(_walkers(people, 200.0, dt_s)))
    return path


def burnt(number: int, size_px: tuple[int, int] = SIZE_PX) -> Image:
    """A frame with its number."""
    width, height = size_px
    bgr = np.full((height, width, 3), 90, np.uint8)
    bgr[height // 2 :, : 1 + number % width] = 150
    bits = [255 * ((number >> bit) & 1) for bit in range(BITS)]
    edges = np.linspace(0, width, BITS + 1).astype(int)
    for value, left, right in zip(bits, edges, edges[1:], strict=False):
        bgr[: height // STRIP, left:right] = value
    return bgr


def number_in(bgr: Image) -> int:
    """The number of a frame that was coded and scaled."""
    height, width = bgr.shape[:2]
    x = ((np.arange(BITS) + 0.5) * width / BITS).astype(int)
    return sum(1 << bit for bit, at in enumerate(x) if bgr[height // STRIP // 2, at].mean() > 127)


def _film(
    path: Path,
    camera: str,
    fps: float,
    frames: int,
    size_px: tuple[int, int],
    failures: Sequence[Mapping[str, Any]],
) -> None:
    feed, watched = path / "feeds" / f"{camera}.mp4", path / "watch" / camera
    shown: Image | None = None
    with write_video(feed, fps, size_px) as writer:
        for number in range(frames):
            kinds = {
                one["kind"]
                for one in failures
                if one["what"] == camera and one["from_s"] * fps <= number < one["to_s"] * fps
            }
            if shown is None or "feed_frozen" not in kinds:
                shown = burnt(number, size_px) * np.uint8("camera_out" not in kinds)
            writer.add(shown)
    watched.mkdir(exist_ok=True)
    (watched / "alerts.jsonl").touch()
    (watched / "annotated.mp4").write_bytes(feed.read_bytes())


def _walkers(people: int, seconds: float, dt_s: float) -> Crowd:
    """Everybody walks on a circle of their own in the mall's middle."""
    ticks = int(seconds / dt_s)
    person = np.repeat(np.arange(people, dtype=np.int32), ticks)
    tick = np.tile(np.arange(ticks, dtype=np.int32), people)
    angle = person * 2.4 + tick * dt_s * 0.2
    return Crowd(
        dt_s=dt_s,
        person=person,
        tick=tick,
        x_m=(60 + (20 + person / people * 30) * np.cos(angle)).astype(np.float32),
        y_m=(30 + 8 * np.sin(angle)).astype(np.float32),
        level=np.zeros(len(person), np.int8),
        heading_deg=np.zeros(len(person), np.float32),
        first=np.arange(people + 1, dtype=np.int64) * ticks,
    )
