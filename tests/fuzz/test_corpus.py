"""Every damaged file either works or is refused by name, in one line, and leaves nothing behind."""

from collections import Counter
from dataclasses import replace

import cv2
import numpy as np
import pytest

from dashboards.cli.door import LONGEST_LINE
from engine.errors import EngineError
from engine.feeds.recorded import open_feed
from engine.film.video import write_video
from tests.fuzz import lists, pictures, plans, tables, videos
from tests.fuzz.cases import MUST_BE_REFUSED, MUST_WORK, REFUSED, SEED, WORKS, written
from tests.fuzz.doors import KEY
from tests.fuzz.mutators import MUTATORS
from tests.fuzz.worker import Watchdog

pytestmark = pytest.mark.long

GROWN_BYTES = 150 << 20
MEDIA = (videos.video_cases, pictures.picture_cases)
TEXTS = (
    tables.enrolment_cases, tables.label_cases, lists.watchlist_cases, lists.preset_cases,
    plans.scenario_cases, plans.venue_cases, plans.plan_cases, plans.manifest_cases,
)  # fmt: skip


def faults(case, verdict):
    """What is wrong with how a case ended; nothing if it ended well."""
    if verdict.outcome not in case.allowed:
        yield f"{verdict.outcome}, wanted {sorted(case.allowed)}: {verdict.told}"
    if verdict.outcome == REFUSED:
        named = any(one in verdict.told for one in (case.path.name, case.path.parent.name))
        if not named and case.door != "scenario":  # a damaged one may name another venue
            yield f"names no file: {verdict.told}"
        if "\n" in verdict.told or len(verdict.told) > LONGEST_LINE:
            yield f"is no short line: {verdict.told[:200]!r}"
    if verdict.printed:
        yield f"printed {verdict.printed[:200]!r}"
    if verdict.left:
        yield f"left {verdict.left}"


def brought(folder, cases):
    """The faults of cases by name, how they ended, and how memory grew."""
    sound = {case.door: case for case in cases if case.allowed == MUST_WORK}
    found, ended = {}, Counter()
    with Watchdog(folder, [*sound.values()]) as dog:
        for case in cases:
            verdict = dog.verdict(case)
            ended[verdict.outcome] += 1
            if wrong := [*faults(case, verdict)]:
                found[case.name] = wrong
        grown = max(dog.rss_bytes) - min(dog.rss_bytes)
    return found, ended, grown


def test_more_than_200_damaged_videos_and_pictures_are_read_or_refused(tmp_path):
    cases = [case for make in MEDIA for case in make(tmp_path)]
    found, ended, grown = brought(tmp_path, cases)
    assert len(cases) > 250
    assert found == {}
    assert ended[WORKS] > 50
    assert ended[REFUSED] > 50
    assert grown < GROWN_BYTES


def test_more_than_200_damaged_lists_tables_and_manifests_are_read_or_refused(tmp_path):
    cases = [case for make in TEXTS for case in make(tmp_path)]
    found, ended, grown = brought(tmp_path, cases)
    assert len(cases) > 400
    assert found == {}
    assert ended[REFUSED] > 300
    assert grown < GROWN_BYTES


def test_damaged_portraits_and_videos_are_borne_by_the_whole_engine_or_refused(
    tmp_path, six, walk, watchlist
):
    cases = [*pictures.portrait_cases(tmp_path, six.crop(0)), *engine_cases(tmp_path, walk)]
    (tmp_path / "watchlist").mkdir()
    (tmp_path / "watchlist" / "person-0.png").symlink_to(watchlist / "person-0.png")
    found, ended, _ = brought(tmp_path, cases)
    assert found == {}
    assert ended[WORKS] > 5 + 4


def engine_cases(folder, walk):
    """Half of the damages to a video that is watched; the others each beside a sound one in a
    stream, those that cannot be opened by themselves.
    """
    with write_video(folder / "sound.mp4", 5, (480, 320)) as video:
        for bgr in walk[:4]:
            video.add(bgr)
    content = (folder / "sound.mp4").read_bytes()
    rng = np.random.default_rng(SEED)
    yield written(folder, "watched", "sound.mp4", content, MUST_WORK)
    for how, mutate in [*MUTATORS.items()][1::2]:
        yield written(folder, "watched", f"{how}.mp4", mutate(content, rng))
    sound = written(folder, "streamed", "sound.mp4", content, MUST_WORK)
    opened = []
    for how, mutate in [*MUTATORS.items()][::2]:
        case = written(folder, "streamed", f"{how}.mp4", mutate(content, rng))
        try:
            open_feed(case.path)
            opened.append(str(case.path))
        except EngineError:
            yield replace(case, allowed=MUST_BE_REFUSED)
    assert len(opened) > 2
    yield replace(sound, arguments=tuple(opened))


@pytest.mark.parametrize(
    ("command", "name", "content"),
    [
        (["engine", "watch", "{}", "--watchlist", "."], "a.mp4", b"\0" * 4096),
        (["engine", "stream", "{}", "--watchlist", "."], "a.mp4", b""),
        (["engine", "watchlist", "enrol", "{}", "out.watchlist"], "a.csv", b"subject,file\nann"),
        (["run", "{}"], "a.yaml", b"a: &a [*a]"),
        (["run", "corridor", "--set", "engine.preset={}"], "a.npz", b"PK\x03\x04"),
        (["engine", "evaluate", ".", "--labels", "{}"], "a.csv", b"\xff\xfe\x00"),
    ],
)
def test_the_command_refuses_in_one_line_with_exit_code_2(
    footfall, tmp_path, six, monkeypatch, command, name, content
):
    monkeypatch.setenv("FOOTFALL_WATCHLIST_KEY", KEY.hex())
    path = tmp_path / name
    path.write_bytes(content)
    cv2.imwrite(str(tmp_path / "ann.png"), six.crop(0))
    before = sorted(tmp_path.rglob("*"))
    told = footfall(*(part.format(path) for part in command))
    assert (told.code, told.out) == (2, ""), told.err
    assert told.err.count("\n") == 1, told.err
    assert name in told.err
    assert sorted(tmp_path.rglob("*")) == before
