import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.bars import SMALLEST, scale_of, scales
from dashboards.figures.palette import tone_of
from engine.measure.rates.intervals import clustered_rate, rate

COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 400))


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_every_bar_fits_the_one_scale_and_the_longest_needs_most_of_it(counts):
    rates = [rate(hits, hits + others).to_json() for hits, others in counts]
    end = scale_of(rates)
    highs = [one["high"] for one in rates if one["high"] is not None]
    assert all(high <= end for high in highs)
    assert end == SMALLEST or not highs or max(highs) > end / 2.5 * 0.999


def test_a_rate_above_one_has_a_bar_as_well():
    alerts = clustered_rate([3, 4], [1, 1]).to_json()
    assert alerts["value"] == 3.5
    assert scale_of([alerts]) == 10.0


def test_small_rates_share_a_smaller_scale_and_every_bar_fits_its_own():
    rates = [rate(*one).to_json() for one in ((30, 42), (9, 10_000), (3, 10_000), (0, 0))]
    assert scales(rates) == [1.0, 0.002, 0.002, 1.0]
    assert scales(rates[:1]) == [1.0]


@given(COUNTS, st.sampled_from(["right", "wrong", "neutral"]))
def test_nothing_alarms_that_is_0_or_says_nothing(counts, tone):
    hits, others = counts
    told = rate(hits, hits + others).to_json()
    wide = told["value"] is None or told["high"] - told["low"] > 0.5
    assert tone_of(told, tone) == ("neutral" if not hits or wide else tone)


@pytest.mark.parametrize(
    ("hits", "cases", "tone"), [(0, 4200, "neutral"), (1, 2, "neutral"), (8, 42, "wrong")]
)
def test_the_issue_s_cases_have_their_colours(hits, cases, tone):
    assert tone_of(rate(hits, cases).to_json(), "wrong") == tone
