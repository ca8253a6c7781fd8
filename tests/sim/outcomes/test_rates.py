import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.rates.intervals import event_rate, rate
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    FaceDetected,
    OfficerFreed,
    OfficerSent,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLost,
    PersonStopped,
    ProbeMatched,
    ProbeSearched,
    ShiftBegan,
)
from sim.outcomes.books import BOOKS
from sim.outcomes.facts import Facts
from sim.outcomes.measures import MEASURES
from sim.outcomes.rates import Outcomes, outcomes

ROOT = Path(__file__).parents[3]
SHIFT = ShiftBegan(0.0, 2, 1)


def alert(time_s: float, number: int, person: int, true: bool) -> AlertRaised:
    return AlertRaised(time_s, number, "a", person, 5, 0.8, true)


def seen(person: int, listed: bool, cameras: str = "a") -> list:
    """Somebody who came and whose face was good enough for the engine on some cameras."""
    kinds = PersonInView, OpportunityArose, FaceDetected, ProbeSearched
    looks = [kind(1.0, person, camera) for kind in kinds for camera in cameras]
    return [PersonEntered(0.0, person, listed), *looks]


def stopped(alert: int, person: int, disposal: str) -> list:
    return [
        AlertConfirmed(20.0, alert, 0),
        OfficerSent(20.0, alert, 0),
        PersonStopped(30.0, alert, 0, person, 1.0, 2.0),
        PersonDisposed(130.0, alert, 0, disposal),
        OfficerFreed(140.0, alert, 0),
    ]


CAME = [*seen(0, True, "ab"), *seen(1, False, "ab"), *seen(2, True), *seen(3, False)]
MORNING = [
    SHIFT,
    *CAME,
    alert(10.0, 0, 0, True),
    alert(12.0, 1, 1, False),
    *stopped(0, 0, "arrest"),
    alert(15.0, 2, 0, True),
    AlertMerged(15.0, 2, 0),
    AlertDismissed(25.0, 1, 0),
]


def test_counts_and_rates_are_those_of_the_standards():
    what = outcomes(MORNING, 200.0)
    assert (what.passers_by, what.faces_seen, what.stops) == (4, 6, 1)
    assert (what.recognition_opportunities, what.listed_opportunities) == (4, 2)
    assert (what.alerts, what.true_alerts, what.false_alerts, what.alerts_merged) == (3, 2, 1, 1)
    assert what.tpir == rate(1, 2)
    assert what.fpir == rate(1, 2)
    assert (what.alert_precision.numerator, what.alert_precision.denominator) == (2, 3)
    assert (what.false_alert_rate.numerator, what.false_alert_rate.denominator) == (1, 6)
    assert (what.people_in_view, what.wrongful_stops) == (4, rate(0, 4))
    assert what.one_in == 4.0
    assert what.false_alerts_per_person == event_rate([1, 0, 0, 0], [1, 1, 1, 1])


def test_what_cameras_do_to_people_divides_by_those_they_had_in_view():
    """Of ten passers-by six came into view, one of whom was stopped wrongly; two false alerts."""
    passed = [PersonEntered(0.0, 10 + k, False) for k in range(6)]
    wrong = [alert(10.0, 0, 1, False), *stopped(0, 1, "released"), alert(50.0, 1, 3, False)]
    looks = [PersonInView(2.0, person, "b") for person in (10, 11)]
    what = outcomes([SHIFT, *passed, *CAME, *looks, *wrong], 200.0)
    assert (what.passers_by, what.people_in_view, what.false_alerts) == (10, 6, 2)
    assert what.wrongful_stops == rate(1, 6)
    assert what.one_in == 3.0
    each = what.false_alerts_per_person
    assert (each.numerator, each.denominator) == (2, 6)
    assert sum(what.books.values()) == 10


def test_whoever_is_alerted_outside_the_zone_is_told_and_in_no_rate():
    """Person 4 is listed and 5 is not; neither crossed a zone, person 2 did and 6 is nobody's."""
    came = [PersonEntered(0.0, person, person == 4) for person in (4, 5)]
    raised = [alert(20.0, 7, 4, True), alert(20.0, 8, 5, False), alert(21.0, 9, -1, False)]
    more, before = outcomes([*came, *MORNING, *raised], 200.0), outcomes(MORNING, 200.0)
    assert (before.listed_outside_zone, before.others_outside_zone) == (0, 0)
    assert (more.listed_outside_zone, more.others_outside_zone) == (1, 1)
    assert (more.tpir, more.fpir) == (before.tpir, before.fpir)


def test_every_measure_is_told_and_nothing_else_is():
    told = outcomes(MORNING, 200.0).to_json()
    assert [*told] == [measure.key for measure in MEASURES] == [f.name for f in fields(Outcomes)]
    for measure in MEASURES:
        if measure.form == "rate":
            assert told[measure.key]["divides"] == measure.divides
            assert measure.formula.endswith(f" / {measure.divides}")
            assert all(
                at[measure.key]["divides"] == measure.divides
                for at in told["cameras"].values()
                if measure.key in at
            )


