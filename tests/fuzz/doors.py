"""Where files enter: each door opens one and checks that what it got is something, and whole."""

import contextlib
import io
import json
import re
import resource
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from dashboards.cli import main
from dashboards.cli.door import REFUSED
from engine.errors import EngineError
from engine.feeds.recorded import open_feed
from engine.matching.enrolment import enrol, enrol_folder, read_source
from engine.matching.gallery import read_picture
from engine.matching.vault import load_watchlist
from engine.measure.album import look, pictures, read_labels
from engine.measure.calibration.presets import load_preset
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.stream.farm import Conditions
from engine.stream.session import stream
from engine.vision.analyser import Analyser
from engine.watch import watch
from scenarios.checks.place import findings
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from scenarios.plan import read_plan
from sim.errors import SimError
from sim.run import play
from tests.fuzz.cases import RefusedError

STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]")
"""What would steer a terminal."""
PROGRESS = re.compile(r"[A-Z][a-z ]+: (done in \d+ s|\d+ % after .+|.+ so far)")
"""What a command says on its way."""
KEY = bytes(range(32))
SUBJECTS = {"ann/1.png": "ann", "ann/2.png": "ann", "ben/1.png": "ben"}
THRESHOLD, MID_S = 0.6, 0.4
SIZES = (1, 40)
PLAYED_WITHIN_S, PLAYED_BYTES = 20.0, 6 << 30
"""Runs thought to take longer are refused; and what a process that plays them may have, all that
it reserves and never uses included.
"""


@cache
def analyser() -> Analyser:
    """Of the pack `open`, loaded once a process."""
    return Analyser(load_pack())


def video(path: Path) -> None:
    """Frames in the order of time, and again from the middle on."""
    feed = open_feed(path)
    frames = list(feed)
    times = [frame.time_s for frame in frames]
    assert frames
    assert feed.fps > 0
    assert np.isfinite([feed.fps, *times]).all()
    assert times == sorted(times)
    assert all(a.index < b.index for a, b in pairwise(frames))
    assert all(f.bgr.size and f.bgr.shape[2] == 3 and f.bgr.dtype == np.uint8 for f in frames)
    later = [f for f in frames if f.time_s >= MID_S and f.index % 2 == 0]
    again = list(feed.since(MID_S, 2))
    assert [(f.index, f.time_s) for f in again] == [(f.index, f.time_s) for f in later]
    assert all(np.array_equal(a.bgr, b.bgr) for a, b in zip(again, later, strict=True))


def picture(path: Path) -> None:
    """The pixels of a picture, also as a feed of its folder and as somebody to enrol."""
    bgr = read_picture(path)
    assert bgr.size
    (frame,) = open_feed(path.parent)
    assert np.array_equal(frame.bgr, bgr)


def labelled_picture(path: Path) -> None:
    """The look at a folder of one picture."""
    files, subjects = pictures(path.parent)
    seen = look(files, "open", lambda _: None)
    assert len(seen.faces) == len(subjects) == 1
    assert np.isfinite(seen.templates).all()


def portrait(path: Path) -> None:
    """A watchlist of the one subject in a picture, and a gallery of the same."""
    enrolment = enrol(read_source(path.parent), analyser(), name="one")
    gallery = enrol_folder(path.parent, analyser())
    assert np.array_equal(enrolment.watchlist.templates, gallery.templates)
    assert np.isfinite(gallery.templates).all()
    assert len(gallery) == 1


def saved_watchlist(path: Path) -> None:
    """Subjects with unit templates that can be searched."""
    held = load_watchlist(path, KEY)
    assert len(held) >= 1
    assert np.isfinite(held.templates).all()


def enrolment_csv(path: Path) -> None:
    """At least one picture of a named subject."""
    source = read_source(path)
    assert source.pictures
    assert all(one.subject and one.file.is_file() for one in source.pictures)


def labels_csv(path: Path) -> None:
    """A label or an empty one for every picture, and not none for all."""
    labels = read_labels(path, list(SUBJECTS), list(SUBJECTS.values()))
    assert labels
    assert all(len(column) == len(SUBJECTS) for column in labels.values())
    assert any(label for column in labels.values() for label in column)


