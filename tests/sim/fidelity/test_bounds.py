from dataclasses import replace

import numpy as np
import pytest

from sim.fidelity import bounds
from sim.fidelity.blocks import Probed
from sim.fidelity.bounds import LowerBound, Trial
from sim.fidelity.gate import strangers
from sim.people.styles import DAY, ENROLMENT, OLDER, RETURN, barefaced

PEOPLE = 120
BARE, LATER = barefaced(DAY), barefaced(OLDER)
GROWN = np.arange(100) >= 20


def trial(noise: dict[str, float], people: int = PEOPLE) -> Trial:
    """Drawn people, the first 100 probed in each style with so much noise."""
    rng = np.random.default_rng(5)
    enrolled = unit(rng.normal(size=(people, 24)))
    number = 3 * np.arange(people)
    probed = number[: min(people, 100)]
    views = [
        unit(enrolled[: len(probed)] + rng.normal(0, spread, (len(probed), 24)))
        for spread in noise.values()
    ]
    styles = np.repeat([*noise], len(probed))
    seen = Probed(
        number=np.tile(probed, len(noise)),
        style=styles,
        template=np.concatenate(views),
        found=np.ones(len(styles), bool),
        cpu_s=np.zeros(len(styles)),
    )
    return Trial(enrolled, number, strangers(enrolled), seen, GROWN[: len(probed)])


def unit(raw: np.ndarray) -> np.ndarray:
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def tried() -> Trial:
    return trial({ENROLMENT: 0.02, BARE: 0.1, barefaced(RETURN): 0.1, LATER: 1.0, DAY: 0.3})


def test_a_bound_holds_where_the_share_reaches_it_and_not_elsewhere(tried, monkeypatch):
    monkeypatch.setattr(bounds, "GALLERY", 100)
    same, day, _, later, rank, _ = tried.bounds()
    assert (same.found.value, same.holds, day.holds) == (1.0, True, True)
    assert later.found.value < 0.5
    assert later.holds is False
    assert (rank.found.value, rank.holds) == (1.0, True)


def test_restyled_are_grown_ups_alone_and_children_stand_beside_them(tried):
    unlike = np.isin(tried.probed.number, tried.number[:100][~GROWN])
    unlike &= tried.probed.style == BARE
    template = np.where(unlike[:, None], 0, tried.probed.template)
    growing = replace(tried, probed=replace(tried.probed, template=template))
    _, day, *_ = growing.bounds()
    (covered, child, _) = growing.beside()
    assert (day.found.cases, day.found.value) == (80, 1.0)
    assert (child[1].cases, child[1].value) == (20, 0.0)
    assert covered[1].cases == 80
    assert 0 < covered[1].value < day.found.value
    assert growing.rank_one(BARE).found.people == 100


def test_rank_one_among_fewer_than_asked_for_holds_nothing(tried):
    rank = tried.rank_one(DAY)
    assert (rank.holds, rank.name) == (None, "rank-1 identification among 120, style: day")


def test_a_face_not_found_is_a_miss(tried, monkeypatch):
    monkeypatch.setattr(bounds, "GALLERY", 100)
    lost = tried.probed.style == BARE
    lost &= tried.probed.number < 30
    template = np.where(lost[:, None], 0, tried.probed.template)
    blind = replace(tried, probed=replace(tried.probed, template=template, found=~lost))
    assert blind.tar(BARE).value == pytest.approx(tried.tar(BARE).value - 0.1)
    assert blind.rank_one(BARE).found.value == pytest.approx(0.9)


def test_too_few_comparisons_give_no_threshold_and_no_verdict():
    few = trial({ENROLMENT: 0.1, BARE: 0.1}, people=20)
    told = few.to_json()
    assert told["threshold"]["value"] is None
    assert {bound["holds"] for bound in told["bounds"]} == {None}


def test_the_threshold_has_the_false_match_rate_it_is_for(tried):
    told = tried.to_json()
    assert 0 < told["threshold"]["fmr"]["value"] <= bounds.WANTED_FMR
    assert told["scores"]["mated"]["comparisons"] == 100
    assert sum(told["scores"]["non_mated"]["counts"]) == PEOPLE * (PEOPLE - 1) / 2


def test_a_share_of_none_does_not_hold():
    hopeless = replace(trial({DAY: 9.0}).tar(DAY), value=0.0)
    assert LowerBound("any", 0.5, hopeless).holds is False
