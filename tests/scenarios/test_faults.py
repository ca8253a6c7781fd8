"""All that is wrong with a file is told at once, with what was meant."""

import json

import pytest
import yaml

from scenarios.errors import LONGEST, MOST, OVERRIDE, Fault, ScenarioError
from scenarios.loader import load_scenario
from scenarios.plan import read_plan


def faults(read, *asked):
    with pytest.raises(ScenarioError) as refusal:
        read(*asked)
    assert str(refusal.value).startswith(refusal.value.lines()[0])
    assert len(str(refusal.value)) < 2 * LONGEST
    return refusal.value.faults


def told(read, *asked):
    return [(fault.line, fault.field, fault.said) for fault in faults(read, *asked)]


def written(folder, changed):
    """The venue Eastgate, changed, in a file."""
    (folder / "plan.geojson").write_text(json.dumps(changed, indent=1))
    return folder / "plan.geojson"


def changed(file, *changes):
    """The file with pieces of its text changed; its path."""
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    return str(file)


def test_every_fault_of_a_scenario_is_told_with_its_line_and_the_nearest_name(folder):
    file = changed(
        folder / "corridor.yaml",
        ("title: Three", "titel: Three"),
        ("  count: 1", "  cuont: 1"),
        ("size: 200", "size: -3"),
        ("heading_deg: 180", "heading_deg: north"),
    )
    found = {field: (line, said) for line, field, said in told(load_scenario, file)}
    assert found["titel"] == (2, "got an unknown field, wanted perhaps title")
    assert found["operators.cuont"] == (25, "got an unknown field, wanted perhaps count")
    assert found["watchlist.size"][0] == 19
    assert found["cameras.0.heading_deg"][1] == "got 'north', wanted a number"
    assert len(found) == 4


def test_what_is_missing_and_not_misspelt_is_told_as_missing(folder):
    file = folder / "corridor.yaml"
    kept = [line for line in file.read_text().splitlines(True) if not line.startswith("title")]
    file.write_text("".join(kept))
    assert told(load_scenario, str(file)) == [(1, "title", "got none, wanted a value")]


def test_a_venue_is_read_even_where_its_scenario_is_refused(folder):
    (folder / "eastgate.geojson").write_text("{}")
    file = changed(folder / "corridor.yaml", ("size: 200", "size: -3"))
    first, second = faults(load_scenario, file)
    assert first.field == "watchlist.size"
    assert "eastgate.geojson" in second.told()


def test_all_that_does_not_fit_together_is_told(folder):
    file = changed(
        folder / "corridor.yaml",
        ("at_m: [13.0, 30.0]", "at_m: [5.0, 5.0]"),
        ("[60.0, 30.0]]", "[500, 1]]"),
        ("start_s: 60", "start_s: 175"),
    )
    found = [(line, field) for line, field, _ in told(load_scenario, file)]
    assert found == [
        (22, "cameras.0.at_m"),
        (28, "officers.posts_m.1"),
        (32, "window.duration_s"),
    ]


def test_what_does_not_fit_together_is_told_beside_what_is_misspelt(folder):
    file = changed(
        folder / "corridor.yaml",
        ("title: Three", "titel: Three"),
        ("at_m: [13.0, 30.0]", "at_m: [5.0, 5.0]"),
        ("  count: 1", "  cuont: 1"),
    )
    fields = [field for _, field, _ in told(load_scenario, file)]
    assert sorted(fields) == ["cameras.0.at_m", "operators.cuont", "titel"]


def test_of_many_faults_the_first_are_told_and_how_many_more_there_are(folder):
    file = folder / "corridor.yaml"
    file.write_text(file.read_text() + "".join(f"x{k}: 1\n" for k in range(100)))
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(str(file))
    assert len(refusal.value.faults) == 100
    assert len(refusal.value.lines()) == MOST + 1
    assert refusal.value.lines()[-1] == "and 80 more"


def test_a_change_that_makes_another_field_wrong_is_what_is_blamed():
    (fault,) = faults(load_scenario, "corridor", {"duration_s": "1"})
    assert (fault.file, fault.field) == (OVERRIDE, "duration_s")
    assert fault.said.startswith("got what window.duration_s no longer fits: 12 s from 60 s")


