"""Small copies of a run's films that are sought by frame, made in the background of the server."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dashboards.app.films import CameraFilm
from dashboards.app.replay.ready import PLACE
from dashboards.app.replay.wrong import wrong_of
from engine.disk.files import write_text
from engine.errors import EngineError
from engine.feeds.recorded import open_feed
from engine.film.seekable import Seekable, write_seekable
from sim.errors import SimError
from sim.reader import StoredRun, table_of

TONES = ("poor", "searched", "above", "right", "wrong")
"""Of a box around a face: too poor to search; searched; at or above the threshold; of somebody
about whom an alert was raised by then, and whether it was right."""
SIDES = ["x1_px", "y1_px", "x2_px", "y2_px"]
COLUMNS = ["frame", "track", *SIDES, "reason", "score"]


@dataclass(slots=True)
class Copy:
    """One film's copy: the share of it that is done, or why there will be none."""

    camera: str
    share: float = 0.0
    fault: str | None = None

    @property
    def done(self) -> bool:
        """Whether it can be shown."""
        return self.share >= 1

    @property
    def waits(self) -> bool:
        """Whether it is still to come."""
        return not self.done and self.fault is None


_LOCK = threading.Lock()
_MADE: dict[tuple[str, str], list[Copy]] = {}
"""By the run's folder and what it was made of."""


def copies(run: StoredRun, key: str, films: Sequence[CameraFilm]) -> list[Copy]:
    """How far the copies of all films of a run are; they are begun if nobody did."""
    name = (str(run.path.resolve()), key)
    with _LOCK:
        found = _MADE.get(name)
        if found is None or not _there(run, found):
            found = _MADE[name] = [Copy(one.camera) for one in films]
            for one in found:
                one.share = float(index_of(run, one.camera).exists())
            lacking = [film for film, one in zip(films, found, strict=True) if not one.done]
            if lacking:
                work = threading.Thread(target=_make, args=(run, films, found), daemon=True)
                work.start()
        return found


def index_of(run: StoredRun, camera: str) -> Path:
    """The file that tells where each frame of a copy lies; with it the copy is whole."""
    return run.path / PLACE / f"{camera}.json"


def _there(run: StoredRun, found: Sequence[Copy]) -> bool:
    """Whether nobody took away what was done."""
    return all(index_of(run, one.camera).exists() for one in found if one.done)


def _make(run: StoredRun, films: Sequence[CameraFilm], found: Sequence[Copy]) -> None:
    for film, copy in zip(films, found, strict=True):
        if not copy.done:
            try:
                _copy(run, film, copy)
            except (EngineError, SimError, OSError) as err:
                copy.fault = str(err)


def _copy(run: StoredRun, film: CameraFilm, copy: Copy) -> None:
    feed = open_feed(film.feed)
    frames = feed.frames or 0

    def done(count: int) -> None:
        copy.share = min(count / frames, 0.99) if frames else 0.0

    path = run.path / PLACE / f"{film.camera}.h264"
    made = write_seekable(path, feed, feed.fps, feed.size_px, done)
    told = made.to_json() | {
        "start_s": run.record["window"]["start_s"],
        "tones": TONES,
        "wrong": wrong_of(run, film.camera, feed.fps, made.frames),
        "boxes": boxes(run, film, made, made.width_px / feed.size_px[0]),
    }
    write_text(index_of(run, film.camera), json.dumps(told, allow_nan=False))
    copy.share = 1.0


def boxes(run: StoredRun, film: CameraFilm, made: Seekable, scale: float) -> dict[str, Any]:
    """The faces of each frame, in pixels of the copy: those of frame k are rows first[k] to
    first[k + 1] of `rows`, six numbers each: left, top, width, height, tone, and the number of the
    alert about them by then (-1: none).
    """
    name = f"watch/{film.camera}/faces.parquet"
    if not run.names(name):
        return {"first": [0] * (made.frames + 1), "rows": []}
    faces = table_of(run.file(name), columns=COLUMNS)
    frame = faces["frame"].to_numpy()
    order = np.argsort(frame, kind="stable")
    first = np.searchsorted(frame[order], np.arange(made.frames + 1))
    corners = np.stack([faces[side].to_numpy() for side in SIDES], 1)[order] * scale
    tone, alert = _tones(run, film, faces)
    sides = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], 1)
    rows = np.column_stack([np.rint(sides).astype(int), tone[order], alert[order]])
    return {"first": first.tolist(), "rows": rows.ravel().tolist()}


def _tones(run: StoredRun, film: CameraFilm, faces: pa.Table) -> tuple[Any, Any]:
    """Of each face its tone, by its place in TONES, and the alert about it by then."""
    threshold = float(run.outcomes()["threshold"])
    poor = np.array([reason is not None for reason in faces["reason"].to_pylist()], bool)
    score = faces["score"].to_numpy(zero_copy_only=False).astype(float)
    tone = np.where(poor, 0, np.where(score >= threshold, 2, 1))
    alert = np.full(len(faces), -1)
    frame, track = faces["frame"].to_numpy(), faces["track"].to_numpy()
    for since, its_track, number, right in _alerted(film, faces):
        theirs = (track == its_track) & (frame >= since)
        tone[theirs], alert[theirs] = (3 if right else 4), number
    return tone, alert


def _alerted(film: CameraFilm, faces: pa.Table) -> Iterator[tuple[int, int, int, bool]]:
    """Of each alert of the run on a film its frame, the track of its face, its number, and whether
    it was right.
    """
    frame, track = faces["frame"].to_numpy(), faces["track"].to_numpy()
    corners = np.stack([faces[side].to_numpy() for side in SIDES], 1)
    for claim in film.claims:
        here = np.flatnonzero(frame == claim.frame)
        if claim.truth is None or not claim.came or not len(here):
            continue
        off = np.abs(corners[here] - np.array(claim.box_px)).sum(1)
        row = here[int(off.argmin())]
        if track[row] >= 0:
            yield claim.frame, int(track[row]), claim.truth.alert, claim.truth.true
