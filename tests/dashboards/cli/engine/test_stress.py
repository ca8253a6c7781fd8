import json
import re
from itertools import product

import numpy as np
import pytest

from dashboards.cli.engine import bench
from dashboards.reports.stress import FIGURES, stress_page
from dashboards.reports.stress_tables import SHOWN
from engine.stress.load import Load
from engine.stress.machine import machine
from engine.stress.parts.capacity import capacity
from engine.stress.parts.grid import Cell, Grid
from engine.stress.parts.search import Search, Searched
from engine.stress.parts.throughput import Throughput
from engine.stress.questions import MINUTES, QUESTIONS, QUICKLY
from engine.stress.repeats import Spread, spread
from engine.stress.terms import QUICK, Terms, terms_from
from sim.estimate.stress import of_stress

RATE = Spread(2.0, 1.0, 3.0, 3)
TINY = ("--quick", "--set", "size_px=320x192", "--set", "faces=1", "--set", "work_s=0.05")


def found():
    """A whole run as it could be, its load with a name that must be escaped."""
    size_px, load = (1280, 736), Load("6 <b> at 1280x736", (np.zeros((736, 1280, 3), np.uint8),), 6)
    cells = [
        Cell("grid", size, float(faces), watchlist, 2, 9, spread([20.0]), held_out=False)
        for size, faces, watchlist in product([size_px, (640, 384)], [0, 2], [100, 1000])
    ]
    cells.append(Cell(load.name, size_px, 6.0, 1000, 2, 9, spread([20.0]), held_out=True))
    parts = {
        "throughput": Throughput(
            load.name, size_px, 6.0, 1000, 2, 4, 9, *(RATE,) * 3, 2, RATE, RATE
        ),
        "search": Search(8, 5, (Searched(100, RATE, {"numpy": RATE}, {"numpy": RATE}),)),
        "grid": Grid(tuple(cells)),
        "capacity": capacity(cells, Terms()),
    }
    return {
        "machine": machine(),
        "pack": "open-0",
        "terms": Terms().model_dump(mode="json"),
        "load": bench.about_load(load),
        "parts": {name: part.as_json() for name, part in parts.items()},
    }


def test_throughput_is_measured_with_a_page_and_everything_in_json(footfall, tmp_path):
    page = tmp_path / "page.html"
    asked = ("--parts", "throughput", *TINY, "--set", "workers=1", "--html", page, "--json")
    told = footfall("engine", "stress", *asked)
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert list(found["parts"]) == ["throughput"]
    assert found["parts"]["throughput"]["efficiency"]["median"] > 0
    assert found["terms"]["size_px"] == [320, 192]
    assert found["load"]["faces_found"] == found["load"]["pictures"] == 4
    assert found["machine"]["cores"] >= 1
    assert page.read_text(encoding="utf-8") == stress_page(found)
    assert not page.with_name("page.html.part").exists()


def test_recorded_frames_may_be_the_load_and_the_table_says_so(footfall, walk_video):
    small = ("--set", "search_sizes=100,200", "--quick")
    told = footfall("engine", "stress", walk_video, "--parts", "search", *small)
    assert told.code == 0, told.err
    for words in ("walk.mp4, 12 pictures", "Search", "over the better", "numpy"):
        assert words in told.out


def test_every_part_has_a_table_and_a_figure():
    assert [*bench.PARTS] == [*QUESTIONS]
    assert set(QUESTIONS) == set(SHOWN) == set(FIGURES) == set(MINUTES)


def test_what_the_help_says_a_part_takes_is_what_is_estimated():
    for name, minutes in MINUTES.items():
        whole_s = of_stress([name], Terms()).wall_s
        assert 0.6 < whole_s / 60 / minutes < 1.7, name


def test_quick_takes_two_minutes_or_so():
    assert of_stress(QUICKLY, terms_from(QUICK)).wall_s < 150


def test_the_page_draws_every_part_and_needs_no_network():
    whole = found()
    text = stress_page(whole)
    assert text.count('class="plotly-graph-div"') == 4
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", text)
    assert "6 &lt;b&gt; at 1280x736" in text
    assert f": {whole['parts']['capacity']['need']['workers']} workers, of which" in text


