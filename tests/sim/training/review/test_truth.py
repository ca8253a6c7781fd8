import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.training.review.truth import NO_REASON, against, reasons
from sim.training.review.verdicts import Verdict, verdicts
from tests.sim.training.review.tables import answers

told = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["confirm", "dismiss", "again", "unsure", ""]),
        st.none() | st.floats(0, 1),
    ),
    max_size=60,
)


@given(told)
def test_every_alert_is_a_hit_a_miss_a_false_alarm_or_a_correct_rejection(rows):
    found = against(answers(*rows))
    mated = sum(mated for mated, *_ in rows)
    assert found.hits.numerator + found.misses.numerator == found.hits.denominator == mated
    both = found.false_alarms.numerator + found.correct_rejections.numerator
    assert both == found.false_alarms.denominator == len(rows) - mated
    confirmed = sum(verdict == "confirm" for _, verdict, _ in rows)
    assert found.hits.numerator + found.false_alarms.numerator == confirmed


def test_alerts_that_rules_bar_are_told_apart_from_faces():
    rows = [
        Verdict(0, True, "confirm", barred=True),
        Verdict(1, True, "dismiss", barred=True),
        Verdict(2, True, "confirm"),
    ]
    found = against(verdicts(rows))
    assert (found.kept_to_rules.numerator, found.kept_to_rules.denominator) == (1, 2)
    assert (found.hits.numerator, found.hits.denominator) == (1, 1)


def test_ten_alerts_about_one_person_tell_less_than_ten_people():
    one = against(verdicts(Verdict(n, True, ["confirm", "dismiss"][n < 5], person=n < 5)
                           for n in range(10)))  # fmt: skip
    ten = against(verdicts(Verdict(n, True, ["confirm", "dismiss"][n < 5], person=n)
                           for n in range(10)))  # fmt: skip
    assert one.hits.value == ten.hits.value == 0.5
    assert one.hits.high - one.hits.low > ten.hits.high - ten.hits.low


def test_reasons_come_with_how_often_those_who_gave_them_were_right():
    rows = [
        Verdict(0, True, "confirm", reason="ears"),
        Verdict(1, False, "confirm", reason="ears"),
        Verdict(2, False, "dismiss"),
        Verdict(3, False, "", reason="ears"),
    ]
    found = reasons(verdicts(rows))
    assert [(one.reason, one.count, one.right.numerator) for one in found] == [
        ("ears", 2, 1),
        (NO_REASON, 1, 1),
    ]


def test_of_several_answers_to_one_alert_the_last_counts():
    rows = [Verdict(7, True, "confirm", clock_s=9.0), Verdict(7, True, "again", clock_s=3.0)]
    table = verdicts(rows)
    assert table.verdict.tolist() == ["confirm"]


def test_rows_that_cannot_be_are_refused_all_at_once():
    rows = [Verdict(1, True, "perhaps"), Verdict(2, True, "confirm", 1.5, -1.0)]
    with pytest.raises(SimError) as refused:
        verdicts(rows)
    assert [part.split(":")[0] for part in str(refused.value).split("; ")] == [
        "alert 1",
        "alert 2",
        "alert 2",
    ]
