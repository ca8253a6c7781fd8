"""Every listed person who was missed is explained, and as the closed books have it."""

import re
from dataclasses import replace
from math import inf

import pytest

from sim.errors import SimError
from sim.events import (
    AlertRaised,
    FaceDetected,
    OpportunityArose,
    PersonEntered,
    PersonInView,
    ProbeMatched,
    ProbeSearched,
)
from sim.outcomes.why.misses import NEVER, misses, story
from sim.reader import read_run
from sim.run import play
from sim.world.stops import moved_s


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """`corridor` in scores, every other passer-by listed."""
    listed = {"arrivals.listed_share": "0.5", "engine.threshold": "0.8"}
    out = tmp_path_factory.mktemp("runs") / "scores"
    return read_run(play("corridor", out=out, fidelity="scores", overrides=listed).folder)


@pytest.fixture(scope="module")
def filmed(window):
    return read_run(window.folder)


@pytest.fixture(params=["drawn", "filmed"])
def run(request):
    return request.getfixturevalue(request.param)


def people(run, kind):
    return {event.person for event in run.events(kind)}


def test_everybody_listed_without_a_true_alert_is_explained(run):
    listed = {event.person for event in run.events(PersonEntered) if event.listed}
    found = {alert.person for alert in run.events(AlertRaised) if alert.true}
    missed = list(misses(run))
    assert {one.person for one in missed} == listed - found
    assert all(one.verdict and one.missed and one.subject is not None for one in missed)


def test_a_verdict_says_how_far_a_person_got_as_the_log_does(run):
    viewed, detected = people(run, PersonInView), people(run, FaceDetected)
    searched, alerted = people(run, ProbeSearched), people(run, AlertRaised)
    matched = people(run, ProbeMatched)
    for one in misses(run):
        if one.person in alerted:
            assert one.verdict.startswith("alerted as subject")
        elif one.person in matched:
            assert "matched" in one.verdict
            assert "below the threshold" not in one.verdict
        elif one.person in searched:
            assert "below the threshold" in one.verdict
        elif one.person in detected:
            assert "never good enough to be searched" in one.verdict
        elif one.person in viewed:
            assert one.verdict.startswith("in view, never detected")
        else:
            assert (one.verdict, one.cameras) == (NEVER, {})


def test_who_had_an_opportunity_is_who_the_log_says_had(run):
    had = people(run, OpportunityArose)
    assert {one.person for one in misses(run) if one.opportunity} <= had
    assert not any(one.person in had for one in misses(run) if not one.opportunity)


def test_an_alert_stands_among_the_stretches_of_its_camera(run):
    for alert in run.events(AlertRaised)[:5]:
        told = story(run, alert.person)
        (raised,) = (
            one
            for one in told.cameras[alert.camera]
            if one.state == "alert" and one.from_s == pytest.approx(alert.time_s, abs=0.21)
        )
        assert int(raised.subject) == alert.subject
        assert told.verdict.startswith("alerted as themselves" if alert.true else "alerted as")


def test_whoever_was_stopped_is_seen_later_by_as_long_or_no_more(run):
    """And the log has the planned alerts at the times to which stops moved them."""
    stops, planned = run.stops(), {one.alert: one for one in run.planned_alerts()}
    assert stops
    raised = {one.alert: one for one in run.events(AlertRaised)}
    for number, one in planned.items():
        time_s = moved_s(one.time_s, stops.get(one.person, []))
        if number in raised:
            assert raised[number] == replace(one, time_s=time_s)
        else:
            window = run.record["window"]
            assert time_s >= (window["start_s"] + window["duration_s"] if window else inf)
    for person, (stop,) in stops.items():
        for stretches in story(run, person).cameras.values():
            for stretch in stretches:
                seen = stretch.state != "not_in_view"
                assert not (seen and stop.from_s < stretch.from_s < stop.until_s)
                assert not (seen and stop.led_away and stretch.to_s > stop.from_s)


def test_stretches_follow_each_other_in_words(run):
    for person in sorted(people(run, PersonInView))[:20]:
        told = story(run, person)
        for camera, stretches in told.cameras.items():
            starts = [one.from_s for one in stretches]
            assert starts == sorted(starts)
            assert len(told.words[camera]) == len(stretches)
            assert all(told.words[camera])
        assert told.to_json()["person"] == person


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"engine.minimum_frames": "6"},
            r" looks of one track that an alert wants: 0\.\d{3} by west at 12:0.* against",
        ),
        (
            {"engine.minimum_frames": "1", "engine.cooldown_s": "3600"},
            r"(west|east)[^:]* was silent about this listed person for 3600 s after the alert at ",
        ),
    ],
)
def test_who_matched_without_an_alert_is_told_which_it_was(changes, said, tmp_path):
    low = {"engine.threshold": "0.3", **changes}
    run = read_run(play("corridor", out=tmp_path / "run", fidelity="scores", overrides=low).folder)
    silent = people(run, ProbeMatched) - people(run, AlertRaised)
    assert run.outcomes()["books"]["matched_no_alert"] == len(silent) > 0
    for person in sorted(silent)[:10]:
        verdict = story(run, person).verdict
        assert re.search(said, verdict), verdict
        assert "by " in verdict
        assert "below the threshold" not in verdict


def test_nobody_and_half_a_run_are_refused(drawn, tmp_path):
    with pytest.raises(SimError, match="person: got 100000, wanted one from 0 to"):
        story(drawn, 100_000)
    half = type(drawn)(tmp_path, drawn.record | {"state": "interrupted"})
    with pytest.raises(SimError, match="got a run that is interrupted"):
        story(half, 0)
