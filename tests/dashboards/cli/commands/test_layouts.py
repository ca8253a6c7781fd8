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
