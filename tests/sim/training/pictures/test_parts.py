"""Who plays whom: one person twice where the claim is right, kin where it is wrong."""

from itertools import islice

import pytest

from sim.errors import SimError
from sim.people.styles import DAY
from sim.people.ties import LOOK_ALIKE, SIBLING, TWIN, Tie, tie
from sim.training.pictures.parts import Cast, Part, base, cast_of, others, parts
from sim.training.pictures.shots import Shot

POOL = [11, 12, 13, 14]


def shot(*, true=True, person=1, subject=5, score=0.5, kin=""):
    return Shot("west", 4.0, person, subject, score, 0.4, true, kin)


def answered(asked, scores):
    """The parts that are tried where the engine's scores are these."""
    found = [next(asked)]
    for score in scores:
        found.append(asked.send(score))
    return found


def test_a_right_claim_is_played_by_one_person_on_two_days():
    assert list(parts(shot(), Cast(), POOL)) == [Part(one, one) for one in POOL]


def test_a_wrong_claim_is_played_by_kin_of_the_listed_person_s_face():
    found = answered(parts(shot(true=False), Cast(), POOL), [0.5, 0.5, 0.5, 0.5])
    assert [part.face for part in found] == [*POOL, 11]
    assert [base(part.plays) for part in found] == [*POOL, 11]
    assert len({part.plays for part in found} - {*POOL}) == 5


def test_a_wrong_claim_of_a_settled_face_is_played_by_its_kin_alone():
    cast = Cast(faces={5: 12})
    found = answered(parts(shot(true=False), cast, POOL), [0.5, 0.5, 0.5])
    assert {(part.face, base(part.plays)) for part in found} == {(12, 12)}


def test_kin_are_closer_where_the_score_is_higher():
    def first(score):
        return tie(next(parts(shot(true=False, score=score), Cast(), POOL)).plays).kind

    assert [first(score) for score in (0.35, 0.5, 0.8)] == [SIBLING, LOOK_ALIKE, TWIN]


def test_what_the_engine_says_decides_whom_to_try_next():
    low = answered(parts(shot(true=False, score=0.5), Cast(), POOL), [0.38, None])
    assert [tie(one.plays).kind for one in low] == [LOOK_ALIKE, TWIN, TWIN]
    assert len({one.plays for one in low}) == 3


def test_somebody_cast_as_a_twin_is_played_by_a_twin():
    tried = islice(parts(shot(true=False, score=0.2, kin=TWIN), Cast(), POOL), 3)
    assert [tie(one.plays).kind for one in tried] == [TWIN] * 3


def test_what_is_settled_stays_so():
    cast = Cast()
    cast.settle(shot(), Part(11, 11, "return"))
    assert list(parts(shot(), cast, POOL)) == [Part(11, 11, "return")]
    others = [one.face for one in parts(shot(person=2), cast, POOL)]
    assert others == [11] * 4
    like = next(parts(shot(true=False, subject=6), cast, POOL))
    assert (base(like.face), like.plays) == (11, 11)
    assert next(parts(shot(true=False, person=3), cast, POOL)).face == 11
    assert cast.taken == {11}


def test_a_listed_person_whose_face_is_settled_is_seen_on_several_days():
    cast = Cast(faces={5: 11})
    tried = list(parts(shot(), cast, POOL))
    assert {one.plays for one in tried} == {11}
    assert len({one.style for one in tried}) == 4
    assert tried[0].style == DAY


def test_a_further_candidate_has_the_face_of_kin_and_their_own_if_it_is_them():
    cast = Cast(faces={5: 11, 6: 12}, plays={1: 11}, styles={11: DAY})
    tried = list(islice(others(shot(subject=7, score=0.5), cast, true=False), 3))
    assert [base(one) for one in tried] == [11] * 3
    assert 11 not in tried
    assert list(others(shot(subject=7), cast, true=True)) == [11]
    assert list(others(shot(subject=6), cast, true=False)) == [12]
    cast.faces[8] = tried[0]
    assert tried[0] not in islice(others(shot(subject=7), cast, true=False), 3)


def test_who_plays_whom_is_kept_and_read_again(tmp_path):
    cast = Cast()
    cast.settle(shot(), Part(11, Tie(TWIN, 11).number, "return"))
    cast.keep(tmp_path / "cast.json")
    assert cast_of(tmp_path / "cast.json") == cast
    assert cast_of(tmp_path / "none.json") == Cast()
    (tmp_path / "cast.json").write_text('{"faces": 3}')
    with pytest.raises(SimError, match="wanted who plays whom"):
        cast_of(tmp_path / "cast.json")
