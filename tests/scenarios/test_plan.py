"""Plans are read by whoever knows their format: ours, or any installed package."""

import json
import shutil

import pytest
import yaml

from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario
from scenarios.plan import read_plan
from scenarios.seams import PLAN
from sim.reader import read_run
from sim.run import play
from tests.scenarios.importers.maps import Earth, arcade, box, collection, zipped

BOX = """
import shapely
from scenarios.place import flat
from scenarios.venue import Entrance, Venue

class Box:
    suffixes = (".box",)
    known_by = "a width and a height"
    takes = frozenset()

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


def test_a_scenario_may_take_place_on_an_indoor_map(tmp_path):
    earth = Earth()
    hall = earth.feature("Polygon", [box(0, 0, 40, 60)], "way/1", indoor="area", level="0")
    shop = earth.feature("Polygon", [box(40, 20, 50, 30)], "way/2", indoor="room", level="0")
    doors = [
        earth.feature("Point", at, f"node/{at}", entrance="yes", level="0")
        for at in ([20, 0], [20, 60])
    ]
    (tmp_path / "hall.geojson").write_text(json.dumps(collection([hall, shop, *doors])))
    scenario = library()["corridor"].read_text().replace("eastgate.geojson", "hall.geojson")
    (tmp_path / "hall.yaml").write_text(scenario)
    west, south, east, north = read_plan(tmp_path / "hall.geojson").levels[0].venue.floor.bounds
    middle = f"[[{(west + east) / 2}, {(south + north) / 2}]]"
    changed = {"arrivals.shops_visited": "[1, 1]", "officers.posts_m": middle}
    loaded = load_scenario(str(tmp_path / "hall.yaml"), changed)
    assert len(loaded.venue.shops) == 1
    assert loaded.venue.floor.area == pytest.approx(2400, abs=1)


def test_a_run_takes_place_on_the_levels_of_an_archive(tmp_path):
    place = read_plan(zipped(tmp_path / "arcade.zip", arcade()))
    west, south, east, north = place.levels[0].venue.floor.bounds
    raw = yaml.safe_load(library()["corridor"].read_text()) | {"venue": "arcade.zip"}
    raw["arrivals"]["shops_visited"] = [1, 2]
    raw["cameras"][0] |= {"at_m": [(west + east) / 2, (south + north) / 2]}
    raw["officers"]["posts_m"] = raw["cameras"][0]["at_m"], raw["cameras"][0]["at_m"]
    (tmp_path / "arcade.yaml").write_text(yaml.safe_dump(json.loads(json.dumps(raw))))
    run = play(str(tmp_path / "arcade.yaml"), out=tmp_path / "run", fidelity="scores")
    assert run.outcomes["passers_by"] > 0
    assert sum(run.outcomes["books"].values()) == run.outcomes["passers_by"]
    assert read_run(run.folder).place() == place


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


def test_a_folder_is_no_plan_of_a_scenario(tmp_path):
    (tmp_path / "imdf").mkdir()
    written = library()["corridor"].read_text().replace("eastgate.geojson", "imdf")
    (tmp_path / "hall.yaml").write_text(written)
    with pytest.raises(ScenarioError, match=r"hall\.yaml:9: venue: got the folder .*imdf, wanted"):
        load_scenario(str(tmp_path / "hall.yaml"))
