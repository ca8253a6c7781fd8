"""Officers who look for people without the engine, as stories in the hall."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from scenarios.answer.briefed import Briefed
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.place import flat
from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.errors import DamagedError
from sim.events import (
    AlertMerged,
    AlertRaised,
    Event,
    FaceDetected,
    IdentityChecked,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLeft,
    PersonSpotted,
    PersonStopped,
    ShiftBegan,
)
from sim.experiments.rows.figures import alert_rows, figures
from sim.log import Log
from sim.outcomes.briefed import spotting
from sim.outcomes.everybody import everybody
from sim.outcomes.facts import Facts
from sim.outcomes.rates import outcomes
from sim.reader import read_run
from sim.response.answer import answer, warnings
from sim.response.briefed import spells
from sim.run import play
from sim.sense import Known, check_log
from sim.streams import Streams
from tests.sim.response.stage import (
    BRISK,
    END_S,
    HALL,
    SCENARIO,
    SURE,
    THRESHOLD,
    Stroll,
    alert,
    day,
    ways,
)

POST = (50.0, 10.0)
LISTED, NOT_SHOWN, OTHER = 3, 7, -1
KEEN = {"posts_m": [POST], "faces": 5, "sees_m": 8.3, "spots": 1.0, "mistakes": 0.0}


def east(from_s: float = 0.0, y_m: float = 10.0) -> Stroll:
    """Somebody who walks along the hall at one metre a second, towards the post and past it."""
    return Stroll((1.0, y_m), (1.0, 0.0), from_s=from_s, until_s=from_s + 98)


def told(
    subjects: list[int], strolls: list[Stroll], alerts=(), before=(), seed=1, sent=(), **briefed
):
    """The log of a shift in which these people come."""
    parts = {"operators": SURE, "officers": BRISK | dict(sent), "briefed": KEEN | briefed}
    played = Scenario.model_validate(SCENARIO | parts)
    people = SimpleNamespace(subject=np.array(subjects, np.int32))
    here = replace(day(strolls), people=people)
    return answer(played, alerts, before, here, ways(), Streams(seed), THRESHOLD)


def test_somebody_shown_is_spotted_in_sight_of_the_post_and_dealt_with():
    """In sight from x = 42 on, at 41 s; a look takes two seconds."""
    assert told([LISTED], [east()]) == [
        ShiftBegan(0.0, 1, 1),
        PersonSpotted(43.0, 0, 1, 0, LISTED, True),
        PersonStopped(43.0, 0, 1, 0, 44.0, 10.0),
        IdentityChecked(223.0, 0, 1, True),
        PersonDisposed(1723.0, 0, 1, "arrest"),
        PersonLeft(1723.0, 0),
    ]


def test_stops_are_contested_end_in_nothing_and_take_officers_away_as_any_do():
    contested = told([OTHER], [east()], sent={"contested_share": 1.0}, mistakes=1.0)
    assert contested[-1] == PersonDisposed(43.0 + 30.0 + 1740.0, 0, 1, "released")
    parts = SCENARIO | {"watchlist": {"size": 10, "right_to_arrest": 0.0}}
    played = Scenario.model_validate(
        parts | {"officers": BRISK | {"no_action_share": 1.0}, "briefed": KEEN}
    )
    people = SimpleNamespace(subject=np.array([LISTED], np.int32))
    here = replace(day([east()]), people=people)
    nothing = answer(played, [], [], here, ways(), Streams(1), THRESHOLD)
    assert nothing[-1] == PersonDisposed(223.0, 0, 1, "none")
    two = [east(), Stroll((1.0, 10.0), (1.0, 0.0), from_s=300, until_s=398)]
    brief = {"arrest_s": 10.0}
    assert len(stopped(told([LISTED] * 2, two, sent=brief))) == 2
    assert len(stopped(told([LISTED] * 2, two, sent=brief | {"custody_s": 600.0}))) == 1


def test_nobody_else_is_spotted_but_by_mistake():
    assert told([NOT_SHOWN, OTHER], [east(), east(100)])[1:] == []
    events = told([OTHER], [east()], mistakes=1.0)
    (spotted,) = [e for e in events if isinstance(e, PersonSpotted)]
    assert not spotted.right
    assert 0 <= spotted.subject < KEEN["faces"]
    assert [e.disposal for e in events if isinstance(e, PersonDisposed)] == ["released"]


def test_who_looks_at_one_does_not_see_others_and_nobody_is_looked_at_twice():
    """Four walk abreast; there is time for one look after another while they are in sight."""
    abreast = [east(y_m=y) for y in (9.0, 9.5, 10.5, 11.0)]
    slow = told([OTHER] * 4, abreast, mistakes=0.0, look_s=5.0)
    assert slow == [ShiftBegan(0.0, 1, 1)]
    crowd = [LISTED] * 4
    assert len(stopped(told(crowd, abreast))) == 1  # the officer is busy with the first
    two = told(crowd, abreast, posts_m=[POST, (55.0, 10.0)])
    assert len(stopped(two)) == 2
    assert len({e.person for e in stopped(two)}) == 2


def stopped(events: list[Event]) -> list[PersonStopped]:
    return [e for e in events if isinstance(e, PersonStopped)]


def test_people_who_turn_their_back_and_those_behind_walls_are_not_seen():
    """All look east in the hall: past the post nobody faces it any more."""
    here = day([east()])
    (one,) = spells(here, HALL_POST, 8.3)
    assert (one.from_s, one.until_s) == (41.0, 49.0)
    wall = shapely.box(45, 5, 46, 20)
    walled = flat(Venue("hall", shapely.box(0, 0, 100, 20) - wall, (), ()))
    assert [one.from_s for one in spells(replace(here, place=walled), HALL_POST, 8.0)] == [45.5]


HALL_POST = Briefed(posts_m=[POST]).posts_m[0]


def test_half_of_those_shown_are_spotted_and_few_others_stopped():
    """Donald 2015: half of the targets; a mistake in fifty looks here."""
    for subject, chance in ((LISTED, 0.5), (OTHER, 0.02)):
        chances = {"spots": 0.5, "mistakes": 0.02}
        days = [told([subject], [east()], seed=seed, **chances) for seed in range(300)]
        share = np.mean([bool(stopped(events)) for events in days])
        assert abs(share - chance) < 5 * np.sqrt(chance * (1 - chance) / 300)


def test_a_person_has_the_same_luck_with_an_officer_whoever_else_comes_and_stands_there():
    alone = [told([0], [east()], seed=k, spots=0.5) for k in range(20)]
    both = [
        told([0, OTHER], [east(), east(300)], seed=k, spots=0.5, posts_m=[POST, (90.0, 2.0)])
        for k in range(20)
    ]
    first = [[e.time_s for e in stopped(events) if e.officer == 1] for events in alone]
    assert first == [[e.time_s for e in stopped(events) if e.officer == 1] for events in both]


BEFORE = [
    PersonEntered(0.0, 0, True),
    PersonInView(10.0, 0, "door"),
    FaceDetected(11.0, 0, "door"),
]


def test_without_the_engine_no_face_is_found_and_no_alert_raised():
    events = told([LISTED], [east()], [alert(30.0)], BEFORE, spots=0.0)
    assert events == [ShiftBegan(0.0, 1, 1), *BEFORE[:2]]


def test_beside_the_engine_whoever_was_spotted_is_not_judged_again():
    events = told([LISTED], [east()], [alert(60.0)], BEFORE, engine=True)
    assert PersonSpotted(43.0, 1, 1, 0, LISTED, True) in events
    assert not any(isinstance(e, AlertRaised) for e in events)  # led away before
    released = told([OTHER], [east()], [alert(60.0, true=False)], engine=True, mistakes=1.0)
    assert [type(e) for e in released][-2:] == [AlertRaised, AlertMerged]
    (merged,) = [e for e in released if isinstance(e, AlertMerged)]
    assert merged.earlier == 1


def test_the_books_close_and_what_was_found_is_told():
    came = [PersonEntered(0.0, k, k != 2) for k in range(3)]
    strolls = [east(0), east(100), east(300)]
    events = told([LISTED, NOT_SHOWN, OTHER], strolls, (), came, mistakes=1.0)
    told_of = outcomes(events, 3000.0, ["door"])
    assert sum(told_of.books.values()) == 3
    assert told_of.books["stopped_right_person_arrest"] == 1
    assert told_of.stops == len(stopped(events))
    found = spotting(Facts.told(events, 3000.0), 1, 5)
    assert (found.spotted, found.listed_spotted.numerator) == (1, 1)  # the arrest takes the shift
    assert found.listed_spotted.denominator == 2
    assert found.busy == pytest.approx(1680 / 3000)


def test_an_experiment_has_their_figures_and_a_wide_row_of_each_whom_they_spotted():
    briefed = Briefed.model_validate(KEEN)
    played = Scenario.model_validate(SCENARIO | {"officers": BRISK, "briefed": KEEN})
    came = [PersonEntered(0.0, 0, True)]
    events = told([LISTED], [east()], (), came)
    found = figures(events, END_S, briefed)
    assert (found["briefed_spotted"], found["briefed_listed_spotted"]) == (1.0, 1.0)
    (row,) = alert_rows(events, played, ways())
    assert (row["raised_s"], row["person"], row["officer"], row["right"]) == (43.0, 0, 1, True)
    assert (row["ended"], row["disposal"], row.get("camera")) == ("disposed", "arrest", None)
    assert "briefed_spotted" not in figures(events, END_S)


def test_their_log_makes_sense_of_itself():
    table = Log(told([LISTED], [east()])).to_table()
    known = Known(people=1, officers=2, cameras=("door",))
    check_log(table, Path("events.parquet"), known)
    with pytest.raises(DamagedError):
        check_log(table, Path("events.parquet"), replace(known, officers=1))


def test_a_played_run_tells_of_them_closes_its_books_and_is_read_back(tmp_path):
    changes = {"duration_s": "60", "window": "null", "briefed": "{posts_m: [[16, 30]], faces: 200}"}
    out = tmp_path / "run"
    played = play("corridor", out=out, fidelity="scores", overrides=changes).outcomes
    assert sum(played["books"].values()) == played["passers_by"]
    assert (played["alerts"], played["faces_seen"]) == (0, 0)
    assert played["stops"] == played["briefed"]["spotted"]
    read = read_run(out)
    assert read.outcomes()["briefed"] == played["briefed"]
    assert int(everybody(read).stops.sum()) == played["stops"]


def test_what_is_told_beforehand_says_that_there_is_no_engine():
    played = Scenario.model_validate(SCENARIO | {"briefed": KEEN})
    assert warnings(played)[0].startswith("without the engine: 1 officer shown 5 faces look")


@pytest.mark.parametrize(
    ("briefed", "said"),
    [
        ("{posts_m: [[0.5, 500]]}", r"briefed.posts_m.0: got \[0.5, 500\.0\], wanted a point on"),
        ("{posts_m: [[16, 30]], faces: 5000}", r"briefed.faces: got 5,000, wanted at most the wat"),
        ("{posts_m: []}", r"briefed.posts_m: got .*, wanted a list of 1 or more"),
    ],
)
def test_posts_off_the_floor_and_more_faces_than_are_listed_are_refused(briefed, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("corridor", {"briefed": briefed})


def test_nobody_is_in_sight_after_the_day():
    assert all(one.until_s < END_S for one in spells(day([east(END_S - 50)]), HALL_POST, 8.0))
    assert HALL.levels
