"""Plans of real places through the real command."""

import json

import cv2
import pytest

from scenarios.loader import load_scenario
from scenarios.plan import Asked, read_plan
from tests.scenarios.importers.maps import Earth, arcade, box, unit, zipped
from tests.scenarios.importers.pictures import house, written

CROSSED = [[0, 0], [30, 4], [30, 0], [0, 4], [0, 0]]


@pytest.fixture
def archive(tmp_path):
    return zipped(tmp_path / "arcade.zip", arcade())


@pytest.fixture
def crossed(tmp_path):
    files = arcade()
    files["unit.geojson"].append(unit(Earth(), "walkway", CROSSED, name="Bow"))
    return zipped(tmp_path / "crossed.zip", files)


def test_an_import_writes_the_place_its_picture_and_what_was_found(footfall, archive, tmp_path):
    out = tmp_path / "arcade"
    told = footfall("venue", "import", archive, "--out", out, "--json")
    assert told.code == 0
    said = json.loads(told.out)
    assert sorted(one.name for one in out.iterdir()) == [
        "findings.json",
        "venue.geojson",
        "venue.png",
    ]
    assert json.loads((out / "findings.json").read_text()) == said
    assert [one["floor_m2"] for one in said["levels"]] == pytest.approx([120, 120], abs=0.3)
    assert {one["kind"] for one in said["findings"]} == {"placed", "no heights", "door guessed"}
    assert said["file_unit"] == "latitude, longitude"
    for one in said["findings"]:
        assert (one["at_file"] is None) == (one["at_m"] is None)
        if one["at_file"]:
            assert one["at_file"] == pytest.approx((52.5, 13.4), abs=0.01)
    assert read_plan(out / "venue.geojson") == read_plan(archive)
    picture = cv2.imread(str(out / "venue.png"))
    assert picture.shape[1] > 1000


@pytest.mark.parametrize("command", ["import", "check", "show", "export"])
def test_a_broken_plan_is_refused_by_place_and_leaves_nothing(footfall, crossed, tmp_path, command):
    names = {"import": "out", "show": "out.png", "export": "out.geojson"}
    out = ("--out", tmp_path / names[command]) if command in names else ()
    told = footfall("venue", command, crossed, *out)
    assert (told.code, told.out) == (2, "")
    assert "crossed.zip: level 0: outline: got walkway Bow has an outline" in told.err
    assert [one.name for one in tmp_path.iterdir()] == ["crossed.zip"]


def test_what_can_be_mended_is_and_is_told(footfall, crossed):
    told = footfall("venue", "check", crossed, "--mend")
    assert told.code == 0
    assert "made valid: 2 areas" in told.out


def test_a_plan_of_ours_is_checked_drawn_and_exported(footfall, tmp_path):
    plan = load_scenario("mall").venue_path
    assert "Nothing is in doubt." in footfall("venue", "check", plan).out
    assert footfall("venue", "show", plan, "--out", tmp_path / "mall.png").code == 0
    assert cv2.imread(str(tmp_path / "mall.png")) is not None
    assert footfall("venue", "export", plan, "--out", tmp_path / "mall.geojson").code == 0
    assert read_plan(tmp_path / "mall.geojson") == read_plan(plan)


def test_an_import_into_a_folder_in_use_is_refused_and_touches_nothing(footfall, archive, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    told = footfall("venue", "import", archive, "--out", tmp_path / "mine")
    assert (told.code, told.out) == (2, "")
    assert "wanted a new or empty folder" in told.err
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["note.txt"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "out: got nothing, wanted a new or empty folder"),
        (("--scale", "10 metres"), "scale: got '10 metres', wanted two pixels and the metres"),
        (("--scale", "1,1,9,9"), "scale: got '1,1,9,9', wanted two pixels and the metres"),
        (("--scale", "1,1,9,nan,5"), "X1,Y1,X2,Y2,METRES"),
        (("--scale", "1,1,90,90,5"), "scale: got something asked for, wanted mend"),
        (("--unit", "mm"), "unit: got something asked for, wanted mend"),
        (("--propose", "layers.yaml"), "wanted a plan of a format that has layers"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    footfall, archive, tmp_path, options, said, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    out = ("--out", tmp_path / "out") if options else ()
    told = footfall("venue", "import", archive, *options, *out)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert [one.name for one in tmp_path.iterdir()] == ["arcade.zip"]


def test_names_that_would_steer_a_terminal_are_shown_as_what_they_are(footfall, tmp_path):
    files = arcade()
    attic = unit(Earth(), "room", box(0, 10, 10, 15), name="[red]\x1b[31mAttic")
    files["unit.geojson"].append(attic)
    told = footfall("venue", "check", zipped(tmp_path / "arcade.zip", files))
    assert told.code == 0
    assert "\x1b" not in told.out
    assert "[red]" in told.out


def test_a_picture_of_a_plan_with_a_scale_is_imported_to_be_corrected(footfall, tmp_path):
    file, out = written(house(), tmp_path), tmp_path / "house"
    refused = footfall("venue", "import", file, "--out", out)
    assert (refused.code, refused.out) == (2, "")
    assert "wanted --scale X1,Y1,X2,Y2,METRES" in refused.err
    assert not out.exists()
    told = footfall("venue", "import", file, "--scale", "80,80,560,80,12", "--out", out)
    assert told.code == 0
    assert "correct the GeoJSON by hand" in told.out
    asked = Asked(scale=((80, 80), (560, 80), 12))
    assert read_plan(out / "venue.geojson") == read_plan(file, asked)
