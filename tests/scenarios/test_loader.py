import contextlib
import copy

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.fields.changes import parsed
from scenarios.fields.parts import Spot
from scenarios.loader import library, load_scenario
from scenarios.schema import Scenario

SHARED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""The folder is shared by all examples: each writes the file anew."""
ANYTHING = st.none() | st.booleans() | st.integers(-5, 10**7) | st.floats() | st.text(max_size=5)
ANYTHING |= st.lists(ANYTHING, max_size=3)


def places(node, at=()):
    """Paths of everything inside a tree of dicts and lists."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


def inside(node, path):
    for step in path:
        node = node[step]
    return node


def saved(folder, raw):
    file = folder / "mine.yaml"
    file.write_text(yaml.safe_dump(raw, sort_keys=False))
    return str(file)


@pytest.mark.parametrize("name", library())
def test_every_scenario_of_the_library_holds(name):
    loaded = load_scenario(name)
    assert loaded.scenario.name == name
    assert loaded.venue.entrances


@pytest.mark.parametrize("name", library())
def test_what_is_dumped_loads_as_the_same(name, folder):
    scenario = load_scenario(name).scenario
    assert load_scenario(saved(folder, scenario.model_dump(mode="json"))).scenario == scenario


def test_all_defaults_are_written_out_and_read_back(folder, raw):
    bare = {k: raw[k] for k in ("name", "title", "duration_s", "venue", "arrivals", "cameras")}
    bare |= {"watchlist": {"size": 3}}
    scenario = load_scenario(saved(folder, bare)).scenario
    assert load_scenario(saved(folder, scenario.model_dump(mode="json"))).scenario == scenario


@SHARED
@given(data=st.data())
def test_an_unknown_field_is_refused_wherever_it_stands(data, folder, raw):
    tree = copy.deepcopy(raw)
    parts = [(), *(p for p in places(raw) if isinstance(inside(raw, p), dict))]
    part = data.draw(st.sampled_from(parts))
    inside(tree, part)["surprise"] = 1
    where = ".".join(map(str, (*part, "surprise")))
    with pytest.raises(ScenarioError, match=rf"mine\.yaml:\d+: {where}: got an unknown field"):
        load_scenario(saved(folder, tree))


@SHARED
@given(data=st.data())
def test_whatever_stands_anywhere_is_taken_or_refused(data, folder, raw):
    tree = copy.deepcopy(raw)
    *part, last = data.draw(st.sampled_from([*places(raw)]))
    inside(tree, part)[last] = data.draw(ANYTHING)
    with contextlib.suppress(ScenarioError):
        load_scenario(saved(folder, tree))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("size: 200", "size: -3", r":19: watchlist\.size: got -3, wanted"),
        ("  count: 1", "  cuont: 1", r":25: operators\.cuont: got an unknown field"),
        ("at_m: [13.0, 30.0]", "at_m: [5.0, 5.0]", r":22: cameras\.0\.at_m: got \[5\.0, 5\.0\]"),
        (
            "title: Three",
            "titel: Three",
            r":2: titel: got an unknown field, wanted perhaps title$",
        ),
        ("[60.0, 30.0]]", "[500, 1]]", r":28: officers\.posts_m\.1: got \[500\.0, 1\.0\]"),
        ("start_s: 60", "start_s: 175", r":32: window\.duration_s: got 12 s from 175 s"),
        ("duration_s: 180", "duration_s: .inf", r":8: duration_s: got inf, wanted"),
        ("heading_deg: 180", "heading_deg: .nan", r":22: cameras\.0\.heading_deg: got nan"),
        ('"12:00"', '"25:00"', r":7: starts_at: got '25:00', wanted"),
    ],
)
def test_an_error_names_file_line_field_and_value(folder, old, new, said):
    file = folder / "corridor.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(ScenarioError, match=r"corridor\.yaml" + said) as refusal:
        load_scenario(str(file))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [1, 2", "mine.yaml:1: got no YAML"),
        ("a: 1\nb: {c: d: e}\n", "mine.yaml:2: got no YAML"),
        ("- 1\n- 2\n", "mine.yaml:1: got [1, 2], wanted fields"),
        ("", "mine.yaml:1: got nothing"),
        ("a: \x07\n", "mine.yaml"),
        ("? [1, 2]\n: 3\n", "mine.yaml"),
        ("1: 2\n", "mine.yaml:1"),
    ],
)
def test_what_is_no_scenario_file_is_refused(folder, content, said):
    (folder / "mine.yaml").write_text(content)
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(str(folder / "mine.yaml"))
    assert said in str(refusal.value)


