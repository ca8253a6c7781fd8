"""A farm in virtual time: the real traffic and followers, and workers that only take their time.

What is dropped, decided and said depends on nothing but its arguments, so that overload can be
repeated to the frame. The first process takes no time here: tracking and searching are free.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from engine.errors import SettingsError
from engine.faces import Frame
from engine.feeds.recorded import MemoryFeed
from engine.pipeline import Analysis, Follower, Seen
from engine.stream.ledger import Ledger
from engine.stream.policies import Policy
from engine.stream.slots import Slots
from engine.stream.traffic import Ticket, Traffic
from engine.stream.workers import DEPTH
from engine.stress.arrivals import Floats, TimedFeed

PIXEL = np.zeros((1, 1, 3), np.uint8)
"""What a frame shows that was looked at before."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A stream whose frames were looked at before, and the seconds that a worker needs for each."""

    feed: TimedFeed
    looks: Sequence[Analysis]
    service_s: Floats


@dataclass(frozen=True, slots=True)
class Played:
    """What was decided and when, in the order of time, and where every frame ended."""

    decided: tuple[tuple[float, Seen], ...]
    ledger: Ledger


class Moment(NamedTuple):
    """Something due at `time_s`: `worker` is done, or (None) the next frame of `stream` comes.

    Moments of one time come in the order of their numbers.
    """

    time_s: float
    number: int
    stream: int
    frame: int
    worker: int | None


def shown(
    name: str, times_s: Floats, fps: float, looks: Sequence[Analysis], service_s: Floats
) -> Shown:
    """A stream of looks, each due at its time; people move as between frames of `fps`."""
    feed = TimedFeed(MemoryFeed([PIXEL] * len(looks), name, fps), times_s, name)
    return Shown(feed, looks, service_s)


class VirtualFarm:
    """Plays streams once to their ends; SettingsError for a policy that lets readers wait."""

    def __init__(
        self,
        streams: Sequence[Shown],
        follower: Callable[[], Follower],
        workers: int,
        policy: Policy,
        queue: int,
    ) -> None:
        if policy is Policy.block:
            raise SettingsError("virtual farm: got the policy block, wanted one that drops")
        feeds = [one.feed for one in streams]
        self._streams = streams
        self._slots = Slots()
        self._traffic = Traffic(feeds, follower, policy, queue, _nobody_sleeps, self._slots)
        self._with: list[list[Ticket]] = [[] for _ in range(workers)]
        self._moments = [
            Moment(time_s, 0, stream, frame, None)
            for stream, one in enumerate(streams)
            for frame, time_s in enumerate(one.feed.times_s.tolist())
        ]
        heapify(self._moments)
        self._number = 0

    def play(self) -> Played:
        """To the last frame's end."""
        decided: list[tuple[float, Seen]] = []
        try:
            while self._moments:
                moment = heappop(self._moments)
                if moment.worker is None:
                    self._come(moment)
                else:
                    news = self._done(moment.worker, moment.time_s)
                    decided += [(moment.time_s, one) for one in news]
                self._hand_out(moment.time_s)
        finally:
            self._traffic.close()
            self._slots.close()
        return Played(tuple(decided), self._traffic.ledger)

    def _come(self, moment: Moment) -> None:
        lane = self._traffic.lanes[moment.stream]
        self._traffic.offer(lane, Frame(lane.name, moment.frame, moment.time_s, PIXEL))

    def _done(self, worker: int, now_s: float) -> list[Seen]:
        ticket = self._with[worker].pop(0)
        if self._with[worker]:
            self._begin(worker, now_s)
        return list(self._traffic.see(ticket, self._streams[ticket.lane].looks[ticket.index]))

    def _hand_out(self, now_s: float) -> None:
        """As the real crew: to the worker with the fewest, at most DEPTH each."""
        while True:
            worker = min(range(len(self._with)), key=lambda k: len(self._with[k]))
            if len(self._with[worker]) == DEPTH or (ticket := self._traffic.take()) is None:
                return
            self._with[worker].append(ticket)
            if len(self._with[worker]) == 1:
                self._begin(worker, now_s)

    def _begin(self, worker: int, now_s: float) -> None:
        ticket = self._with[worker][0]
        self._number += 1
        done_s = now_s + float(self._streams[ticket.lane].service_s[ticket.index])
        heappush(self._moments, Moment(done_s, self._number, ticket.lane, ticket.index, worker))


def _nobody_sleeps() -> None:
    """The traffic's wake: in virtual time there is nobody to wake."""
