import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.packs.names import OPEN
from sim.errors import SimError
from sim.fidelity.blocks import enrol
from sim.people.births import LIMITS, identity
from sim.people.identities import axes
from sim.people.kin import SHARED
from sim.people.looks import look
from sim.people.ties import KIN_BASE, KINDS, MOST_OF_A_KIND, SIBLING, TWIN, Tie, tie

SOME = settings(deadline=None, max_examples=40)
MANY = range(300)
numbers = st.integers(0, KIN_BASE - 1)
ties = st.builds(Tie, st.sampled_from(KINDS), numbers, st.integers(0, MOST_OF_A_KIND - 1))


@pytest.fixture(scope="module")
def own() -> np.ndarray:
    return shapes(MANY)


def shapes(people) -> np.ndarray:
    """(people, axes) of the axes that go both ways and vary."""
    still = tuple(prefix for prefix, limit in LIMITS.items() if not limit)
    both_ways = [name for name, (low, high) in axes().items() if low and high]
    names = [name for name in both_ways if not name.startswith(still)]
    made = [identity(number, 1).shape for number in people]
    return np.array([[shape[name][0] for name in names] for shape in made])


@SOME
@given(ties)
def test_a_number_of_kin_tells_whose_and_what(bond):
    assert bond.number >= KIN_BASE
    assert tie(bond.number) == bond


@SOME
@given(numbers)
def test_other_numbers_are_nobody_s_kin(number):
    assert tie(number) is None
    assert identity(number, 1).kin == ""


@pytest.mark.parametrize("bond", [Tie("cousin", 3), Tie(TWIN, -1), Tie(TWIN, 3, MOST_OF_A_KIND)])
def test_kin_that_cannot_be_are_refused(bond):
    with pytest.raises(SimError, match=r"kin: got .*, wanted"):
        _ = bond.number


def test_a_number_beyond_those_of_kin_is_refused():
    with pytest.raises(SimError, match="wanted one below"):
        identity(KIN_BASE * (1 + len(KINDS) * MOST_OF_A_KIND), 1)


@pytest.mark.parametrize("kind", KINDS)
def test_kin_are_marked_and_the_same_each_time(kind):
    kin = identity(Tie(kind, 12).number, 1)
    assert kin == identity(kin.number, 1)
    assert kin != identity(Tie(kind, 12, 1).number, 1)
    assert kin.kin == f"{kind.replace('_', '-')} of 12"
    assert kin.label.startswith(kin.kin)


@pytest.mark.parametrize("kind", KINDS)
def test_kin_have_their_share_of_a_face_and_vary_as_the_population_does(kind, own):
    kin = shapes(Tie(kind, number).number for number in MANY)
    correlation = [np.corrcoef(own[:, k], kin[:, k])[0, 1] for k in range(own.shape[1])]
    assert np.mean(correlation) == pytest.approx(SHARED[kind], abs=0.04)
    assert np.mean(kin.std(0) / own.std(0)) == pytest.approx(1, abs=0.04)
    assert np.abs(kin.mean(0)).max() < 0.2


def test_two_siblings_of_one_person_are_alike_through_that_person_only(own):
    one, other = (shapes(Tie(SIBLING, n, which).number for n in MANY) for which in (0, 1))
    between = [np.corrcoef(one[:, k], other[:, k])[0, 1] for k in range(own.shape[1])]
    assert np.mean(between) == pytest.approx(SHARED[SIBLING] ** 2, abs=0.04)


@SOME
@given(st.integers(0, 100_000))
def test_what_kin_have_in_common(number):
    person = identity(number, 1)
    twin, sibling, double = (identity(Tie(kind, number).number, 1) for kind in KINDS)
    for one in (twin, sibling, double):
        assert (one.mix, one.melanin) == (person.mix, person.melanin)
    assert (twin.age, twin.sex, double.sex) == (person.age, person.sex, person.sex)
    assert abs(sibling.age - person.age) < 25
    worn, other = look(person), look(twin)
    assert (worn.hair, worn.hair_colour, worn.iris) == (other.hair, other.hair_colour, other.iris)
    assert worn.outfit != other.outfit


def test_the_engine_finds_a_twin_likest_then_a_look_alike_a_sibling_and_a_stranger():
    people = [2, 5, 6, 12]
    groups = [people, *([Tie(kind, number).number for number in people] for kind in KINDS)]
    (found,) = enrol(np.concatenate(groups), 1, (OPEN,), lambda _: None)
    own, *kin = found.template.reshape(len(groups), len(people), -1)
    twin, sibling, double = ((own * one).sum(1).mean() for one in kin)
    stranger = (own @ own.T)[np.triu_indices(len(people), 1)].mean()
    assert found.found.all()
    assert twin > double > sibling > stranger
    assert twin > 0.85
