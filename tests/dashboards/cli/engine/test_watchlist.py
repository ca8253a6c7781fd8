import json
from datetime import date, timedelta

import cv2
import pytest

from engine.matching import vault
from engine.matching.vault import KEY, load_watchlist, save_watchlist

SECRET = bytes(range(32))
FUTURE = "2999-12-31"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder, with a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEY, SECRET.hex())
    return tmp_path


@pytest.fixture
def six_list(footfall, here, watchlist):
    """The file of a watchlist of all six."""
    told = footfall(
        "engine", "watchlist", "enrol", watchlist, "six.watchlist", "--category", "drill"
    )
    assert told.code == 0, told
    return here / "six.watchlist"


def alerts_of(folder):
    return [json.loads(line) for line in (folder / "alerts.jsonl").read_text().splitlines()]


@pytest.mark.usefixtures("here")
def test_a_folder_is_enrolled_and_shown(footfall, watchlist):
    options = ("--name", "drill", "--category", "missing", "--threshold", 0.6, "--expires", FUTURE)
    command = ("engine", "watchlist", "enrol", watchlist, "a.watchlist", *options, "--json")
    made = json.loads(footfall(*command).out)
    shown = json.loads(footfall("engine", "watchlist", "show", "a.watchlist", "--json").out)
    for told in (made, shown):
        assert (told["name"], told["category"], told["enrolled"]) == ("drill", "missing", 6)
        assert (told["threshold"], told["expires"]) == (0.6, FUTURE)
    assert (made["pictures"], made["refused"], made["missing"]) == (6, [], [])
    assert shown["subjects"] == [f"person-{k}" for k in range(6)]
    assert "person-3" in footfall("engine", "watchlist", "show", "a.watchlist").out


def test_refused_pictures_and_look_alikes_are_lines_on_standard_error(footfall, here, six):
    cv2.imwrite("ann.png", six.crop(0))
    cv2.imwrite("all.png", six.bgr)
    rows = "subject,file\nann,ann.png\ntwin,ann.png\ncrowd,all.png\n"
    (here / "list.csv").write_text(rows)
    told = footfall("engine", "watchlist", "enrol", "list.csv", "a.watchlist", "--json")
    made = json.loads(told.out)
    assert (told.code, made["enrolled"], made["missing"]) == (0, 2, ["crowd"])
    assert [one["kind"] for one in made["cautions"]] == ["same_picture", "look_alike"]
    lines = [line for line in told.err.splitlines() if line.startswith("footfall: ")]
    assert len(lines) == 3
    for line, words in zip(lines, ("several faces", "the same picture", "look alike"), strict=True):
        assert words in line


def test_a_saved_watchlist_raises_the_alerts_of_its_folder(
    footfall, here, six_list, watchlist, walk_video
):
    for sought, out in ((watchlist, "folder"), (six_list, "saved")):
        command = ("engine", "watch", walk_video, "--watchlist", sought, "--threshold", 0.55)
        told = footfall(*command, "--no-annotate", "--out", out, "--json")
        assert told.code == 0, told
    (plain, listed) = (alerts_of(here / name) for name in ("folder", "saved"))
    assert len(plain) >= 3
    shared = plain[0].keys() - {"track_score"}  # a saved list fuses no tracks
    assert [{key: one[key] for key in shared} for one in listed] == [
        {key: one[key] for key in shared} for one in plain
    ]
    for one in listed:
        assert (one["watchlist"], one["category"]) == ("six", "drill")
        first, second = one["candidates"][:2]
        assert first["subject"] == one["subject"]
        assert one["margin"] == pytest.approx(first["score"] - second["score"], abs=2e-4)


def test_folders_and_saved_lists_are_searched_together_in_one_feed_and_in_many(
    footfall, here, six_list, walk_video, six
):
    (here / "wanted").mkdir()
    for number in (0, 1):
        cv2.imwrite(str(here / "wanted" / f"person-{number}.png"), six.crop(number))
    (here / "nobody").mkdir()
    cv2.imwrite(str(here / "nobody" / "person-5.png"), six.crop(5))
    six_list.rename(here / "z.watchlist")
    lists = [word for name in ("nobody", "wanted", "z.watchlist") for word in ("--watchlist", name)]
    told = {}
    for what, more in (("watch", ("--no-annotate",)), ("stream", ("--workers", 1))):
        options = (*lists, "--threshold", 0.55, "--out", what, "--json")
        ended = footfall("engine", what, walk_video, *more, *options)
        assert ended.code == 0, ended
        told[what] = json.loads(ended.out)
    assert told["watch"]["watchlists"] == told["stream"]["watchlists"]
    assert [(one["name"], one["subjects"]) for one in told["watch"]["watchlists"]] == [
        ("nobody", 1),
        ("six", 6),
        ("wanted", 2),
    ]
    assert told["stream"]["pack"] == told["watch"]["pack"]
    alerts = alerts_of(here / "watch")
    assert alerts_of(here / "stream") == alerts
    assert {one["watchlist"] for one in alerts} <= {"six", "wanted"}
    assert len(alerts) >= 3


