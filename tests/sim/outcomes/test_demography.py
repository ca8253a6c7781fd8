"""Counts by what people are like: of a small log by hand, and closed over any run."""

import pytest

from scenarios.footfall.demography import AgeBand
from sim.errors import DamagedError
from sim.events import (
    AlertRaised,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonStopped,
)
from sim.experiments.rows.figures import figures
from sim.outcomes.demography import COUNTED
from sim.outcomes.rates import outcomes
from sim.outcomes.shape import check_outcomes
from sim.reader import read_run
from sim.run import play

AGES = (AgeBand(3, 16, 0.2), AgeBand(16, 30, 0.5), AgeBand(50, 95, 0.3))
PEOPLE = (
    ("female", 16.0, "african", 1),
    ("male", 29.9, "african", 5),
    ("male", 50.0, "african", 5),
    ("female", 9.0, "asian", 10),
)
"""Sex, age, ancestry and tone."""


def test_each_count_stands_in_its_group():
    """Two men in view: one listed and found, one not listed who is alerted and stopped."""
    log = [
        *(PersonEntered(0, person, person == 1, *PEOPLE[person]) for person in range(4)),
        *(PersonInView(1, person, "door") for person in (1, 2)),
        *(OpportunityArose(2, person, "door") for person in (1, 2)),
        AlertRaised(3, 0, "door", 1, 7, 0.8, true=True),
        AlertRaised(4, 1, "door", 2, 8, 0.7, true=False),
        PersonStopped(9, 1, 0, 2, 3.0, 4.0),
        PersonDisposed(20, 1, 0, "released"),
    ]
    told = outcomes(log, 60, ("door",), AGES).demography
    assert [*told] == ["sex", "age", "ancestry", "tone"]
    assert told["sex"]["female"] == dict.fromkeys(COUNTED, 0) | {"passers_by": 2}
    assert told["sex"]["male"] == {
        "passers_by": 2,
        "people_in_view": 2,
        "others_opportunities": 1,
        "others_alerted": 1,
        "listed_opportunities": 1,
        "listed_found": 1,
        "stopped_wrongly": 1,
    }
    came = {band: counts["passers_by"] for band, counts in told["age"].items()}
    assert told["ancestry"]["asian"]["passers_by"] == 1
    assert came == {"3 to 16": 1, "16 to 30": 2, "50 to 95": 1}
    assert told["age"]["50 to 95"]["stopped_wrongly"] == 1
    assert told["age"]["16 to 30"]["listed_found"] == 1
    tones = {tone: counts["passers_by"] for tone, counts in told["tone"].items()}
    assert {tone for tone, count in tones.items() if count} == {"1", "5", "10"}


def test_a_log_of_which_nobody_says_who_they_are_has_nobody_in_any_group():
    told = outcomes([PersonEntered(0, 0, listed=False)], 60).demography
    counts = [one for groups in told.values() for one in groups.values()]
    assert all(one == dict.fromkeys(COUNTED, 0) for one in counts)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demography") / "run"
    play("corridor", out=folder, overrides={"duration_s": "60", "window": "null"})
    return read_run(folder)


def test_the_groups_of_each_label_hold_everybody_who_came(run):
    told, people = run.outcomes(), run.people()
    assert told["passers_by"] > 50
    for label in ("sex", "ancestry"):
        groups = told["demography"][label]
        came = {name: people[label].to_pylist().count(name) for name in groups}
        assert {name: one["passers_by"] for name, one in groups.items()} == came
    for groups in told["demography"].values():
        for count in ("passers_by", "people_in_view"):
            assert sum(one[count] for one in groups.values()) == told[count]


@pytest.mark.parametrize("count", COUNTED)
def test_groups_that_do_not_hold_everybody_are_no_run_s(run, count):
    told = run.outcomes()
    spoilt = {label: dict(groups) for label, groups in told["demography"].items()}
    one = spoilt["sex"]["male"]
    spoilt["sex"]["male"] = one | {count: one[count] + 1}
    with pytest.raises(DamagedError, match=rf"demography.sex: got [\d,]+ {count}, wanted"):
        check_outcomes({**told, "demography": spoilt}, run.path / "outcomes.json")


def test_counts_by_group_are_figures_of_a_replication_by_names_that_sql_takes():
    came = [
        PersonEntered(0, 0, listed=False, sex="female", age=4, ancestry="asian", tone=4),
        PersonEntered(0, 1, listed=True, sex="male", age=40, ancestry="asian", tone=4),
    ]
    found = figures(came, 60.0, ages=AGES)
    told = outcomes(came, 60.0, (), AGES).demography
    for label, groups in told.items():
        for group, counts in groups.items():
            name = f"demography_{label}_{group}".replace(" ", "_")
            assert name.isidentifier()
            assert {key: found[f"{name}_{key}"] for key in counts} == counts
    assert found["demography_age_3_to_16_passers_by"] == 1
