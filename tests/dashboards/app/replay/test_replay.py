"""What a browser is served of a run for its replay."""

import asyncio
import json
from time import monotonic, sleep

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from dashboards.app.films import films
from dashboards.app.replay import copies as copying
from dashboards.app.replay.copies import copies, index_of
from dashboards.app.replay.ready import MOST_ALERTS, ready
from dashboards.app.replay.routes import address, send
from dashboards.app.replay.stretches import STRETCH_S, last_places, write_stretches
from dashboards.app.stories import stories
from scenarios.fields.parts import Spot
from sim.reader import read_run
from sim.world.crowd import Walks
from tests.dashboards.replayed import CAMERAS, RATES_FPS, replayed

PATIENCE_S = 60


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Four films of two seconds, not made ready yet."""
    return read_run(replayed(tmp_path_factory.mktemp("replayed") / "run", 2.0))


def got(url, asked=""):
    """Status and body that the server answers, to a range if one is asked for."""
    told = {"method": "GET", "query_string": url.partition("?")[2].encode(), "type": "http"}
    told |= {"headers": [(b"range", asked.encode())] if asked else [], "path": "/replay/file"}
    told |= {"asgi": {"spec_version": "2.4"}}
    heard = []

    async def hear(message):
        heard.append(message)

    async def ask():
        await (await send(Request(told)))(told, None, hear)

    asyncio.run(ask())
    return heard[0]["status"], b"".join(one.get("body", b"") for one in heard[1:])


def walks_of(seed, people=12, seconds=200.0):
    """People who come and go, some of them twice."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        there = np.flatnonzero(np.repeat(rng.random(20) < 0.6, int(seconds / 10)))
        rows += [(person, tick, rng.uniform(0, 100), rng.uniform(0, 50)) for tick in there]
    person, tick, x, y = (np.array(one) for one in zip(*rows, strict=True))
    level = np.zeros(len(x), np.int8)
    return Walks(0.5, person.astype(np.int32), tick.astype(np.int32), x, y, level)


def unpacked(data, told, number):
    """Person, tick, x and y of one stretch, as the browser takes it apart."""
    begin, end = told["begins"][number : number + 2]
    part = data[begin:end]
    count = int(np.frombuffer(part, "<i4", 1)[0])
    person, first, length = np.frombuffer(part, "<i4", 3 * count, 4).reshape(3, count)
    xy = np.frombuffer(part, "<i2", 2 * int(length.sum()), 4 + 12 * count).reshape(-1, 2)
    ticks = np.concatenate([np.arange(a, a + n) for a, n in zip(first, length, strict=True)])
    return np.repeat(person, length), ticks, xy * told["unit_m"]


@given(st.integers(0, 2**31))
def test_every_stretch_has_its_minute_and_the_tick_after(tmp_path_factory, seed):
    walks, file = walks_of(seed), tmp_path_factory.mktemp("walks") / "walks.bin"
    told = write_stretches(file, walks)
    data, per = file.read_bytes(), round(STRETCH_S / walks.dt_s)
    assert told["begins"][-1] == len(data)
    for number in range(len(told["begins"]) - 1):
        since = (told["first"] + number) * per
        here = (walks.tick >= since) & (walks.tick <= since + per)
        person, tick, xy = unpacked(data, told, number)
        assert person.tolist() == walks.person[here].tolist()
        assert tick.tolist() == walks.tick[here].tolist()
        there = np.stack([walks.x_m, walks.y_m], 1)[here]
        assert np.allclose(xy, there, atol=told["unit_m"] / 2 + 1e-9)


def test_an_empty_level_has_no_stretch_with_anybody(tmp_path):
    none = Walks(0.5, *(np.empty(0, kind) for kind in (np.int32, np.int32, float, float, np.int8)))
    assert write_stretches(tmp_path / "walks.bin", none)["begins"] == [0, 4]


