"""A run in which something goes wrong, beside the one in which nothing does."""

import pytest

from dashboards.app.stories import stories
from dashboards.reports.run_tables import failures_table
from scenarios.failures import headed, named, taken
from sim.events import (
    AlertRaised,
    FaceDetected,
    FailureBegan,
    FailureEnded,
    OfficerSent,
    PersonEntered,
    PersonInView,
    PersonLeft,
    PersonLost,
    PersonStopped,
    ProbeMatched,
)
from sim.outcomes.failures import failings
from sim.outcomes.why.misses import misses, story
from sim.reader import read_run
from sim.run import play

LISTED = {"arrivals.listed_share": "0.5", "engine.threshold": "0.75"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "whole"
    return play("corridor", out=out, fidelity="scores", overrides=LISTED)


@pytest.fixture
def failing(whole, tmp_path):
    def played(*failures: str, **more: str):
        changes = LISTED | more | {"failures": f"[{', '.join(failures)}]"}
        out = tmp_path / f"failing-{len([*tmp_path.iterdir()])}"
        run = play("corridor", out=out, fidelity="scores", overrides=changes, from_run=whole.folder)
        assert sum(run.outcomes["books"].values()) == run.outcomes["passers_by"]
        return run

    return played


def of(run, *kinds):
    return read_run(run.folder).events(*kinds)


def test_a_camera_that_is_out_sees_nobody_and_all_else_is_as_it_was(whole, failing):
    run = failing("{kind: camera_out, from_s: 40, to_s: 100}")
    assert run.sources["search"] == "run"
    assert [type(e) for e in of(run, FailureBegan, FailureEnded)] == [FailureBegan, FailureEnded]
    for kind in (PersonInView, FaceDetected, AlertRaised):
        assert not [e for e in of(run, kind) if 40 <= e.time_s < 100]
    before = [e for e in of(whole, FaceDetected) if e.time_s < 40]
    assert [e for e in of(run, FaceDetected) if e.time_s < 40] == before
    (ended,) = of(run, FailureEnded)
    assert ended.offered == ended.lost > 0
    assert run.outcomes["passers_by"] == whole.outcomes["passers_by"]
    assert run.outcomes["books"]["not_in_view"] > whole.outcomes["books"]["not_in_view"]


def test_lost_frames_leave_people_in_view_and_take_looks_and_alerts(whole, failing):
    run = failing("{kind: network_loss, from_s: 0, to_s: 150, amount: 0.9}")
    assert run.outcomes["people_in_view"] == whole.outcomes["people_in_view"]
    assert run.outcomes["recognition_opportunities"] == whole.outcomes["recognition_opportunities"]
    assert run.outcomes["alerts"] < whole.outcomes["alerts"]
    told = list(misses(read_run(run.folder)))
    lines = [line for one in told for camera in one.words.values() for line in camera]
    assert any("lost on the way: network loss" in line for line in lines)
    said = {line for one in told for line in one.meanwhile}
    assert said == {"network loss from 12:00:00 to 12:02:30"}


def test_late_frames_raise_the_same_alerts_later(whole, failing):
    run = failing("{kind: network_delay, from_s: 0, to_s: 150, amount: 20}")
    planned, late = (read_run(one.folder).planned_alerts() for one in (whole, run))
    in_time = [e for e in planned if e.time_s < 145]
    assert [e.time_s - 20 for e in late[: len(in_time)]] == [e.time_s for e in in_time]
    assert {(e.person, e.subject) for e in late} == {(e.person, e.subject) for e in planned}
    assert all(one.verdict for one in misses(read_run(run.folder)))


def test_an_engine_that_bears_a_fifth_of_the_frames_loses_four_of_five_looks(failing):
    """The camera sends 5 frames a second."""
    ends = [
        of(failing(f"{{kind: engine_overload, from_s: 0, to_s: 150, {how}}}"), FailureEnded)[0]
        for how in ("bears_hz: 1", "amount: 5", "bears_hz: 20")
    ]
    assert ends[0].offered == ends[2].offered > 100
    assert ends[0].lost == ends[1].lost == pytest.approx(0.8 * ends[0].offered, rel=0.1)
    assert ends[2].lost == 0


@pytest.mark.parametrize("kind", list(taken()))
def test_looks_that_a_failure_took_are_told_by_its_name(failing, kind):
    run = read_run(failing(f"{{kind: {kind}, from_s: 0, to_s: 150}}").folder)
    lines = [line for one in misses(run) for words in one.words.values() for line in words]
    assert taken()[kind] in lines
    assert not {*taken().values()} - {taken()[kind]} & {*lines}
    (row,) = failures_table(failings(run.events(FailureBegan, FailureEnded)), "12:00").rows
    (ended,) = run.events(FailureEnded)
    counts = (f"{ended.offered:,}", f"{ended.lost:,}")
    assert row == (headed(kind), "12:00:00", "12:02:30", *counts)


def test_whatever_goes_wrong_is_named_in_stories_of_those_who_were_there(failing):
    kinds = ("operator_away", "radio_down", "crowd_surge", "evacuation", "network_delay")
    run = read_run(failing(*(f"{{kind: {kind}, from_s: 40, to_s: 90}}" for kind in kinds)).folder)
    there = [one for one in run.events(PersonEntered) if 30 <= one.time_s < 40]
    gone_s = {one.person: one.time_s for one in run.events(PersonLeft)}
    still = next(one.person for one in there if gone_s[one.person] > 40)
    told = {f"{named(kind)} from 12:00:40 to 12:01:30" for kind in kinds}
    assert {*story(run, still).meanwhile} == told
    late = next(one for one in run.events(PersonEntered) if one.time_s > 90)
    assert story(run, late.person).meanwhile == ()
    wrong = [one for one in stories(run) if 40 <= one.raised.time_s < 90]
    assert all("radio down" in [each.named for each in one.failings] for one in wrong)


def test_in_a_frozen_feed_one_look_counts_as_many(failing):
    """Four looks make an alert; the picture stands still after somebody's first match."""
    four = {"engine.minimum_frames": "4"}
    matched = next(e for e in of(failing(**four), ProbeMatched) if e.time_s > 30)
    frozen = f"from_s: {matched.time_s + 0.5}, to_s: 140, what: {matched.camera}"
    again = failing(f"{{kind: feed_frozen, {frozen}}}", **four)
    (raised,) = [
        e
        for e in read_run(again.folder).planned_alerts()
        if (e.camera, e.person) == (matched.camera, matched.person)
    ]
    assert (raised.time_s, raised.score) == (matched.time_s + 1.5, matched.score)


def test_a_surge_brings_people_and_changes_nobody_else(whole, failing):
    run = failing("{kind: crowd_surge, from_s: 30, to_s: 60, amount: 80}")
    came, before = (
        {(e.time_s, e.sex, e.age) for e in of(one, PersonEntered)} for one in (run, whole)
    )
    assert before <= came
    surged = [time_s for time_s, *_ in came - before]
    assert 40 < len(surged) < 120
    assert all(30 <= time_s <= 60 for time_s in surged)


def test_an_evacuation_empties_the_place_of_all_but_who_is_stopped(whole, failing):
    run = failing("{kind: evacuation, from_s: 60, to_s: 150}")
    entered, left = of(run, PersonEntered), {e.person: e.time_s for e in of(run, PersonLeft)}
    assert not [e for e in entered if 60 <= e.time_s < 150]
    stopped = {e.person for e in of(run, PersonStopped)}
    assert all(left[e.person] < 120 for e in entered if e.time_s < 60 and e.person not in stopped)
    assert [e for e in entered if e.time_s >= 150]
    before = [e for e in of(whole, FaceDetected) if e.time_s < 60]
    assert [e for e in of(run, FaceDetected) if e.time_s < 60] == before


def test_officers_who_predict_go_by_what_cameras_saw_while_the_radio_was_up(failing):
    run = failing("{kind: radio_down, from_s: 20, to_s: 60}", **{"officers.pursuit": "predict"})
    assert run.sources["search"] == "run"
    assert of(run, PersonStopped, PersonLost)
    assert not [e for e in of(run, OfficerSent) if 20 <= e.time_s < 60]


def test_with_nothing_that_fails_a_run_is_the_same(whole, failing):
    assert failing().outcomes == whole.outcomes