@pytest.mark.parametrize("name", ["nosuch", ".", "a\0b"])
def test_what_is_not_there_is_refused_with_the_library_s_names(name):
    with pytest.raises(ScenarioError, match="corridor, galleries, mall, market, shopping_centre"):
        load_scenario(name)


def test_fields_are_changed_by_dotted_path():
    changes = {
        "engine.threshold": "0.7",
        "cameras.0.fov_deg": "50",
        "arrivals.profile.0.people_per_h": "10",
        "officers.posts_m": "[[16, 30]]",
        "window": "null",
        "operators.count": "0",
    }
    scenario = load_scenario("corridor", changes).scenario
    assert scenario.engine.threshold == 0.7
    assert scenario.cameras[0].fov_deg == 50
    assert scenario.arrivals.profile[0].people_per_h == 10
    assert scenario.officers.posts_m == (Spot(16, 30),)
    assert (scenario.window, scenario.operators.count) == (None, 0)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("engine.treshold", "0.7", "--set engine.treshold: got an unknown field"),
        ("engine.threshold", "high", "--set engine.threshold: got 'high'"),
        ("cameras.9.fov_deg", "50", "--set cameras.9.fov_deg"),
        ("cameras.x.fov_deg", "50", "--set cameras.x.fov_deg"),
        ("seed.x", "1", "--set seed.x"),
        ("cameras.0.at_m", "[1, 1]", "--set cameras.0.at_m"),
        ("cameras.0.at_m.7", "1", "--set cameras.0.at_m.7"),
        ("title", "[", "--set title: got '[', wanted YAML, such as .7, a word or [1, 2]"),
        ("seed", "9" * 5000, "99', wanted fewer digits"),
        ("", "1", "--set"),
        ("a..b", "1", "--set"),
    ],
)
def test_a_wrong_change_is_refused_by_its_path(field, value, said):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario("corridor", {field: value})
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arrivals.group_sizes": "[0.5, 0.2]"}, "group_sizes: got a sum of 0.7"),
        (
            {"crowd.demography.ancestry.asian": "0.2"},
            "crowd.demography.ancestry: got shares that add up to 1.102, wanted 1",
        ),
        (
            {"crowd.demography.tones.african": "[0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0]"},
            "tones.african: got shares that add up to 0.5, wanted 1",
        ),
        ({"crowd.demography.tones.african": "[1]"}, "wanted a list of 10 or more"),
        ({"crowd.demography.ages": "[[3, 90, 0.9]]"}, "ages: got shares that add up to 0.9"),
        ({"crowd.demography.ages": "[[3, 2000, 1]]"}, "ages.0.1: got 2000, wanted at most"),
        (
            {"crowd.demography.ages": "[[3, 20, 0.5], [18, 90, 0.5]]"},
            "ages: got bands [[3.0, 20.0], [18.0, 90.0]], wanted them rising, none in another",
        ),
        ({"crowd.demography.ages": "[[30, 20, 1]]"}, "wanted each to end above where it begins"),
        ({"crowd.demography.ages": "[[3, 16, 1]]"}, "ages: got nobody from 16 years on"),
        (
            {"crowd.demography.ages": "[[3, 18, 1]]"},
            "youngest_listed no longer fits: 18, wanted an age that some of",
        ),
        (
            {"arrivals.profile.0.from_s": "5"},
            "--set arrivals.profile.0.from_s: got what arrivals.profile no longer fits: from_s [5",
        ),
        ({"arrivals.shops_visited": "[2, 1]"}, "shops_visited: got [2, 1]"),
        ({"arrivals.shops_visited": "[0, 99]"}, "shops_visited: got [0, 99]"),
        ({"window": "null", "fidelity": "pixels"}, "window: got none"),
        ({"window.cameras": "[nowhere]"}, "window.cameras.0: got 'nowhere'"),
        ({"cameras.0.imaging.k1": "-9"}, "cameras.0.imaging.k1: got -9, wanted a lens"),
        ({"cameras.0.imaging.k1": "1e308"}, "cameras.0.imaging.k1: got '1e308', wanted"),
        ({"cameras.0.imaging.focus_m": "0.001"}, "focus_m: got 0.001, wanted more than the focal"),
        ({"cameras.0.imaging.shutter_min_s": "0.1"}, "shutter_min_s: got 0.1, wanted at most"),
        ({"cameras.0.imaging.backlight_box": "[0.5, 0, 0.4, 1]"}, "backlight_box: got [0.5"),
        ({"venue": "nowhere.geojson"}, "got 'nowhere.geojson' and there is no "),
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(changes, said):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario("corridor", changes)
    assert said in str(refusal.value)


