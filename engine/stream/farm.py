"""Many recorded feeds through worker processes: readers, queues, workers, and the way back."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from types import TracebackType
from typing import Self

from threadpoolctl import threadpool_limits

from engine.errors import FeedError, GalleryError, SettingsError, WorkerError
from engine.feeds.cut import begin_s
from engine.feeds.recorded import Feed
from engine.matching.claims import Claims, packs_of
from engine.matching.gallery import Gallery
from engine.packs.pack import is_pack
from engine.pipeline import Alert, Follower, Seen
from engine.settings import EngineSettings
from engine.stream.bell import Bell, interruption
from engine.stream.ledger import Cause, Ledger
from engine.stream.policies import Policy
from engine.stream.slots import Slots
from engine.stream.times import FeedTimes
from engine.stream.traffic import Lane, Traffic
from engine.stream.workers import Crew

REST_S = 5.0
"""How long readers may take to stop."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a farm is driven: worker processes, what a full queue means, how many frames of a feed
    may wait, whether feeds come at their own pace or as fast as they can be read, and how long a
    worker may say nothing while it has a frame.
    """

    workers: int = 2
    policy: Policy = Policy.block
    queue: int = 4
    pace: bool = False
    patience_s: float = 30.0

    def __post_init__(self) -> None:
        if self.workers < 1 or self.queue < 1:
            raise SettingsError(
                f"farm: got {self.workers} workers and a queue of {self.queue}, wanted 1 or more"
            )
        if not self.patience_s > 0:
            raise SettingsError(f"farm: got a patience of {self.patience_s:g} s, wanted above 0")


class Farm:
    """Worker processes that look, and one thread that tracks, searches and decides.

    What comes of a feed equals what a Pipeline makes of the frames that were not dropped, at any
    number of workers. Use it as a context: entering waits until every worker is ready.
    """

    def __init__(
        self,
        gallery: Gallery | Claims,
        settings: EngineSettings,
        threshold: float,
        conditions: Conditions | None = None,
    ) -> None:
        self.gallery, self.settings, self.threshold = gallery, settings, threshold
        its = self.conditions = conditions or Conditions()
        self.crew, self.slots = Crew(its.workers, settings, its.patience_s), Slots()
        self.ledger = Ledger(())
        """The present or last run's; other threads may read it at any time."""
        self.times: dict[str, FeedTimes] = {}
        """How long decisions took and whether feeds kept their pace, of the same run."""
        self.began_s = 0.0
        """When that run began, by `time.monotonic`: the start from which every feed is paced."""

    def __enter__(self) -> Self:
        wanted = self.settings.pack
        if odd := [pack for pack in packs_of(self.gallery) if not is_pack(wanted, pack)]:
            raise GalleryError(
                f"watchlist: got templates of pack {odd[0]}, wanted those of engine.pack {wanted!r}"
            )
        bell = Bell()
        try:
            with interruption(bell) as interrupted:
                self.crew.start()
                while not (self.crew.ready or interrupted.is_set()):
                    list(self.crew.listen([bell.number]))
        except BaseException:
            self._close()
            raise
        finally:
            bell.close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def run(
        self,
        feeds: Sequence[Feed],
        raised: Callable[[Alert], None],
        seen: Callable[[Seen], None] | None = None,
    ) -> Ledger:
        """Look at all feeds to their ends; the ledger.

        `raised` is called with each alert as it comes, `seen` with each frame (its pixels are
        gone): a feed's in their order, and from the caller's thread. Pictures that cannot be
        decoded are booked, and the feed goes on. Raises PackError or WorkerError if workers cannot
        look, and KeyboardInterrupt after the books are closed; the farm is closed, too, then.
        """
        if not self.crew.workers:
            raise WorkerError("farm: got one that is closed, wanted one with workers")
        bell, its = Bell(), self.conditions
        traffic = Traffic(feeds, self._follower, its.policy, its.queue, bell.ring, self.slots)
        self.ledger, self.began_s = traffic.ledger, time.monotonic()
        self.times = {lane.name: lane.times for lane in traffic.lanes}

        def tell(one: Seen) -> None:
            for alert in one.alerts:
                raised(alert)
            if seen:
                seen(one)

        # More threads would spin for work after each search, on cores that the workers need.
        with interruption(bell) as interrupted, threadpool_limits(1, "blas"):
            try:
                self._flow(traffic, bell, interrupted, tell)
            finally:
                if not traffic.over:
                    self.crew.close()  # before the slots are free, that a worker may be looking at
                traffic.close()
                if not self.crew.workers:
                    self.slots.close()
                bell.close()
        return traffic.ledger

    def _close(self) -> None:
        with interruption():
            self.crew.close()
            self.slots.close()

    def _follower(self) -> Follower:
        return Follower(self.gallery, self.settings, self.threshold)

    def _flow(
        self, traffic: Traffic, bell: Bell, interrupted: Event, tell: Callable[[Seen], None]
    ) -> None:
        with readers(traffic, self.began_s if self.conditions.pace else None):
            while not (traffic.over or interrupted.is_set()):
                self._hand_out(traffic)
                for ticket, end in self.crew.listen([bell.number]):
                    news = (
                        traffic.lose(ticket, end)
                        if isinstance(end, Cause)
                        else traffic.see(ticket, end)
                    )
                    for one in news:
                        tell(one)
                bell.hush()

    def _hand_out(self, traffic: Traffic) -> None:
        while worker := self.crew.free():
            ticket = traffic.take()
            if ticket is None:
                return
            worker.send(ticket)


@contextmanager
def readers(traffic: Traffic, began_s: float | None) -> Iterator[None]:
    """A thread a lane that reads it while what is inside goes on; what one of them met is raised.

    However that ends, they are told to stop and waited for, but no longer than REST_S: one that is
    stuck in a read that never comes back is left behind, and keeps nobody.
    """
    met: list[BaseException] = []

    def work(lane: Lane) -> None:
        try:
            read(lane, traffic, began_s)
        except BaseException as err:
            met.append(err)

    threads = [
        Thread(target=work, args=(lane,), name="footfall-reader", daemon=True)
        for lane in traffic.lanes
    ]
    try:
        for one in threads:
            one.start()
        yield
    finally:
        traffic.stop()
        until_s = time.monotonic() + REST_S
        for one in threads:
            if one.ident is not None:
                one.join(max(until_s - time.monotonic(), 0))
    if met:
        raise met[0]


def read(lane: Lane, traffic: Traffic, began_s: float | None) -> None:
    """A reader's life: decode one feed, at its own pace since a start (by `time.monotonic`) or, for
    None, as fast as its queue lets it. A part of a feed is paced from its first frame on: what lies
    before has to be read, too.
    """
    damage, begins_s = None, begin_s(lane.feed)
    try:
        for frame in lane.feed.since(0.0, lost=lambda loss: traffic.miss(lane, loss)):
            if began_s is not None and begins_s and lane.times.first_s is None:
                began_s = time.monotonic() - (frame.time_s - begins_s)
            due_s = None if began_s is None else began_s + frame.time_s - begins_s
            if due_s is not None:
                traffic.stopping.wait(max(due_s - time.monotonic(), 0))
            if traffic.stopping.is_set():
                return
            traffic.offer(lane, frame, lane.times.come(frame.time_s, due_s))
    except FeedError as err:
        damage = str(err)
    finally:
        traffic.end(lane, damage)
