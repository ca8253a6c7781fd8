import json

import numpy as np
import pytest

from engine.errors import GalleryError, SettingsError
from engine.faces import Face
from engine.measure.album import Acquired, Album, joined, main_face, pictures, read_labels
from engine.measure.evaluation import WANTED_FMR, evaluate, refuse_wrong
from tests.engine.measure.drawn import drawn

PEOPLE = 40


def album(pictures=3, unseen=()):
    templates, person = drawn(PEOPLE, np.random.default_rng(3), pictures, noise=0.3)
    faces = np.ones(len(person), int)
    faces[list(unseen)] = 0
    files = tuple(f"{p:02d}/{k}.png" for k, p in enumerate(person))
    return Album(files, tuple(f"{p:02d}" for p in person), Acquired(faces, templates, "drawn-1"))


def evaluated(one, labels=None, watchlist=None):
    return evaluate(one, labels or {}, watchlist, 0.05, lambda _: None)


def test_an_evaluation_is_plain_json_with_all_of_its_parts():
    found = json.loads(json.dumps(evaluated(album(unseen=[5])), allow_nan=False))
    assert (found["pictures"], found["subjects"], found["search"]["watchlist"]) == (120, 40, 40)
    assert found["no_face"] == ["01/5.png"]
    assert found["detection"]["value"] == 119 / 120
    assert [one["fmr"] for one in found["tar_at_fmr"]] == list(WANTED_FMR)
    assert found["search"]["fpir"]["value"] <= 0.05
    assert found["scores"]["mated"]["comparisons"] == sum(found["scores"]["mated"]["counts"])
    rates = [point["fpir"]["value"] for point in found["curves"]]
    assert rates == sorted(rates, reverse=True)


def test_people_with_one_picture_have_non_mated_rates_only():
    found = evaluated(album(pictures=1), watchlist=10)
    assert found["subjects_with_two_pictures"] == 0
    assert found["search"]["fnmr"]["value"] is None
    assert found["search"]["fnir"][0]["fnir"]["value"] is None
    assert found["search"]["fpir"]["value"] <= 0.05
    json.dumps(found, allow_nan=False)


def test_groups_are_measured_at_the_common_threshold_and_the_statement_is_there():
    one = album()
    half = ["older" if s < "20" else "younger" if s < "39" else "" for s in one.subjects]
    found = evaluated(one, {"age": half})
    older, younger = found["groups"]
    assert (older["value"], younger["value"]) == ("older", "younger")
    assert (older["subjects"], younger["subjects"]) == (20, 19)
    everybody = evaluated(one, {"all": ["x"] * 120})
    (group,) = everybody["groups"]
    for rate in ("fpir", "fmr", "fnmr", "fnir"):
        assert group[rate] == everybody["search"][rate]
    assert "of this data set" in found["statement"]


@pytest.mark.parametrize(("size", "fpir"), [(0, 0.1), (5, 0.0), (5, 1.0)])
def test_sizes_and_rates_without_meaning_are_refused(size, fpir):
    with pytest.raises(SettingsError, match="wanted"):
        refuse_wrong(size, fpir)


def face(x, y, side):
    return Face(np.array([x, y, x + side, y + side], np.float32), np.zeros((5, 2), np.float32), 1.0)


def test_the_main_face_is_the_most_central_of_the_large_ones():
    picture = np.zeros((200, 200, 3), np.uint8)
    large, central, tiny = face(0, 0, 60), face(90, 80, 50), face(98, 98, 5)
    assert main_face([large, central, tiny], picture) is central
    assert main_face([large, tiny], picture) is large


def test_looks_are_joined_in_their_order():
    look = album().look
    cut = [Acquired(look.faces[s], look.templates[s], "drawn-1") for s in (np.s_[:7], np.s_[7:])]
    assert np.array_equal(joined(cut).templates, look.templates)


def test_pictures_belong_to_their_subfolder_or_to_somebody_of_their_name(tmp_path):
    for name in ("ann/1.png", "ann/more/2.JPG", "bob.png", "ann/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files, subjects = pictures(tmp_path)
    assert [f.name for f in files] == ["1.png", "2.JPG", "bob.png"]
    assert subjects == ["ann", "ann", "bob"]


def labelled(tmp_path, text):
    path = tmp_path / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return read_labels(path, ["ann/1.png", "ann/2.png", "bob.png"], ["ann", "ann", "bob"])


def test_labels_are_given_by_subject_or_by_file(tmp_path):
    by_subject = labelled(tmp_path, "subject,age\nbob,old\nann,young\n")
    assert by_subject == {"age": ["young", "young", "old"]}
    by_file = labelled(tmp_path, "file,light,age\nann/2.png,dim,\n")
    assert by_file == {"light": ["", "dim", ""], "age": ["", "", ""]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "got columns nothing"),
        ("name,age\nann,old\n", "got columns 'name, age'"),
        ("subject,age\nann,old\neve,old\n", ":3: got subject 'eve'"),
        ("subject,age\nann,old\nann,young\n", ":3: got subject 'ann' again"),
        ('subject,age\n"ann,old', "no CSV"),
    ],
)
def test_labels_that_fit_nothing_are_refused_with_file_and_line(tmp_path, text, words):
    with pytest.raises(GalleryError, match=words) as refusal:
        labelled(tmp_path, text)
    assert "labels.csv" in str(refusal.value)
