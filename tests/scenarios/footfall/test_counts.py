"""Counters' files become profiles, or are refused by line."""

import pytest

from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario

PLACED = library()["corridor"].read_text().replace('"12:00"', '"10:00"')


def loaded(folder, written, **counts):
    """The corridor's hour, 10:00 to 11:00, with what somebody counted."""
    (folder / "doors.csv").write_text(written)
    venue = load_scenario("corridor").venue_path
    (folder / "hall.yaml").write_text(PLACED.replace("eastgate.geojson", str(venue)))
    fields = {"file": "doors.csv", **counts}
    asked = "{" + ", ".join(f"{name}: '{value}'" for name, value in fields.items()) + "}"
    changed = {
        "arrivals.counts": asked,
        "duration_s": "1800",
        "window": "null",
    }
    return load_scenario(str(folder / "hall.yaml"), changed).scenario.arrivals


def told(profile):
    return [(hour.from_s, hour.people_per_h) for hour in profile]


def test_quarters_of_an_hour_of_the_whole_place(tmp_path):
    arrivals = loaded(tmp_path, "time,count\n09:45,7\n10:00,100\n10:15,250\n10:30,9\n")
    assert told(arrivals.profile) == [(0, 400), (900, 1000)]
    assert arrivals.counts is None


def test_a_column_an_entrance_and_the_day_that_is_named(tmp_path):
    days = "".join(
        f"2026-05-0{day} 10:{minute},{day},{minute}\n" for day in (1, 2) for minute in ("00", "30")
    )
    names = [entrance.name for _, entrance in load_scenario("corridor").place.entrances[:2]]
    arrivals = loaded(tmp_path, f"When,{','.join(names)}\n{days}", day="2026-05-02")
    assert arrivals.profile == ()
    assert [told(arrivals.doors[name].profile) for name in names] == [[(0, 4)], [(0, 0)]]


def test_rows_that_name_their_door_and_tell_seconds_between_semicolons(tmp_path):
    name = load_scenario("corridor").place.entrances[0][1].name
    arrivals = loaded(tmp_path, f"time;count;door\n0;30;{name}\n900;60;{name}\n")
    assert told(arrivals.doors[name].profile) == [(0, 120), (900, 240)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("time,count\n10:00,5\n", "got 1 rows in doors.csv, wanted two at least"),
        ("time,count\n10:00,5\n10:15,many\n", "got 'many' in line 3"),
        ("time,count\n10:00,-5\n10:15,1\n", "got '-5' in line 2"),
        ("time,count\n10h,5\n10:15,1\n", "got '10h' in line 2 of doors.csv, wanted a time such as"),
        ("time,count\n10:00,5\n10:15,1\n10:40,3\n", "got intervals of 900 s, 1500 s"),
        ("time,count\n10:15,5\n10:30,1\n", "got counts from 10:15:00 to 10:45:00"),
        ("time,count\n2026-05-01 10:00,5\n2026-05-02 10:00,1\n", "got 2 days in doors.csv"),
        (
            "time,nowhere\n10:00,5\n10:15,1\n",
            "doors.nowhere no longer fits: 'nowhere', wanted the name of",
        ),
    ],
)
def test_what_says_not_who_came_is_refused_with_its_line(tmp_path, written, said):
    with pytest.raises(ScenarioError) as refused:
        loaded(tmp_path, written)
    assert said in str(refused.value)
    assert "hall.yaml" in str(refused.value) or "arrivals" in str(refused.value)


def test_a_file_that_is_not_there_or_a_day_that_is_not_in_it_is_named(tmp_path):
    with pytest.raises(ScenarioError, match="got no row of 2026-01-01"):
        loaded(tmp_path, "time,count\n2026-05-01 10:00,5\n2026-05-01 10:15,1\n", day="2026-01-01")
    with pytest.raises(ScenarioError, match=r"nothing\.csv"):
        load_scenario("corridor", {"arrivals.counts": "{file: nothing.csv}"})
