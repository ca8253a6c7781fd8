from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.measure.calibration import standin, strangers
from engine.measure.calibration.likeness import alike
from engine.measure.calibration.standin import BLOCK
from engine.measure.calibration.strangers import Strangers, by_turns
from tests.engine.measure.calibration.test_standin import standin as model_of

MODEL = model_of(look_alike=0.65)
LISTED = MODEL.subjects(120, np.random.default_rng(1))[1]
MANY = 2 * BLOCK + 50


@cache
def candidates(block: int, turn: int) -> tuple[np.ndarray, np.ndarray]:
    return MODEL.enrolled(BLOCK, draws(block, turn))


def draws(block: int, turn: int) -> np.random.Generator:
    return np.random.default_rng((7, block, turn))


def first_admissible(number: int, gallery: np.ndarray) -> tuple[np.ndarray, int]:
    """Who a number is by definition, and at which turn."""
    for turn in range(100):
        people, pictures = candidates(number // BLOCK, turn)
        place = number % BLOCK
        if not alike(pictures[place : place + 1], gallery, MODEL.look_alike).any():
            return people[place], turn
    raise AssertionError("nobody in a hundred turns")


def test_everybody_is_the_first_of_their_candidates_who_resembles_nobody_listed():
    found = Strangers(MODEL, LISTED).people(np.arange(MANY), draws)
    wanted = [first_admissible(number, LISTED) for number in range(MANY)]
    assert (found == np.stack([person for person, _ in wanted])).all()
    assert {0, 1, 2} <= {turn for _, turn in wanted}


@given(st.lists(st.integers(0, MANY - 1), min_size=1, unique=True))
@settings(deadline=None, max_examples=20)
def test_nobody_hangs_on_who_else_is_drawn(numbers):
    everybody = Strangers(MODEL, LISTED).people(np.arange(MANY), draws)
    some = Strangers(MODEL, LISTED).people(np.array(numbers), draws)
    assert (some == everybody[numbers]).all()


@given(st.integers(1, len(LISTED) - 1))
@settings(deadline=None, max_examples=10)
def test_one_more_listed_changes_its_look_alikes_and_nobody_else(size):
    before, after = LISTED[:size], LISTED[: size + 1]
    fewer, more = (Strangers(MODEL, one).people(np.arange(MANY), draws) for one in (before, after))
    changed = (fewer != more).any(1)
    for number in range(MANY):
        turn = first_admissible(number, before)[1]
        place = number % BLOCK
        picture = candidates(number // BLOCK, turn)[1][place : place + 1]
        assert changed[number] == alike(picture, after[size:], MODEL.look_alike)[0, 0]


def test_strangers_resemble_nobody_listed_much():
    model, rng = model_of(look_alike=0.6), np.random.default_rng(1)
    _, gallery = model.subjects(200, rng)

    def nearest(people):
        unit = people / np.linalg.norm(people, axis=1, keepdims=True)
        return (unit @ gallery.T).max(1).mean()

    admitted = Strangers(model, gallery).people(np.arange(200), by_turns(rng))
    assert nearest(admitted) < nearest(model.enrolled(200, rng)[0]) - 0.02


def test_where_everybody_is_alike_it_is_given_up(monkeypatch):
    monkeypatch.setattr(strangers, "GIVEN_UP_AFTER", 600)
    monkeypatch.setattr(standin, "GIVEN_UP_AFTER", 600)
    alike_all = model_of(look_alike=-0.9)
    with pytest.raises(SettingsError, match="unlike all 120 of the watchlist"):
        Strangers(alike_all, LISTED).people(np.arange(3), draws)
    with pytest.raises(SettingsError, match="more than 1 person is unlike"):
        alike_all.subjects(2, np.random.default_rng(1))
