import numpy as np
import pytest
from scipy.stats import t

from engine.errors import SettingsError
from sim.experiments.intervals import differences, mean_of
from sim.experiments.precision import enough, next_count, told_wanted


def test_means_have_student_s_interval():
    values = np.random.default_rng(1).normal(3, 2, 12)
    low, high = t.interval(0.95, 11, values.mean(), values.std(ddof=1) / 12**0.5)
    assert (mean_of(values).low, mean_of(values).high) == pytest.approx((low, high))


def test_intervals_of_means_hold_as_often_as_they_say():
    """2,000 times ten values; five standard errors of a share of .95."""
    drawn = np.random.default_rng(2).normal(0, 1, (2000, 10))
    held = [one.low <= 0 <= one.high for one in map(mean_of, drawn)]
    assert abs(np.mean(held) - 0.95) < 5 * (0.95 * 0.05 / 2000) ** 0.5


@pytest.mark.parametrize("values", [[], [1.0], [2.0, 2.0, 2.0], [float("nan")] * 3])
def test_what_never_differed_has_no_interval(values):
    found = mean_of(values)
    assert (found.low, found.high, found.half_width) == (None, None, None)


def test_a_family_of_true_noughts_is_seldom_found_different():
    """At most 5 % of families of six, by adjusted p values and by simultaneous intervals."""
    rng = np.random.default_rng(3)
    wrong = {"p": 0, "interval": 0}
    for _ in range(400):
        family = [(rng.normal(0, 1, 8), rng.normal(0, 1, 8)) for _ in range(6)]
        found = differences(family)
        wrong["p"] += any(one.adjusted <= 0.05 for one in found)
        wrong["interval"] += any(not one.low <= 0 <= one.high for one in found)
    most = 400 * 0.05 + 5 * (400 * 0.05 * 0.95) ** 0.5
    assert wrong["interval"] <= wrong["p"] <= most


def test_luck_in_common_is_told_as_so_many_times_fewer_replications():
    rng = np.random.default_rng(4)
    shared = rng.normal(0, 3, 200)
    (found,) = differences([(shared + rng.normal(1, 1, 200), shared + rng.normal(0, 1, 200))])
    assert found.gain == pytest.approx(10, rel=0.3)
    assert found.low < 1 < found.high


def test_replications_are_enough_once_every_figure_stays_narrow():
    rng = np.random.default_rng(5)
    values = {"a": rng.normal(0, 1, 100), "b": rng.normal(5, 0.1, 100)}
    wanted = {"a": 0.3, "b": 0.1}
    first = next(n for n in range(1, 101) if enough({k: v[:n] for k, v in values.items()}, wanted))
    halves = [mean_of(values["a"][:n]).half_width for n in range(first - 5, first + 1)]
    assert max(halves) <= 0.3
    assert mean_of(values["a"][: first - 6]).half_width > 0.3
    some = {k: v[:10] for k, v in values.items()}
    assert 10 < next_count(some, wanted, 1000) <= 20
    assert next_count(some, wanted, 12) == 12


@pytest.mark.parametrize("told", ["tpir", "tpir=", "tpir=-1", "tpir=nan", "speed=1"])
def test_a_half_width_that_is_none_is_refused(told):
    with pytest.raises(SettingsError, match=r"until: got .*wanted"):
        told_wanted([told], ["tpir", "stops"])
