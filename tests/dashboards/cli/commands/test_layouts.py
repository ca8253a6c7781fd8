import json

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
    much = footfall("layouts", "shopping_centre", "--play", "1000")
    assert much.code == 2
    assert "--days, --play: got work that would take about" in much.err
