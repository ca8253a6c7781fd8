"""What hypothesis draws: templates, matches, boxes."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.faces import Face
from engine.matching.decide import Match
from engine.matching.watchlist import Watchlist


def templates(rows: st.SearchStrategy[int], dimension: int = 8) -> st.SearchStrategy[Any]:
    """(n, dimension) float32 unit vectors."""

    def unit(raw: np.ndarray) -> np.ndarray:
        return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)

    values = st.integers(-200, -1) | st.integers(1, 200)
    shapes = rows.map(lambda n: (n, dimension))
    return hnp.arrays(np.int64, shapes, elements=values).map(unit)


@st.composite
def watchlists(
    draw: st.DrawFn, name: str = "list", most: int = 12, half: bool | None = None
) -> Watchlist:
    """A watchlist of a few subjects, with or without a threshold and an end."""
    rows = draw(templates(st.integers(1, most)))
    held = rows.astype(np.float16) if (draw(st.booleans()) if half is None else half) else rows
    return Watchlist(
        name=name,
        category=draw(st.sampled_from(["wanted", "missing"])),
        subjects=tuple(f"s{k:02d}" for k in range(len(rows))),
        templates=held,
        pack_id="test",
        threshold=draw(st.none() | st.floats(-1, 1)),
        expires=draw(st.none() | st.dates()),
    )


@st.composite
def matches(draw: st.DrawFn, most: int = 60) -> list[Match]:
    """One feed's matches in the order of time: few tracks and subjects, so that they meet."""
    count = draw(st.integers(0, most))
    steps = draw(st.lists(st.floats(0.1, 20), min_size=count, max_size=count))
    times = np.cumsum(steps).tolist()
    return [
        Match(
            time_s=time_s,
            frame=number,
            track=draw(st.integers(0, 3)),
            subject=draw(st.integers(-1, 2)),
            score=draw(st.floats(0, 1)),
        )
        for number, time_s in enumerate(times)
    ]


@st.composite
def walks(draw: st.DrawFn, frames: int = 8) -> list[list[Face]]:
    """A few faces that drift over some frames, each sometimes missed."""
    places = st.tuples(st.integers(0, 5), st.integers(0, 3))
    starts = draw(st.lists(places, max_size=4, unique=True))
    found = []
    for k in range(frames):
        seen = []
        for column, row in starts:
            if draw(st.integers(0, 5)):
                x, y = 200.0 * column + 6 * k, 150.0 * row + 2 * k
                seen.append(face_at(x, y))
        found.append(seen)
    return found


def face_at(x_px: float, y_px: float, size_px: float = 40.0, score: float = 0.9) -> Face:
    """A frontal face whose box starts at (x, y)."""
    places = [[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]]
    landmarks = np.array([x_px, y_px]) + size_px * np.array(places)
    box = np.array([x_px, y_px, x_px + size_px, y_px + size_px], np.float32)
    return Face(box, landmarks.astype(np.float32), score)
