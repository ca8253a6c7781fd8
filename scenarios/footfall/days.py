"""A day's people, spread over its hours as they come to such a place.

Shares of a day's people by the hour: means of 2012 to 2017 at pedestrian counters of the City of
Melbourne (open data): a shopping street (Bourke Street Mall, two counters), a shopping mall over a
station (Melbourne Central), stations (Flinders Street, Southern Cross).
"""

import csv
from functools import cache
from importlib.resources import files

from scenarios.footfall.arrivals import Hour
from scenarios.hours import clock_s

HOUR_S, HOURS = 3600, 24


@cache
def days() -> dict[str, tuple[float, ...]]:
    """Shares of a day's people in each of its 24 hours, by kind of place and day.

    >>> sorted(days())[:2], round(sum(days()["mall-saturday"]), 2)
    (['mall-saturday', 'mall-sunday'], 1.0)
    """
    written = (files("scenarios.footfall") / "days.csv").read_text("utf-8")
    _, *rows = csv.reader(written.splitlines())
    return {like: tuple(map(float, shares)) for like, *shares in rows}


def hours(like: str, people: float, starts_at: str, duration_s: float) -> tuple[Hour, ...]:
    """Footfall from the scenario's start to its end of a day of so many people.

    >>> [round(hour.people_per_h) for hour in hours("mall-saturday", 10_000, "11:30", 3600)]
    [436, 655]
    """
    shares, start_s = days()[like], clock_s(starts_at)
    first, last = start_s // HOUR_S, int((start_s + duration_s - 1e-9) // HOUR_S)
    return tuple(
        Hour(from_s=max(hour * HOUR_S - start_s, 0), people_per_h=people * shares[hour % HOURS])
        for hour in range(first, last + 1)
    )
