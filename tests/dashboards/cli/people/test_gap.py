import json
import re

import cv2
import numpy as np
import pytest

from engine.measure.realism import gap as measure
from engine.measure.realism.bounds import RELATIVE, Gap, UpperBound, load_gap
from engine.measure.realism.treatments import TREATMENTS
from sim.fidelity.counterparts import TURNED

PEOPLE = 5
INTERVAL = {"value", "low", "high"}


@pytest.fixture(scope="module")
def folder(six, tmp_path_factory):
    """Two cuttings of one picture for each of some people."""
    made = tmp_path_factory.mktemp("photographs")
    for number in range(PEOPLE):
        (made / f"p{number}").mkdir()
        for name, margin in (("a", 0.8), ("b", 0.6)):
            cv2.imwrite(str(made / f"p{number}" / f"{name}.png"), six.crop(number, margin))
    return made


@pytest.fixture(scope="module")
def asked():
    """What is printed, written and kept of one comparison."""
    return {}


@pytest.fixture
def found(footfall, folder, asked, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(measure, "REPLICATES", 20)
    monkeypatch.setattr("dashboards.cli.people.gap.SAMPLES", 1)
    if not asked:
        out = tmp_path_factory.mktemp("out")
        options = ("--html", out / "page.html", "--keep", out / "mine.gap.json", "--json")
        told = footfall("people", "gap", "--real", folder, "--people", PEOPLE, *options)
        assert told.code == 0, told.err
        asked |= {"told": json.loads(told.out), "out": out}
    return asked


def test_the_json_has_both_kinds_of_people_in_every_treatment(found):
    told = found["told"]
    assert set(told) == {
        "folder", "pack", "people", "statement", "directions", "conditions", "raw", "normalised",
        "poses", "bounds", "noise", "turned", "doubtful", "unreadable",
        "not_pictures", "passed_over", "others",
    }  # fmt: skip
    assert {one["enrolled"] for one in told["people"].values()} == {PEOPLE}
    for kind in ("raw", "normalised"):
        assert set(told[kind]) == {"threshold", "scores", "curves"}
        named = [(one["by"], one["value"]) for one in told[kind]["curves"]]
        assert named == [(one.by, one.value) for one in TREATMENTS]
        for one in told[kind]["curves"]:
            assert set(one["tar_apart"]) == INTERVAL
            assert one["tar"]["real"]["cases"] == one["tar"]["rendered"]["cases"] == PEOPLE
        for scores in told[kind]["scores"].values():
            for name in ("ks", "wasserstein", "mean_apart", "sd_ratio"):
                assert set(scores[name]) == INTERVAL
    assert [(one["yaw_deg"], one["pitch_deg"]) for one in told["turned"]] == list(TURNED)
    for bound in told["bounds"]:
        assert bound["holds"] == (bound["measured"] <= bound["wanted"])


def test_the_page_is_one_file_with_rendered_faces_and_a_screen_of_figures(found):
    text = (found["out"] / "page.html").read_text()
    assert text.count('class="plotly-graph-div"') == 1
    assert text.count('src="data:image/jpeg;base64,') == 1
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=\"(?!data:)", text)
    for bound in found["told"]["bounds"]:
        assert bound["name"] in text


def test_bounds_are_kept_to_lie_beside_a_preset(found):
    kept = load_gap(str(found["out"] / "mine.npz"), found["told"]["pack"])
    assert [one.to_json() for one in kept.bounds] == found["told"]["bounds"]
    assert kept.against == f"{2 * PEOPLE} photographs of {PEOPLE} people"


def test_packs_stand_beside_each_other_and_check_ends_with_1_where_a_bound_of_any_fails(
    footfall, found, folder, tmp_path, monkeypatch
):
    told = found["told"]

    def measured(plan, report):
        del plan, report
        broken = [told["bounds"][0] | {"measured": 9.0, "holds": False}, *told["bounds"][1:]]
        kinds = (told, told | {"bounds": broken, "pack": "other-1"})
        return tuple(type("Measured", (), {"told": one, "samples": ()}) for one in kinds)

    monkeypatch.setattr("sim.fidelity.gap.measured", measured)
    command = ("people", "gap", "--real", folder, "--pack", "open", "--pack", "other")
    asked = footfall(*command, "--check")
    assert asked.code == 1
    assert "9.000" in asked.out
    assert asked.out.count("TAR, real") == 2
    beside = asked.out.splitlines()[1]
    assert [told["pack"] in beside, "other-1" in beside] == [True, True]
    page = tmp_path / "both.html"
    both = footfall(*command, "--json", "--html", page)
    assert both.code == 0
    assert [one["pack"] for one in json.loads(both.out)["others"]] == ["other-1"]
    assert page.read_text().count('class="plotly-graph-div"') == 2
    assert footfall(*command, "--keep", tmp_path / "mine.gap.json").code == 0
    for name, pack in (("mine-open", told["pack"]), ("mine-other", "other-1")):
        assert load_gap(str(tmp_path / name), pack) is not None
    alike = footfall(*command[:-1], "elsewhere/open", "--keep", tmp_path / "mine.gap.json")
    assert (alike.code, "wanted names that differ" in alike.err) == (2, True)


def test_folders_without_a_face_or_with_too_few_people_are_refused(footfall, folder, tmp_path):
    (tmp_path / "wall").mkdir()
    for name in "ab":
        cv2.imwrite(str(tmp_path / "wall" / f"{name}.png"), np.full((80, 80, 3), 128, np.uint8))
    told = footfall("people", "gap", "--real", tmp_path)
    assert (told.code, told.out, "no picture with a face" in told.err) == (2, "", True)
    (tmp_path / "ann").mkdir()
    for name in "ab":
        (tmp_path / "ann" / f"{name}.png").write_bytes((folder / f"p0/{name}.png").read_bytes())
    told = footfall("people", "gap", "--real", tmp_path)
    assert (told.code, "1 person with a face in two pictures" in told.err) == (2, True)
    told = footfall("people", "gap", "--real", tmp_path / "away")
    assert (told.code, "no such folder" in told.err) == (2, True)
    told = footfall("people", "gap", "--real", folder, "--html", tmp_path / "away" / "page.html")
    assert (told.code, "in a folder that exists" in told.err) == (2, True)


def test_a_run_on_people_who_fail_a_bound_says_so_wherever_it_prints_rates(
    footfall, monkeypatch, tmp_path
):
    broken = Gap("any", "photographs", (UpperBound("TAR at 8 to 42 px", 0.2, 0.05),))
    monkeypatch.setattr("engine.measure.realism.bounds.load_gap", lambda *_: broken)
    told = footfall("run", "corridor", "--out", tmp_path / "run")
    assert told.code == 0, told.err
    said = " ".join(told.out.split())
    assert f"Rates {RELATIVE}" in said
    assert "for comparing designs only, not real-world accuracy. More: docs/gap.md" in said
    kept = json.loads((tmp_path / "run" / "outcomes.json").read_text())["reading"]
    assert (kept["label"], kept["bounds_hold"]) == (RELATIVE, False)
    assert kept["bounds"][0]["measured"] == 0.2
    assert "break 1 of 1 bounds on how far they may be from photographs" in kept["details"]
