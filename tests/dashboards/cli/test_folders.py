"""Folders as people keep them, through the real command."""

import json

import cv2
import numpy as np
import pytest

from engine.feeds.recorded import open_feed
from engine.matching.vault import KEY


@pytest.fixture
def untidy(six, tmp_path):
    """A list of two, with somebody too small, a torn picture and a note among them."""
    folder = tmp_path / "list"
    folder.mkdir()
    for number, name in enumerate(("ann", "bob")):
        cv2.imwrite(str(folder / f"{name}.png"), six.crop(number))
    small = cv2.resize(six.crop(3), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / "cy.png"), small)
    (folder / "dan.jpg").write_bytes(b"\xff\xd8\xff torn")
    (folder / "notes.txt").write_text("whom we look for")
    (folder / "._ann.png").write_bytes(b"\0\5\x16\7")
    return folder


def test_watch_stream_and_enrol_tell_the_same_of_a_list(
    footfall, untidy, walk_video, tmp_path, monkeypatch
):
    monkeypatch.setenv(KEY, "ab" * 32)
    watched = ("--watchlist", untidy, "--threshold", 0.55, "--json", "--out")
    commands = {
        "enrol": ("watchlist", "enrol", untidy, tmp_path / "a.watchlist", "--json"),
        "watch": ("watch", walk_video, "--no-annotate", *watched, tmp_path / "watch"),
        "stream": ("stream", walk_video, "--workers", 1, *watched, tmp_path / "stream"),
    }
    said = {name: footfall("engine", *command) for name, command in commands.items()}
    told = {name: json.loads(one.out) for name, one in said.items()}
    lines = {
        name: [line for line in one.err.splitlines() if "list/" in line]
        for name, one in said.items()
    }
    assert [one.code for one in said.values()] == [0, 0, 0]
    assert told["watch"]["enrolment"] == told["stream"]["enrolment"]
    assert told["watch"]["enrolment"].items() <= told["enrol"].items()
    assert lines["enrol"] == lines["watch"] == lines["stream"]
    for line, words in zip(lines["watch"], ("too small", "unreadable", "text"), strict=True):
        assert words in line
    assert (told["enrol"]["enrolled"], told["enrol"]["missing"]) == (2, ["cy", "dan"])
    assert len(told["enrol"]["passed_over"]) == 1


def test_a_feed_of_pictures_of_many_sizes_is_watched_and_drawn(footfall, walk, untidy, tmp_path):
    feed = tmp_path / "20240105"
    feed.mkdir()
    for number, frame in enumerate(walk):
        side = 1.0 if number % 2 == 0 else 1.5
        larger = cv2.resize(frame, None, fx=side, fy=1 / side)
        cv2.imwrite(str(feed / f"{number}.png"), larger)
    (feed / "5.png").write_bytes(b"torn")
    (feed / "times.csv").write_text("frame,time\n")
    command = ("engine", "watch", feed, "--watchlist", untidy, "--threshold", 0.55)
    told = footfall(*command, "--out", tmp_path / "out", "--json")
    assert told.code == 0, told.err
    summary = json.loads(told.out)
    assert (summary["frames"], summary["undecodable"]) == (11, 1)
    assert summary["frames_of_another_size"] == 5
    assert [one["what"] for one in summary["feed_folder"]["not_pictures"]] == ["text"]
    assert "times.csv: no picture: text" in told.err
    drawn = [*open_feed(tmp_path / "out" / "annotated.mp4")]
    assert [frame.bgr.shape for frame in drawn] == [walk[0].shape] * 11
    assert "of another size" in footfall(*command, "--out", tmp_path / "again").out


def test_a_feed_whose_pictures_lie_deeper_says_so(footfall, walk, untidy, tmp_path):
    (tmp_path / "feed" / "100APPLE").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "feed" / "100APPLE" / "1.png"), walk[0])
    told = footfall("engine", "watch", tmp_path / "feed", "--watchlist", untidy)
    assert told.code == 2
    assert "got no pictures (100APPLE: a folder)" in told.err


@pytest.fixture(scope="module")
def people(tmp_path_factory, portrait):
    """Four rendered people twice, with what else lies in such a folder."""
    made = tmp_path_factory.mktemp("people")
    for number in range(4):
        (made / f"p{number}").mkdir()
        picture = portrait(number)
        for side, name in ((1.0, "1"), (0.6, "2")):
            smaller = cv2.resize(picture, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(made / f"p{number}" / f"{name}.png"), smaller)
    (made / "p0" / "._1.png").write_bytes(b"\0\5\x16\7")
    (made / "p1" / "3.png").write_bytes(b"\x89PNG torn")
    (made / "p2" / "case.pdf").write_bytes(b"%PDF-1.7")
    cv2.imwrite(str(made / "wall.png"), np.full((120, 90, 3), 200, np.uint8))
    return made


def test_evaluate_goes_on_past_a_picture_that_cannot_be_read(footfall, people):
    found = json.loads(footfall("engine", "evaluate", people, "--json").out)
    assert found["pictures"] == 10
    assert [one["file"] for one in found["unreadable"]] == ["p1/3.png"]
    assert found["no_face"] == ["wall.png"]
    assert found["detection"]["cases"] == 10
    assert [one["what"] for one in found["not_pictures"]] == ["a PDF"]
    assert len(found["passed_over"]) == 1
    said = footfall("engine", "evaluate", people).out
    for words in ("Not read: p1/3.png: something unreadable", "case.pdf: a PDF", "1 hidden"):
        assert words in said