def test_a_last_place_is_where_somebody_was_before():
    walks = walks_of(3)
    last = last_places(walks)
    row = int(np.flatnonzero(walks.person == 4)[5])
    time_s = float(walks.tick[row]) * walks.dt_s
    assert last(4, time_s + 0.1) == Spot(walks.x_m[row], walks.y_m[row], 0)
    assert last(4, -1.0) is None
    assert last(99, 50.0) is None


def test_a_run_is_made_ready_once_and_again_when_it_was_played_anew(run):
    made = ready(run, 0.0, 200.0)
    assert (made.folder, made.alerts) == (run.path / "replay", len(stories(run)[:MOST_ALERTS]))
    scene = made.folder / "scene-0.json"
    written_ns = scene.stat().st_mtime_ns
    assert ready(run, 0.0, 200.0) == made
    assert scene.stat().st_mtime_ns == written_ns
    told = json.loads(scene.read_text())
    assert {one["camera"] for one in told["alerts"]} == {"west"}
    named = {int(person) for person in told["people"]}
    assert {one["person"] for one in told["alerts"]} <= named
    (run.path / "run.json").touch()
    assert ready(run, 0.0, 200.0).key != made.key


def test_films_are_copied_in_the_background_with_the_faces_of_each_frame(run):
    made = ready(run, 0.0, 200.0)
    every, end_s = copies(run, made.key, films(run)), monotonic() + PATIENCE_S
    while any(one.waits for one in every) and monotonic() < end_s:
        sleep(0.05)
    assert [(one.camera, one.fault) for one in every] == [(name, None) for name in sorted(CAMERAS)]
    for name, fps in zip(CAMERAS, RATES_FPS, strict=True):
        told = json.loads(index_of(run, name).read_text())
        assert (told["fps"], len(told["begins"]) - 1) == (fps, round(2 * fps))
        assert told["start_s"] == 0.0
        assert told["boxes"] == {"first": [0] * (round(2 * fps) + 1), "rows": []}
    assert copies(run, made.key, films(run)) is every


def test_a_film_that_cannot_be_read_is_told_and_the_others_are_copied(run, monkeypatch):
    def refuse(source):
        raise copying.EngineError(f"{source.stem} is broken")

    monkeypatch.setattr(copying, "open_feed", refuse)
    every, end_s = copies(run, "another", films(run)[:0]), monotonic() + PATIENCE_S
    assert every == []
    index_of(run, "north").unlink(missing_ok=True)
    every = copies(run, "once more", films(run))
    while any(one.waits for one in every) and monotonic() < end_s:
        sleep(0.05)
    assert "north is broken" in {one.fault for one in every}


def test_faces_have_tones_and_from_an_alert_on_its_number(window):
    run = read_run(window.folder)
    film = next(one for one in films(run) if any(claim.came for claim in one.claims))
    size = copying.Seekable("", 12.0, 960, 540, 12, (0,) * 361)
    told = copying.boxes(run, film, size, 0.5)
    rows = np.array(told["rows"]).reshape(-1, 6)
    assert len(told["first"]) == 361
    assert told["first"][-1] == len(rows)
    assert {0, 1} <= set(rows[:, 4].tolist())
    claim = next(one for one in film.claims if one.came and one.truth)
    here = rows[told["first"][claim.frame] : told["first"][claim.frame + 1]]
    (row,) = here[here[:, 5] == claim.truth.alert]
    assert row[4] == copying.TONES.index("right" if claim.truth.true else "wrong")
    assert np.abs(row[:2] - np.array(claim.box_px[:2]) / 2).max() <= 1


def test_the_server_sends_ranges_of_these_files_and_no_others(run, monkeypatch):
    monkeypatch.setenv("FOOTFALL_RUNS", str(run.path.parent))
    made = ready(run, 0.0, 200.0)
    data = (made.folder / "walks-0.bin").read_bytes()
    assert got(address("run", made.key, "walks-0.bin"), "bytes=4-11") == (206, data[4:12])
    assert got(address("run", made.key, "walks-0.bin")) == (200, data)
    for name, file in (("run", "../run.json"), ("run", "none.json"), ("..", "run"), ("no", "x")):
        assert got(address(name, made.key, file))[0] == 404
    assert got("/replay/file")[0] == 404
