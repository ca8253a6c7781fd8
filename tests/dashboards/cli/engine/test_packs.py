"""Packs through the real command, and every door a template or preset of another pack knocks at."""

import io
import json
import shutil

import pytest

from dashboards.cli.engine.packs import Assets
from engine.matching.vault import KEY
from engine.packs.names import ADDRESS, LICENCE, PUBLISHED
from tests.engine.packs.made import buffalo, serving

DEAD = "http://127.0.0.1:9/"


@pytest.fixture
def here(tmp_path, monkeypatch, pack):
    """An empty working folder beside a cache that holds `open` alone."""
    cache = tmp_path / "cache"
    shutil.copytree(pack.folder, cache / "packs" / pack.folder.name)
    monkeypatch.setenv("FOOTFALL_CACHE", str(cache))
    monkeypatch.setenv(KEY, bytes(range(32)).hex())
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def other(here, pack):
    """The folder of a pack with the files of `open`, by another name."""
    shutil.copytree(pack.folder, here / "other")
    return here / "other"


def refused(told, *words):
    assert (told.code, told.out) == (2, ""), told
    assert "Traceback" not in told.err
    last = told.err.splitlines()[-1]
    assert last.startswith("footfall: ")
    for word in words:
        assert word in last


def test_every_published_pack_can_be_fetched():
    assert set(PUBLISHED) < {*Assets}
    assert ADDRESS.startswith("https://")


def test_nothing_is_fetched_without_an_agreement_to_the_licence(footfall, here):
    with serving() as (_, asked, address):
        told = footfall("engine", "fetch", "buffalo_s", "--address", address)
    refused(told, "buffalo_s", LICENCE, "--accept-licence")
    assert "non-commercial research" in told.err.splitlines()[0]
    assert asked == []
    assert len(list((here.parent / "cache" / "packs").iterdir())) == 1


@pytest.mark.parametrize(
    ("answer", "last"), [("y\n", "could not be fetched"), ("n\n", "no agreement")]
)
@pytest.mark.usefixtures("here")
def test_at_a_terminal_the_agreement_is_asked_for(footfall, monkeypatch, answer, last):
    terminal = io.StringIO(answer)
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    told = footfall("engine", "fetch", "antelopev2", "--address", DEAD)
    assert (told.code, told.out.strip()) == (2, "")
    assert f"footfall: antelopev2: {last}" in told.err.replace(f"{LICENCE}: got ", "")
    assert "Fetch antelopev2 for non-commercial research?" in told.err


def test_without_a_network_a_fetch_is_one_clear_line_and_leaves_nothing(footfall, here):
    told = footfall("engine", "fetch", "buffalo_s", "--accept-licence", "--address", DEAD)
    refused(told, "buffalo_s: could not be fetched", f"{DEAD}buffalo_s.zip")
    assert told.err.count("\n") == 2
    assert len(list((here.parent / "cache" / "packs").iterdir())) == 1


def test_a_fetched_pack_is_listed_with_licence_hash_and_size(footfall, here, pack):
    content = buffalo(pack, here / "made")
    with serving() as (held, _, address):
        held["/models/buffalo_s.zip"] = content, len(content)
        told = footfall("engine", "fetch", "buffalo_s", "--accept-licence", "--address", address)
    assert told.code == 0, told
    assert told.err.startswith("InsightFace provides")
    own, fetched = json.loads(footfall("engine", "packs", "--json").out)["packs"]
    assert (own["id"], own["licence"]) == (pack.id, "MIT")
    assert (fetched["name"], fetched["licence"]) == ("buffalo_s", LICENCE)
    assert fetched["id"] == pack.id.replace("open", "buffalo_s")
    assert sorted(fetched["sha256"].values()) == sorted(own["sha256"].values())
    assert fetched["bytes"] == own["bytes"] > 1_000_000
    assert LICENCE in footfall("engine", "packs").out


def test_a_damaged_pack_is_listed_as_such(footfall, here, pack):
    with (here.parent / "cache" / "packs" / pack.folder.name / "detector.onnx").open("ab") as file:
        file.write(b"\0")
    told = footfall("engine", "packs")
    assert told.code == 0
    assert "Damaged" in told.out
    assert "detector.onnx: got SHA-256" in told.out
    assert json.loads(footfall("engine", "packs", "--json").out)["packs"][0]["id"] is None


def test_a_manifest_is_written_for_a_folder_of_ones_own(footfall, other, pack):
    (other / "manifest.json").unlink()
    told = json.loads(footfall("engine", "pack", "other", "--json").out)
    assert (told["id"], told["dimension"]) == (pack.id.replace("open", "other"), 192)
    assert (told["detector"], told["recogniser"]) == ("detector.onnx", "recogniser.onnx")
    assert "recogniser.onnx" in footfall("engine", "pack", "other").out
    (other / "recogniser.onnx").unlink()
    refused(footfall("engine", "pack", "other"), "other", "0 models for recognition")


@pytest.mark.usefixtures("here")
def test_a_pack_that_was_not_fetched_is_refused_at_every_door(footfall, walk_video, watchlist):
    told = "footfall engine fetch buffalo_m"
    asked = ("--watchlist", watchlist, "--pack", "buffalo_m")
    refused(footfall("engine", "watch", walk_video, *asked), told)
    refused(footfall("engine", "stream", walk_video, *asked), told)
    refused(footfall("engine", "evaluate", watchlist, "--pack", "buffalo_m"), told)
    enrol = ("engine", "watchlist", "enrol", watchlist, "a.watchlist")
    refused(footfall(*enrol, "--pack", "buffalo_m"), told)
    refused(footfall("run", "corridor", "--set", "engine.pack=buffalo_m"), told)


@pytest.mark.usefixtures("other")
def test_a_preset_of_another_pack_is_refused_at_every_door(
    footfall, here, walk_video, watchlist, pack
):
    words = (pack.id, "footfall engine calibrate ... --pack other")
    asked = ("--watchlist", watchlist, "--pack", "other", "--out", "out")
    for command in ("watch", "stream"):
        refused(footfall("engine", command, walk_video, *asked), *words, "photographs")
    for fidelity in ("scores", "pixels"):
        told = footfall(
            "run", "corridor", "--set", "engine.pack=other", "--fidelity", fidelity, "--out", "out"
        )
        refused(told, *words, "rendered")
    assert [file.name for file in here.iterdir()] == ["other"]


@pytest.mark.usefixtures("other")
def test_a_watchlist_of_another_pack_is_refused_by_name(
    footfall, here, walk_video, watchlist, pack
):
    enrol = ("engine", "watchlist", "enrol", watchlist)
    assert footfall(*enrol, "theirs.watchlist", "--pack", "other").code == 0
    assert footfall(*enrol, "ours.watchlist").code == 0
    for files in (("theirs",), ("ours", "theirs")):
        asked = [part for file in files for part in ("--watchlist", f"{file}.watchlist")]
        told = footfall("engine", "watch", walk_video, *asked, "--threshold", 0.5, "--out", "out")
        refused(told, "theirs.watchlist", "got templates of pack other-", f"wanted {pack.id}")
    assert not (here / "out").exists()
