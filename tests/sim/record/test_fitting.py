import numpy as np
import pytest
from scipy import stats

from sim.record.families import BetaBinomial, LogStudent, NegativeBinomial
from sim.record.fitting import fit, keep, load, shipped
from sim.record.laplace import Question, fitted
from sim.record.pareto import smoothed
from sim.record.published import record
from sim.record.scores import crps, difference, interval, median, pit

RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("family", "y", "n"),
    [
        (NegativeBinomial(), 7.0, 0.0),
        (NegativeBinomial(), 0.0, 0.0),
        (BetaBinomial(), 3.0, 9.0),
        (LogStudent(), 1.3, 0.0),
    ],
)
def test_a_family_s_slope_is_the_derivative_of_its_log_probability(family, y, n):
    y, n, eta, spread = (np.array([one]) for one in (y, n, 0.7, 3.0))
    slope, weight = family.slopes(y, eta, spread, n)
    up, down = (family.log_p(y, eta + step, spread, n) for step in (1e-5, -1e-5))
    assert slope == pytest.approx((up - down) / 2e-5, abs=1e-6)
    assert weight > 0


def test_families_draw_what_scipy_has_for_them():
    u, v = RNG.random((2, 40_000))
    eta, spread = np.full(40_000, 1.5), np.full(40_000, 2.0)
    drawn = NegativeBinomial().drawn(eta, spread, eta, u, v)
    of = stats.nbinom(2.0, 2.0 / (2.0 + np.exp(1.5)))
    assert drawn.mean() == pytest.approx(of.mean(), abs=5 * of.std() / 200)
    assert (drawn == 0).mean() == pytest.approx(of.pmf(0), abs=0.015)
    assert NegativeBinomial().log_p(np.array(4.0), eta[0], spread[0], eta[0]) == pytest.approx(
        of.logpmf(4)
    )
    n = np.full(40_000, 9.0)
    shares = BetaBinomial().drawn(eta, spread, n, u, v)
    share = 1 / (1 + np.exp(-1.5))
    other = stats.betabinom(9, 2 * share, 2 * (1 - share))
    assert shares.mean() == pytest.approx(other.mean(), abs=5 * other.std() / 200)
    assert (shares == 9).mean() == pytest.approx(other.pmf(9), abs=0.015)


def test_a_fit_finds_what_counts_were_drawn_with():
    x = np.column_stack([np.ones(300), RNG.normal(size=300), np.eye(10)[np.arange(300) % 10]])
    areas = RNG.normal(0, 0.4, 10)
    mean = np.exp(1.5 + 0.5 * x[:, 1] + areas[np.arange(300) % 10])
    y = RNG.poisson(mean * RNG.gamma(12, 1 / 12, 300)).astype(float)
    question = Question(
        NegativeBinomial(), y, np.zeros(300), x, mean=np.zeros(12), sd=np.full(12, 2.0),
        group=np.array([-1, -1, *[0] * 10]), signs=np.array([0, 1, *[0] * 10]),
        which=np.zeros(300, int), groups=1, level=np.log([0.3, 8.0]), give=np.array([0.6, 0.8]),
    )  # fmt: skip
    answer = fitted(question, np.random.default_rng(1), 1000)
    assert answer.k < 0.7
    slope, scale = answer.terms[:, 1], np.exp(answer.scales[:, 0])
    assert abs(slope.mean() - 0.5) < 3 * slope.std()
    assert abs(np.log(scale).mean() - np.log(areas.std())) < 3 * np.log(scale).std()
    assert np.abs(answer.terms[:, 2:].mean(axis=0) - areas).max() < 0.4
    assert (answer.terms[:, 1] > 0).all()


def test_a_fit_to_few_rows_is_kept_and_read_back(tmp_path):
    rows = [row for row in record() if row.id.startswith("MPSG-23")]
    found = fit(rows, draws=100)
    keep(found, tmp_path / "draws.npz")
    again = load((tmp_path / "draws.npz").read_bytes())
    assert again.seen == found.seen
    assert again.visits == found.visits
    for name, part in found.parts.items():
        assert again.parts[name].layout == part.layout
        assert np.allclose(again.parts[name].terms, part.terms, rtol=1e-3, atol=1e-3)
    keep(found, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "draws.npz").read_bytes()


def test_what_ships_has_the_names_of_all_that_was_visited():
    assert len(shipped().visits) == 255
    assert {len(part.terms) for part in shipped().parts.values()} == {1000}


def test_heavy_tails_of_weights_are_told_from_light_ones():
    heavy = np.log(stats.pareto(1 / 0.9).rvs(4000, random_state=RNG))
    assert smoothed(heavy)[1] > 0.7
    shares, k = smoothed(RNG.normal(0, 0.3, 4000))
    assert k < 0.5
    assert shares.sum() == pytest.approx(1)


def test_scores_are_those_of_their_definitions():
    draws = RNG.poisson(4, 400).astype(float)
    pairs = np.abs(draws[:, None] - draws[None]).mean() / 2
    assert crps(draws, 2.0) == pytest.approx(np.abs(draws - 2).mean() - pairs)
    assert pit(draws, 4.0, 0.0) == (draws < 4).mean()
    assert median(np.array([1.0, 2.0, 9.0, 9.0])) == 2.0
    apart = difference(np.array([1.0, 1.0, 3.0]), ["a", "a", "b"], np.random.default_rng(1))
    assert (apart.value, apart.low, apart.high) == (pytest.approx(5 / 3), 1.0, 3.0)


def test_intervals_of_whole_numbers_hold_their_level_on_the_mean():
    held = {0.5: [], 0.95: []}
    for mean in np.linspace(2, 12, 60):
        draws = RNG.poisson(mean, 4000).astype(float)
        for level, some in held.items():
            low, high = interval(draws, level)
            some.append(stats.poisson(mean).cdf(high) - stats.poisson(mean).cdf(low - 1))
    assert np.mean(held[0.5]) == pytest.approx(0.5, abs=0.03)
    assert np.mean(held[0.95]) == pytest.approx(0.95, abs=0.01)
