import json

import numpy as np
import pytest

from engine.errors import SettingsError
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.stress.drive import farm_of, run, steady_per_s
from engine.stress.load import Load
from engine.stress.machine import machine
from engine.stress.parts.grid import Setting, grid
from engine.stress.parts.search import search
from engine.stress.parts.throughput import throughput
from engine.stress.rivals import inputs_for, once, searches
from engine.stress.strangers import drawn, views
from engine.stress.terms import Terms

TINY = Terms(rounds=2, work_s=0.05, workers=1, streams=2, watchlist=10, search_sizes=(100, 3000))


@pytest.fixture(scope="module")
def load(walk) -> Load:
    return Load("walk", tuple(walk[:2]), 2.0)


def test_a_feed_repeats_the_pictures_and_copies_none(load):
    feed = load.feed("door", 5, 4.0)
    assert (feed.frames, feed.size_px, feed.fps) == (5, load.size_px, 4.0)
    assert all(frame.bgr is load.pictures[frame.index % 2] for frame in feed)


def test_throughput_is_positive_and_its_ratios_are_of_runs_side_by_side(load):
    shares = []
    found = throughput(load, TINY, shares.append)
    told = json.loads(json.dumps(found.as_json()))
    for name in ("farm_per_s", "bare_per_s", "insightface_per_s", "efficiency", "vs_insightface"):
        assert 0 < told[name]["low"] <= told[name]["median"] <= told[name]["high"]
        assert told[name]["repeats"] == TINY.rounds
    low, high = found.farm_per_s.low, found.farm_per_s.high
    assert low / found.bare_per_s.high <= found.efficiency.median <= high / found.bare_per_s.low
    assert shares[-1] == 1.0


def test_grid_answers_its_settings_in_their_order(load):
    blank = Load("blank", (np.full((192, 320, 3), 128, np.uint8),), 0.0)
    asked = [Setting(blank, 5, False), Setting(load, 20, True)]
    cells = grid(asked, TINY, lambda _: None).cells
    assert [(cell.load, cell.watchlist, cell.held_out) for cell in cells] == [
        ("blank", 5, False),
        ("walk", 20, True),
    ]
    assert all(cell.per_s.low > 0 for cell in cells)


def test_search_names_the_better_rival():
    found = search(TINY, lambda _: None)
    assert [one.watchlist for one in found.sizes] == [100, 3000]
    for one in found.sizes:
        faiss = {f"FAISS {kind}" for kind in ("flat", "fp16", "SQ8", "signed bytes")}
        assert set(one.rivals_ms) == {"numpy", *faiss}
        assert one.recall == one.recalls["numpy"] == one.recalls["FAISS flat"] == 1.0
        able = [one.over[name].median for name, share in one.recalls.items() if share == 1.0]
        assert one.over[one.better].median == max(able)


def test_a_farm_decides_on_each_frame_once_however_they_are_shared(load):
    pack = load_pack()
    with farm_of(TINY, 192, pack.id) as farm:
        assert len(run(farm, load, 5, 2)) == len(run(farm, load, 5, 9)) == 5


def test_the_bare_models_see_what_the_engine_sees(analyser, six):
    given = inputs_for(six.bgr, analyser, EngineSettings())
    assert (given.frame.shape[0], len(given.crops)) == (1, 6)
    recogniser = analyser.pack.recogniser
    raw = recogniser.session.run(None, {recogniser.input_name: given.crops})[0]
    unit = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    nearest = (unit @ six.templates.T).max(1)
    assert np.all(nearest > 0.999)
    once(analyser.pack, given)


def test_rivals_find_the_same_best_in_both_precisions():
    for kind in (np.float32, np.float16):
        templates = drawn(500, 192, np.random.default_rng(1), kind)
        probes = views(templates, 4, np.random.default_rng(2))
        best = (probes @ templates.astype(np.float32).T).argmax(1)
        for build in searches(templates, 5).values():
            rows = build()(probes)
            assert all(row in listed for row, listed in zip(best, rows, strict=True))


def test_a_load_too_short_to_measure_is_refused():
    with pytest.raises(SettingsError, match="got 4 frames, wanted 6 or more"):
        steady_per_s([0.0, 1.0, 2.0, 3.0], 1)


def test_the_machine_tells_its_cores_and_versions():
    told = machine()
    assert told["cores"] >= 1
    assert {"onnxruntime", "opencv", "insightface", "numpy"} <= set(told["versions"])
