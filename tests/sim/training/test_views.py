"""What the desks are sent: the trainee's holds claims, and is the same whoever people are."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from sim.stages.answer import ready
from sim.stages.decide import DECIDED
from sim.training.events import Held, Message, Resumed, Sent, SpeedSet
from sim.training.ground import Ground
from sim.training.pictures.album import PLACE, keep_pair
from sim.training.pictures.shots import Candidate
from sim.training.probes import Probe
from sim.training.views import view
from tests.sim.training.test_session import run

GREY = np.full((40, 40, 3), 120, np.uint8)
TRUTH = {"person", "true", "right", "listed", "mated", "disposal", "links", "alerts", "to_come"}


def keys(told):
    """Every key anywhere in it."""
    if isinstance(told, dict):
        return set(told).union(*map(keys, told.values()))
    return set().union(*map(keys, told)) if isinstance(told, list) else set()


@pytest.fixture
def answered(folder, opened, watch):
    """A session in which an alert was confirmed, one is open, and an officer was sent."""
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 23.0)
    session.decide(0, "confirm", 0.8, "same ear")
    run(session, watch, 0.5)
    session.do("commander", Sent(0, 0))
    run(session, watch, 3.5)
    session.decide(1, "again", None, "")
    return session


def test_every_desk_is_sent_json(answered):
    for role in ("trainee", "commander", "instructor", "observer"):
        assert json.loads(json.dumps(view(answered, role), allow_nan=False))["role"] == role


def test_a_trainee_sees_claims_and_faces_of_the_track(answered):
    told = view(answered, "trainee")
    assert [one["alert"] for one in told["queue"]] == [1, 2]
    first = told["queue"][0]
    assert first["score"] >= first["threshold"]
    assert first["lapses_s"] == first["raised_s"] + 60.0
    assert first["looks"][-1]["score"] > 0
    assert first["candidates"][0]["score"] == max(one["score"] for one in first["candidates"])
    assert [one["alert"] for one in told["decided"]] == [0]


def test_another_look_shows_the_faces_that_came_since(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 22.5)
    before = view(session, "trainee")["queue"][0]["looks"]
    run(session, watch, 3.0)
    assert view(session, "trainee")["queue"][0]["looks"] == before
    session.decide(0, "again", None, "")
    after = view(session, "trainee")["queue"][0]
    assert after["looks"][: len(before)] == before
    assert len(after["looks"]) > len(before)
    assert after["asked_again"] == 1


def test_a_trainee_is_sent_no_word_of_the_truth(answered):
    assert keys(view(answered, "trainee")) & TRUTH == set()
    assert "person" in keys(view(answered, "instructor"))


def test_a_trainee_is_sent_the_same_whether_claims_are_right_or_wrong(
    folder, opened, watch, monkeypatch
):
    copies = [folder, shutil.copytree(folder, folder.parent / "two")]
    for copy in copies:
        _picture(opened, copy)
    sent = [_sent(opened(copies[0]), watch)]
    monkeypatch.setattr(Ground, "begin", _begin_turned)
    turned = opened(copies[1])
    sent.append(_sent(turned, watch))
    told = [one["true"] for one in view(turned, "instructor")["alerts"]]
    assert [one.true for one in turned.ground.decisions.alerts[:4]] == [
        not one for one in told[::-1]
    ]
    assert sent[0] == sent[1]
    assert any('"asked_again": 1' in one for one in sent[0])
    assert any('"faces": true' in one for one in sent[0])


def _picture(opened, folder):
    """Pictures of a session's first alerts, as they are made before anybody sees them."""
    session = opened(folder)
    for alert in range(3):
        beside = [(GREY, 0.4)] * len(session.prints.shots()[alert].others)
        keep_pair(folder / PLACE / session.pictures(alert), GREY + 10 * alert, GREY, 0.5, beside)
    session.close()


