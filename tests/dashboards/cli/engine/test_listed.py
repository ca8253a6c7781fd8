"""`engine evaluate` on lists of scores and of pairs, as somebody types it."""

import json
import re
import shutil

import cv2
import numpy as np
import pytest

from dashboards.reports.evaluation import evaluation_page


@pytest.fixture
def lists(tmp_path):
    """Two files of scores, four mated and four non-mated."""
    mated, other = tmp_path / "mated.txt", tmp_path / "other.csv"
    mated.write_text("0.9\n0.8\n0.7\n0.2\n")
    other.write_text("score\n0.6\n0.3\n0.1\n0.05\n")
    return "--mated", mated, "--non-mated", other


@pytest.fixture(scope="module")
def people(tmp_path_factory, portrait):
    """Three rendered people, each near and far, and one of them again under another name."""
    made = tmp_path_factory.mktemp("people")
    for number in (0, 1, 3):
        (made / f"p{number}").mkdir()
        picture = portrait(number)
        half = cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(made / f"p{number}" / "near.png"), picture)
        cv2.imwrite(str(made / f"p{number}" / "far.png"), half)
    (made / "p2").mkdir()
    shutil.copy(made / "p0" / "near.png", made / "p2" / "near.png")
    cv2.imwrite(str(made / "wall.png"), np.full((120, 90, 3), 200, np.uint8))
    return made


def test_lists_of_scores_are_measured_with_a_page(footfall, lists, tmp_path):
    page = tmp_path / "page.html"
    told = footfall("engine", "evaluate", *lists, "--threshold", 0.6, "--html", page, "--json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert found["source"] == "mated.txt and other.csv"
    assert found["eer"]["value"] == 0.25
    assert (found["at"]["threshold"], found["at"]["fmr"]["value"]) == (0.6, 0.25)
    text = page.read_text(encoding="utf-8")
    assert text == evaluation_page(found)
    assert text.count('class="plotly-graph-div"') == 2
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", text)


def test_the_table_says_the_rule_and_that_comparisons_count_as_independent(footfall, lists):
    said = " ".join(footfall("engine", "evaluate", *lists).out.split())
    for words in (
        "4 mated and 4 non-mated comparisons",
        "matches if its score is the threshold or more",
        "each comparison counted as independent",
        "EER, where FMR and FNMR meet, between scores; the nearest is 0.6 │ 25 %",
        "too few comparisons",
    ):
        assert words in said


def test_distances_are_asked_for_and_doubted(footfall, lists):
    assert "ask without --distance" in footfall("engine", "evaluate", *lists, "--distance").out
    swapped = ("--mated", lists[3], "--non-mated", lists[1])
    assert footfall("engine", "evaluate", *swapped, "--distance", "--json").code == 0
    assert "with --distance" in footfall("engine", "evaluate", *swapped).out


def test_columns_named_distance_are_distances_and_one_of_them_alone_is_doubted(
    footfall, lists, tmp_path
):
    near, far = tmp_path / "near.csv", tmp_path / "far.csv"
    near.write_text("Distance\n0.1\n0.3\n")
    far.write_text("Distance\n0.9\n0.8\n")
    found = json.loads(
        footfall("engine", "evaluate", "--mated", near, "--non-mated", far, "--json").out
    )
    assert (found["kind"], found["eer"]["value"]) == ("distance", 0.0)
    told = footfall("engine", "evaluate", "--mated", near, "--non-mated", lists[1])
    assert (told.code, "wanted two lists of one kind" in told.err) == (2, True)


def test_a_table_of_scores_knows_people_and_groups_and_names_are_never_markup(footfall, tmp_path):
    lines = [f"s{k},s{k},0.{9 - k},[/red]" for k in range(4)]
    lines += [f"s{k},s{k + 1},0.{k + 1},<b>" for k in range(4)]
    (tmp_path / "pairs.csv").write_text("\n".join(["id_1,id_2,score,[light]", *lines]))
    page = tmp_path / "page.html"
    told = footfall("engine", "evaluate", tmp_path / "pairs.csv", "--html", page)
    assert (told.code, told.err) == (0, "")
    for words in ("of 5 people", "clustered by person", "[light]: [/red]", "[light]: <b>"):
        assert words in told.out
    assert "[light]: &lt;b&gt;" in page.read_text(encoding="utf-8")


def test_pairs_of_pictures_are_compared_and_one_picture_under_two_names_is_told(footfall, people):
    table = people / "pairs.csv"
    table.write_text(
        "file_1,subject_1,file_2,subject_2\n"
        "near.png,p0,far.png,p0\nnear.png,p1,far.png,p1\nnear.png,p0,near.png,p1\n"
        "near.png,p0,near.png,p2\nfar.png,p0,far.png,p1\nwall.png,w,near.png,p1\n"
    )
    found = json.loads(footfall("engine", "evaluate", table, "--json").out)
    assert (found["pictures"], found["not_compared"], found["no_face"]) == (6, 1, ["wall.png"])
    assert found["scores"]["mated"]["comparisons"] == 2
    (same,) = found["same_pictures"]
    assert (same["subjects"], same["same"], same["two_subjects"]) == (["p0", "p2"], True, True)
    assert found["without_same_pictures"]["comparisons"] == 4
    assert found["at"]["fmr"]["value"] > 0
    said = footfall("engine", "evaluate", table).out
    assert "p2/near.png: the same picture as p0/near.png, under two subjects: p0 and p2" in said


def test_a_folder_tells_one_picture_under_two_subjects_and_the_rates_without(footfall, people):
    found = json.loads(footfall("engine", "evaluate", people, "--json").out)
    same, anew = (one for one in found["same_pictures"] if one["two_subjects"])
    assert (same["first"], same["second"], same["same"]) == ("p0/near.png", "p2/near.png", True)
    assert (anew["first"], anew["second"], anew["same"]) == ("p0/far.png", "p2/near.png", False)
    assert found["without_same_pictures"]["eer"]["value"] < found["eer"]["value"]
    said = footfall("engine", "evaluate", people).out
    assert "under two subjects: p0 and p2" in said
    assert "without them: EER" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "got nothing, wanted a folder, a CSV of pairs, or --mated and --non-mated"),
        (("--mated", "{mated}"), "got one list of scores, wanted --mated and --non-mated"),
        (("{folder}", "--mated", "{mated}", "--non-mated", "{mated}"), "wanted one of the two"),
        (("--mated", "{mated}", "--non-mated", "no.txt"), "no.txt: got no such file"),
        (("--mated", "{mated}", "--non-mated", "{folder}"), "got a folder, wanted a file"),
        (("{folder}", "--threshold", "0.5"), "wanted that only with a list"),
        (("{folder}", "--distance"), "wanted that only with a list"),
        (("{mated}", "--watchlist", "5"), "wanted that only with a folder"),
        (("{mated}",), "wanted one named score|wanted one named mated"),
        (("--mated", "{mated}", "--non-mated", "{mated}", "--pack", "open"), "only with pictures"),
        (("--mated", "{mated}", "--non-mated", "{mated}", "--threshold", "nan"), "a finite number"),
        (("--mated", "{mated}", "--non-mated", "{mated}", "--column", "x"), "wanted one named 'x'"),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_line(footfall, tmp_path, options, words):
    mated = tmp_path / "mated.txt"
    mated.write_text("0.5\n0.6\n")
    filled = [one.format(mated=mated, folder=tmp_path) for one in options]
    told = footfall("engine", "evaluate", *filled)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert re.search(words, told.err)
