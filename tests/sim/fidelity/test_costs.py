from dataclasses import replace

import numpy as np
import pytest

from sim.fidelity import population
from sim.fidelity.blocks import Probed
from sim.fidelity.bounds import Trial
from sim.fidelity.costs import changes_of, costs, fall
from sim.fidelity.gate import strangers
from sim.fidelity.population import LATER, views
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.people.styles import DAY, ENROLMENT, OLDER, SINGLY, barefaced

PEOPLE, CHANGED = 60, 40
HAIR = f"{ENROLMENT} but other hair"


def trial(turned: float) -> Trial:
    """People enrolled and seen as plain axes, the first CHANGED of them again turned aside."""
    enrolled = np.eye(PEOPLE, PEOPLE + 1, dtype=np.float32)
    again = np.cos(turned) * enrolled[:CHANGED]
    again[:, PEOPLE] = np.sin(turned)
    number = np.arange(PEOPLE) + 7
    probed = Probed(
        number=np.concatenate([number, number[:CHANGED]]),
        style=np.array([ENROLMENT] * PEOPLE + [HAIR] * CHANGED),
        template=np.concatenate([enrolled, again]),
        found=np.ones(PEOPLE + CHANGED, bool),
        cpu_s=np.ones(PEOPLE + CHANGED),
    )
    return Trial(enrolled, number, strangers(enrolled), probed, np.ones(PEOPLE, bool))


def cost_of_hair(tried: Trial):
    return next(one for one in costs(tried) if one.change == "other hair")


@pytest.mark.parametrize("turned", [0.0, 0.5, 1.2])
def test_a_change_costs_by_how_much_scores_of_the_same_people_fall(turned):
    found = cost_of_hair(trial(turned))
    assert (found.people, found.found) == (CHANGED, CHANGED)
    assert found.fall == pytest.approx([1 - np.cos(turned)] * 3, abs=1e-6)
    assert (found.before.cases, found.after.cases) == (CHANGED, CHANGED)


def test_a_face_no_longer_found_is_a_miss_and_falls_by_nothing():
    tried = trial(0.5)
    lost = (tried.probed.style == HAIR) & (tried.probed.number < 17)
    template = np.where(lost[:, None], 0, tried.probed.template)
    probed = replace(tried.probed, template=template.astype(np.float32), found=~lost)
    found = cost_of_hair(replace(tried, probed=probed))
    assert (found.people, found.found) == (CHANGED, CHANGED - 10)
    assert found.fall[0] == pytest.approx(1 - np.cos(0.5), abs=1e-6)
    assert found.after.value == pytest.approx(0.75)


def test_nobody_changed_costs_nothing_that_is_known():
    told = [one.to_json() for one in costs(trial(0.5)) if one.change != "other hair"]
    assert {one["people"] for one in told} == {0}
    assert {one["score_fall"]["value"] for one in told} == {None}
    assert {one["tar_after"]["value"] for one in told} == {None}
    assert fall(np.zeros(0, np.float32)) == (None, None, None)


def test_grown_ups_return_or_grow_older_in_turn_and_children_grow_up(monkeypatch):
    monkeypatch.setattr(population, "CHANGED", 2)
    numbers = np.arange(20)
    grown = np.array([identity(number, 1).age >= ADULT for number in numbers.tolist()])
    found = views(numbers, grown, 1)
    later = [styles[-1] for styles, adult in zip(found, grown, strict=True) if adult]
    assert later == [LATER[k % 2] for k in range(len(later))]
    assert sum(bool({*styles} & {*SINGLY}) for styles in found) == 2
    for styles, adult in zip(found, grown, strict=True):
        assert {ENROLMENT, barefaced(DAY)} <= {*styles}
        assert (DAY in styles) == adult
        assert adult or styles[-1] == barefaced(OLDER)


def test_everybody_can_have_other_glasses_and_hair_and_only_some_another_beard_or_make_up():
    people = [n for n in range(60) if identity(n, 1).age >= ADULT]
    changed = [set(changes_of(number, 1)) for number in people]
    share = {style: np.mean([style in one for one in changed]) for style in SINGLY}
    glasses, hair, beard, makeup, years = share.values()
    assert glasses == hair == years == 1
    assert 0 < makeup < 0.5
    assert beard == np.mean([identity(number, 1).sex == "male" for number in people])
