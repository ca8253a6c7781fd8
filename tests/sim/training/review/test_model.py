import numpy as np
import pytest
from scipy.stats import norm

from scenarios.answer.operators import Operators
from scenarios.errors import ScenarioError
from sim.events import AlertRaised
from sim.streams import Streams
from sim.training.review.detection import sensitivity
from sim.training.review.model import Model, beside, model, operators_of
from sim.training.review.verdicts import Verdict, verdicts

ALERTS = [AlertRaised(30.0 * n, n, "north", n, n, 0.45, n % 3 == 0) for n in range(60)]


def modelled(name, drawn=40):
    return model(name, Operators(), ALERTS, 0.4, Streams(1), drawn=drawn)


def answered(right):
    """A trainee who is right where they are told."""
    rows = [
        Verdict(a.alert, a.true, "confirm" if a.true == ok else "dismiss", person=a.person)
        for a, ok in zip(ALERTS, right, strict=True)
    ]
    return verdicts(rows)


def test_examiners_are_right_more_often_than_online_workers():
    alerts = {alert.alert: alert.true for alert in ALERTS}

    def right(name):
        found = modelled(name).confirmed
        return np.mean([p if alerts[n] else 1 - p for n, p in found.items()])

    assert right("examiner") > right("online-worker") + 0.1


def test_a_judge_that_takes_the_machines_word_confirms_all_that_it_does():
    found = model("coin", Operators(confirm_true=1, confirm_false=0), ALERTS, 0.4, Streams(1))
    assert found.confirmed == {alert.alert: float(alert.true) for alert in ALERTS}


def test_one_alert_more_changes_nobody_elses_chance_of_a_coin():
    few = model("coin", Operators(), ALERTS[:30], 0.4, Streams(1), drawn=20).confirmed
    all_of_them = model("coin", Operators(), ALERTS, 0.4, Streams(1), drawn=20).confirmed
    assert {n: all_of_them[n] for n in few} == few


def test_a_perfect_trainee_is_above_the_model_and_a_wrong_one_below():
    untrained = modelled("untrained")
    good, bad = (beside(answered([ok] * len(ALERTS)), untrained) for ok in (True, False))
    assert good.more_right.low > 0
    assert bad.more_right.high < 0
    assert good.more_d_prime.low > bad.more_d_prime.high
    assert good.right.value == 1


def test_a_trainee_who_is_a_model_operator_is_not_told_apart_from_them():
    """Of 60 alerts, each answered with the chance that the model has."""
    untrained, held = modelled("untrained"), 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = [
            Verdict(a.alert, a.true, ["dismiss", "confirm"][rng.random() < p], person=a.person)
            for a, p in zip(ALERTS, untrained.confirmed.values(), strict=True)
        ]
        more = beside(verdicts(rows), untrained).more_right
        held += more.low <= 0 <= more.high
    assert held >= 17


def told_apart(rng, d_prime, criterion, operators=1):
    """Who of so many operators, a row each, confirms which of the alerts."""
    mean = np.where([alert.true for alert in ALERTS], 0.5, -0.5) * np.reshape(d_prime, (-1, 1))
    return mean + rng.standard_normal((operators, len(ALERTS))) > np.reshape(criterion, (-1, 1))


def operators(rng, count):
    """d' and criteria of untrained people (Beattie 2016)."""
    return rng.normal(1.87, 0.74, count), rng.normal(-0.11, 0.33, count)


def test_the_difference_of_d_prime_holds_with_the_chance_of_who_the_model_operators_are():
    """Eight of them a session, whose d' differ by .74: without their chance it holds in .89."""
    rng, true = np.random.default_rng(1), [alert.true for alert in ALERTS]
    d_prime, criterion = operators(rng, 200_000)
    together = norm.ppf(norm.cdf(d_prime / 2 - criterion).mean()) - norm.ppf(
        norm.cdf(-d_prime / 2 - criterion).mean()
    )
    held = without = 0
    for _ in range(500):
        rows = told_apart(rng, 1.5, 0.1)[0]
        trainee = answered([bool(yes) == mated for yes, mated in zip(rows, true, strict=True)])
        yes = told_apart(rng, *operators(rng, 8), 8)
        found = beside(trainee, Model("eight", tuple(a.alert for a in ALERTS), yes)).more_d_prime
        held += found.low <= 1.5 - together <= found.high
        own = sensitivity(trainee.faces()).d_prime
        model = own.value - found.value
        without += own.low - model <= 1.5 - together <= own.high - model
    assert 0.93 <= held / 500 <= 0.98
    assert without < held


def test_one_model_operator_tells_nothing_of_how_much_they_differ():
    one = beside(answered([True] * 60), modelled("untrained", 1)).more_d_prime
    assert (one.low, one.high) == (None, None)
    few, many = (
        beside(answered([True] * 60), modelled("untrained", n)).more_d_prime for n in (5, 60)
    )
    assert few.high - few.low > many.high - many.low


def test_alerts_that_the_model_never_met_are_left_out():
    found = beside(
        answered([True] * 60), model("untrained", Operators(), ALERTS[:10], 0.4, Streams(1))
    )
    assert found.more_right.cases == 10


def test_a_scenarios_own_judge_keeps_its_dials_and_roles_are_signals():
    own = Operators(judge="signal", judge_dials={"role": "student"})
    assert operators_of("signal", own).judge_dials == {"role": "student"}
    assert operators_of("examiner", own).judge_dials == {"role": "examiner"}
    with pytest.raises(ScenarioError, match="no-such"):
        model("no-such", Operators(), ALERTS, 0.4, Streams(1))
