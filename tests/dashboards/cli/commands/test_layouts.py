import json

import pytest
import yaml

from dashboards.app.plan.studies import copy, from_scenario

FEW = ("--sample", "100")


def test_layouts_of_one_place_are_told_side_by_side(footfall, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    copy(study, "first", "second")
    files = [str(study.file(name)) for name in study.layouts]
    out = tmp_path / "values.json"
    told = footfall("layouts", *files, *FEW, "--out", str(out), "--json")
    assert told.code == 0, told.err
    values = json.loads(told.out)
    assert values == json.loads(out.read_text())
    assert [*values] == files
    first, second = values.values()
    assert first == second
    assert first["of"][0]["id"] == "west"
    for words in ("recognised", "innocents scanned", "false alerts"):
        assert words in footfall("layouts", files[0], *FEW).out


def test_layouts_of_two_places_are_refused(footfall):
    told = footfall("layouts", "corridor", "mall")
    assert told.code == 2
    assert "mall: got a layout of" in told.err
    assert "as the first is" in told.err


def test_layouts_are_played_beside_each_other_on_days_of_their_own(footfall, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    copy(study, "first", "second")
    files = [str(study.file(name)) for name in study.layouts]
    short = ("--sample", "50", "--play", "2")
    told = footfall("layouts", *files, *short, "--json")
    assert told.code == 0, told.err
    assert "takes about" in told.err
    first, second = json.loads(told.out).values()
    assert len(first["shares"]) == 2
    assert first["shares"] == second["shares"]
    assert (first["apart"], second["apart"]) == (None, [0, 0, 0])
    shown = footfall("layouts", *files, *short).out
    assert "+0.0" in shown
    assert "2 further days" in shown


def test_a_comparison_is_estimated_and_refused_by_its_options(footfall):
    told = footfall("layouts", "corridor", "--play", "10", "--estimate", "--json")
    assert told.code == 0, told.err
    assert [part["name"] for part in json.loads(told.out)["parts"]] == ["world", "look", "play"]
    film = footfall("layouts", "corridor", "--film", "--estimate", "--json")
    assert [part["name"] for part in json.loads(film.out)["parts"]] == ["world", "look", "film"]
    much = footfall("layouts", "shopping_centre", "--play", "1000")
    assert much.code == 2
    assert "--days, --play: got work that would take about" in much.err


@pytest.mark.long
def test_layouts_are_filmed_beside_each_other(footfall, tmp_path):
    study = from_scenario(tmp_path, "corridor")
    file = study.file("first")
    told = yaml.safe_load(file.read_text())
    told["window"] |= {"duration_s": 0.2, "watchlist": 4}
    told["cameras"][0] |= {"width_px": 640, "height_px": 360}
    file.write_text(yaml.safe_dump(told))
    copy(study, "first", "second")
    files = [str(study.file(name)) for name in study.layouts]
    told = footfall("layouts", *files, *FEW, "--film", "--json")
    assert told.code == 0, told.err
    first, second = (one["filmed"] for one in json.loads(told.out).values())
    assert first["recognised"] == second["recognised"] <= first["listed"]
    assert first["apart"] is None
    assert second["apart"][1] < second["apart"][0] == 0 < second["apart"][2]
    shown = footfall("layouts", *files, *FEW, "--film").out
    assert "recognised on film" in shown
    assert "Newcombe 1998" in shown
