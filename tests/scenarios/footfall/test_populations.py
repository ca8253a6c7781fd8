"""Free speeds come from the population, unless the arrivals say others."""

from typing import get_args

import pytest

from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.populations import POPULATIONS, free_speeds
from scenarios.schema import CrowdSettings

PROFILE = ({"from_s": 0, "people_per_h": 10},)


@pytest.mark.parametrize("name", POPULATIONS)
def test_a_population_has_its_speeds_and_their_source(name):
    people = POPULATIONS[name]
    asked = Arrivals(profile=PROFILE), CrowdSettings(population=name)
    assert free_speeds(*asked) == (people.speed_mps, people.speed_sd_mps)
    assert people.source


def test_what_arrivals_say_goes_before_it():
    crowd = CrowdSettings(population="shopping")
    assert free_speeds(Arrivals(profile=PROFILE, speed_mps=1.5), crowd) == (1.5, 0.31)
    assert free_speeds(Arrivals(profile=PROFILE, speed_sd_mps=0), crowd) == (1.13, 0)


def test_a_scenario_may_name_each_of_them():
    assert set(get_args(CrowdSettings.model_fields["population"].annotation)) == set(POPULATIONS)
