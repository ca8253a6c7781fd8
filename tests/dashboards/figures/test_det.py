"""The DET chart: never off its axes, and where no error was seen the bound instead of the edge."""

import numpy as np
import pytest
from scipy.stats import norm

from dashboards.figures.det import det
from engine.measure.lists.people import independent
from engine.measure.rates.tradeoff import det as points_of
from engine.measure.rates.tradeoff import eer

RNG = np.random.default_rng(4)
CASES = {
    "many errors": (RNG.normal(2, 1, 500), RNG.normal(0, 1, 2000)),
    "one error": (np.r_[RNG.normal(8, 1, 99), 0.0], RNG.normal(0, 1, 500)),
    "no error": (RNG.normal(20, 1, 50), RNG.normal(0, 1, 400)),
    "two comparisons": (np.array([1.0]), np.array([0.0])),
    "all ties": (np.full(5, 0.5), np.full(9, 0.5)),
    "the wrong way round": (RNG.normal(0, 1, 60), RNG.normal(4, 1, 60)),
}


def drawn(name):
    pairs = independent(*CASES[name])
    return det(points_of(pairs), eer(pairs).to_json()), pairs


def named(figure, words):
    return [one for one in figure.data if one.name and words in one.name]


@pytest.mark.parametrize("name", CASES)
def test_everything_drawn_is_finite_and_inside_the_axes(name):
    figure, _ = drawn(name)
    for axis, values in (("x", "x"), ("y", "y")):
        low, high = getattr(figure.layout, f"{axis}axis").range
        assert np.isfinite([low, high]).all()
        for one in figure.data:
            assert np.isfinite(getattr(one, values)).all()
        for one in named(figure, "error seen") + named(figure, "upper end"):
            assert (np.array(getattr(one, values)) > low).all()
            assert (np.array(getattr(one, values)) < high).all()
    assert all(text.endswith(" %") for text in figure.layout.xaxis.ticktext)


def test_many_errors_are_a_curve_through_the_rates_themselves():
    figure, pairs = drawn("many errors")
    (curve,) = named(figure, "both kinds of error seen")
    points = [p for p in points_of(pairs) if p["fmr"]["value"] and p["fnmr"]["value"]]
    assert curve.x == pytest.approx(norm.ppf([p["fmr"]["value"] for p in points]))
    assert curve.y == pytest.approx(norm.ppf([p["fnmr"]["value"] for p in points]))


def test_without_any_error_there_is_no_curve_but_the_bounds_of_both_rates():
    figure, _ = drawn("no error")
    assert named(figure, "both kinds of error seen") == []
    (corner,) = named(figure, "no error of either kind")
    bound = [3.8414588 / (n + 3.8414588) for n in (400, 50)]
    assert [norm.cdf(corner.x[0]), norm.cdf(corner.y[0])] == pytest.approx(bound)
    for words, values, wanted in (("no false match", "x", 400), ("no false non-match", "y", 50)):
        (line,) = [one for one in named(figure, words) if one.line.dash == "dot"]
        drawn_at = norm.cdf(np.array(getattr(line, values)))
        assert drawn_at == pytest.approx(3.8414588 / (wanted + 3.8414588))


def test_one_error_is_a_point_and_its_bounds_stand_beside_it():
    figure, _ = drawn("one error")
    assert named(figure, "no false non-match")
    assert named(figure, "EER")[0].name.startswith("EER ")


def test_nothing_known_is_an_empty_chart():
    nothing = independent(np.zeros(0), np.array([0.5]))
    figure = det(points_of(nothing), eer(nothing).to_json())
    assert [one.name for one in figure.data if one.name] == []