NORTH = "{id: north, at_m: [20.0, 30.0], heading_deg: 0}"


def test_one_more_is_put_at_the_end_of_a_list():
    there = load_scenario("corridor").scenario
    far = NORTH.replace("north", "far")
    written = [f"cameras.+={NORTH}", f"cameras.+={far}", "officers.posts_m.+=[16, 30]"]
    scenario = load_scenario("corridor", parsed([*written, "cameras.2.fov_deg=50"])).scenario
    assert scenario.cameras[:-2] == there.cameras
    assert [camera.id for camera in scenario.cameras[-2:]] == ["north", "far"]
    assert [camera.fov_deg for camera in scenario.cameras[-2:]] == [40, 50]
    assert scenario.officers.posts_m == (*there.officers.posts_m, (16, 30, 0))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["cameras.+=north"], "--set cameras.+: got 'north', wanted fields with values"),
        (["cameras.+={id: north}"], "--set cameras.+.at_m: got none, wanted a value"),
        (
            [f"cameras.+={NORTH}", f"cameras.+={NORTH}"],
            "--set cameras.+2.id: got 'north' twice",
        ),
        (
            [f"cameras.+={NORTH.replace('20.0, 30.0', '5.0, 5.0')}"],
            "--set cameras.+.at_m: got [5.0, 5.0]",
        ),
        (["engine.+=1"], "--set engine.+: got +, wanted it behind a list of the scenario's file"),
        (["arrivals.group_sizes.+=1"], "give all of it, as arrivals.group_sizes=[…]"),
        (["seed.+=1"], "--set seed.+: got no fields inside 'seed'"),
        (["cameras.+.id=x"], "--set cameras.+.id: got no field '+' there"),
        (["cameras.9={}"], "--set cameras.9: got 9, wanted 0 to 0 or west or + for one more"),
        (["seed=1", "seed=2"], "--set seed: got it twice, wanted it once"),
        (["seed"], "--set: got 'seed', wanted FIELD=VALUE"),
        (["=2"], "--set: got '=2', wanted FIELD=VALUE"),
    ],
)
def test_what_cannot_be_put_at_the_end_is_refused_as_it_was_written(written, said):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario("corridor", parsed(written))
    assert said in str(refusal.value)


def test_two_cameras_of_one_name_are_refused(folder, raw):
    tree = copy.deepcopy(raw)
    tree["cameras"][3]["id"] = "west"
    with pytest.raises(ScenarioError, match=r"cameras\.3\.id: got 'west' twice"):
        load_scenario(saved(folder, tree))


def test_a_scenario_cannot_be_changed_once_it_is_loaded():
    scenario = load_scenario("corridor").scenario
    with pytest.raises(ValueError, match="frozen"):
        scenario.seed = 2
    assert isinstance(scenario, Scenario)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        (["cameras.9.fov_deg=5", "engine.treshold=.7", "seed=-1"],
         ["cameras.9.fov_deg", "engine.treshold", "seed"]),
        (["engine.treshold=[", "seed=-1"], ["engine.treshold", "seed"]),
        (["cameras.0.hieght_m=-5"], ["cameras.0.hieght_m", "cameras.0.hieght_m"]),
        (["engin.threshold=7", "engin.cooldown_s=5"], ["engin", "engin.threshold"]),
        (["engin.treshold=7"], ["engin", "engin.treshold"]),
        (["nonsense", "seed=1", "seed=2", "=3"], ["", "", "seed"]),
    ],
)  # fmt: skip
def test_a_misspelt_change_hides_no_other_fault(written, fields):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario("corridor", parsed(written))
    assert {fault.file for fault in refusal.value.faults} == {"--set"}
    assert sorted(fault.field for fault in refusal.value.faults) == sorted(fields)


def test_what_stands_under_a_misspelt_name_is_taken_for_what_was_meant():
    with pytest.raises(ScenarioError) as refusal:
        load_scenario("corridor", parsed(["arrivals.shops_visitd=[9, 99]"]))
    first, second = refusal.value.faults
    assert first.said == "got an unknown field, wanted perhaps shops_visited"
    assert second.field == first.field
    assert second.said.endswith("[9, 99], wanted fewest and most of 36 shops")
