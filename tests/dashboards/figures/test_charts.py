from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.app.design.cards import books_table, claims, rate_card
from dashboards.figures import charts
from dashboards.figures.palette import RIGHT, WRONG
from dashboards.words import BOOKS, interval, percent
from engine.measure.rates.intervals import rate
from sim.outcomes.measures import measures
from tests.dashboards.made import told_of

BOOKS_OF_PEOPLE = st.fixed_dictionaries({name: st.integers(0, 500) for name in BOOKS})


@given(BOOKS_OF_PEOPLE, st.integers(0, 500))
@settings(deadline=None, max_examples=40)
def test_everybody_who_flows_in_flows_on_or_ends_there(books, more):
    spotted = min(more, sum(count for name, count in books.items() if name.startswith("stopped")))
    flows = charts.everybody_flows(books, spotted) + charts.alerted_flows(books, spotted)
    assert all(flow.count >= 0 for flow in flows)
    for name in {flow.target for flow in flows} & {flow.source for flow in flows}:
        entering = sum(flow.count for flow in flows if flow.target == name)
        assert entering == sum(flow.count for flow in flows if flow.source == name)
    assert sum(f.count for f in flows if f.source == "Passed by") == sum(books.values())


@given(BOOKS_OF_PEOPLE)
@settings(deadline=None, max_examples=10)
def test_the_sankey_draws_no_empty_band(books):
    figure = charts.sankey(charts.everybody_flows(books))
    assert all(count > 0 for count in figure.data[0].link.value)


def test_the_books_say_so_when_they_do_not_add_up():
    books = dict.fromkeys(BOOKS, 1)
    assert "all who passed by" in books_table(books, len(books))
    assert "but 12 passed by" in books_table(books, 12)


def test_right_and_wrong_alerts_have_their_colours_over_the_day():
    figure = charts.day([10.0, 20.0], [12.0, 15.0], [True, False], 0.0, 60.0)
    assert [trace.marker.color for trace in figure.data[1:]] == [RIGHT, WRONG]
    assert sum(figure.data[0].y) == 2


def test_both_denominators_stand_side_by_side():
    told = claims(told_of(42, 34, 34_000))
    assert "Of 42 alerts" in told
    assert "81 % were false" in told
    assert "95 %: 66.7 to 90 %" in told
    assert "1 false alert for every 1,000" in told


def test_no_alerts_are_told_without_dividing_by_them():
    told = claims(told_of(0, 0, 5))
    assert "there was none to be false" in told
    assert "no false alert came up" in told


@given(st.integers(0, 50), st.integers(0, 50))
@settings(deadline=None, max_examples=40)
def test_every_rate_is_shown_with_its_interval_and_denominator(numerator, others):
    one = rate(numerator, numerator + others).to_json()
    names = [measure.key for measure in measures("rate")]
    told = dict.fromkeys(names, one)
    shown = "".join(rate_card(told, measure) for measure in measures("rate"))
    assert shown.count(interval(one)) == len(names)
    assert shown.count(f"{numerator:,} of {numerator + others:,}") == len(names)
    assert percent(one["value"]) in shown


def test_a_thin_band_s_label_stands_above_it():
    flows = [charts.Flow("In", "Many", 980, "busy"), charts.Flow("In", "Few", 20, "busy")]
    labels = charts.sankey(flows).data[0].node.label
    assert [label.endswith("<br> ") for label in labels] == [False, False, True]
