"""What officers' work is besides going: pairs, beats, breaks, reserve, the end, and the stop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.events import (
    AlertConfirmed,
    AlertUnanswered,
    BreakBegan,
    BreakEnded,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonEntered,
    PersonLeft,
    PersonStopped,
    ShiftEnded,
)
from sim.experiments.rows.figures import alert_rows
from sim.log import Log
from sim.outcomes.books import BOOKS
from sim.outcomes.rates import outcomes
from tests.sim.response.stage import END_S, STANDING, Stroll, alert, scenario, story, ways
from tests.sim.response.test_answer import ENDS, plays


def of(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


def test_officers_in_pairs_go_and_come_back_together():
    officers = {"posts_m": [(10.0, 10.0)] * 2 + [(90.0, 10.0)] * 2, "pairs": True}
    strolls = [STANDING] * 3
    events = story([alert(100 + k, k, k, False) for k in range(3)], strolls, officers=officers)
    sent = of(events, OfficerSent)
    assert [(e.time_s, e.alert, e.officer) for e in sent] == [
        (108.0, 0, 0), (108.0, 0, 1), (116.0, 1, 2), (116.0, 1, 3),
    ]  # fmt: skip
    freed = [(e.time_s, e.officer) for e in of(events, OfficerFreed) if e.alert == 0]
    assert freed == [(307.0, 0), (307.0, 1)]
    assert [e.alert for e in of(events, AlertUnanswered)] == [2]
    assert [e.officer for e in of(events, PersonStopped)] == [0, 2]


def test_a_pair_is_one_row_of_an_alert_by_the_first_of_them():
    officers = {"posts_m": [(10.0, 10.0), (12.0, 10.0)], "pairs": True}
    (row,) = alert_rows(story([alert(100)], officers=officers), scenario(None, officers), ways())
    assert (row["officer"], row["from_x_m"], row["ended"]) == (0, 10.0, "disposed")


def test_an_odd_one_out_is_refused():
    with pytest.raises(ScenarioError, match="wanted an even number"):
        load_scenario("corridor", {"officers.pairs": "true", "officers.posts_m": "[[12, 8]]"})


def test_whoever_patrols_sets_out_from_where_they_are_and_comes_back_to_the_post():
    """From (10, 10) to (90, 10) at 1 m/s, and 28 m back again by 108 s, 20 m from the person."""
    officers = {"posts_m": [(10.0, 10.0), (90.0, 10.0)], "patrol_mps": 1.0}
    events = story([alert(100, true=False)], [Stroll((82.0, 10.0))], officers=officers)
    assert of(events, PersonStopped) == [PersonStopped(127.0, 0, 0, 0, 82.0, 10.0)]
    (freed,) = of(events, OfficerFreed)
    assert freed.time_s == pytest.approx(127.0 + 180.0 + 72.0)


@pytest.mark.parametrize(("after_s", "sent"), [(None, [(108.0, 0)]), (50.0, [(110.0, 0)])])
def test_nobody_on_a_break_is_sent(after_s, sent):
    """The break of 60 s begins at 50 s."""
    officers = {"break_after_s": after_s, "break_s": 60.0}
    events = story([alert(100, true=False)], officers=officers)
    assert [(e.time_s, e.officer) for e in of(events, OfficerSent)] == sent


def test_a_break_that_is_due_while_somebody_is_away_begins_once_they_are_back():
    officers = {"break_after_s": 200.0, "break_s": 60.0}
    events = story([alert(100, true=False)], officers=officers)
    assert of(events, BreakBegan)[0] == BreakBegan(307.0, 0)
    assert of(events, BreakEnded)[0] == BreakEnded(367.0, 0)
    assert of(events, BreakBegan)[1] == BreakBegan(567.0, 0)


def test_breaks_come_one_after_the_other():
    officers = {"posts_m": [(10.0, 10.0)] * 4, "break_after_s": 200.0, "break_s": 50.0}
    began = of(story([], officers=officers), BreakBegan)
    assert [(e.time_s, e.officer) for e in began[:4]] == [
        (200.0, 0), (250.0, 1), (300.0, 2), (350.0, 3),
    ]  # fmt: skip


def test_the_reserve_goes_only_if_nobody_else_can():
    officers = {"posts_m": [(90.0, 10.0), (19.0, 10.0)], "reserve": 1}
    events = story(
        [alert(100 + k, k, k, False) for k in range(2)], [STANDING] * 2, officers=officers
    )
    assert [e.officer for e in of(events, OfficerSent)] == [0, 1]


def test_after_the_end_nobody_is_sent_and_whoever_is_out_comes_back():
    officers = {"until_s": 120.0, "patience_s": 60.0}
    alerts = [alert(100, 0, 0, False), alert(105, 1, 1, False), alert(130, 2, 2, False)]
    events = story(alerts, [STANDING] * 3, officers=officers)
    assert of(events, ShiftEnded) == [ShiftEnded(120.0)]
    assert of(events, AlertUnanswered) == [AlertUnanswered(120.0, 1), AlertUnanswered(138.0, 2)]
    assert of(events, OfficerFreed) == [OfficerFreed(307.0, 0, 0)]


def test_whoever_is_wrongly_stopped_may_contest_it_and_then_stands_longer():
    alerts = [alert(100, 0, 0, False), alert(100, 1, 1, True)]
    officers = {"contested_share": 1.0, "posts_m": [(10.0, 10.0)] * 2}
    events = story(alerts, [STANDING] * 2, {"count": 2}, officers)
    stopped = {e.alert: e.time_s for e in of(events, PersonStopped)}
    ended = {e.alert: e for e in of(events, PersonDisposed)}
    assert ended[0].time_s - stopped[0] == 30.0 + 1740.0
    assert ended[1].time_s - stopped[1] == 180.0 + 1500.0


def test_as_many_are_arrested_dealt_with_and_let_go_as_the_scenario_says():
    """The Met's true alerts of 2025: .430, .162, .408."""
    count, shares = 900, {"arrest": 0.43, "other": 0.162, "none": 0.408}
    officers = {"posts_m": [(20.0, 10.0)] * count, "no_action_share": 0.408 / 0.57}
    alerts = [alert(10.0, k, k) for k in range(count)]
    events = story(
        alerts, [STANDING] * count, {"count": count}, officers,
        watchlist={"right_to_arrest": 0.43},
    )  # fmt: skip
    ended = [e.disposal for e in of(events, PersonDisposed)]
    assert len(ended) == count
    for disposal, share in shares.items():
        spread = 5 * np.sqrt(share * (1 - share) / count)
        assert abs(ended.count(disposal) / count - share) < spread


