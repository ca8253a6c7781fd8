"""A recorded feed played again and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from engine.errors import SettingsError
from engine.faces import Frame, Loss
from engine.feeds.recorded import Feed, Told, refuse


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

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """From a time on; the rounds before it are read, too, since their length is not known."""

        def wanted(one: Frame | Loss) -> bool:
            return time_s <= one.time_s < self.until_s and one.index % every == 0

        for one in self._rounds():
            if isinstance(one, Frame) and one.time_s >= self.until_s:
                return
            if not wanted(one):
                continue
            if isinstance(one, Frame):
                yield one
            else:
                lost(one)

    def _rounds(self) -> Iterator[Frame | Loss]:
        length, length_s = 0, 0.0
        for number in count():
            found = False
            for one in _round(self.feed):
                time_s = number * length_s + one.time_s
                yield replace(one, index=number * length + one.index, time_s=time_s)
                found = found or isinstance(one, Frame)
            if not found:
                return
            length, length_s = one.index + 1, one.time_s + 1 / self.fps


def _round(feed: Feed) -> Iterator[Frame | Loss]:
    """A feed once, each picture that was lost in its place."""
    losses: list[Loss] = []
    for frame in feed.since(0.0, lost=losses.append):
        yield from losses
        losses.clear()
        yield frame
    yield from losses
