"""Pairs of pictures: compared where both have a face, and told where two files are one picture."""

import numpy as np
import pytest

from engine.errors import GalleryError
from engine.measure.album import Acquired
from engine.measure.lists.pairs import read_pairs
from engine.measure.lists.pictures import compared

TEMPLATES = np.array([[1, 0], [0.8, 0.6], [0, 1], [1, 0], [0, 0]], np.float32)
SEEN = Acquired(np.array([1, 1, 2, 1, 0]), TEMPLATES, "drawn-1")


def made(tmp_path, lines, seen=SEEN, heads="file_1,file_2,subject_1,subject_2,light"):
    for name, content in zip("abcde", (b"1", b"2", b"3", b"1", b"5"), strict=True):
        (tmp_path / f"{name}.png").write_bytes(content)
    (tmp_path / "pairs.csv").write_text(f"{heads}\n{lines}\n")
    given = read_pairs(tmp_path / "pairs.csv")
    order = [ord(file.stem) - ord("a") for file in given.files]
    looked = Acquired(seen.faces[order], seen.templates[order], seen.pack_id)
    return compared(given, given.file, looked, tmp_path)


def test_scores_are_those_of_the_templates_and_faceless_pictures_give_none(tmp_path):
    lines = "a.png,b.png,ann,ann,dim\nb.png,c.png,ann,bob,dim\na.png,e.png,ann,eve,dim"
    found = made(tmp_path, lines)
    assert found.listed.score == pytest.approx([0.8, 0.6])
    assert found.listed.mated.tolist() == [True, False]
    assert found.listed.labels["light"].tolist() == ["dim", "dim"]
    assert (found.not_compared, found.same) == (1, ())
    assert found.unacquired == {"no_face": ["e.png"], "doubtful": [], "unreadable": []}


def test_the_same_picture_under_two_subjects_is_told_first_and_left_out_beside(tmp_path):
    lines = "a.png,a.png,ann,ann,\nd.png,a.png,eve,ann,\na.png,d.png,ann,eve,\na.png,b.png,ann,ann,"
    found = made(tmp_path, lines)
    first, second = found.same
    assert (first.first, first.second, first.subjects) == ("d.png", "a.png", ("eve", "ann"))
    assert (first.two_subjects, first.same, first.score) == (True, True, 1.0)
    assert (second.two_subjects, second.first, second.second) == (False, "a.png", "a.png")
    assert len(found.listed.score) == 4
    assert found.without_same.score == pytest.approx([0.8])


def test_pictures_that_compare_as_one_are_told_without_the_same_bytes(tmp_path):
    near = np.array([[1, 0], [0.96, 0.28], [0, 1], [1, 0], [0, 0]], np.float32)
    (tmp_path / "x").mkdir()
    lines = "a.png,b.png,no"
    found = made(tmp_path, lines, Acquired(SEEN.faces, near, "drawn-1"), "file_1,file_2,mated")
    (one,) = found.same
    assert (one.same, one.two_subjects, one.subjects) == (False, True, None)
    mated = made(
        tmp_path / "x", "a.png,b.png,yes", Acquired(SEEN.faces, near, "p"), "file_1,file_2,mated"
    )
    assert mated.same == ()


def test_no_pair_with_two_faces_is_refused(tmp_path):
    with pytest.raises(GalleryError, match="got none with a face in both pictures"):
        made(tmp_path, "a.png,e.png,ann,eve,")
