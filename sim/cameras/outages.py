"""Which of a camera's frames come, and what its film shows in place of those that do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from scenarios.failures import Failure
from scenarios.schema import Camera, Scenario
from sim.streams import Streams

DARK = ("camera_out", "feed_frozen")
"""Nobody who comes then is in the camera's picture."""
OUTAGES = (*DARK, "network_loss")
"""Kinds that a film shows."""
NONE = -1
"""The number of the failure that took a look, of one that none took."""
BLACK = -1
"""The frame whose picture is shown, of one that shows none."""
FAILURE, IN_VIEW = "failure", "in_view"
"""Columns of the truth of a film that shows outages."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of each of a film's frames (n,), taken at `time_s`.

    `failure` is the number of the outage that took it, NONE if none did; `picture` the frame whose
    picture is shown at its time, its own if it came, or BLACK; `dark` whether none was taken.
    """

    time_s: NDArray[np.float64]
    failure: NDArray[np.int16]
    picture: NDArray[np.int64]
    dark: NDArray[np.bool_]


def shown_between(scenario: Scenario, start_s: float, end_s: float) -> tuple[Failure, ...]:
    """The failures that show on films of these moments, in the scenario's order; the truth of a
    film knows them by their numbers here.
    """
    watching = {"", *(one.id for one in scenario.watching)}
    return tuple(
        one
        for one in scenario.failures
        if one.kind in OUTAGES and one.what in watching
        if one.from_s < end_s and one.to_s > start_s
    )


def handed(
    camera: Camera, time_s: NDArray[np.float64], outages: Sequence[Failure], streams: Streams
) -> Handed:
    """What comes of a camera's frames, each taken by the first of the outages that can.

    A frozen feed shows the last picture before that did not get lost: BLACK if the camera was out
    then, or if there is none on the film.
    """
    failure = np.full(len(time_s), NONE, np.int16)
    for number, one in enumerate(outages):
        rows = np.flatnonzero(lasting(one, time_s) & (failure == NONE))
        if one.what not in ("", camera.id) or not len(rows):
            continue
        if one.kind == "network_loss":
            nth = np.floor((time_s[rows] - one.from_s + INSTANT_S) * camera.fps).astype(np.int64)
            luck = streams.rng("loss", index_of(one, camera.id)).random(int(nth.max()) + 1)
            rows = rows[luck[nth] < one.much]
        failure[rows] = number
    kind = np.array([*(one.kind for one in outages), ""])[failure]
    picture = np.where(failure == NONE, np.arange(len(time_s)), BLACK)
    last = BLACK
    for frame in np.flatnonzero(kind != "network_loss").tolist():
        if kind[frame] == "feed_frozen":
            picture[frame] = last
        last = int(picture[frame])
    return Handed(time_s, failure, picture, np.isin(kind, DARK))


def lasting(one: Failure, time_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which moments lie in a failure's time."""
    found: NDArray[np.bool_] = (time_s >= one.from_s - INSTANT_S) & (time_s < one.to_s - INSTANT_S)
    return found


def index_of(one: Failure, camera: str) -> int:
    """By which a failure's chance at a camera is drawn."""
    about = f"{camera}/{one.kind}/{one.from_s:g}"
    return int.from_bytes(blake2b(about.encode(), digest_size=4).digest(), "big")


def marked(truth: pa.Table, came: Handed) -> pa.Table:
    """The truth of all that was before a camera as that of its film: with whose failure took a row,
    and whether the person was in view; those who stand in a frozen picture have further rows.
    """
    frame = truth["frame"].to_numpy()
    still = np.flatnonzero((came.failure != NONE) & (came.picture != BLACK))
    rows = [np.flatnonzero(frame == shown) for shown in came.picture[still].tolist()]
    row = np.concatenate([np.arange(len(frame)), *rows])
    at = np.concatenate([frame, np.repeat(still, [len(one) for one in rows])]).astype(np.int32)
    stands = np.arange(len(row)) >= len(frame)
    told = {
        "frame": at,
        "time_s": came.time_s[at],
        FAILURE: np.where(stands, NONE, came.failure[at]).astype(np.int16),
        IN_VIEW: ~(stands | came.dark[at]),
    }
    table = truth.take(row)
    columns = {name: table[name] for name in table.column_names} | told
    return pa.table(columns).take(np.lexsort((table["person"].to_numpy(), at)))


def shown(truth: pa.Table) -> NDArray[np.bool_]:
    """Which rows of a truth stand for a face on the film."""
    if FAILURE not in truth.column_names:
        return np.ones(len(truth), np.bool_)
    found: NDArray[np.bool_] = truth[FAILURE].to_numpy() == NONE
    return found


def in_view(truth: pa.Table) -> NDArray[np.bool_]:
    """Which rows of a truth are of people in view: not of those who were there once, nor of those
    whom a camera did not take.
    """
    if IN_VIEW not in truth.column_names:
        return np.ones(len(truth), np.bool_)
    found: NDArray[np.bool_] = truth[IN_VIEW].to_numpy(zero_copy_only=False)
    return found
