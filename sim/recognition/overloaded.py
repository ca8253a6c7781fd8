"""What an engine bears of the frames that come: the ledger of an overload, frame by frame."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from engine.stream.ledger import Account, Cause
from engine.stream.workers import DEPTH
from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.world.walker import DT_S

WORKERS, QUEUE = 2, 4
"""Processes that look at frames, and frames of a camera that may wait for one, as
`engine.stream.farm.Conditions` has them; of a full queue the oldest is dropped."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Book:
    """Of one camera's frames: when each was due (n,), and when it was looked at (NaN: dropped),
    which takes `service_s`.
    """

    due_s: Floats
    done_s: Floats
    service_s: float

    @property
    def account(self) -> Account:
        """The same as the engine's own ledger counts it."""
        dropped = int(np.isnan(self.done_s).sum())
        counts = dict.fromkeys(Cause, 0) | {Cause.queue_full: dropped}
        return Account(len(self.due_s), len(self.due_s) - dropped, dropped=counts)

    def looks(self, tick_s: Floats, luck: Floats) -> tuple[NDArray[np.bool_], Floats]:
        """Of looks (n,) at people, each half a second's, which were dropped, and how long the
        others waited. A look stands for a frame of its half second, by its `luck` from 0 to 1.
        """
        if not len(self.due_s):
            return np.zeros(len(tick_s), np.bool_), np.zeros(len(tick_s))
        newest = np.searchsorted(self.due_s, tick_s + luck * DT_S + INSTANT_S, "right") - 1
        waited_s = (self.done_s - self.due_s - self.service_s)[np.maximum(newest, 0)]
        return np.isnan(waited_s), np.maximum(np.nan_to_num(waited_s), 0.0)


def overloaded(
    one: Failure,
    cameras: Sequence[Camera],
    out: Sequence[Failure],
    phase: Mapping[str, float],
) -> dict[str, Book]:
    """The book of each camera while an overload lasts; the first frame comes `phase` of a frame's
    time after it began. None comes of cameras that are `out`, or look elsewhere.
    """
    due_s = [_due_s(one, camera, out, phase[camera.id]) for camera in cameras]
    bears_hz = one.bears_hz or sum(camera.fps for camera in cameras) / one.much
    service_s = WORKERS / bears_hz
    done_s = borne(due_s, service_s)
    return {
        camera.id: Book(due, done, service_s)
        for camera, due, done in zip(cameras, due_s, done_s, strict=True)
    }


def _due_s(one: Failure, camera: Camera, out: Sequence[Failure], phase: float) -> Floats:
    count = int(np.ceil((one.to_s - one.from_s) * camera.fps)) + 1
    due_s = one.from_s + (np.arange(count) + phase) / camera.fps
    kept = due_s < one.to_s - INSTANT_S
    for gone in out:
        if gone.what in ("", camera.id):
            kept &= ~((due_s >= gone.from_s) & (due_s < gone.to_s))
    if camera.active_s:
        begins, ends = np.array(camera.active_s).T
        span = np.searchsorted(begins, due_s + INSTANT_S, "right") - 1
        kept &= (span >= 0) & (due_s < ends[span])
    return np.asarray(due_s[kept])


def borne(
    due_s: Sequence[Floats], service_s: float, workers: int = WORKERS, queue: int = QUEUE
) -> list[Floats]:
    """When each stream's frames were looked at, which takes `service_s`; NaN: they were dropped.

    Frames wait in a queue of their stream, the oldest of a full one is dropped, and whoever is free
    takes from the queues in turn, as the engine's own traffic does.

    >>> [one.tolist() for one in borne([np.arange(6.0)], 3.0, 1, 1)]
    [[3.0, 6.0, nan, 9.0, nan, 12.0]]
    """
    done_s = [np.full(len(one), np.nan) for one in due_s]
    farm = _Farm(len(due_s), service_s, workers, queue)
    times = np.concatenate([*due_s, np.empty(0)])
    stream = np.repeat(np.arange(len(due_s)), [len(one) for one in due_s])
    frame = np.concatenate([*(np.arange(len(one)) for one in due_s), np.empty(0, int)])
    order = np.lexsort((frame, stream, times))
    for now_s, lane, index in zip(
        times[order].tolist(), stream[order].tolist(), frame[order].tolist(), strict=True
    ):
        farm.until(now_s)
        farm.come(lane, index, now_s)
    farm.until(np.inf)
    for lane, index, at_s in farm.looked:
        done_s[lane][index] = at_s
    return done_s


class _Farm:
    """Queues of frames (lane, index) and workers that have up to DEPTH of them each."""

    def __init__(self, lanes: int, service_s: float, workers: int, queue: int) -> None:
        self.service_s, self.queue, self.turn = service_s, queue, 0
        self.waiting: list[deque[int]] = [deque() for _ in range(lanes)]
        self.having: list[deque[tuple[int, int]]] = [deque() for _ in range(workers)]
        self.ends: list[tuple[float, int, int]] = []
        self.begun = 0
        self.looked: list[tuple[int, int, float]] = []

    def come(self, lane: int, index: int, now_s: float) -> None:
        """A frame comes, and is handed out if a worker has room."""
        waits = self.waiting[lane]
        if len(waits) == self.queue:
            waits.popleft()
        waits.append(index)
        self._hand_out(now_s)

    def until(self, now_s: float) -> None:
        """All that is done before a time."""
        while self.ends and self.ends[0][0] < now_s:
            done_s, _, worker = heappop(self.ends)
            self.looked.append((*self.having[worker].popleft(), done_s))
            if self.having[worker]:
                self._begin(worker, done_s)
            self._hand_out(done_s)

    def _hand_out(self, now_s: float) -> None:
        while True:
            worker = min(range(len(self.having)), key=lambda k: len(self.having[k]))
            if len(self.having[worker]) == DEPTH or (frame := self._take()) is None:
                return
            self.having[worker].append(frame)
            if len(self.having[worker]) == 1:
                self._begin(worker, now_s)

    def _take(self) -> tuple[int, int] | None:
        for k in range(len(self.waiting)):
            lane = (self.turn + k) % len(self.waiting)
            if self.waiting[lane]:
                self.turn += k + 1
                return lane, self.waiting[lane].popleft()
        return None

    def _begin(self, worker: int, now_s: float) -> None:
        self.begun += 1
        heappush(self.ends, (now_s + self.service_s, self.begun, worker))
