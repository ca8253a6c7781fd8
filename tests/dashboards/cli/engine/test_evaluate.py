import json
import re

import cv2
import numpy as np
import pytest

from dashboards.cli.engine import folders
from dashboards.reports.evaluation import evaluation_page

NUMBERS = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, portrait):
    """Four rendered people: each as enrolled and as seen by a camera, and one of nobody twice."""
    made = tmp_path_factory.mktemp("people")
    for number in NUMBERS:
        (made / f"p{number}").mkdir()
        picture = portrait(number)
        for side, name in ((1.0, "near"), (0.6, "far")):
            smaller = cv2.resize(picture, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(made / f"p{number}" / f"{name}.png"), smaller)
    cv2.imwrite(str(made / "wall.png"), np.full((120, 90, 3), 200, np.uint8))
    return made


def test_rendered_people_are_measured_with_a_page_and_groups(footfall, folder, tmp_path):
    labels, page = tmp_path / "labels.csv", tmp_path / "page.html"
    labels.write_text("subject,half\np0,a\np1,a\np2,<b>\np3,<b>\n")
    asked = ("--labels", labels, "--watchlist", 2, "--fpir", 0.2, "--html", page, "--json")
    told = footfall("engine", "evaluate", folder, *asked)
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert (found["pictures"], found["subjects"], found["no_face"]) == (9, 5, ["wall.png"])
    assert found["tar_at_fmr"][0]["tar"]["value"] is None
    assert found["search"]["fnmr"]["value"] < 0.5
    assert [group["value"] for group in found["groups"]] == ["<b>", "a"]
    text = page.read_text(encoding="utf-8")
    assert text == evaluation_page(found)
    assert text.count('class="plotly-graph-div"') == 3
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", text)
    assert "half: &lt;b&gt;" in text
    assert not page.with_name("page.html.part").exists()


def test_worker_processes_and_one_find_the_same(footfall, folder, monkeypatch):
    alone = footfall("engine", "evaluate", folder, "--json").out
    monkeypatch.setattr(folders, "FEW", 2)
    both = footfall("engine", "evaluate", folder, "--json").out
    assert json.loads(both) == json.loads(alone)


def test_the_table_names_every_rate_and_pictures_without_a_face(footfall, folder):
    said = footfall("engine", "evaluate", folder).out
    rates = ("Detection", "TAR at FMR 1 in 1,000", "FPIR there", "FNIR there, rank 1")
    for words in (*rates, "wall.png", "an FMR of 1 in 100 takes 100 non-mated comparisons"):
        assert words in said


@pytest.mark.parametrize("options", [("--watchlist", 0), ("--fpir", 1), ("--html", "no/page.html")])
def test_wrong_options_are_refused_before_any_work(footfall, folder, options):
    told = footfall("engine", "evaluate", folder, *options)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("footfall: ")
    assert told.err.count("\n") == 1


def test_a_picture_that_is_none_is_refused_by_name(footfall, tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "torn.png").write_bytes(b"\x89PNG torn")
    told = footfall("engine", "evaluate", tmp_path)
    assert told.code == 2
    assert "torn.png: got something unreadable" in told.err


def test_an_empty_and_an_absent_folder_are_refused(footfall, tmp_path):
    assert "got no pictures" in footfall("engine", "evaluate", tmp_path).err
    assert "no such folder" in footfall("engine", "evaluate", tmp_path / "away").err


def test_a_field_test_is_planned(footfall):
    said = footfall("engine", "fieldtest", "--from", 0.8, "--to", 0.9, "--power", 0.9)
    assert "137" in said.out
    assert "266" in said.out
    ratio = footfall("engine", "fieldtest", "--from", 0.1, "--ratio", 1.3, "--json")
    assert json.loads(ratio.out)["other"] == pytest.approx(0.13)


@pytest.mark.parametrize("asked", [(), ("--to", 0.9, "--ratio", 1.1), ("--ratio", 1.3)])
def test_a_field_test_without_one_other_rate_is_refused(footfall, asked):
    told = footfall("engine", "fieldtest", "--from", 0.8, *asked)
    assert (told.code, told.out) == (2, "")
