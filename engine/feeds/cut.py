"""A part of a recorded feed: from when, until when, every how many frames."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import FeedError, SettingsError
from engine.faces import Frame, Loss
from engine.feeds.recorded import Feed, Told, refuse


@dataclass(frozen=True, slots=True)
class Cut:
    """From `from_s` to before `to_s` (None: the end), frames whose index `every` divides.

    The same frames are looked at wherever one begins. SettingsError for an empty part.
    """

    from_s: float = 0.0
    to_s: float | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if not self.from_s >= 0:
            raise SettingsError(f"from: got {self.from_s:g} s, wanted 0 or more")
        if self.to_s is not None and not self.to_s > self.from_s:
            wanted = f"more than the {self.from_s:g} s of from"
            raise SettingsError(f"to: got {self.to_s:g} s, wanted {wanted}")
        if self.every < 1:
            raise SettingsError(f"every: got {self.every}, wanted 1 or more")


WHOLE = Cut()


@dataclass(frozen=True, slots=True)
class CutFeed:
    """The part of a feed; frames keep their index and time, `fps` is what remains of it."""

    feed: Feed
    cut: Cut

    @property
    def name(self) -> str:
        """The feed's."""
        return self.feed.name

    @property
    def fps(self) -> float:
        """Frames a second that are looked at."""
        return self.feed.fps / self.cut.every

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return self.feed.size_px

    @property
    def frames(self) -> int | None:
        """About how many; None where that is not known beforehand."""
        if self.feed.frames is None and self.cut.to_s is None:
            return None
        ends = [self.feed.frames, self.cut.to_s and round(self.cut.to_s * self.feed.fps)]
        last = min(end for end in ends if end is not None)
        return max(round((last - self.cut.from_s * self.feed.fps) / self.cut.every), 1)

    def __iter__(self) -> Iterator[Frame]:
        """FeedError if there is no frame in the part."""
        return self.since(self.cut.from_s)

    def since(self, time_s: float, every: int = 1, lost: Told = refuse) -> Iterator[Frame]:
        """From a time on, if that is within the part."""
        found, until = False, float("inf") if self.cut.to_s is None else self.cut.to_s
        start_s = max(time_s, self.cut.from_s)

        def tell(loss: Loss) -> None:
            if loss.time_s < until:
                lost(loss)

        for frame in self.feed.since(start_s, self.cut.every * every, tell):
            if frame.time_s >= until:
                break
            found = True
            yield frame
        if not found:
            until_said = "the end" if self.cut.to_s is None else f"{self.cut.to_s:g} s"
            raise FeedError(
                f"{self.name}: got no frame from {start_s:g} s to {until_said}, wanted at least one"
            )


def part_of(feed: Feed, cut: Cut) -> Feed:
    """The part of a feed, of which there is a frame; the feed itself for the whole of it. FeedError
    for a part without one.
    """
    if cut == WHOLE:
        return feed
    part = CutFeed(feed, cut)
    next(part.since(0.0, lost=lambda _: None))
    return part


def begin_s(feed: Feed) -> float:
    """The second of its own clock at which a feed, or the part of one, begins."""
    return feed.cut.from_s if isinstance(feed, CutFeed) else 0.0