@pytest.mark.parametrize(("check", "code"), [((), 0), (("--check",), 1)])
def test_a_figure_that_does_not_hold_is_told_and_ends_in_1_if_that_was_asked(
    footfall, monkeypatch, tmp_path, check, code
):
    slow = Search(8, 5, (Searched(100, RATE, {"numpy": RATE}, {"numpy": RATE}),))
    monkeypatch.setitem(bench.PARTS, "search", lambda *_: slow)
    page = tmp_path / "page.html"
    asked = ("--parts", "search", *TINY, "--set", "rounds=5", "--html", page, *check)
    told = footfall("engine", "stress", *asked)
    assert told.code == code
    for words in ("at most 1.1", "does not hold, but the range", "Not run: throughput (how many"):
        assert words in " ".join(told.out.split())
    assert "does not hold, but the range reaches beyond the bound" in page.read_text()
    found = json.loads(footfall("engine", "stress", *asked, "--json").out)
    verdicts = {one["figure"]: (one["verdict"], one["decided"]) for one in found["verdicts"]}
    assert verdicts == {"over_better at 100": ("does not hold", False)}


def test_capacity_measures_the_grid_only_where_it_is_not_yet(monkeypatch):
    made, nothing = [], lambda *_: None

    class Measured:
        cells = ()

    monkeypatch.setattr(bench, "_grid", lambda *_: made.append(1) or Measured())
    monkeypatch.setattr(bench, "capacity", lambda cells, _: cells)
    shared = bench.Bench(Terms(), None, None, None)
    assert bench.PARTS["capacity"](shared, nothing) == ()
    shared.done["grid"] = Measured()
    assert bench.PARTS["capacity"](shared, nothing) == ()
    assert made == [1]


@pytest.mark.parametrize(
    "options",
    [
        ("--parts", "speed"),
        ("--parts", ","),
        ("--set", "rounds=0"),
        ("--set", "colour=red"),
        ("--set", "worker=3"),
        ("--quick", "--check"),
        ("--parts", "overload", "--set", "films=nofilm"),
        ("--html", "no/page.html"),
        ("rtsp://camera",),
    ],
)
def test_wrong_options_are_refused_before_any_work(footfall, options):
    told = footfall("engine", "stress", *options)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("footfall: ")
    assert told.err.count("\n") == 1


def test_how_long_it_takes_is_said_before_it_begins(footfall, monkeypatch, tmp_path):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(bench.PARTS, "search", interrupted)
    told = footfall("engine", "stress", "--parts", "search", *TINY)
    assert re.match(
        r"footfall: takes about \d+ (s|min) here, [\d.]+ [MG]B of memory: load \d+ s, search \d+ s",
        told.err,
    )
    only = footfall("engine", "stress", "--parts", "search", *TINY, "--estimate", "--json")
    assert [one["name"] for one in json.loads(only.out)["parts"]] == ["load", "search"]
    assert list(tmp_path.iterdir()) == []
    much = footfall("engine", "stress", "--parts", "density", "--set", "repeats=1000")
    assert (much.code, "--parts, --set: got work that would take" in much.err) == (2, True)


def test_the_help_says_what_it_looks_at_and_what_each_part_is(footfall):
    told = " ".join(re.sub(r"[│╭╮╰╯─]", " ", footfall("engine", "stress", "--help").out).split())
    for name, words in QUESTIONS.items():
        assert f"{name}: {words}"[:40] in told.replace("`", "")
    assert "film files, or folders of pictures" in told
    assert "the folder of a run in pixels" in told


def test_an_interruption_leaves_no_page(footfall, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(bench.PARTS, "search", interrupted)
    page = tmp_path / "page.html"
    told = footfall("engine", "stress", "--parts", "search", *TINY, "--html", page)
    assert (told.code, told.out) == (130, "")
    assert "no part was done, and nothing is kept" in told.err
    assert list(tmp_path.iterdir()) == []


def test_parts_that_were_done_before_an_interruption_are_kept(
    footfall, walk_video, monkeypatch, tmp_path
):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(bench.PARTS, "capacity", stop)
    small = ("--set", "search_sizes=100,200", "--quick", "--parts", "search,capacity")
    told = footfall("engine", "stress", walk_video, *small, "--out", tmp_path / "stress")
    assert told.code == 130
    assert "parts that were done are kept" in told.err
    kept = json.loads((tmp_path / "stress" / "stress.json").read_text())
    assert list(kept["parts"]) == ["search"]
