"""Groups over replications: a planted difference is found, and none where there is none."""

import numpy as np
import pytest

from sim.experiments.by_group import STEPS, by_group
from sim.outcomes.demography import COUNTED, TONES
from sim.people.identities import ANCESTRIES, SEXES

AGES = ("3 to 18", "18 to 90")
LABELS = {"sex": SEXES, "age": AGES, "ancestry": ANCESTRIES, "tone": TONES}


def drawn(seed, days=20, worse=1.0):
    """Counts of days that differ from each other; of women so much fewer listed are found."""
    rng = np.random.default_rng(seed)
    figures = {}
    for label, groups in LABELS.items():
        for group in groups:
            counts = dict.fromkeys(COUNTED, np.zeros(days))
            came = rng.poisson(200 / len(groups), days)
            counts["passers_by"] = came
            day = rng.beta(20, 5, days)
            counts["people_in_view"] = rng.binomial(came, day)
            counts["listed_opportunities"] = rng.binomial(came, 0.5)
            share = 0.8 * (worse if group == SEXES[0] else 1.0)
            counts["listed_found"] = rng.binomial(counts["listed_opportunities"], share)
            for name, one in counts.items():
                named = f"demography_{label}_{group}_{name}".replace(" ", "_")
                figures[named] = one.astype(float)
    return figures


def tpir_by_sex(found):
    return next(one for one in found if (one.step, one.label) == ("tpir", "sex"))


def test_a_planted_difference_is_found_at_its_step_alone():
    found = [one for one in by_group(drawn(1, worse=0.8), AGES) if one.found]
    assert {(one.step, one.label, one.group) for one in found} == {("tpir", "sex", SEXES[0])}
    assert found[0].more == pytest.approx(-0.16, abs=0.05)
    assert found[0].low < -0.16 < found[0].high


def test_where_nothing_differs_hardly_anything_is_found_in_any_of_many_experiments():
    wrong = sum(any(one.found for one in by_group(drawn(seed), AGES)) for seed in range(60))
    assert wrong <= 60 * 0.05 + 5 * np.sqrt(60 * 0.05 * 0.95)


def test_the_smallest_difference_that_would_be_found_is_found_about_as_often_as_it_says():
    told = [tpir_by_sex(by_group(drawn(seed), AGES)).could_miss for seed in range(10)]
    worse = 1 - np.median(told) / 0.8
    hits = sum(
        tpir_by_sex(by_group(drawn(seed, worse=worse), AGES)).found for seed in range(100, 140)
    )
    assert 40 * 0.8 - 5 * np.sqrt(40 * 0.16) <= hits


def test_too_few_cases_are_not_compared():
    figures = {name: np.zeros(3) for name in drawn(1)} | {
        f"demography_sex_{sex}_{name}": np.ones(3)
        for sex in SEXES
        for name in ("passers_by", "people_in_view")
    }
    found = by_group(figures, AGES)
    assert {one.step for one in found} == {"in_view", "wrongful_stops"}
    assert all(one.p is None and not one.found for one in found)
    assert set(STEPS) >= {one.step for one in found}
