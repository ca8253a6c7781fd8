from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import fisher_exact

from engine.measure.realism.series import Gathering, Series, joined, sharpness
from engine.packs.built import built_folder
from engine.packs.names import OPEN
from sim.fidelity import counterparts
from sim.fidelity.counterparts import Conditions, Person, matched, photograph, pictures
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.people.styles import ARCHIVED, DAY, barefaced, styled
from sim.people.wear.wearables import GLASSES, bared

TAKEN = (Conditions(0.0, 40.0), Conditions(25.0, 40.0, (1.2, 1.0, 0.8), 0.3))


def real(pictures_of=(2, 1, 3)):
    """People with so many pictures; every value of a picture's conditions is its number."""
    owner = np.repeat(np.arange(len(pictures_of)), pictures_of)
    first = np.diff(owner, prepend=-1) > 0
    values = np.repeat(np.arange(len(owner), dtype=float)[:, None], 7, 1)
    values[:, 2] = 40 + values[:, 2]
    none = np.empty(0)
    return Series(none, none, none, none, owner, first, values, np.array([0]))


def face_of(bgr):
    """Where eyes and mouth are about the middle of."""
    middle = np.array([bgr.shape[1] / 2, 0.45 * bgr.shape[0] + 24])
    return bgr, middle, 40.0


def test_rendered_people_take_the_conditions_of_photographed_pairs_in_turn():
    found = matched(real(), np.array([5, 9, 12]), 2)
    assert [one.number for one in found] == [5, 9, 12]
    sizes = [[taken.interocular_px for taken in one.taken] for one in found]
    assert sizes == [[40, 41, 41], [43, 44, 45], [40, 41, 41]]


def test_light_is_that_beside_the_person_s_other_pictures_and_yaw_what_the_landmarks_meant():
    (first, second) = matched(real(), np.array([5]), 1)[0].taken
    assert np.log(first.gain) == pytest.approx([-0.5] * 3)
    assert np.log(second.gain) == pytest.approx([0.5] * 3)
    told = counterparts.ESTIMATED_AT_0_DEG + counterparts.ESTIMATED_SLOPE * second.yaw_deg
    assert told == pytest.approx(1.0)


def test_the_same_person_is_pictured_the_same_and_another_otherwise():
    one, same, other = (pictures(Person(number, TAKEN[:1]), 1) for number in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_only_grown_ups_are_counterparts():
    found = counterparts.adults(np.arange(40), 1, 10)
    assert len(found) == 10
    assert all(identity(number, 1).age >= ADULT for number in found.tolist())


def test_counterparts_are_barefaced_and_seen_on_another_day(monkeypatch):
    asked, shown = [], []

    def dressed(*told):
        shown.append(told[1].wearables)
        return "head", "body"

    def noted(person, style):
        asked.append(style)
        return styled(person, style)

    monkeypatch.setattr(counterparts, "styled", noted)
    monkeypatch.setattr(counterparts, "dressed", dressed)
    monkeypatch.setattr(counterparts, "_picture", lambda *taken: taken)
    pictures(Person(covered(77), TAKEN), 77)
    assert asked == [barefaced(DAY), barefaced(ARCHIVED)]
    assert all(worn == bared(worn) for worn in shown)


def covered(seed):
    """The first whose other day has something on that is no glasses, jewel or covering of faith."""
    visits = ((n, styled(identity(n, seed), ARCHIVED)[1].wearables) for n in range(100))
    return next(n for n, worn in visits if worn != bared(worn))


COUNTED = {"hair": 18, "hair_colour": 4, "beard": 7, "eyes": 10}
PAIRS, PHOTOGRAPHS, WITH_GLASSES = 250, 500, 81
"""So docs/gap.md has it of photographs: pairs in which each differs, pictures with glasses."""


@pytest.fixture(scope="module")
def looks():
    """Both looks of grown-ups as they are pictured."""
    grown = counterparts.adults(np.arange(2000), 9, 1200).tolist()
    styles = (barefaced(DAY), barefaced(ARCHIVED))
    return [[counterparts.posing(number, 9, style)[1] for style in styles] for number in grown]


@pytest.mark.parametrize("part", COUNTED)
def test_looks_differ_as_often_as_in_pairs_of_photographs(looks, part):
    differ = sum(worn_of(one, part) != worn_of(other, part) for one, other in looks)
    assert alike((differ, len(looks)), (COUNTED[part], PAIRS))


def test_clear_glasses_are_as_frequent_as_in_photographs(looks):
    on = sum(worn_of(look, "eyes") in GLASSES for pair in looks for look in pair)
    assert alike((on, 2 * len(looks)), (WITH_GLASSES, PHOTOGRAPHS))


def alike(one, other):
    """Whether two shares, each a count and its whole, may be the same."""
    return fisher_exact([[count, whole - count] for count, whole in (one, other)]).pvalue > 0.1


def worn_of(look, part):
    return look.wearables.eyes if part == "eyes" else getattr(look, part)


def test_faces_do_what_those_in_photographs_do_and_nothing_beyond_full_strength():
    rng = np.random.default_rng(1)
    drawn = [dict(counterparts._expression(rng)) for _ in range(2000)]
    for share, wanted in counterparts.EXPRESSIONS:
        found = sum(one.keys() == wanted.keys() for one in drawn)
        assert found == pytest.approx(share * len(drawn), abs=5 * np.sqrt(len(drawn) * share))
    assert max(max(one.values(), default=0) for one in drawn) <= 1


def test_no_picture_is_sharper_than_its_photograph():
    soft, sharp = (
        pictures(Person(3, (replace(TAKEN[1], sharpness=value),)), 1)[0] for value in (0.25, 1e9)
    )
    assert sharpness(*face_of(soft)) < 0.3 < sharpness(*face_of(sharp))


def test_sharpness_hangs_neither_on_contrast_nor_on_brightness():
    (seen,) = pictures(Person(3, TAKEN[:1]), 1)
    paler = (seen // 2 + 90).astype(np.uint8)
    assert sharpness(*face_of(paler)) == pytest.approx(sharpness(*face_of(seen)), rel=0.1)
    assert sharpness(*face_of(np.full_like(seen, 90))) == 0


def test_people_pictured_in_two_parts_and_by_two_packs_are_the_same_people(monkeypatch):
    monkeypatch.setattr(counterparts, "TURNED", ((30.0, 0.0),))
    people = [Person(number, TAKEN) for number in (5, 6)]
    ((whole, turned),) = photograph(people, 1, (OPEN,), lambda _: None)
    packs = (OPEN, str(built_folder(OPEN)))
    parts = [photograph([one], 1, packs, lambda _: None)[turn] for turn, one in enumerate(people)]
    both = joined([one for one, _ in parts])
    for name in Series.__dataclass_fields__:
        assert np.array_equal(getattr(both, name), getattr(whole, name)), name
    assert np.array_equal(turned.score, np.concatenate([one.score for _, one in parts]))
    assert turned.score.shape == (1, 1)
    assert whole.detected.shape[0] == 2


def test_pictures_without_a_face_are_counted_and_nobody_is_enrolled():
    gathering = Gathering(OPEN)
    gathering.add([np.full((100, 100, 3), 120, np.uint8)] * 2)
    found = gathering.series()
    assert (found.people, len(found.person), found.missed.tolist()) == (0, 0, [2])
