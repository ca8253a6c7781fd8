"""Frames under way: from readers into bounded queues, to workers, and back in each feed's order.

Knows no process, and no clock but each lane's stopwatch, so that what becomes of a frame can be
tested by itself.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event

import numpy as np

from engine.faces import Frame, Loss
from engine.feeds.recorded import Feed
from engine.pipeline import Analysis, Follower, Seen
from engine.stream.ledger import Cause, Ledger
from engine.stream.policies import Policy
from engine.stream.slots import Slot, Slots
from engine.stream.times import FeedTimes

NO_PIXELS = np.zeros((0, 0, 3), np.uint8)
"""What a frame carries once its slot is given back."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One frame under way: which `lane`, which frame of it, and where its pixels lie."""

    lane: int
    index: int
    time_s: float
    slot: Slot


@dataclass(slots=True)
class Lane:
    """One feed's road: tickets `waiting` for a worker, and frames in flight in their order, with
    what a worker saw once it has; `since_s` says since when each one's decision is waited for.
    """

    number: int
    name: str
    feed: Feed
    follower: Follower
    waiting: deque[Ticket] = field(default_factory=deque)
    looks: dict[int, tuple[float, Analysis | None]] = field(default_factory=dict)
    since_s: dict[int, float] = field(default_factory=dict)
    times: FeedTimes = field(default_factory=FeedTimes)
    ended: bool = False


class Traffic:
    """All feeds' frames under way. Readers offer from threads of their own; everything else is
    for one thread. `wake` is called when there is something new to hand out; `stopping` is set when
    no more frames are wanted. The slots are whoever's gave them, and free again once it is closed.
    """

    def __init__(
        self,
        feeds: Sequence[Feed],
        follower: Callable[[], Follower],
        policy: Policy,
        queue: int,
        wake: Callable[[], None],
        slots: Slots,
    ) -> None:
        names = named_apart([feed.name for feed in feeds])
        self.lanes = [
            Lane(number, name, feed, follower())
            for number, (name, feed) in enumerate(zip(names, feeds, strict=True))
        ]
        self.ledger = Ledger(names)
        self._policy, self._queue, self._wake, self.slots = policy, queue, wake, slots
        self._turn, self.stopping = 0, Event()
        self._changed = Condition()

    @property
    def over(self) -> bool:
        """Whether every feed has ended and no frame is in flight."""
        with self._changed:
            return all(lane.ended and not lane.looks for lane in self.lanes)

    def offer(self, lane: Lane, frame: Frame, since_s: float | None = None) -> None:
        """Book a decoded frame and queue it, or drop one as the policy says. Where it is said since
        when its decision is waited for, the lane's stopwatch is told when it stands.
        """
        with self._changed:
            self.ledger.decode(lane.name)
            if self._policy is Policy.block:
                self._changed.wait_for(lambda: self.stopping.is_set() or self._has_room(lane))
            if self.stopping.is_set():
                self.ledger.drop(lane.name, Cause.stopped)
                return
            if self._policy is Policy.drop_newest and not self._has_room(lane):
                self.ledger.drop(lane.name, Cause.queue_full)
                return
            slot = self.slots.take(frame.bgr.shape)
        self.slots.write(slot, frame.bgr)
        with self._changed:
            if not self._has_room(lane):
                self._drop(lane.waiting.popleft(), Cause.queue_full)
            lane.waiting.append(Ticket(lane.number, frame.index, frame.time_s, slot))
            lane.looks[frame.index] = (frame.time_s, None)
            if since_s is not None:
                lane.since_s[frame.index] = since_s
        self._wake()

    def miss(self, lane: Lane, loss: Loss) -> None:
        """Book a picture that could not be decoded."""
        with self._changed:
            self.ledger.miss(lane.name, loss.why)

    def end(self, lane: Lane, damage: str | None = None) -> None:
        """Its feed gives no more frames; `damage` says where it broke off."""
        with self._changed:
            lane.ended = True
            if damage is not None:
                self.ledger.damage(lane.name, damage)
        self._wake()

    def take(self) -> Ticket | None:
        """The next frame for a worker, lane by lane in turn; None: nobody waits."""
        with self._changed:
            for k in range(len(self.lanes)):
                lane = self.lanes[(self._turn + k) % len(self.lanes)]
                if lane.waiting:
                    self._turn += k + 1
                    self._changed.notify_all()
                    return lane.waiting.popleft()
            return None

    def see(self, ticket: Ticket, look: Analysis) -> Iterator[Seen]:
        """Take in what a worker saw; what the engine made of each frame whose turn has come."""
        lane = self.lanes[ticket.lane]
        with self._changed:
            self.slots.free(ticket.slot)
            lane.looks[ticket.index] = (ticket.time_s, look)
        yield from self._follow(lane)

    def lose(self, ticket: Ticket, cause: Cause) -> Iterator[Seen]:
        """A worker is gone with this frame; frames that stood behind it may have their turn."""
        lane = self.lanes[ticket.lane]
        with self._changed:
            self._drop(ticket, cause)
        yield from self._follow(lane)

    def stop(self) -> None:
        """Want no more frames; readers that wait go on to their end."""
        with self._changed:
            self.stopping.set()
            self._changed.notify_all()

    def close(self) -> None:
        """Once readers and workers rest: book what is in flight as stopped, free the slots."""
        with self._changed:
            for lane in self.lanes:
                for _ in lane.looks:
                    self.ledger.drop(lane.name, Cause.stopped)
                lane.looks.clear()
                lane.since_s.clear()
                lane.waiting.clear()
            self.slots.free_all()

    def _has_room(self, lane: Lane) -> bool:
        return len(lane.waiting) < self._queue

    def _drop(self, ticket: Ticket, cause: Cause) -> None:
        lane = self.lanes[ticket.lane]
        del lane.looks[ticket.index]
        lane.since_s.pop(ticket.index, None)
        self.slots.free(ticket.slot)
        self.ledger.drop(lane.name, cause)

    def _follow(self, lane: Lane) -> Iterator[Seen]:
        while (due := self._due(lane)) is not None:
            frame, look = due
            seen = lane.follower.follow(frame, look)
            if (since_s := lane.since_s.get(frame.index)) is not None:
                lane.times.decide(since_s)
            with self._changed:
                del lane.looks[frame.index]
                lane.since_s.pop(frame.index, None)
                self.ledger.process(lane.name)
            yield seen

    def _due(self, lane: Lane) -> tuple[Frame, Analysis] | None:
        """The lane's earliest frame in flight, if a worker has seen it."""
        with self._changed:
            index, (time_s, look) = next(iter(lane.looks.items()), (0, (0.0, None)))
        return None if look is None else (Frame(lane.name, index, time_s, NO_PIXELS), look)


def named_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number where one comes again.

    >>> named_apart(["door", "hall", "door"])
    ['door', 'hall', 'door (2)']
    """
    said: list[str] = []
    for name in names:
        number, one = 1, name
        while one in said:
            number += 1
            one = f"{name} ({number})"
        said.append(one)
    return said
