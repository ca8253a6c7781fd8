"""A difference planted at a step is found there and nowhere else; where none is, none is found."""

from functools import cache

import numpy as np
import pytest
from scipy.special import ndtri

from scenarios.footfall.demography import AGES
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertRaised,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLost,
    PersonStopped,
)
from sim.outcomes.facts import Facts
from sim.outcomes.groups.compared import LEVEL, compared
from sim.outcomes.groups.lengths import LENGTHS
from sim.outcomes.groups.steps import STEPS

CHANCES = {
    "in_view": 0.7,
    "opportunity": 0.75,
    "tpir": 0.6,
    "fpir": 0.3,
    "true_confirmed": 0.75,
    "false_confirmed": 0.4,
    "rightly_stopped": 0.7,
    "wrongly_stopped": 0.6,
}
"""Of each step, for everybody who gets there."""
KEYS = {
    True: ("in_view", "opportunity", "tpir", "true_confirmed", "rightly_stopped"),
    False: ("in_view", "opportunity", "fpir", "false_confirmed", "wrongly_stopped"),
}
"""The steps of somebody who is listed, and of others."""
LASTS_S = {"held_rightly": 400.0, "held_wrongly": 180.0}
"""How long people are held, the median of everybody stopped."""
REPEATS, PEOPLE = 200, 2_000
BY_CHANCE = 2 * (REPEATS * 0.05 * 0.95) ** 0.5
"""By how much a count of repeats that happen in 5 of 100 may be off."""


def log_of(rng, chances, people):
    """What happened to people, half of them women and half of them listed, by the chances of each
    (step, sex).
    """
    told = []
    for person, luck in enumerate(rng.random((people, 6)).tolist()):
        sex, listed = ("female", "male")[person % 2], person % 4 < 2
        told += _one(person, sex, listed, luck, chances)
    return told


@cache
def _steps(person, sex, listed):
    """What happens to somebody at each step, and instead of the next one."""
    return (
        (PersonEntered(0.0, person, listed, sex, 30.0, "asian", 4),),
        (PersonInView(1.0, person, "door"),),
        (OpportunityArose(2.0, person, "door"),),
        (AlertRaised(3.0, person, "door", person, 7, 0.8, true=listed),),
        (AlertConfirmed(4.0, person, 0), AlertDismissed(4.0, person, 0)),
        (PersonStopped(9.0, person, 0, person, 1.0, 2.0), PersonLost(9.0, person, 0)),
    )


def _one(person, sex, listed, luck, chances):
    (entered,), *steps = _steps(person, sex, listed)
    yield entered
    for key, drawn, (happened, *instead) in zip(KEYS[listed], luck, steps, strict=False):
        if drawn >= chances[key, sex]:
            yield from instead
            return
        yield happened
    lasts_s = chances["held_rightly" if listed else "held_wrongly", sex]
    ended_s = 9.0 + lasts_s * float(np.exp(0.4 * ndtri(luck[5])))
    yield PersonDisposed(ended_s, person, 0, "arrest" if listed else "released")


def planted(step=None, factor=1.0):
    """The chances of each step and how long people are held, by sex; women's at one step so many
    times as much.
    """
    return {
        (key, sex): chance * (factor if (key, sex) == (step, "female") else 1.0)
        for key, chance in (CHANCES | LASTS_S).items()
        for sex in ("female", "male")
    }


def found(seed, chances, people=PEOPLE):
    rng = np.random.default_rng((2026, seed))
    told = compared(Facts.told(log_of(rng, chances, people), 60.0), seed)
    return {one.step.key for one in told if one.found}


def test_every_step_has_its_chance():
    assert [*CHANCES] == [step.key for step in STEPS]
    assert [*LASTS_S] == [length.key for length in LENGTHS]


def test_a_planted_difference_of_1_3_in_tpir_is_found_there_and_nowhere_else():
    told = [found(seed, planted("tpir", 1.3)) for seed in range(REPEATS)]
    assert sum("tpir" in one for one in told) >= 0.9 * REPEATS
    assert sum(bool(one - {"tpir"}) for one in told) <= LEVEL * REPEATS + BY_CHANCE


def test_where_nothing_is_planted_nothing_is_found_in_95_of_100():
    told = [found(seed, planted()) for seed in range(REPEATS)]
    assert sum(map(bool, told)) <= LEVEL * REPEATS


@pytest.mark.parametrize(
    ("step", "factor"),
    [
        ("in_view", 1.3), ("opportunity", 1.3), ("fpir", 1.5), ("true_confirmed", 1.3),
        ("false_confirmed", 1.9), ("rightly_stopped", 1.35), ("wrongly_stopped", 1.6),
        ("held_rightly", 1.3), ("held_wrongly", 1.9),
    ],
)  # fmt: skip
def test_wherever_a_difference_is_planted_it_is_found_at_its_own_step(step, factor):
    told = [found(seed, planted(step, factor), 2 * PEOPLE) for seed in range(12)]
    assert sum(step in one for one in told) >= 10
    assert sum(bool(one - {step}) for one in told) <= 2


def test_counts_stand_under_their_group_and_a_person_counts_once():
    always = [0.0] * 5 + [0.5]
    log = [*_one(0, "female", False, always, planted()), *_one(1, "male", True, always, planted())]
    log.append(AlertRaised(5.0, 7, "door", 0, 9, 0.7, true=False))
    log.append(AlertDismissed(6.0, 7, 0))
    told = {(one.step.key, one.label): one for one in compared(Facts.told(log, 60.0))}
    women, men = told["false_confirmed", "sex"].groups
    assert (women.share.numerator, women.share.denominator) == (1, 1)  # the first verdict
    assert men.share.denominator == 0
    assert told["tpir", "sex"].groups[1].share.value == 1.0
    bands = [group.group for group in told["tpir", "age"].groups]
    assert len(bands) == len(AGES)


def test_what_could_have_been_missed_is_about_what_is_found_in_four_of_five():
    """Women's share is moved by just that much, in as many people."""
    rng = np.random.default_rng(3)
    (told,) = [
        one
        for one in compared(Facts.told(log_of(rng, planted(), PEOPLE), 60.0))
        if (one.step.key, one.label) == ("in_view", "sex")
    ]
    more = told.groups[0].could_miss
    hits = [found(seed, planted("in_view", 1 + more / CHANCES["in_view"])) for seed in range(60)]
    assert 0.65 * 60 <= sum("in_view" in one for one in hits) <= 0.95 * 60


def test_how_long_people_were_held_counts_each_of_them_once_with_all_their_stops():
    log = [PersonEntered(0.0, k, False, ("female", "male")[k], 30.0, "asian", 4) for k in (0, 1)]
    for stop, (person, at_s, ends_s) in enumerate([(0, 10, 40), (0, 60, 80), (1, 90, 95)]):
        log.append(AlertRaised(at_s - 5, stop, "door", person, 7, 0.8, true=False))
        log.append(PersonStopped(at_s, stop, 0, person, 1.0, 2.0))
        log.append(PersonDisposed(ends_s, stop, 0, "released"))
    log.append(PersonStopped(99.0, 3, 0, 1, 1.0, 2.0))
    told = {(one.step.key, one.label): one for one in compared(Facts.told(log, 100.0))}
    women, men = told["held_wrongly", "sex"].groups
    assert (women.people, women.median_s, women.mean_s) == (1, 50.0, 50.0)
    assert (men.people, men.median_s) == (1, 5.0)
    assert women.low_s is women.longer is None
    assert [group.people for group in told["held_rightly", "sex"].groups] == [0, 0]
