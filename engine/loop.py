"""A recorded feed played again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from engine.errors import SettingsError
from engine.faces import Frame
from engine.feeds import Feed


@dataclass(frozen=True, slots=True)
class LoopFeed:
    """A feed played from its start again and again, to before `until_s`; indices and times go on
    rising, and a round begins one frame's time after the last frame of the one before.
    """

    feed: Feed
    until_s: float

    def __post_init__(self) -> None:
        if not 0 < self.until_s < float("inf"):
            raise SettingsError(f"loop: got {self.until_s:g} s, wanted more than 0")

    @property
    def name(self) -> str:
        """The feed's."""
        return self.feed.name

    @property
    def fps(self) -> float:
        """The feed's."""
        return self.feed.fps

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return self.feed.size_px

    @property
    def frames(self) -> int:
        """About how many."""
        return max(round(self.until_s * self.fps), 1)

    def __iter__(self) -> Iterator[Frame]:
        return self.since(0.0)

    def since(self, time_s: float, every: int = 1) -> Iterator[Frame]:
        """From a time on; the rounds before it are read, too, since their length is not known."""
        for frame in self._rounds():
            if frame.time_s >= self.until_s:
                return
            if frame.time_s >= time_s and frame.index % every == 0:
                yield frame

    def _rounds(self) -> Iterator[Frame]:
        length, length_s = 0, 0.0
        for number in count():
            last = None
            for last in self.feed:
                time_s = number * length_s + last.time_s
                yield replace(last, index=number * length + last.index, time_s=time_s)
            if last is None:
                return
            length, length_s = last.index + 1, last.time_s + 1 / self.fps
