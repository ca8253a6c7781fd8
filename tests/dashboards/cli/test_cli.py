import json

import cv2
import pytest

from dashboards.cli.terminal.refusals import told
from engine.packs.assets import CENTERFACE, DLIB_LISTING, DLIB_WEIGHTS, MOBILEFACENET
from engine.packs.names import SECOND
from scenarios.loader import library, load_scenario
from sim import run


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "group",
    [
        (),
        ("run",),
        ("engine",),
        ("engine", "watch"),
        ("people", "sheet"),
        ("cameras", "measure"),
        ("validate",),
    ],
)
def test_every_command_explains_itself(footfall, group):
    helped = footfall(*group, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert "Usage" in helped.out


def test_the_root_lists_the_commands(footfall):
    listed = footfall("--help").out
    for name in ("demo", "run", "validate", "scenarios", "engine", "people"):
        assert f" {name} " in listed


def test_scenarios_are_listed_with_their_facts(footfall):
    listed = footfall("scenarios")
    told_json = json.loads(footfall("scenarios", "--json").out)
    assert [one["scenario"] for one in told_json] == [*library()]
    for one in told_json:
        assert one["scenario"] in listed.out
        assert one["title"] in listed.out
        assert one["cameras"] == len(load_scenario(one["scenario"]).scenario.cameras)


def test_people_expected_are_the_profile_over_the_scenario_s_time(footfall):
    by_name = {one["scenario"]: one for one in json.loads(footfall("scenarios", "--json").out)}
    assert by_name["corridor"]["expected_people"] == 360
    assert by_name["shopping_centre"]["expected_people"] == 22_200


def test_a_scenario_that_holds_is_said_to(footfall):
    said = footfall("validate", "corridor", "shopping_centre")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["corridor", "shopping_centre"]
    assert all("ok (" in line for line in lines)


def test_of_several_scenarios_each_is_judged(footfall, tmp_path):
    (tmp_path / "bad.yaml").write_text("name: bad\n")
    said = footfall("validate", "corridor", tmp_path / "bad.yaml", "nowhere")
    assert said.code == 2
    assert said.out.startswith("corridor: ok")
    lines = said.err.splitlines()
    assert all(line.startswith("footfall: ") for line in lines)
    assert sum("bad.yaml" in line for line in lines) == len(lines) - 1 > 3
    assert "nowhere: got" in lines[-1]
    told_json = footfall("validate", "corridor", tmp_path / "bad.yaml", "--json")
    assert told_json.code == 2
    sound, bad = json.loads(told_json.out)
    assert (sound["ok"], bad["ok"]) == (True, False)
    assert {"title", "venue", "cameras"} <= {fault["field"] for fault in bad["faults"]}


def test_packs_say_what_is_there(footfall, pack):
    found = json.loads(footfall("engine", "packs", "--json").out)
    assert found["packs"][0]["id"] == pack.id
    by_name = {one["name"]: one for one in found["assets"]}
    for asset in (CENTERFACE, MOBILEFACENET):
        assert by_name[asset.name]["sha256"] == asset.archive_sha256
        assert by_name[asset.name]["licence"] == asset.licence
    assert pack.id in footfall("engine", "packs").out


def test_a_second_recogniser_says_whom_it_was_trained_on_wherever_it_is_listed(footfall):
    fetched = footfall("engine", "fetch", "second")
    assert "without documented consent" in fetched.err
    found = json.loads(footfall("engine", "packs", "--json").out)
    (second,) = (one for one in found["packs"] if one["name"] == SECOND)
    assert "without documented consent" in second["licence"]
    listed = {one["name"] for one in found["assets"]}
    assert {DLIB_WEIGHTS.name, DLIB_LISTING.name} <= listed


def test_packs_of_an_empty_cache_say_how_to_fetch_them(footfall, tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path))
    said = footfall("engine", "packs")
    assert (said.code, list(tmp_path.iterdir())) == (0, [])
    assert "footfall engine fetch" in said.out
    found = json.loads(footfall("engine", "packs", "--json").out)
    assert not any(one["present"] for one in found["assets"])