def test_every_wrong_change_is_told_with_the_nearest_name():
    changes = {"engine.treshold": "0.7", "cameras.0.fovdeg": "3", "operators.count": "-1"}
    found = {fault.field: fault.said for fault in faults(load_scenario, "corridor", changes)}
    assert found["engine.treshold"] == "got an unknown field, wanted perhaps threshold"
    assert found["cameras.0.fovdeg"] == "got an unknown field, wanted perhaps fov_deg"
    assert found["operators.count"].startswith("got -1, wanted")
    assert len(found) == 3


def test_what_can_be_checked_alone_is_told_beside_whatever_does_not_fit(folder):
    """Of one camera its place though not its heading, its name beside another camera's, the order
    of steps of which one has no number of people, and what an officer's post is on.
    """
    raw = yaml.safe_load((folder / "corridor.yaml").read_text())
    first = raw["cameras"][0]
    raw |= {"titel": raw.pop("title"), "seed": -1}
    raw["watchlist"]["size"] = -3
    raw["arrivals"]["profile"] = [
        {"from_s": 9, "people_per_h": "many"}, {"from_s": 0, "people_per_h": 3},
    ]  # fmt: skip
    raw["arrivals"]["group_sizes"] = [0.5]
    raw["cameras"] = [first | {"heading_deg": "north", "at_m": [500.0, 5.0]}, first | {"fps": 0}]
    raw["cameras"].append("none")
    raw["officers"]["posts_m"][0] = [500.0, 1.0]
    raw["window"] = {"start_s": "soon", "cameras": ["corridr"]}
    file = folder / "corridor.yaml"
    file.write_text(yaml.safe_dump(raw))
    assert sorted(field for _, field, _ in told(load_scenario, str(file))) == [
        "arrivals.group_sizes",
        "arrivals.profile",
        "arrivals.profile.0.people_per_h",
        "cameras.0.at_m",
        "cameras.0.heading_deg",
        "cameras.1.fps",
        "cameras.1.id",
        "cameras.2",
        "officers.posts_m.0",
        "seed",
        "titel",
        "watchlist.size",
        "window.start_s",
    ]


def test_what_needs_no_plan_is_told_where_there_is_none(folder):
    text = (folder / "corridor.yaml").read_text()
    (folder / "corridor.yaml").write_text(text.replace("start_s: 60", "start_s: 175"))
    (folder / "eastgate.geojson").unlink()
    plan, window = faults(load_scenario, str(folder / "corridor.yaml"))
    assert (plan.field, plan.line) == ("venue", 1 + text[: text.index("venue:")].count("\n"))
    assert plan.got.startswith("'eastgate.geojson' and there is no ")
    assert plan.wanted == "the path of a plan, relative to the folder of corridor.yaml"
    assert window.field == "window.duration_s"


@pytest.mark.parametrize(("text", "got"), [("", "nothing"), ("[1]", "[1]"), ("a", "'a'")])
def test_a_file_without_fields_is_told_in_plain_words(tmp_path, text, got):
    (tmp_path / "empty.yaml").write_text(text)
    (fault,) = faults(load_scenario, str(tmp_path / "empty.yaml"))
    assert fault.said == f"got {got}, wanted fields of a scenario, as `seed: 1`"


def test_things_in_a_list_may_be_named_by_their_ids():
    cameras = load_scenario("mall").scenario.cameras
    name = cameras[1].id
    changed_to = load_scenario("mall", {f"cameras.{name}.fov_deg": "33"}).scenario.cameras
    assert [one.fov_deg for one in changed_to] == [
        33 if one.id == name else one.fov_deg for one in cameras
    ]
    (fault,) = faults(load_scenario, "mall", {f"cameras.{name[:-1]}.fov_deg": "33"})
    assert f" or {cameras[0].id} or {name} or " in fault.said
    assert fault.said.endswith(f" or + for one more: perhaps {name}")
    (fault,) = faults(load_scenario, "mall", {f"cameras.{name}.fov_deg": "wide"})
    assert fault.told().startswith(f"--set cameras.{name}.fov_deg: got 'wide', wanted a number")


def test_a_change_that_nothing_would_come_of_is_refused():
    both = {"engine.threshold": "0.6", "engine.target_fpir": "0.01"}
    (fault,) = faults(load_scenario, "corridor", both)
    assert fault.field == "engine.target_fpir"
    assert "threshold, 0.6, which decides alone" in fault.said
    alone = {"engine.threshold": "null", "engine.target_fpir": "0.01"}
    assert load_scenario("corridor", alone).scenario.engine.target_fpir == 0.01


