import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.fidelity.gate import admit, separation, strangers

SOME = settings(deadline=None, max_examples=40)
LOOK_ALIKE, ROUNDING = 0.7, 1e-5


def people(count: int, seed: int, dimensions: int = 5) -> np.ndarray:
    """Unit templates in so few dimensions that many are look-alikes."""
    raw = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return raw / np.linalg.norm(raw, axis=1, keepdims=True)


@SOME
@given(st.integers(2, 80), st.integers(0, 1000))
def test_the_closest_pair_admitted_is_below_the_bound_and_whoever_is_not_resembles_one(count, seed):
    templates = people(count, seed)
    admitted = admit([(templates, LOOK_ALIKE)])
    score = templates @ templates[admitted].T
    assert admitted[0]
    assert (np.sort(score[admitted], axis=1)[:, :-1] <= LOOK_ALIKE + ROUNDING).all()
    assert (score[~admitted].max(1, initial=-1) >= LOOK_ALIKE - ROUNDING).all()


@SOME
@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 1000))
def test_whom_a_short_list_admits_a_longer_one_admits_too(count, more, seed):
    templates = people(count + more, seed)
    few, everybody = (admit([(some, LOOK_ALIKE)]) for some in (templates[:count], templates))
    assert everybody[:count].tolist() == few.tolist()


@SOME
@given(st.integers(2, 60), st.integers(0, 1000))
def test_whom_two_packs_admit_is_alike_to_neither_and_whoever_is_not_is_to_one(count, seed):
    packs = [(people(count, seed), LOOK_ALIKE), (people(count, seed + 1, 3), 0.9)]
    admitted = admit(packs)
    close = np.logical_or.reduce([one @ one.T > bound for one, bound in packs])
    before = np.tril(close, -1)[:, admitted].any(1)
    assert not before[admitted].any()
    assert before[~admitted].all()
    assert admit(packs[:1]).tolist() == admit([packs[0], packs[0]]).tolist()


def test_people_without_a_face_are_refused_and_keep_nobody_out():
    templates = np.repeat(people(1, 3), 3, axis=0)
    found = np.array([False, True, True])
    assert admit([(templates, LOOK_ALIKE)], found).tolist() == [False, True, False]


def test_the_closest_pairs_are_told_by_number_and_the_nearest_first():
    templates = people(12, 4)
    number = 10 * np.arange(12)
    told = separation(strangers(templates), number, worst=3)
    score = templates @ templates.T
    for pair in told["worst_pairs"]:
        one, other = (n // 10 for n in pair["numbers"])
        assert pair["score"] == np.float32(pair["score"])
        assert abs(pair["score"] - score[one, other]) < ROUNDING
    scores = [pair["score"] for pair in told["worst_pairs"]]
    assert scores == sorted(scores, reverse=True)
    assert told["comparisons"] == 66
    assert told["quantiles"]["0.9999"] <= scores[0]


def test_one_person_alone_has_no_closest_pair():
    told = separation(strangers(people(1, 1)), np.array([7]))
    assert (told["worst_pairs"], told["comparisons"], told["mean"]) == ([], 0, None)