def test_what_is_in_the_cache_is_not_fetched_again(footfall, monkeypatch, pack):
    def never(*_arguments):
        raise AssertionError("fetched again")

    monkeypatch.setattr("engine.packs.fetch._call", never)
    said = footfall("engine", "fetch", "open")
    assert said.code == 0
    assert pack.id in said.out


def test_a_feed_is_watched_into_a_folder(footfall, here, walk_video, watchlist):
    command = ("engine", "watch", walk_video, "--watchlist", watchlist, "--threshold", 0.55)
    watched = footfall(*command, "--json")
    summary = json.loads(watched.out)
    assert summary["alerts"] >= 3
    assert summary["out"] == "runs/watch-walk"
    names = {file.name for file in (here / summary["out"]).iterdir()}
    told = {"alerts.jsonl", "alerts", "faces.parquet", "summary.json", "times.json", "made.json"}
    assert names == told | {"annotated.mp4"}
    assert summary["times_s"]["detect"]["sum_s"] > summary["times_s"]["decide"]["sum_s"]
    again = footfall(*command, "--no-annotate")
    assert "person-0" in again.out
    assert "runs/watch-walk-2" in again.out
    assert not (here / "runs/watch-walk-2/annotated.mp4").exists()


def test_without_a_threshold_the_preset_s_is_taken(footfall, here, walk_video, watchlist):
    command = ("engine", "watch", walk_video, "--watchlist", watchlist, "--no-annotate")
    summary = json.loads(footfall(*command, "--json", "--out", here / "out").out)
    assert summary["preset"] == "photographs"
    assert summary["threshold_from"].startswith("preset 'photographs' for 6 enrolled")
    assert 0.2 < summary["threshold"] < 0.95


def test_a_contact_sheet_is_drawn(footfall, here):
    drawn = footfall("people", "sheet", "people.png", "--count", 2, "--columns", 1)
    assert drawn.code == 0
    assert "people.png" in drawn.out
    assert cv2.imread("people.png").shape[0] > cv2.imread("people.png").shape[1]
    assert [file.name for file in here.iterdir()] == ["people.png"]


def test_tones_are_told_with_their_distance_from_the_swatches(footfall):
    told = json.loads(footfall("people", "tones", "--count", 40, "--json").out)
    assert [one["tone"] for one in told] == list(range(1, 11))
    assert sum(one["people"] for one in told) == 40
    assert "#f6ede4" in footfall("people", "tones", "--count", 5).out


def test_standard_output_holds_no_bars(footfall, here):
    drawn = footfall("people", "sheet", here / "people.jpg", "--count", 1)
    assert "━" not in drawn.out
    assert "\x1b" not in drawn.out
    assert "Draw the people" in drawn.err


def test_an_interruption_says_where_the_run_folder_is(footfall, monkeypatch):
    def interrupted(*_arguments, **_options):
        stop = KeyboardInterrupt()
        stop.add_note("run folder: runs/mine")
        raise stop

    monkeypatch.setattr(run, "play", interrupted)
    ended = footfall("run", "corridor")
    assert ended.code == 130
    assert ended.err == "footfall: interrupted; run folder: runs/mine\n"


def test_a_reader_that_has_gone_is_not_a_refusal(footfall, monkeypatch):
    def gone(*_arguments, **_options):
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(run, "play", gone)
    assert footfall("run", "corridor").code == 1


def test_a_refusal_of_the_operating_system_names_its_file():
    assert (
        told(OSError(28, "No space left on device", "runs/x")) == "runs/x: No space left on device"
    )
    assert told(ValueError("as it is")) == "as it is"


def test_a_scenario_of_the_library_is_copied_to_be_changed(footfall, tmp_path):
    told = footfall("scenarios", "--copy", "mall", tmp_path / "mine")
    assert told.code == 0
    assert told.out.strip() == str(tmp_path / "mine" / "mall.yaml")
    assert footfall("validate", tmp_path / "mine" / "mall.yaml").code == 0
    again = footfall("scenarios", "--copy", "mall", tmp_path / "mine")
    assert again.code == 2
    assert "wanted a new one" in again.err
