from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.faces import Frame
from engine.feeds.recorded import MemoryFeed
from engine.pipeline import Analysis, Seen
from engine.stream.ledger import Cause
from engine.stream.policies import Policy
from engine.stream.slots import Slots
from engine.stream.traffic import Traffic

PICTURE = np.zeros((2, 2, 3), np.uint8)
NOTHING = Analysis((), (), (), np.zeros((0, 4), np.float32))
MADE = []
DROPPING = st.sampled_from([Policy.drop_oldest, Policy.drop_newest])


class Silent:
    """A follower that sees nobody."""

    def follow(self, frame, look):
        return Seen(frame, look.faces, ())


def traffic_of(policy, feeds=1, queue=2):
    feeds = [MemoryFeed([PICTURE])] * feeds
    made = Traffic(feeds, Silent, policy, queue, wake=lambda: None, slots=Slots())
    MADE.append(made)
    return made


def offer(traffic, index, lane=0):
    traffic.offer(traffic.lanes[lane], Frame("", index, index / 5, PICTURE))


def indices(seen):
    return [one.frame.index for one in seen]


@pytest.fixture(autouse=True)
def closing():
    yield
    while MADE:
        traffic = MADE.pop()
        traffic.close()
        traffic.slots.close()


def test_drop_oldest_keeps_the_last_frames_and_drop_newest_the_first():
    kept = {}
    for policy in (Policy.drop_oldest, Policy.drop_newest):
        traffic = traffic_of(policy)
        for index in range(5):
            offer(traffic, index)
        kept[policy] = [traffic.take().index, traffic.take().index]
        assert traffic.ledger.accounts["memory"].dropped[Cause.queue_full] == 3
    assert kept == {Policy.drop_oldest: [3, 4], Policy.drop_newest: [0, 1]}


def test_block_holds_the_reader_until_a_frame_is_taken():
    traffic = traffic_of(Policy.block)
    reader = Thread(target=lambda: [offer(traffic, index) for index in range(3)])
    reader.start()
    reader.join(0.1)
    assert reader.is_alive()
    assert traffic.take().index == 0
    reader.join()
    assert [traffic.take().index, traffic.take().index, traffic.take()] == [1, 2, None]


def test_frames_come_back_in_the_order_of_the_feed_whoever_is_done_first():
    traffic = traffic_of(Policy.block, queue=3)
    for index in range(3):
        offer(traffic, index)
    a, b, c = (traffic.take() for _ in range(3))
    assert indices(traffic.see(c, NOTHING)) == []
    assert indices(traffic.see(a, NOTHING)) == [0]
    assert indices(traffic.lose(b, Cause.worker_lost)) == [2]
    account = traffic.ledger.accounts["memory"]
    assert (account.processed, account.dropped[Cause.worker_lost], account.in_flight) == (2, 1, 0)


def test_lanes_are_served_in_turn():
    traffic = traffic_of(Policy.block, feeds=3)
    for lane in (0, 0, 1, 2, 2):
        offer(traffic, len(traffic.lanes[lane].looks), lane)
    assert [traffic.take().lane for _ in range(5)] == [0, 1, 2, 0, 2]


def test_a_stop_lets_a_waiting_reader_go_and_books_what_was_in_flight():
    traffic = traffic_of(Policy.block, queue=1)
    reader = Thread(target=lambda: [offer(traffic, index) for index in range(2)])
    reader.start()
    reader.join(0.1)
    traffic.stop()
    reader.join()
    traffic.close()
    account = traffic.ledger.accounts["memory"]
    assert (account.decoded, account.dropped[Cause.stopped], account.in_flight) == (2, 2, 0)


@given(DROPPING, st.lists(st.tuples(st.sampled_from("otslx"), st.integers(0, 2)), max_size=60))
@settings(deadline=None, max_examples=60)
def test_the_books_agree_with_what_happened_at_every_moment(policy, steps):
    traffic = traffic_of(policy, feeds=3)
    offered, out, seen = [0, 0, 0], [], []
    for step, number in steps:
        if step == "o":
            offer(traffic, offered[number], number)
            offered[number] += 1
        elif step == "t" and (ticket := traffic.take()):
            out.append(ticket)
        elif step in "sl" and out:
            ticket = out.pop(number % len(out))
            lost = step == "l"
            lose, see = traffic.lose, traffic.see
            done = lose(ticket, Cause.worker_hung) if lost else see(ticket, NOTHING)
            seen += [(one.frame.feed, one.frame.index) for one in done]
        accounts = traffic.ledger.accounts
        assert traffic.ledger.balances
        assert [a.decoded for a in accounts.values()] == offered
        assert sum(a.processed for a in accounts.values()) == len(seen)
        assert [a.in_flight for a in accounts.values()] == [len(n.looks) for n in traffic.lanes]
        assert len(traffic.slots) <= 3 * 3 + len(steps)
    for lane in traffic.lanes:
        own = [index for feed, index in seen if feed == lane.name]
        assert own == sorted(own)
    traffic.close()
    traffic.slots.close()
