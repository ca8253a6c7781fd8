"""An experiment's dossier: the same items, intervals over replications, the same bytes twice."""

import re

import pytest

from dashboards.reports.dossier.document import Fact, Grid
from dashboards.reports.dossier.experiment.compose import experiment_dossier
from dashboards.reports.dossier.paper import (
    CELL_IN,
    SMALL,
    TEXT_IN,
    columns,
    paper,
    width_in,
)
from dashboards.reports.dossier.web import web_page
from sim.errors import SimError
from sim.experiments.compare import compare
from sim.experiments.designs.ranges import changes_of, designs_at, told_ranges
from sim.experiments.replicate import replicate
from sim.experiments.rows.folder import begun
from sim.experiments.selection import Rule, select
from sim.experiments.sensitivity import play_points, told_effects, tried
from sim.experiments.sweep import sweep
from tests.dashboards.reports.dossier.walked import ASKED, Unsourced
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand, small

MANY = {"arrivals__listed_share": "0.5"}
MEASURES = ("alerts", "stops")
DAYS = 6
KINDS = ("replicate", "compare", "sweep", "select", "sensitivity")


def head(folder):
    return {"what": "day", "folder": str(folder.path)}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """An experiment of one scenario, of two designs, of two points, a choice of two designs, and
    what outcomes hang on.
    """
    place = tmp_path_factory.mktemp("experiments")
    one = small("corridor", **MANY)
    two = [small("corridor", **MANY), small("loose", engine__threshold="0.6", **MANY)]
    points = [small(f"engine.threshold={at}", engine__threshold=at) for at in ("0.6", "0.7")]
    with at_hand() as crew:
        with begun(place / "replicate", "replicate", "day", [one]) as folder:
            found = replicate(folder, one, "day", DAYS, crew)
            folder.tell({"scenario": one.name} | head(folder) | found.to_json())
        with begun(place / "compare", "compare", "day", two) as folder:
            found = compare(folder, two, "day", DAYS, MEASURES, crew)
            folder.tell(head(folder) | found.to_json())
        with begun(place / "sweep", "sweep", "day", points) as folder:
            found = sweep(folder, points, ["engine.threshold"], "day", 2, MEASURES, crew)
            told = {"scenario": "corridor", "replications": 2}
            folder.tell(told | head(folder) | {"points": [one.to_json() for one in found]})
        _chosen(place / "select", crew)
        _hung_on(place / "sensitivity", crew)
    return place


def _chosen(place, crew):
    two = [
        small("corridor", **MANY),
        small("corridor operators.count=0", operators__count="0", **MANY),
    ]
    with begun(place, "select", "day", two) as folder:
        found = select(folder, two, "day", "stops", Rule(0.5), 40, crew)
        folder.tell({"measure": "stops"} | head(folder) | found.to_json())


def _hung_on(place, crew):
    vary = ["operators.confirm_true=0.5:1.0", "officers.engage_s=20:40"]
    ranges = told_ranges(vary)
    points = tried(ranges, "morris", 2, 1)
    many = HALF_A_MINUTE | {"arrivals.listed_share": "0.5"}
    made, of_point = designs_at("corridor", many, changes_of(ranges, points))
    designs = [one for one, _, _ in made]
    with begun(place, "sensitivity", "day", designs) as folder:
        found = play_points(folder, designs, of_point, "day", 2, MEASURES, crew)
        told = {"scenario": "corridor"} | head(folder)
        told |= {"method": "morris", "points": len(points), "replications": 2}
        told |= {"vary": vary, "tries": 2}
        folder.tell(told | {"effects": told_effects(ranges, "morris", points, found, 1)})


@pytest.fixture(scope="module", params=KINDS)
def made(request, folders):
    return experiment_dossier(folders / request.param, "footfall report EXPERIMENT")


def item(made, key):
    return next(one for one in made.items if one.key == key)


def test_every_item_of_a_run_is_there_and_every_figure_carries_its_source(made, folders):
    assert sorted(one.key for one in made.items) == sorted(ASKED)
    page = web_page(made)
    walker = Unsourced()
    walker.feed(page)
    assert walker.found == [], walker.found[:4]
    assert walker.sourced > 100
    assert str(folders) not in page