def test_each_list_has_its_own_threshold(footfall, here, six_list, walk_video, watchlist):
    never = ("engine", "watchlist", "enrol", watchlist, "never.watchlist", "--threshold", 1)
    assert footfall(*never).code == 0
    command = ("engine", "watch", walk_video, "--watchlist", "never.watchlist", "--no-annotate")
    several = (*command, "--watchlist", six_list, "--threshold", 0.55, "--out", "two", "--json")
    told = json.loads(footfall(*several).out)
    assert {one["name"]: one["threshold"] for one in told["watchlists"]} == {
        "never": 1,
        "six": 0.55,
    }
    assert (told["watchlist"], told["threshold"]) == (12, 0.55)
    assert {one["watchlist"] for one in alerts_of(here / "two")} == {"six"}
    alone = json.loads(footfall(*command, "--out", "one", "--json").out)
    assert (alone["alerts"], alone["threshold"]) == (0, 1)


def test_expired_lists_are_swept_from_a_folder_without_a_key(footfall, here, six_list, monkeypatch):
    held = load_watchlist(six_list, SECRET)
    yesterday = date.today() - timedelta(1)
    old = vault.Watchlist("old", "x", held.subjects, held.templates, held.pack_id, None, yesterday)
    save_watchlist(old, here / "old.watchlist", SECRET)
    (here / "odd.watchlist").write_text("odd")
    monkeypatch.delenv(KEY)
    told = footfall("engine", "watchlist", "expire", ".", "--json")
    assert json.loads(told.out) == {
        "folder": ".",
        "wiped": ["old.watchlist"],
        "kept": ["six.watchlist"],
        "unreadable": ["odd.watchlist"],
    }
    assert "odd.watchlist" in told.err
    assert not (here / "old.watchlist").exists()


def test_what_cannot_be_done_is_one_line_and_leaves_nothing(
    footfall, here, six_list, walk_video, watchlist, monkeypatch
):
    enrol = ("engine", "watchlist", "enrol", watchlist)
    watch = ("engine", "watch", walk_video, "--out", "out", "--watchlist")
    cases = [
        ((*enrol, "six.watchlist"), "six.watchlist: got a file that is there already"),
        ((*enrol, "six.bin"), "six.bin: got another ending, wanted a new file"),
        ((*enrol, "a.watchlist", "--expires", "2020-01-01"), "2020-01-01, which has passed"),
        (("engine", "watchlist", "enrol", "no.csv", "a.watchlist"), "no.csv: got no such file"),
        (("engine", "watchlist", "show", "no.watchlist"), "no.watchlist: got no such file"),
        (("engine", "watchlist", "expire", "nowhere"), "nowhere: got no such folder"),
        ((*watch, six_list, "--watchlist", "nowhere"), "nowhere: got no such folder"),
        ((*watch, watchlist, "--watchlist", watchlist), "got two watchlists of this name"),
        ((*watch, six_list, "--watchlist", six_list), "six: got two watchlists of this name"),
    ]
    for command, said in cases:
        refused(footfall(*command), said)
    monkeypatch.setenv(KEY, "00" * 32)
    refused(footfall(*watch, six_list), "six.watchlist: got a watchlist that was altered")
    monkeypatch.delenv(KEY)
    refused(footfall(*watch, six_list), f"{KEY}: got nothing, wanted 32 random bytes")
    refused(footfall(*enrol, "a.watchlist"), f"{KEY}: got nothing")
    assert [file.name for file in here.iterdir()] == ["six.watchlist"]


def refused(told, said):
    assert (told.code, told.out) == (2, ""), told
    assert told.err.startswith("footfall: ")
    assert told.err.count("\n") == 1
    assert said in told.err


@pytest.mark.parametrize("command", ["enrol", "show", "expire"])
def test_every_command_explains_itself(footfall, command):
    helped = footfall("engine", "watchlist", command, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert "Usage" in helped.out