def test_candidates_have_their_pictures_as_far_as_they_are_made(folder, opened, watch, monkeypatch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 22.5)
    (first,) = view(session, "trainee")["queue"][0]["candidates"]
    assert (first["picture"], first["own"]) == (None, None)
    shot = session.prints.shots()[0]
    further = Probe(20.0, 40.0, 0.0, 9, 0.4)
    monkeypatch.setitem(session._looks, 0, [*session._looks[0], further])
    shot = replace(shot, others=(Candidate(9, 0.4, true=True),))
    monkeypatch.setattr(session.prints, "shots", lambda: {0: shot})
    keep_pair(folder / PLACE / session.pictures(0), GREY, GREY, 0.7, [(GREY, 0.35)])
    session.album.look(session.pictures(0))
    told = view(session, "trainee")["queue"][0]["candidates"]
    assert [(one["picture"], one["own"]) for one in told] == [("enrolled", 0.7), ("second", 0.35)]
    assert keys(told) == {"subject", "score", "picture", "own"}


def _begin_turned(ground, people, from_s, until_s):
    """Every right claim is wrong there, and every wrong one right."""
    found = ground.decisions
    turned = replace(found, alerts=[replace(one, true=not one.true) for one in found.alerts])
    given = replace(
        ground.given,
        results=lambda name: turned if name == DECIDED.name else ground.given.results(name),
    )
    return ready(given, people, (from_s, until_s))


def _sent(session, watch):
    """Everything that a trainee's desk gets over forty seconds in which two alerts are decided."""
    session.do("instructor", Resumed())
    found = []
    for step in range(40):
        run(session, watch, 1.0)
        if step == 25:
            session.decide(0, "dismiss", 0.2, "")
            session.decide(1, "again", None, "")
        told = view(session, "trainee")
        found.append(json.dumps(told))
        names = [one["pictures"]["of"] for one in told["queue"] if one["pictures"]["faces"]]
        found += [str(session.album.read(one, "probe")) for one in names]
        found += [str(session.may_see(one, "trainee")) for one in names]
    return found


def test_messages_reach_those_they_are_to(answered):
    answered.do("trainee", Message(("commander",), "he wears a red coat"))
    answered.do("commander", Message((), "all of you: stay put"))
    heard = {role: view(answered, role)["messages"] for role in ("trainee", "commander")}
    assert [one["text"] for one in heard["commander"]] == [
        "he wears a red coat",
        "all of you: stay put",
    ]
    assert len(view(answered, "observer")["messages"]) == 2
    answered.do("instructor", Message(("commander",), "between us"))
    assert len(view(answered, "trainee")["messages"]) == 2


def test_a_commander_sees_calls_and_where_officers_are(answered, watch):
    answered.decide(2, "confirm", None, "")
    run(answered, watch, 0.5)
    answered.do("commander", Held(1, True))
    told = view(answered, "commander")
    assert [one["alert"] for one in told["calls"]] == [2]
    assert len(told["calls"][0]["at"]) == 3
    assert [one["held"] for one in told["officers"]] == [False, True]
    assert told["reports"][-1]["kind"] == "OfficerSent"


def test_an_instructor_sees_who_it_was_and_what_is_to_come(answered):
    told = view(answered, "instructor")
    assert {one["alert"]: one["decided"] for one in told["alerts"]}[0] == "confirm"
    assert all(isinstance(one["true"], bool) for one in told["alerts"])
    assert [one["alert"] for one in told["to_come"]] == [3, 4]
    assert told["rows"][0]["kind"] == "Decided"
    assert set(told["links"]) == {"trainee", "commander", "instructor", "observer"}


def test_an_instructor_sees_what_became_of_alerts_that_nobody_decided(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    session.do("instructor", SpeedSet(8.0))
    run(session, watch, 13.0)
    told = view(session, "instructor")["alerts"]
    assert [one["decided"] for one in told] == ["lapsed"] * 4
