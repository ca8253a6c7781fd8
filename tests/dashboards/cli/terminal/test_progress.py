import json

import pytest

from dashboards.cli.terminal import progress
from dashboards.cli.terminal.progress import FILE, bars


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set."""
    now = {"s": 100.0}
    monkeypatch.setattr(progress, "monotonic", lambda: now["s"])
    return now


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The progress file that the environment names."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(FILE, str(path))
    return path


def told(path):
    return json.loads(path.read_text())


def test_the_file_follows_each_change_of_text_and_half_seconds(clock, file):
    with bars() as report:
        report("Walk", 0.0)
        assert told(file)["share"] == 0
        report("Walk", 0.1)
        assert told(file)["share"] == 0
        clock["s"] += 0.5
        report("Walk", 0.2)
        assert told(file)["share"] == 0.2
        report("Look", 0.0)
        assert (told(file)["text"], told(file)["share"]) == ("Look", 0)


def test_the_last_word_stays(file):
    with bars() as report:
        report("Walk", 0.0)
        report("Walk", 1.0)
    assert told(file) | {"at": 0} == {"text": "Walk", "share": 1.0, "left_s": None, "at": 0}
    assert told(file)["at"] > 1.7e9


def test_time_left_is_told_once_there_is_a_pace(clock, file):
    with bars() as report:
        for share in (0.0, 0.1, 0.2, 0.3):
            report("Walk", share)
            if share == 0:
                assert told(file)["left_s"] is None
            clock["s"] += 10
    assert told(file)["left_s"] == 70


def test_a_file_is_whole_or_not_there(file, monkeypatch):
    def cut(*_):
        raise OSError(28, "No space left on device")

    with bars() as report:
        report("Walk", 0.5)
        monkeypatch.setattr(progress, "write_text", cut)
        report("Look", 0.5)
    assert told(file)["text"] == "Walk"


def test_a_file_that_cannot_be_written_is_refused(footfall, tmp_path, monkeypatch):
    monkeypatch.setenv(FILE, str(tmp_path / "nowhere" / "progress.json"))
    refused = footfall("people", "sheet", tmp_path / "people.png", "--count", 1)
    assert refused.code == 2
    assert f"{FILE}: got" in refused.err


def test_no_file_is_written_unasked(tmp_path, monkeypatch):
    monkeypatch.delenv(FILE, raising=False)
    monkeypatch.chdir(tmp_path)
    with bars() as report:
        report("Walk", 1.0)
    assert list(tmp_path.iterdir()) == []
