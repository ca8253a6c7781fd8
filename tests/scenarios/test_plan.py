"""Plans are read by whoever knows their format: ours, or any installed package."""

import shutil

import pytest

from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario
from scenarios.plan import read_plan
from scenarios.seams import PLAN
from sim.reader import read_run
from sim.run import play

BOX = """
import shapely
from scenarios.place import flat
from scenarios.venue import Entrance, Venue

class Box:
    suffixes = (".box",)
    known_by = "a width and a height"

    def claims(self, path):
        return True

    def read(self, path, asked):
        width, height = map(float, path.read_text().split())
        doors = shapely.box(0, 0, 1, height), shapely.box(width - 1, 0, width, height)
        entrances = tuple(Entrance(f"door {k}", door) for k, door in enumerate(doors))
        return flat(Venue(path.stem, shapely.box(0, 0, width, height), entrances, ()))
"""


def test_a_plan_of_another_format_is_read_and_played_and_read_back(installed, tmp_path):
    installed("boxes", BOX, {PLAN: {"box": "boxes:Box"}})
    (tmp_path / "hall.box").write_text("40 60")
    scenario = library()["corridor"].read_text().replace("eastgate.geojson", "hall.box")
    (tmp_path / "hall.yaml").write_text(scenario)
    changed = {"arrivals.shops_visited": "[0, 0]", "officers.posts_m": "[[20.0, 30.0]]"}
    run = play(
        str(tmp_path / "hall.yaml"), out=tmp_path / "run", fidelity="scores", overrides=changed
    )
    assert run.outcomes["passers_by"] > 0
    venue = read_run(run.folder).place().levels[0].venue
    assert (venue.name, venue.floor.area) == ("venue", 2400)


def test_a_name_for_no_format_or_for_two_is_refused_with_those_there_are(installed, tmp_path):
    plan = load_scenario("corridor").venue_path
    for name in ("plan.dwg", "plan", "PLAN.GEOJSON"):
        shutil.copyfile(plan, tmp_path / name)
    assert read_plan(tmp_path / "PLAN.GEOJSON").levels[0].venue.entrances
    for name in ("plan.dwg", "plan"):
        with pytest.raises(
            ScenarioError, match=r"got a name for no format, wanted one of .geojson"
        ):
            read_plan(tmp_path / name)
    installed("rival", BOX.replace(".box", ".geojson"), {PLAN: {"rival": "rival:Box"}})
    with pytest.raises(ScenarioError, match="got what geojson and rival both know"):
        read_plan(plan)
