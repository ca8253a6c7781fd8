import numpy as np
import pytest

from scenarios.failures import Failure
from scenarios.footfall.planted import Lean
from sim.people.identities import SEXES
from sim.training.injects.effects import Blurred, Failed, Leaned, ThresholdMoved, Withdrawn
from sim.training.injects.later import alerts_after, laid_over, upheavals


def failed(kind, from_s=0.0, to_s=180.0, **more):
    return Failed(Failure.model_validate({"kind": kind, "from_s": from_s, "to_s": to_s, **more}))


def after(scene, *changes, now_s=0.0):
    return alerts_after(scene.after(changes), now_s)


def test_without_changes_what_was_to_come_comes_with_its_numbers(scene):
    assert after(scene) == list(scene.alerts)
    assert after(scene, now_s=30.0) == [one for one in scene.alerts if one.time_s >= 30]


def test_a_camera_that_is_out_raises_nothing_until_it_is_back(scene):
    found = after(scene, failed("camera_out", 0, 30))
    assert all(one.time_s >= 30 for one in found)
    assert {one for one in scene.alerts if one.time_s >= 30} <= {*found}


@pytest.mark.parametrize("kind", ["engine_overload", "network_loss", "feed_frozen"])
def test_lost_pictures_leave_what_came_before_and_lose_some(scene, kind):
    amount = {"engine_overload": 8, "network_loss": 0.9}.get(kind)
    more = {} if amount is None else {"amount": amount}
    found = after(scene, failed(kind, 30, 180, **more))
    early = [one for one in scene.alerts if one.time_s < 30]
    assert found[: len(early)] == early
    assert len(found) < len(scene.alerts) + (kind == "feed_frozen")


def test_a_delay_brings_the_same_claims_later(scene):
    found = after(scene, failed("network_delay", amount=7))
    assert [(a.person, a.subject, a.score) for a in found] == [
        (a.person, a.subject, a.score) for a in scene.alerts
    ]
    assert [a.time_s for a in found] == pytest.approx([a.time_s + 7 for a in scene.alerts])
    assert {a.alert for a in found}.isdisjoint({a.alert for a in scene.alerts})


def test_a_lower_threshold_adds_alerts_from_then_on_and_a_higher_one_takes_some(scene):
    lower, higher = (after(scene, ThresholdMoved(30.0, by)) for by in (-0.08, 0.08))
    assert len(lower) > len(scene.alerts) > len(higher)
    early = [one for one in scene.alerts if one.time_s < 30]
    assert lower[: len(early)] == higher[: len(early)] == early
    assert all(one.score >= scene.threshold - 0.08 for one in lower)
    both = after(scene, ThresholdMoved(30.0, 0.08), ThresholdMoved(30.0, -0.08))
    assert both == list(scene.alerts)


def test_an_entry_that_is_withdrawn_raises_no_more(scene):
    last = scene.alerts[-1]
    found = after(scene, Withdrawn(last.time_s - 1, frozenset({last.subject})))
    assert found == list(scene.alerts[:-1])
    late = after(scene, Withdrawn(last.time_s + 1, frozenset({last.subject})))
    assert late == list(scene.alerts)


def test_a_camera_out_of_focus_scores_lower_and_only_while_it_is(scene):
    camera = scene.alerts[0].camera
    found = after(scene, Blurred(0, 30, camera, 4.0))
    assert [one for one in found if one.time_s >= 60] == [
        one for one in scene.alerts if one.time_s >= 60
    ]
    early = [one for one in scene.alerts if one.time_s < 30]
    assert len([one for one in found if one.time_s < 30]) < len(early)


def test_a_group_that_is_treated_in_another_way_has_more_alerts(scene):
    lean = Lean.model_validate({"label": "sex", "group": "female", "shift": 0.15})
    found = after(scene, Leaned(0, 180, lean))
    women = scene.day.people.sex == SEXES.index("female")
    more = [sum(women[a.person] for a in alerts) for alerts in (found, scene.alerts)]
    less = [sum(not women[a.person] for a in alerts) for alerts in (found, scene.alerts)]
    assert more[0] > more[1]
    assert less[0] == less[1]
    assert after(scene, Leaned(170, 180, lean))[: len(scene.alerts)] == list(scene.alerts)


def test_surges_and_evacuations_are_laid_over_the_scenario_before_it_is_played(scene):
    changes = (failed("crowd_surge", 10, 60, amount=50), failed("radio_down", 10, 60))
    (surge,) = upheavals(scene.after(changes))
    assert surge.kind == "crowd_surge"
    played = laid_over(scene.scenario, [surge])
    assert played.failures == (*scene.scenario.failures, surge)
    assert played.arrivals == scene.scenario.arrivals
    assert after(scene, *changes) == list(scene.alerts)  # nothing of it is a matter of pictures


def test_new_numbers_are_nobodys(scene):
    found = after(scene, ThresholdMoved(0.0, -0.1))
    numbers = np.array([one.alert for one in found])
    assert len(np.unique(numbers)) == len(numbers)
