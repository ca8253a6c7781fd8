"""Many recorded feeds through worker processes: readers, queues, workers, and the way back."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Self

from threadpoolctl import threadpool_limits

from engine.errors import FeedError, SettingsError, WorkerError
from engine.feeds import Feed
from engine.matching.gallery import Gallery
from engine.pipeline import Alert, Follower, Seen
from engine.settings import EngineSettings
from engine.stream.bell import Bell, interruption
from engine.stream.ledger import Ledger
from engine.stream.traffic import Lane, Policy, Traffic
from engine.stream.workers import Crew


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a farm is driven: worker processes, what a full queue means, how many frames of a feed
    may wait, and whether feeds come at their own pace or as fast as they can be read.
    """

    workers: int = 2
    policy: Policy = Policy.block
    queue: int = 4
    pace: bool = False

    def __post_init__(self) -> None:
        if self.workers < 1 or self.queue < 1:
            raise SettingsError(
                f"farm: got {self.workers} workers and a queue of {self.queue}, wanted 1 or more"
            )


class Farm:
    """Worker processes that look, and one thread that tracks, searches and decides.

    What comes of a feed equals what a Pipeline makes of the frames that were not dropped, at any
    number of workers. Use it as a context: entering waits until every worker is ready.
    """

    def __init__(
        self,
        gallery: Gallery,
        settings: EngineSettings,
        threshold: float,
        conditions: Conditions | None = None,
    ) -> None:
        self.gallery, self.settings, self.threshold = gallery, settings, threshold
        self.conditions = conditions or Conditions()
        self.ledger = Ledger(())
        """The present or last run's; other threads may read it at any time."""
        self.began_s = 0.0
        """`time.monotonic()` at the start of the present or last run: all paced feeds' time 0."""

    def __enter__(self) -> Self:
        self.crew = Crew(self.conditions.workers, self.settings.pack, self.settings)
        try:
            while not self.crew.ready:
                list(self.crew.listen(()))
        except BaseException:
            self.crew.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.crew.close()

    def run(
        self,
        feeds: Sequence[Feed],
        raised: Callable[[Alert], None],
        seen: Callable[[Seen], None] | None = None,
    ) -> Ledger:
        """Look at all feeds to their ends; the ledger.

        `raised` is called with each alert as it comes, `seen` with each frame (its pixels are
        gone): a feed's in their order, and from the caller's thread. A feed that breaks off is
        booked as damaged. Raises PackError or WorkerError if workers cannot look, and
        KeyboardInterrupt after the books are closed; the farm is closed, too, then.
        """
        if not self.crew.workers:
            raise WorkerError("farm: got one that is closed, wanted one with workers")
        bell = Bell()
        conditions = self.conditions
        traffic = Traffic(feeds, self._follower, conditions.policy, conditions.queue, bell.ring)
        self.ledger = traffic.ledger
        self.began_s = time.monotonic()

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
                    self.crew.close()  # before the slots go, that a worker may be looking at
                traffic.close()
                bell.close()
        if interrupted.is_set():
            raise KeyboardInterrupt
        return traffic.ledger

    def _follower(self, feed: Feed) -> Follower:
        return Follower(self.gallery, self.settings, self.threshold, feed.fps)

    def _flow(
        self, traffic: Traffic, bell: Bell, interrupted: Event, tell: Callable[[Seen], None]
    ) -> None:
        with ThreadPoolExecutor(max(len(traffic.lanes), 1), "footfall-reader") as pool:
            began_s = self.began_s if self.conditions.pace else None
            readers = [pool.submit(read, lane, traffic, began_s) for lane in traffic.lanes]
            try:
                while not (traffic.over or interrupted.is_set()):
                    self._hand_out(traffic)
                    for ticket, look in self.crew.listen([bell.number]):
                        news = traffic.see(ticket, look) if look else traffic.lose(ticket)
                        for one in news:
                            tell(one)
                    bell.hush()
            finally:
                traffic.stop()
        for reader in readers:
            reader.result()

    def _hand_out(self, traffic: Traffic) -> None:
        while worker := self.crew.free():
            ticket = traffic.take()
            if ticket is None:
                return
            worker.send(ticket)


def read(lane: Lane, traffic: Traffic, began_s: float | None) -> None:
    """A reader's life: decode one feed, at its own pace if its time 0 is given, or as fast as its
    queue lets it.
    """
    damage = None
    try:
        for frame in lane.feed:
            if began_s is not None:
                traffic.stopping.wait(max(began_s + frame.time_s - time.monotonic(), 0))
            if traffic.stopping.is_set():
                return
            traffic.offer(lane, frame)
    except FeedError as err:
        damage = str(err)
    finally:
        traffic.end(lane, damage)
