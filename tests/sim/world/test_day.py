import numpy as np

from sim.world.day import Day


def test_passers_by_are_those_inside_at_some_time_of_the_span(day, mall):
    people, crowd = day
    span = Day(mall.place, people, crowd, mall.scenario.cameras, 60.0, 90.0)
    inside = [p for p in range(len(people)) if people.arrival_s[p] < 90 and people.exit_s[p] >= 60]
    assert span.passers_by.tolist() == inside
    assert span.duration_s == 30.0


def test_over_the_whole_day_everybody_passes_by(day, mall):
    people, crowd = day
    whole = Day(mall.place, people, crowd, mall.scenario.cameras, 0.0, mall.scenario.duration_s)
    assert np.array_equal(whole.passers_by, np.arange(len(people)))
