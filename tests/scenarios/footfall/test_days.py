"""A day's people come as they do to such a place."""

import pytest

from scenarios.errors import ScenarioError
from scenarios.footfall.days import days, hours
from scenarios.loader import load_scenario


@pytest.mark.parametrize("like", sorted(days()))
def test_all_of_a_days_people_come_from_midnight_to_midnight(like):
    found = hours(like, 30_000, "00:00", 86_400)
    assert len(found) == 24
    assert sum(hour.people_per_h for hour in found) == pytest.approx(30_000, rel=1e-3)


def test_a_scenario_has_those_of_its_hours_and_past_midnight_those_of_the_next_day():
    day = {"arrivals.day": "{like: street-saturday, people: 10000}"}
    scenario = load_scenario("shopping_centre", day | {"starts_at": "'23:30'", "window": "null"})
    shares = days()["street-saturday"]
    profile = scenario.scenario.arrivals.profile
    assert [hour.from_s for hour in profile] == [0, *range(1800, 19_800, 3600)]
    people = [10_000 * share for share in (shares[23], *shares)]
    assert [hour.people_per_h for hour in profile] == pytest.approx(people[: len(profile)])
    assert len(profile) == 6


def test_an_unknown_day_is_refused_with_the_nearest_and_two_ways_at_once_are():
    with pytest.raises(
        ScenarioError, match=r"day\.like: got 'mal-saturday', wanted .*mall-saturday"
    ):
        load_scenario("corridor", {"arrivals.day": "{like: mal-saturday, people: 10000}"})
    both = {"arrivals.day": "{like: mall-sunday, people: 1}", "arrivals.counts": "{file: x.csv}"}
    with pytest.raises(ScenarioError, match=r"day: got it beside counts"):
        load_scenario("corridor", both)
