"""Files of scores as people keep them: taken rightly, or refused with the line."""

import os

import numpy as np
import pytest

from engine.errors import GalleryError
from engine.measure.lists.scores import read_scores


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"0.5\n0.25\n", [0.5, 0.25]),
        (b"\xef\xbb\xbf# made by somebody\r\n\r\n 0.5 # the first\r\n-1e-3", [0.5, -0.001]),
        (b"1E2\n+.5\n7\n", [100.0, 0.5, 7.0]),
        (b"score\n0.5\n0.25\n", [0.5, 0.25]),
        (b"\xef\xbb\xbfprobe,Score\nann,0.5\n\nbob,0.25\n", [0.5, 0.25]),
        (b"probe,distance\nann,0.5\n", [0.5]),
        (b"whatever\n3\n", [3.0]),
    ],
)
def test_plain_lists_and_columns_are_read(tmp_path, text, wanted):
    (tmp_path / "s.txt").write_bytes(text)
    scores, distance = read_scores(tmp_path / "s.txt")
    assert (scores.tolist(), distance) == (wanted, b"distance" in text)


def test_a_column_may_be_named(tmp_path):
    (tmp_path / "s.csv").write_text("a,b\n1,2\n3,4\n")
    assert read_scores(tmp_path / "s.csv", "b")[0].tolist() == [2.0, 4.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "got no score"),
        (b"# nothing\n\n", "got no score"),
        (b"score\n", "got no score"),
        (b"0.5\n0,87\n", r"s.txt:2: got '0,87', wanted a number: decimals stand behind a point"),
        (b"0,87\n", r"s.txt:1: got '0,87'.*behind a point"),
        (b"0.5\nnan\n", r"s.txt:2: got 'nan', wanted a finite score"),
        (b"0.5\n-inf\n", r"s.txt:2: got '-inf', wanted a finite score"),
        (b"nan\n0.5\n", r"s.txt:1: got 'nan', wanted a finite score"),
        (b"0.5\n1_0\n", "wanted a number in plain digits"),
        (b"0.5\n0.6 0.7\n", r"s.txt:2: got '0.6 0.7', wanted a number"),
        (b"0.5\nhigh\n", r"s.txt:2: got 'high'"),
        (b"a,b\n1,2\n", r"got columns 'a, b', wanted one named score, or --column"),
        (b"a;score\n1;2\n", "fields stand apart by commas"),
        (b"probe,score\nann,\n", r"s.txt:2: score: got '', wanted a number"),
        (b"\xff\xfe0\x00\n\x00", "no text in UTF-8"),
        (b"7" * 20_000, r"s.txt:1: got '7{60}…', wanted a number"),
    ],
)
def test_what_is_no_list_of_finite_numbers_is_refused_with_its_line(tmp_path, text, words):
    (tmp_path / "s.txt").write_bytes(text)
    with pytest.raises(GalleryError, match=words):
        read_scores(tmp_path / "s.txt")


def test_a_pipe_and_a_folder_are_refused_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, words in ((tmp_path / "pipe", "a named pipe"), (tmp_path, "a folder")):
        with pytest.raises(GalleryError, match=words):
            read_scores(path)


def test_many_scores_come_back_as_they_were_written(tmp_path):
    scores = np.random.default_rng(1).normal(size=50_000)
    (tmp_path / "s.txt").write_text("\n".join(map(repr, scores.tolist())))
    assert np.array_equal(read_scores(tmp_path / "s.txt")[0], scores)
