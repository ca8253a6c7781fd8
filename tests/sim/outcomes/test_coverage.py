"""Of a thousand days of one kind, how many printed 95 % intervals hold the value that is true."""

from functools import cache

import numpy as np
import pytest

from sim.events import (
    AlertConfirmed,
    AlertRaised,
    FaceDetected,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonStopped,
)
from sim.outcomes.facts import Facts
from sim.outcomes.measures import measures

DAYS, PEOPLE = 1_000, 700


@pytest.fixture(scope="module")
def rates():
    """Of each rate its value with its interval, a day each."""
    days = [Facts.told(day(np.random.default_rng((7, number))), 60.0) for number in range(DAYS)]
    return {one.key: [one.fold(facts) for facts in days] for one in measures("rate")}


def day(rng):
    """People before three cameras, who differ in how readily they raise alerts: alerts of one
    person are alike, as those of real ones are.
    """
    told, raised = [], []
    for person in range(PEOPLE):
        told += seen(rng, person, raised)
    return [*told, *raised, *answered(rng, raised)]


@cache
def told_of(kind, *about):
    """An event as it comes on every day."""
    return kind(*about)


def seen(rng, person, raised):
    draw = rng.random
    listed = draw() < 0.4
    yield told_of(PersonEntered, 0.0, person, listed)
    if draw() > 0.85:
        return
    cameras = [camera for camera in "abc" if draw() < 0.6] or ["a"]
    yield told_of(PersonInView, 1.0, person, cameras[0])
    if draw() < 0.8:
        yield told_of(OpportunityArose, 2.0, person, cameras[0])
    prone = rng.beta(1.2, 1.2) * (1.0 if listed else 0.35)
    for camera in cameras:
        if draw() < 0.9:
            yield told_of(FaceDetected, 2.0, person, camera)
            if draw() < prone:
                true = listed and draw() < 0.9
                raised.append(AlertRaised(3.0, len(raised), camera, person, 7, 0.8, true))


def answered(rng, raised):
    stopped = set()
    for one in raised:
        if one.person not in stopped and rng.random() < 0.6:
            yield AlertConfirmed(4.0, one.alert, 0)
            if rng.random() < 0.7:
                stopped.add(one.person)
                yield PersonStopped(9.0, one.alert, 0, one.person, 1.0, 2.0)
                yield PersonDisposed(20.0, one.alert, 0, "other" if one.true else "released")


@pytest.mark.parametrize("key", [one.key for one in measures("rate")])
def test_printed_intervals_hold_the_true_value_in_93_to_97_of_100_days(rates, key):
    found = rates[key]
    true = sum(one.numerator for one in found) / sum(one.denominator for one in found)
    held = np.mean([one.low <= true <= one.high for one in found])
    assert 0.93 <= held <= 0.97