def test_the_documents_tell_every_measure_and_what_it_divides():
    text = " ".join((ROOT / "docs" / "answer.md").read_text().split())
    for measure in MEASURES:
        term = f"{measure.term} ({measure.source})" if measure.source else measure.term or "–"
        row = (f"`{measure.key}`", measure.name, measure.meaning, measure.formula, term)
        assert f"| {' | '.join(row)} |" in text


def test_alerts_of_one_person_make_a_wider_interval_than_those_of_many():
    one = [alert(k, k, k // 5, k < 5) for k in range(10)]
    many = [replace(event, person=event.alert) for event in one]
    clustered, plain = (outcomes(events, 60.0).alert_precision for events in (one, many))
    assert clustered.value == plain.value
    assert clustered.low < plain.low
    assert plain.high < clustered.high


def about(event: object) -> int | None:
    return getattr(event, "alert", None)


@pytest.mark.parametrize(
    ("furthest", "book"),
    [
        ([], "not_in_view"),
        ([PersonInView(1.0, 0, "a")], "in_view_not_detected"),
        ([FaceDetected(1.0, 0, "a"), PersonInView(1.0, 0, "b")], "detected_too_poor"),
        ([ProbeSearched(1.0, 0, "a"), FaceDetected(2.0, 0, "b")], "below_threshold"),
        ([ProbeMatched(2.0, 0, "b", 7, 0.8), ProbeSearched(3.0, 0, "c")], "matched_no_alert"),
        ([AlertDismissed(9.0, 7, -1)], "alerted_dismissed"),
        ([AlertUnanswered(9.0, 7)], "alerted_no_officer_free"),
        ([PersonLost(9.0, 7, 0), AlertDismissed(19.0, 8, 0)], "alerted_lost"),
        ([PersonDisposed(9.0, 7, 0, "released")], "stopped_wrong_person"),
        ([PersonLost(8.0, 8, 0), PersonDisposed(9.0, 7, 0, "arrest")], BOOKS[9]),
        ([PersonDisposed(9.0, 7, 0, "other")], "stopped_right_person_other"),
    ],
)
def test_everybody_is_in_the_one_book_of_the_furthest_they_got(furthest, book):
    raised = [alert(2.0, number, 0, True) for number in {*map(about, furthest)} - {None}]
    books = Facts.told([PersonEntered(0.0, 0, True), *raised, *furthest], 200.0).books
    assert tuple(books) == BOOKS
    assert {name for name, count in books.items() if count} == {book}


def test_times_are_told_with_how_many_they_rest_on():
    times = outcomes(MORNING, 200.0).to_json()["times_s"]
    assert times["alert_to_judgement"] == {"median": 11.5, "p95": 12.85, "count": 2}
    assert times["alert_to_stop"] == {"median": 20.0, "p95": 20.0, "count": 1}
    assert times["stop_to_disposal"] == {"median": 100.0, "p95": 100.0, "count": 1}


def test_the_time_that_nobody_read_an_alert_is_no_time_to_judge_it():
    events = [alert(0.0, 0, 0, True), AlertDismissed(60.0, 0, -1)]
    assert outcomes(events, 100.0).times_s["alert_to_judgement"] is None


def test_utilisation_is_the_share_of_the_time_played():
    busy = outcomes(MORNING, 100.0).utilisation
    assert busy["operators"] == pytest.approx((10 + 5) / (2 * 100))
    assert busy["officers"] == pytest.approx(80 / 100)
    nobody = outcomes([ShiftBegan(0.0, 0, 0), *MORNING[1:]], 100.0).utilisation
    assert nobody == {"operators": None, "officers": None} == outcomes([], 100.0).utilisation


def test_nothing_happened_is_told_without_nan():
    told = outcomes([SHIFT], 0.0).to_json()
    json.dumps(told, allow_nan=False)
    assert told["one_in"] is None
    assert told["tpir"]["value"] is None
    assert set(told["books"].values()) == {0}


def test_the_same_events_are_told_in_the_same_words():
    first, second = (json.dumps(outcomes(list(MORNING), 200.0).to_json()) for _ in range(2))
    assert first == second
    assert '"low": 0.0945312' in first


@given(st.permutations(MORNING))
@settings(deadline=None, max_examples=50)
def test_counts_rates_and_books_do_not_depend_on_the_order_of_events(events):
    told, other = outcomes(MORNING, 200.0).to_json(), outcomes(events, 200.0).to_json()
    for name in set(told) - {"times_s", "utilisation"}:
        assert told[name] == other[name]


def test_an_officer_still_away_at_the_end_of_the_log_is_busy_until_then():
    events = [SHIFT, alert(1.0, 0, 0, True), OfficerSent(20.0, 0, 0)]
    assert outcomes(events, 100.0).utilisation["officers"] == pytest.approx(0.8)
