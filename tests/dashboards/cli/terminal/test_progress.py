import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.cli.terminal import progress, tellers
from dashboards.cli.terminal.pace import LEAST_S, Pace, Whole
from dashboards.cli.terminal.progress import FILE, Board, bars
from dashboards.cli.terminal.screen import Screen, console
from dashboards.cli.terminal.tellers import Lines


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


def test_what_a_stage_has_come_to_is_told_behind_its_name_and_makes_it_no_other(
    clock, file, capsys
):
    with bars() as report:
        report.plan({"Choose": 20.0})
        report("Choose: 2 found, 9 at most", 0.25)
        assert told(file)["text"] == "Choose: 2 found, 9 at most"
        clock["s"] += 11
        report("Choose: 3 found, 4 at most", 0.5)
        assert told(file)["text"] == "Choose: 3 found, 4 at most"
        report("Choose", 1.0)
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith("Choose: 50 % after 11 s")
    assert first.endswith("; 3 found, 4 at most")
    assert last.startswith("Choose: done in 11 s")


def test_the_last_word_stays(file):
    with bars() as report:
        report("Walk", 0.0)
        report("Walk", 1.0)
    left = {"left_s": None, "all_left_s": None}
    assert told(file) | {"at": 0} == {"text": "Walk", "share": 1.0, **left, "at": 0}
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
        monkeypatch.setattr(tellers, "write_text", cut)
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


def test_off_a_terminal_a_line_comes_every_ten_seconds_and_at_the_end(clock, capsys):
    with bars() as report:
        for share in range(0, 101, 4):
            report("Walk", share / 100)
            clock["s"] += 1
    assert capsys.readouterr().err.splitlines() == [
        "Walk: 40 % after 10 s, 15 s left",
        "Walk: 80 % after 20 s, 5 s left",
        "Walk: done in 25 s",
    ]


def test_work_that_reports_nothing_is_told_by_the_beat(clock, capsys):
    board = Board([Lines(console(stderr=True), 100.0).tell])
    for _ in range(25):
        clock["s"] += 1
        board.beat()
    board("Read the files", None)
    clock["s"] += 10
    board.beat()
    assert capsys.readouterr().err.splitlines() == [
        "Get ready: 10 s so far",
        "Get ready: 20 s so far",
        "Read the files: 10 s so far",
    ]


def test_work_between_two_stages_is_told_too(clock, capsys):
    board = Board([Lines(console(stderr=True), 100.0).tell])
    board("Walk", 1.0)
    for _ in range(13):
        clock["s"] += 1
        board.beat()
    board("Look", 1.0)
    assert capsys.readouterr().err.splitlines() == [
        "Walk: done in 0 s",
        "Still at work: 8 s so far",
        "Look: done in 0 s",
    ]


def test_on_a_terminal_the_time_left_stands_beside_the_bar(clock, monkeypatch, capsys):
    monkeypatch.setattr(progress, "console", lambda **_: Screen(force_terminal=True, width=120))
    with bars() as report:
        for share in (0.0, 0.25, 0.5):
            report("Walk", share)
            clock["s"] += 20
    assert "40 s left" in capsys.readouterr().out


def test_time_left_is_that_of_the_stage_that_is_told(clock, file):
    with bars() as report:
        for stage in ("Walk", "Look"):
            report(stage, 0.0)
            clock["s"] += 10
            report(stage, 0.5)
            assert told(file)["left_s"] == 10
        report("Read", None)
        assert (told(file)["share"], told(file)["left_s"]) == (None, None)


def test_time_left_is_that_of_all_where_it_is_planned(clock, file, capsys):
    with bars() as report:
        report.plan({"Walk": 20, "Look": 80})
        for stage, share in (("Walk", 0.0), ("Walk", 1.0), ("Look", 0.0)):
            report(stage, share)
            clock["s"] += 0 if share else 40
        assert told(file)["all_left_s"] == pytest.approx(80 * 50 / 30, abs=0.1)
    assert capsys.readouterr().err.splitlines() == ["Walk: done in 40 s, 2 min left in all"]


def test_what_comes_true_as_expected_is_told_to_the_second(clock):
    told_s = []
    with bars() as report:
        report.plan({"Walk": 20, "Look": 80, "Told": 0})
        for stage, took_s in (("Walk", 20), ("Look", 80)):
            for step in range(took_s + 1):
                report(stage, step / took_s)
                told_s.append(report.whole.left_s(report.paces, clock["s"]))
                clock["s"] += step < took_s
    left_s = [*range(100, 79, -1), *range(80, -1, -1)]
    assert [one or 0 for one in told_s] == pytest.approx(left_s)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(3, 300)), min_size=1, max_size=6))
def test_time_left_of_all_begins_as_estimated_and_ends_with_the_last_stage(stages):
    whole = Whole({str(number): expected for number, (expected, _) in enumerate(stages)})
    paces, now_s = {}, 0.0
    assert whole.left_s(paces, now_s) == pytest.approx(sum(expected for expected, _ in stages))
    for number, (_, took_s) in enumerate(stages):
        pace = paces[str(number)] = Pace()
        for step in range(11):
            pace.add(now_s + took_s * step / 10, step / 10)
        now_s = pace.times_s[-1]
    assert whole.left_s(paces, now_s) is None


def test_what_was_kept_teaches_nothing_of_the_pace():
    whole = Whole({"Film": 100, "Watch": 100})
    film = Pace([0, 1, 11], [0.0, 0.9, 1.0])
    assert whole.left_s({"Film": film}, 11) == pytest.approx(100)


def test_one_short_stage_says_little_of_long_ones():
    whole = Whole({"Walk": 1, "Film": 999})
    assert whole.left_s({"Walk": Pace([0, 10], [0.0, 1.0])}, 10) < 1.1 * 999


@given(st.floats(0.1, 1000), st.integers(3, 60))
def test_an_even_pace_is_told_as_it_is(step_s, steps):
    pace = Pace()
    for step in range(steps):
        pace.add(step * step_s, step / steps)
    left_s = pace.left_s((steps - 1) * step_s)
    assert left_s is None or left_s == pytest.approx(step_s)
    assert (left_s is None) == ((steps - 1) * step_s < LEAST_S)
