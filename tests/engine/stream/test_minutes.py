import io

from engine.stream.session import Minutes
from engine.stream.times import FeedTimes


def test_a_pace_that_is_lost_is_told_when_it_happens_and_once_a_feed():
    slow, quick = FeedTimes(clock=lambda: 10.0), FeedTimes(clock=lambda: 10.0)
    said = []
    minutes = Minutes(
        io.StringIO(), lambda _: None, lambda: {"slow": slow, "quick": quick}, said.append
    )
    slow.come(3.2, 9.9)
    quick.come(3.2, 9.9)
    minutes.seen(None)
    assert said == []
    slow.come(4.2, 8.0)
    for _ in range(3):
        minutes.seen(None)
    (line,) = said
    assert line.startswith("slow: got frames more than 0.5 s behind their clock from 4.2 s on")


def test_feeds_that_come_as_fast_as_they_can_lose_no_pace():
    free, said = FeedTimes(clock=lambda: 10.0), []
    free.come(3.2, None)
    Minutes(io.StringIO(), lambda _: None, lambda: {"free": free}, said.append).seen(None)
    assert said == []
