import json
import re
from dataclasses import replace

import cv2
import pytest

from dashboards.reports.calibration import calibration_page
from engine.measure.calibration import check, thresholds
from engine.measure.calibration.presets import load_preset
from sim.fidelity import calibration

PEOPLE = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory, portrait):
    """Rendered people as photographs: each twice, once nearer."""
    made = tmp_path_factory.mktemp("photographs")
    for number in range(PEOPLE):
        (made / f"p{number}").mkdir()
        picture = portrait(number)
        smaller = cv2.resize(picture, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
        for name, one in (("a", picture), ("b", smaller)):
            cv2.imwrite(str(made / f"p{number}" / f"{name}.png"), one)
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Smaller experiments than in earnest."""
    monkeypatch.setattr(thresholds, "SUBJECTS", 60)
    monkeypatch.setattr(thresholds, "STRANGERS", 400)
    monkeypatch.setattr(check, "SEARCHES", 10_000)


def test_a_folder_is_fitted_and_checked_on_people_it_was_not_fitted_to(footfall, folder, tmp_path):
    out, page = tmp_path / "mine.npz", tmp_path / "page.html"
    asked = ("--views", 3, "--check", "--html", page, "--json")
    told = footfall("engine", "calibrate", folder, out, *asked)
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert (found["people"], found["admitted"]) == (PEOPLE, 0)
    assert f"{2 * PEOPLE} pictures of {PEOPLE} people in {folder.name}" in found["origin"]
    assert load_preset(str(out)).origin == found["origin"]
    checked = found["check"]
    fitted = int(re.search(r"Fitted to (\d+) people", checked["split"]).group(1))
    assert fitted + checked["people"] == PEOPLE
    text = page.read_text(encoding="utf-8")
    assert text == calibration_page([checked])
    assert text.count('class="plotly-graph-div"') == 3
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", text)


def test_several_packs_have_a_preset_each_and_are_told_beside_each_other(
    footfall, folder, tmp_path, monkeypatch
):
    asked, taken = [], calibration.taken

    def by_one(source, plan, report, **kept):
        asked.extend(plan.packs)
        return 2 * taken(source, replace(plan, packs=plan.packs[:1]), report, **kept)

    monkeypatch.setattr(calibration, "taken", by_one)
    packs = ("--pack", "open", "--pack", "packs/other")
    told = footfall("engine", "calibrate", folder, tmp_path / "mine.npz", "--views", 3, *packs)
    assert told.code == 0, told.err
    assert asked == ["open", "packs/other"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine-open.npz", "mine-other.npz"]
    beside, first = told.out.split("watchlist of 40")[:2]
    assert beside.count(load_preset(str(tmp_path / "mine-open.npz")).pack_id) == 2
    assert len(re.findall(r"0\.\d{3}", first.splitlines()[0])) == 2
    checked = footfall("engine", "calibrate", folder, "--check", "--preset", "rendered", *packs)
    assert (checked.code, "got 2 packs, wanted the one" in checked.err) == (2, True)


def test_a_preset_is_compared_without_fitting_and_its_origin_told(footfall, folder):
    told = footfall("engine", "calibrate", folder, "--check", "--preset", "rendered")
    assert told.code == 0, told.err
    said = " ".join(told.out.split())
    assert f"Compared with {PEOPLE} people of {folder.name}; nothing was fitted." in said
    assert load_preset("rendered").origin in said
    assert "KS mated" in said
    assert "TPIR measured" in said


def test_photographs_are_counted_and_their_work_is_said_before_any_is_done(footfall, folder):
    asked = ("engine", "calibrate", folder, "--check", "--views", 6)
    told = json.loads(footfall(*asked, "--estimate", "--json").out)
    assert told["amounts"] == {"pictured": PEOPLE, "pictures": 2 * PEOPLE, "views": 6 * PEOPLE}
    assert told["parts"][0]["cpu_s"] > 2 * PEOPLE * 0.1
    much = footfall(*asked[:-1], 10**9)
    assert much.code == 2
    assert much.err.startswith(f"footfall: {folder}, --views: got work that would take about")


def test_a_preset_is_checked_on_rendered_people_beyond_those_it_was_fitted_to(monkeypatch):
    asked = []

    def noted(numbers, *_):
        asked.extend(numbers.tolist())
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.fidelity.calibrate.portraits", noted)
    plan = calibration.CalibrationPlan(2, ("open",), "rendered")
    with pytest.raises(KeyboardInterrupt):
        calibration.rendered(50, plan, lambda *_: None)
    assert min(asked) > load_preset("rendered").admitted.max()
    assert len(asked) == 50


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--preset", "rendered"),
        ("mine.npz", "--check", "--preset", "rendered"),
        ("mine.npz", "--html", "page.html"),
        ("no/mine.npz",),
        ("--check", "--html", "no/page.html"),
    ],
)
def test_options_that_do_not_go_together_are_refused_before_any_work(footfall, folder, options):
    told = footfall("engine", "calibrate", folder, *options)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("footfall: ")
    assert told.err.count("\n") == 1


def test_a_folder_of_too_few_or_without_a_face_or_absent_is_refused(footfall, folder, tmp_path):
    (tmp_path / "wall").mkdir()
    cv2.imwrite(str(tmp_path / "wall" / "a.png"), cv2.imread(str(folder / "p0/a.png"))[:40, :40])
    assert "no picture with a face" in footfall("engine", "calibrate", tmp_path, "--check").err
    (tmp_path / "wall" / "b.png").write_bytes((folder / "p0/a.png").read_bytes())
    assert "wanted 8 or more" in footfall("engine", "calibrate", tmp_path, "--check").err
    assert "no such folder" in footfall("engine", "calibrate", tmp_path / "away", "--check").err
