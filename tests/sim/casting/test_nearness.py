"""Who plays whom comes as near as the pool allows, and how near that is, is told."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.casting.nearness import Nearness, apart, labels_of, nearest, nearness, told
from sim.people.births import identity
from sim.people.identities import ANCESTRIES, SEXES
from sim.world.demography.labels import FEMALE, MALE, Labels, alike


def labels(count: int) -> st.SearchStrategy[Labels]:
    one = st.tuples(
        st.integers(0, 1), st.floats(3, 90, width=32), st.integers(0, 2), st.integers(1, 10)
    )
    kinds = (np.int8, np.float32, np.int8, np.int8)
    return st.lists(one, min_size=count, max_size=count).map(
        lambda rows: Labels(
            *(np.array(x, kind) for x, kind in zip(zip(*rows, strict=True), kinds, strict=True))
        )
    )


@settings(deadline=None, max_examples=60)
@given(labels(3), labels(5), st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_nobody_else_of_the_pool_would_be_nearer_all_taken_together(wanted, pool, manner):
    far = apart(wanted, np.array(manner, np.int8), pool)
    found = nearest(wanted, np.array(manner, np.int8), pool)
    best = min(far[range(3), list(some)].sum() for some in permutations(range(5), 3))
    assert len(set(found.tolist())) == 3
    assert far[range(3), found].sum() == pytest.approx(best)


def test_rendered_people_are_what_their_labels_say():
    found = labels_of(np.arange(20), 1)
    for number in range(20):
        who = identity(number, 1)
        assert SEXES[found.sex[number]] == who.sex
        assert ANCESTRIES[found.ancestry[number]] == who.ancestry
        assert found.age[number] == pytest.approx(who.age)
        assert found.tone[number] == who.monk_tone


def test_what_differs_is_counted():
    wanted = replace(alike(4), age=np.array([30, 30, 40, 9], np.float32))
    played = Labels(
        sex=np.array([MALE, FEMALE, FEMALE, FEMALE], np.int8),
        age=np.array([31, 30, 40, 60], np.float32),
        ancestry=np.array([0, 1, 0, 0], np.int8),
        tone=np.array([2, 1, 9, 1], np.int8),
    )
    near = nearness(wanted, played)
    assert near == Nearness(4, sex=3, ancestry=3, tone=3, grown=3, years=0.5, most_years=51.0)
    (said,) = told(near)
    for part in ("of 4 people", "1 of another sex", "1 of another ancestry", "51 years apart"):
        assert part in said


def test_of_those_who_are_played_as_they_are_nothing_is_told():
    assert told(nearness(alike(3), alike(3))) == []
    assert told(nearness(alike(0), alike(0))) == []