def preset(path: Path) -> None:
    """Thresholds, rising with the watchlist's size, and templates to draw."""
    held = load_preset(str(path))
    few, many = (held.threshold(EngineSettings(), size) for size in SIZES)
    assert -1 <= few <= many <= 1
    people, templates = held.standin.subjects(2, np.random.default_rng(0))
    assert people.shape == templates.shape == (2, len(held.standin.mean))
    assert np.isfinite(templates).all()


def scenario(path: Path) -> None:
    """A scenario with its venue."""
    loaded = load_scenario(str(path))
    assert loaded.scenario.cameras
    assert loaded.venue.floor.area > 0


def venue(path: Path) -> None:
    """A floor with entrances."""
    held = read_plan(path).levels[0].venue
    assert held.floor.area > 0
    assert held.entrances


def plan(path: Path) -> None:
    """A place with a way in, whose doubts can be told."""
    place = read_plan(path)
    assert any(level.venue.entrances for level in place.levels)
    findings(place)


def played(path: Path) -> None:
    """A run with closed books, or a refusal in one line before anything is played."""
    out = path.parent / "out"
    _bounded()
    try:
        outcomes = play(str(path), out=out, within_s=PLAYED_WITHIN_S).outcomes
        assert sum(outcomes["books"].values()) == outcomes["passers_by"]
    except (ScenarioError, SimError, EngineError) as refusal:
        if "\n" in str(refusal):
            raise AssertionError("got a refusal in lines, wanted one line") from refusal
        raise
    finally:
        shutil.rmtree(out, ignore_errors=True)


@cache
def _bounded() -> None:
    """From now on this process can have so much memory and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (PLAYED_BYTES, PLAYED_BYTES))


def pack(path: Path) -> None:
    """A pack that finds nothing in a grey picture, and embeds it as a face."""
    held = Analyser(load_pack(str(path.parent)))
    grey = np.full((112, 112, 3), 128, np.uint8)
    held.detect(grey)
    assert np.isfinite(held.embed([grey])).all()


def watched(path: Path) -> None:
    """A summary of frames that were seen, or no results at all."""
    out = path.parent / "out"
    try:
        summary = watch(path, path.parents[2] / "watchlist", out, _settings())
        assert summary["frames"] > 0
        assert json.loads((out / "summary.json").read_text()) == summary
    except BaseException:
        assert not out.exists()
        raise
    finally:
        shutil.rmtree(out, ignore_errors=True)


def streamed(path: Path, *others: str) -> None:
    """A ledger that balances, and damage where a feed broke off, of some feeds in one stream."""
    out, feeds = path.parent / "out", [path, *map(Path, others)]
    try:
        summary = stream(
            feeds, path.parents[2] / "watchlist", out, _settings(), Conditions(workers=1)
        )
        assert summary["balances"]
        assert len(summary["feeds"]) == len(feeds)
        assert all(one["decoded"] > 0 or one["damage"] for one in summary["feeds"].values())
    finally:
        shutil.rmtree(out, ignore_errors=True)


def command(path: Path, *arguments: str) -> None:
    """`footfall` with these arguments, in the folder `path`: done, or refused in lines."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(path), redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code
    for results in ("out", "runs"):
        shutil.rmtree(path / results, ignore_errors=True)
    for name in ("out.html", "out.watchlist"):
        (path / name).unlink(missing_ok=True)
    said = err.getvalue()
    assert not STEERING.search(out.getvalue() + said)
    assert "Traceback" not in said
    if code == REFUSED:
        assert out.getvalue() == ""
        *before, line = said.splitlines()
        assert all(one.startswith("footfall: ") or PROGRESS.fullmatch(one) for one in before), said
        raise RefusedError(line)
    assert code == 0, (code, said)


def _settings() -> EngineSettings:
    return EngineSettings(threshold=THRESHOLD)


DOORS: dict[str, Callable[..., None]] = {
    one.__name__: one
    for one in (
        video, picture, labelled_picture, portrait, saved_watchlist, enrolment_csv, labels_csv,
        preset, scenario, venue, plan, played, pack, watched, streamed, command,
    )
}  # fmt: skip