def test_nothing_more_done_is_told_apart_in_the_log_and_closes_the_book_of_those_not_arrested():
    before = [PersonEntered(0.0, 0, True)]
    events = story(
        [alert(100)], officers={"no_action_share": 1.0}, watchlist={"right_to_arrest": 0.0},
        before=before,
    )  # fmt: skip
    assert of(events, PersonDisposed) == [PersonDisposed(297.0, 0, 0, "none")]
    assert not of(events, PersonLeft)
    assert outcomes(events, END_S).books[BOOKS[-1]] == 1


def test_whoever_makes_an_arrest_may_be_away_for_hours():
    events = story([alert(100)], officers={"custody_s": 14_400.0})
    assert of(events, PersonLeft) == [PersonLeft(1797.0, 0)]
    assert of(events, OfficerFreed) == [OfficerFreed(1797.0 + 14_400.0, 0, 0)]


@st.composite
def rosters(draw):
    """What officers may be set by, all of it together."""
    return {
        "dispatch": draw(st.sampled_from(["priority", "soonest", "cover", "chance"])),
        "pursuit": draw(st.sampled_from(["follow", "predict"])),
        "posts_m": [(10.0, 10.0), (12.0, 10.0), (90.0, 5.0), (50.0, 18.0)],
        "pairs": draw(st.booleans()),
        "patrol_mps": draw(st.sampled_from([None, 1.0])),
        "radio_s": draw(st.sampled_from([0.0, 4.0])),
        "break_after_s": draw(st.sampled_from([None, 100.0])),
        "break_s": 80.0,
        "reserve": draw(st.integers(0, 2)),
        "until_s": draw(st.sampled_from([None, 300.0])),
        "contested_share": 0.5,
        "custody_s": draw(st.sampled_from([None, 1000.0])),
        "patience_s": 60.0,
    }


@given(plays(), rosters(), st.lists(st.integers(0, 9), min_size=12, max_size=12))
@settings(deadline=None, max_examples=60)
def test_however_officers_work_every_alert_ends_once_and_nobody_is_in_two_places(
    play, roster, subjects
):
    categories = [{"name": "wanted", "share": 0.3}, {"name": "missing", "share": 0.3}]
    alerts = [alert(a.time_s, a.alert, a.person, a.true, subjects[a.alert]) for a in play["alerts"]]
    play |= {"officers": play["officers"] | roster, "alerts": alerts}
    log = Log(story(**play, watchlist={"categories": categories}))
    ends = [event.alert for event in of(log, *ENDS)]
    assert len(ends) == len(set(ends))
    raised = {event.alert for event in log if type(event).__name__ == "AlertRaised"}
    assert set(ends) == raised
    turns = of(log, OfficerSent, OfficerFreed, OfficerDiverted, BreakBegan, BreakEnded)
    for officer in range(4):
        mine = [event for event in turns if event.officer == officer]
        assert all(isinstance(one, OfficerSent | BreakBegan) for one in mine[::2])
        pairs = {OfficerSent: OfficerFreed | OfficerDiverted, BreakBegan: BreakEnded}
        assert all(
            isinstance(b, pairs[type(a)]) for a, b in zip(mine[::2], mine[1::2], strict=True)
        )
    if roster["until_s"]:
        assert all(e.time_s <= 300.0 + roster["radio_s"] for e in of(log, OfficerSent))
    assert len(of(log, AlertConfirmed)) >= len({e.alert for e in of(log, PersonStopped)})
    assert sum(outcomes(log.events, END_S).books.values()) == len(play["strolls"])
