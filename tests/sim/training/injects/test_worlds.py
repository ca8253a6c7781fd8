"""Every kind of inject makes the world of a session another one, beside one in which it was told by
words alone.
"""

import shutil
from dataclasses import dataclass

import numpy as np
import pytest

from sim.errors import SimError
from sim.events import (
    AlertConfirmed,
    AlertRaised,
    BreakBegan,
    FailureBegan,
    OfficerSent,
    PersonDisposed,
    PersonStopped,
)
from sim.stages.store import user_store
from sim.training.events import CONFIRM, INSTRUCTOR, Message, Resumed, Sent
from sim.training.injects.inject import act_of
from sim.training.injects.kinds import KINDS
from sim.training.session import Asked, Session, begin_session
from tests.sim.training.conftest import Watch
from tests.sim.training.injects.test_steering import inject

AT_S, UNTIL_S = 15.0, 178.0
SHORT_STOPS = {
    "officers.patience_s": "600",
    **dict.fromkeys(("officers.engage_s", "officers.identity_check_s"), "4"),
    **dict.fromkeys(("officers.arrest_s", "officers.contested_s"), "4"),
}
MORE = {
    "duplicate": {"amount": 2},
    "officer_unavailable": {"what": "0"},
    "medical": {"amount": 2},
    "missing_child": {"amount": 2},
    "stop_contested": {"amount": 10},
    "hostile_filming": {"amount": 4},
    "threshold_changed": {"amount": 0.3},
    "list_withdrawn": {"amount": 1},
    "group_skew": {"what": "sex female", "amount": -0.2},
    "blur": {"amount": 8},
    "network_loss": {"amount": 1},
    "network_delay": {"amount": 9},
    "engine_overload": {"amount": 30},
    "crowd_surge": {"amount": 300},
    "commander_query": {"to": ["trainee"], "lasts_s": 200},
}


@dataclass
class World:
    """A session played to its end by people who confirm everything and send whoever is free, with
    an inject or with a message in its place.
    """

    session: Session
    watch: Watch

    def play(self, act):
        session = self.session
        session.do(INSTRUCTOR, Resumed())
        self.to(AT_S)
        session.do(INSTRUCTOR, act)
        self.questions = list(session.live.steering.questions)
        self.to(UNTIL_S)
        return self

    def to(self, clock_s):
        while self.session.clock_s < clock_s - 1e-6:
            self.watch.now_s += 0.5
            self.session.advance()
            self.answer()

    def answer(self):
        live = self.session.live
        for alert, one in list(live.trainee.open.items()):
            if not one.verdict.triggered and not live.away:
                self.session.decide(alert, CONFIRM, 0.5, "")
        for call, _ in live.calls():
            for officer in sorted(live.answer.patrol.stand.idle)[:1]:
                self.try_to_send(call.alert, officer)

    def try_to_send(self, alert, officer):
        try:
            self.session.do("commander", Sent(alert, officer))
        except SimError:  # who was sent a moment ago
            return

    def told(self, *kinds):
        return [event for event in self.session.log() if isinstance(event, kinds)]

    @property
    def alerts(self):
        return {(e.person, e.subject, e.camera, e.time_s) for e in self.told(AlertRaised)}

    @property
    def longest_stop_s(self):
        over = {e.alert: e.time_s for e in self.told(PersonDisposed)}
        began = {e.alert: e.time_s for e in self.told(PersonStopped)}
        return max((over[n] - began[n] for n in over.keys() & began.keys()), default=0.0)

    @property
    def walks(self):
        people = self.session.live.answer.patrol.pursuit.day.people
        return people.exit_s[people.arrival_s < UNTIL_S]


def more_alerts(plain, found):
    return found.alerts > plain.alerts


def fewer_alerts(plain, found):
    return found.alerts < plain.alerts


def later_alerts(plain, found):
    late = {(person, subject) for person, subject, *_ in found.alerts - plain.alerts}
    return late & {(person, subject) for person, subject, *_ in plain.alerts}


def officers_away(plain, found):
    return not plain.told(BreakBegan) and found.told(BreakBegan)


def longer_stops(plain, found):
    return found.longest_stop_s > 1.5 * plain.longest_stop_s > 0


def others_walk(plain, found):
    return not np.array_equal(plain.walks, found.walks)


def sent_later(plain, found):
    return found.told(OfficerSent)[0].time_s > plain.told(OfficerSent)[0].time_s + 30


def decided_later(plain, found):
    return found.told(AlertConfirmed)[0].time_s > plain.told(AlertConfirmed)[0].time_s + 30


def a_question_open(plain, found):
    return found.questions and not plain.questions


CHANGED = {
    **dict.fromkeys(
        (
            "true_alert", "look_alike_alert", "twin_alert", "stale_alert", "under_18", "duplicate",
            "burst", "low_quality",
        ),
        more_alerts,
    ),
    **dict.fromkeys(
        (
            "camera_out", "network_loss", "engine_overload", "blur", "list_withdrawn",
            "threshold_changed", "group_skew", "feed_frozen",
        ),
        fewer_alerts,
    ),
    "network_delay": later_alerts,
    "operator_away": decided_later,
    "radio_down": sent_later,
    **dict.fromkeys(("crowd_surge", "evacuation"), others_walk),
    **dict.fromkeys(("officer_unavailable", "medical", "missing_child"), officers_away),
    **dict.fromkeys(("stop_contested", "hostile_filming"), longer_stops),
    "commander_query": a_question_open,
}  # fmt: skip
"""What each kind changes, in which a message of the same words changes nothing."""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Plays a session with an act; stops are over within it."""
    held, laid = [], tmp_path_factory.mktemp("worlds") / "laid"
    laid.mkdir()
    begin_session(laid, Asked("corridor", SHORT_STOPS), user_store())

    def of(act):
        folder = shutil.copytree(laid, tmp_path_factory.mktemp("world") / "one")
        watch = Watch()
        held.append(Session(folder, watch))
        return World(held[-1], watch).play(act)

    yield of
    for session in held:
        session.close()


@pytest.fixture(scope="module")
def plain(world):
    return world(Message((), "Nothing but words"))


def test_every_kind_there_is_is_looked_at():
    assert CHANGED.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_an_inject_makes_the_world_another_one(world, plain, kind):
    lasts = {} if KINDS[kind].length is None else {"lasts_s": 160}
    found = world(act_of(inject(kind, **{**lasts, **MORE.get(kind, {})})))
    assert CHANGED[kind](plain, found), kind
    failed = {e.failure for e in found.told(FailureBegan)}
    assert failed <= {kind}