def test_on_paper_no_word_of_a_head_is_cut(made):
    grids = [one for item in made.items for one in item.evidence if isinstance(one, Grid)]
    for grid in grids:
        wide = columns(grid)
        assert sum(wide) == pytest.approx(TEXT_IN)
        for head, wide_in in zip(grid.heads, wide, strict=True):
            for word in head.split():
                assert width_in(word, SMALL, bold=True) <= wide_in - 2 * CELL_IN, grid.heads


def test_the_same_experiment_makes_the_same_bytes_twice(folders):
    made, again = (experiment_dossier(folders / "compare", "footfall report") for _ in range(2))
    assert web_page(again) == web_page(made)
    assert paper(again) == paper(made)


def test_means_have_intervals_over_replications_and_days_of_the_record_beside_them(folders):
    made = experiment_dossier(folders / "replicate", "footfall report")
    means, *recorded = item(made, "alerts").evidence
    assert means.rows[0][-1] == f"{DAYS}"
    assert re.fullmatch(r"[\d.]+ to [\d.]+", means.rows[0][2])
    beside = next(one for one in recorded if isinstance(one, Grid))
    assert re.search(rf"of {DAYS} (within 95 of 100|above|below)", beside.rows[0][-1])
    assert "replications" in item(made, "power").evidence[0].heads
    assert item(made, "sensitivity").status == "in part"


def test_designs_beside_each_other_are_evidence_of_what_would_change_the_answer(folders):
    made = experiment_dossier(folders / "compare", "footfall report")
    told = item(made, "sensitivity")
    assert told.status == "evidenced"
    assert [row[0] for row in told.evidence[0].rows[:2]] == ["Alerts: corridor", "Alerts: loose"]
    assert "engine.threshold" in told.evidence[-1].said
    assert item(made, "stricter").status == "evidenced"
    hashes = item(made, "again").evidence[-1]
    assert [row[0] for row in hashes.rows] == ["corridor", "loose"]


def test_of_points_the_least_and_the_most_are_told_and_no_group_is(folders):
    made = experiment_dossier(folders / "sweep", "footfall report")
    assert item(made, "alerts").evidence[0].heads[1:] == ("least mean", "at", "most mean", "at")
    assert item(made, "equality").status == "not evidenced"
    assert len(item(made, "sensitivity").evidence[0].rows) == 2


def test_the_design_that_was_chosen_is_told_first_and_what_others_fell_behind(folders):
    made = experiment_dossier(folders / "select", "footfall report")
    assert made.short[0].said.startswith("Of 2 designs corridor was chosen")
    race = item(made, "sensitivity").evidence[0]
    assert [(row[0], row[2], row[3]) for row in race.rows] == [
        ("corridor", "10", "chosen"),
        ("corridor, operators.count=0", "10", "dropped after 10"),
    ]
    assert any("at most 10 replications" in line for line in made.about)
    assert "--measure stops --max --zone 0.5 --sure 0.95" in played(made)


def test_on_which_field_outcomes_hang_is_told_first_and_points_by_their_own_numbers(folders):
    made = experiment_dossier(folders / "sensitivity", "footfall report")
    told = [one.said for one in made.short]
    assert told[0].startswith("Alerts: hangs on none of the fields")
    assert told[1].startswith("Stops: hangs most on operators.confirm_true")
    effects = item(made, "sensitivity").evidence[1]
    assert [row[0] for row in effects.rows] == ["operators.confirm_true", "officers.engage_s"]
    assert item(made, "alerts").evidence[0].rows[0][2] == "all points"
    points = [row[0] for row in item(made, "again").evidence[-1].rows]
    assert len({*points}) == len(points)
    assert "--vary operators.confirm_true=0.5:1.0" in played(made)
    assert "--set duration_s=30" in played(made)
    assert "operators.confirm_true=0.5 " not in played(made)


def played(made):
    """The command that plays an experiment again, as its dossier tells it."""
    facts = [one.said for one in item(made, "again").evidence if isinstance(one, Fact)]
    return next(said for said in facts if said.startswith("Played by"))


def test_an_experiment_that_was_not_finished_is_refused(tmp_path):
    one = small("corridor")
    with begun(tmp_path / "x", "replicate", "day", [one]):
        pass
    with pytest.raises(SimError, match="unfinished experiment"):
        experiment_dossier(tmp_path / "x", "footfall report")


def test_what_a_machine_changed_since_is_said(folders):
    made = experiment_dossier(folders / "replicate", "footfall report")
    said = [one.said for one in item(made, "again").evidence if isinstance(one, Fact)]
    assert "It was played by the Footfall, presets and packs that put this together." in said
