"""The same picture twice is told, under two subjects first, with the rates that it makes."""

import numpy as np
import pytest

from engine.measure.album import Acquired, Album
from engine.measure.duplicates import duplicates, without


@pytest.fixture
def album(tmp_path):
    """An album of drawn people whose files differ, and a way to make some of its files one."""
    rng, person = np.random.default_rng(3), np.repeat(np.arange(40), 3)
    raw = rng.standard_normal((40, 128))[person] + 0.6 * rng.standard_normal((120, 128))
    templates = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    files = tuple(f"{p:02d}/{k}.png" for k, p in enumerate(person))
    for number, name in enumerate(files):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"picture %d" % number)
    look = Acquired(np.ones(len(files), int), templates, "drawn-1")
    made = Album(files, tuple(f"{p:02d}" for p in person), look)

    def same(one, other, *, encoded_anew=False):
        templates[other] = templates[one]
        if not encoded_anew:
            (tmp_path / files[other]).write_bytes((tmp_path / files[one]).read_bytes())

    return made, same


def test_pictures_that_are_all_different_are_not_told(album, tmp_path):
    assert duplicates(album[0], tmp_path) == []


def test_a_picture_under_two_subjects_comes_first_and_its_bytes_before_its_look(album, tmp_path):
    made, same = album
    same(0, 1)
    same(6, 90, encoded_anew=True)
    same(12, 70)
    two, near, one = duplicates(made, tmp_path)
    assert (two.first, two.second, two.subjects, two.same) == (
        "04/12.png",
        "23/70.png",
        ("04", "23"),
        True,
    )
    assert (near.first, near.two_subjects, near.same) == ("02/6.png", True, False)
    assert (one.second, one.two_subjects, one.same) == ("00/1.png", False, True)
    assert near.score == pytest.approx(1)


def test_the_rates_without_it_are_those_of_the_other_pictures(album, tmp_path):
    made, same = album
    for one in range(0, 60, 3):
        same(one, 119 - one)
    same(1, 2)
    found = duplicates(made, tmp_path)
    left = without(made, found)
    assert left["pictures"] == 120 - 2 * 20 - 1
    at = left["tar_at_fmr"][1]
    assert (at["fmr"], at["threshold"] < 0.99) == (1e-3, True)
    assert left["eer"]["value"] < 0.02


def test_faceless_pictures_are_told_by_their_bytes_alone(album, tmp_path):
    made, same = album
    same(0, 70)
    made.look.faces[[0, 70]] = 0
    (one,) = duplicates(made, tmp_path)
    assert (one.same, one.score) == (True, None)
