import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.schema import Doubles
from sim.casting.doubles import marks, plant
from sim.casting.roles import cast
from sim.errors import SimError
from sim.people.ties import KINDS, tie
from sim.world.demography.labels import alike
from tests.sim.casting.test_roles import people

counts = st.integers(0, 3)


def staged(subject: list[int]):
    """Everybody in view, cast with faces from 100 on."""
    crowd, playing = people(subject), np.arange(len(subject))
    subjects = np.array(sorted({s for s in subject if s >= 0} | {0, 1}))
    theirs = alike(len(subjects))
    played, faces = cast(crowd, playing, subjects, theirs, np.arange(100, 160), 1)
    return played, playing, subjects, faces


@settings(deadline=None, max_examples=60)
@given(counts, counts, counts, st.integers(0, 1000))
def test_so_many_innocents_are_kin_of_people_listed_and_nobody_else_changes(
    twin, sibling, look_alike, seed
):
    played, playing, subjects, faces = staged([-1, 7, -1, 3, *[-1] * 9])
    wanted = Doubles(twin=twin, sibling=sibling, look_alike=look_alike)
    planted = plant(played, playing, faces, wanted, np.random.default_rng(seed))
    changed = np.flatnonzero(planted.identity != played.identity)
    assert (played.subject[changed] == -1).all()
    assert np.array_equal(planted.subject, played.subject)
    assert len(set(planted.identity.tolist())) == len(played)
    kinds = [tie(number).kind for number in planted.identity[changed].tolist()]
    assert [kinds.count(kind) for kind in KINDS] == [twin, sibling, look_alike]
    kin, of = marks(planted.identity, subjects, faces)
    assert [kin[person] for person in changed] == kinds
    assert set(of[changed].tolist()) <= set(subjects.tolist())
    assert {of[person] for person in range(len(kin)) if not kin[person]} <= {-1}


def test_more_doubles_than_strangers_are_refused():
    played, playing, _, faces = staged([-1, 7, -1])
    with pytest.raises(SimError, match=r"window.doubles: got 3, wanted at most .* 2, and"):
        plant(played, playing, faces, Doubles(twin=3), np.random.default_rng(1))


def test_doubles_of_nobody_are_refused():
    played, playing, _, _ = staged([-1, -1])
    with pytest.raises(SimError, match="there are 0"):
        plant(played, playing, np.empty(0, np.int64), Doubles(twin=1), np.random.default_rng(1))