@pytest.mark.parametrize("place", ["²", "٣", "9" * 5000])
def test_what_is_no_plain_number_is_no_place_in_a_list(place):
    (fault,) = faults(load_scenario, "corridor", {f"cameras.{place}.id": "x"})
    assert "got no field" in fault.said
    assert len(fault.told()) < 400


def test_a_path_deeper_than_any_field_is_refused():
    (fault,) = faults(load_scenario, "corridor", {"a." * 5000 + "a": "1"})
    assert fault.said == "got 5,001 steps, wanted at most 20"


def test_what_looks_like_a_date_is_text():
    assert load_scenario("corridor", {"title": "2024-02-30"}).scenario.title == "2024-02-30"


def test_a_library_scenario_that_is_misspelt_is_told():
    (fault,) = faults(load_scenario, "coridor")
    assert fault.said.endswith(": perhaps corridor")


def test_every_fault_of_a_venue_is_told_with_its_line(eastgate, tmp_path):
    plan = json.loads(json.dumps(eastgate))
    shop = next(k for k, f in enumerate(plan["features"]) if f["properties"]["kind"] == "shop")
    plan["features"][shop]["properties"] |= {"attraction": -1, "colour": "red"}
    plan["features"][shop + 1]["properties"]["atraction"] = 2
    plan["features"][shop + 2]["properties"]["kind"] = "shpo"
    file = written(tmp_path, plan)
    found = told(read_plan, file)
    assert [said.partition(",")[0] for _, _, said in found] == [
        "got an unknown property",
        "got -1",
        "got an unknown property",
        "got 'shpo'",
    ]
    assert found[2][2] == "got an unknown property, wanted perhaps attraction"
    assert found[3][2].endswith(": perhaps shop")
    for (line, *_), number in zip(found, (shop, shop, shop + 1, shop + 2), strict=True):
        before = "\n".join(file.read_text().splitlines()[: line - 1])
        assert before.count('"type": "Feature"') == number


def test_properties_in_the_wrong_place_are_told(eastgate, tmp_path):
    plan = json.loads(json.dumps(eastgate))
    plan["features"][0]["scene"] = "street"
    ((_, field, said),) = told(read_plan, written(tmp_path, plan))
    assert field == "features.0.scene"
    assert said == "got a property of the feature, wanted it inside properties"


def test_what_drawing_programs_add_is_passed_over(eastgate, tmp_path):
    plan = json.loads(json.dumps(eastgate)) | {"name": "layer", "bbox": [0, 0, 99, 99]}
    plan["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    for number, feature in enumerate(plan["features"]):
        feature |= {"id": number, "bbox": [0, 0, 9, 9]}
        feature["properties"] |= {"fid": number, "stroke": "#555555", "fill-opacity": 0.5}
    assert (
        read_plan(written(tmp_path, plan)).levels[0].venue
        == read_plan(written(tmp_path, eastgate)).levels[0].venue
    )


@pytest.mark.parametrize(
    "crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"]
)
def test_a_plan_that_says_it_is_in_degrees_is_told_so(eastgate, tmp_path, crs):
    plan = eastgate | {"crs": {"type": "name", "properties": {"name": crs}}}
    ((_, field, said),) = told(read_plan, written(tmp_path, plan))
    assert field == "crs"
    assert said.startswith("got longitude and latitude")


def test_a_plan_in_degrees_is_recognised(eastgate, tmp_path):
    plan = json.loads(json.dumps(eastgate))
    for feature in plan["features"]:
        rings = feature["geometry"]["coordinates"]
        moved = [[[-0.12 + x / 69e3, 51.5 + y / 111e3] for x, y in ring] for ring in rings]
        feature["geometry"]["coordinates"] = moved
    ((_, field, said),) = told(read_plan, written(tmp_path, plan))
    assert field == "coordinates"
    assert said.startswith("got what looks like longitude and latitude")
    assert "metres" in said


def test_a_fault_is_data_too():
    fault = Fault("mine.yaml", 3, "seed", "got -1, wanted a number of 0 or more")
    assert fault.to_json() == {
        "file": "mine.yaml",
        "line": 3,
        "field": "seed",
        "got": "-1",
        "wanted": "a number of 0 or more",
        "told": "mine.yaml:3: seed: got -1, wanted a number of 0 or more",
    }
