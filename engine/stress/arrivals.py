"""When frames come: feeds played at other times than their own, and Poisson's times."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.faces import Frame
from engine.feeds.recorded import Feed, Told, refuse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TimedFeed:
    """The frames of `feed`, each at its time of `times_s`, which never fall; it ends with them.

    `fps` stays that of the feed: how far people move between two frames does not depend on how
    fast the frames are played.
    """

    feed: Feed
    times_s: Floats
    name: str

    @property
    def fps(self) -> float:
        """The feed's own."""
        return self.feed.fps

    @property
    def frames(self) -> int:
        """As many as there are times."""
        return len(self.times_s)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return self.feed.size_px

    def __iter__(self) -> Iterator[Frame]:
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """Those of the new times that are wanted."""
        frames = self.feed.since(0.0, lost=lost)
        for frame, due_s in zip(frames, self.times_s.tolist(), strict=False):
            if due_s >= time_s and frame.index % every == 0:
                yield replace(frame, feed=self.name, time_s=due_s)


def poisson(rng: np.random.Generator, rate_hz: float, count: int) -> Floats:
    """The first `count` times of a Poisson process, in seconds."""
    return np.cumsum(rng.exponential(1 / rate_hz, count))
