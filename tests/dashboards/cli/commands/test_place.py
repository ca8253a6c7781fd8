import json
import os
import signal

import numpy as np
import pytest

from scenarios.loader import load_scenario
from sim.reader import lines_of
from sim.run import play

SHORT = ("--set", "duration_s=90", "--set", "window.start_s=10")
MANY = ("--set", "arrivals.listed_share=0.9", "--set", "watchlist.size=400")
FEW = ("--spacing", "60", "--ceiling", "60", "--gap", "0.02", *SHORT, *MANY)
"""All ask about one day, so that what candidates get of it is kept from the first on."""


def test_a_placed_scenario_is_played_and_recognises_as_many_as_was_predicted(footfall, tmp_path):
    """Nearly everybody is listed, so that one run tells."""
    folder = tmp_path / "out"
    asked = ("--cameras", "2", *FEW, "--json", "--out", str(folder))
    answer = footfall("place", "corridor", *asked)
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    play(told["scenario"], out=tmp_path / "run")
    alerts = lines_of(tmp_path / "run" / "alerts.jsonl")
    played = len({one["person"] for one in alerts if one["true"]})
    spread = np.sqrt(told["recognised"])  # at most that, of people each with their own chance
    assert told["recognised"] > 5 * spread
    assert abs(played - told["recognised"]) < 4 * spread
    assert told["recognised"] >= told["own"]["recognised"]
    _written(folder, told)


def _written(folder, told):
    written = load_scenario(str(folder / "scenario.yaml")).scenario
    assert [one.id for one in written.cameras] == [one["id"] for one in told["cameras"]]
    assert written.watchlist.size == 400
    assert sorted(file.name for file in folder.iterdir()) == [
        "placement.json", "plan.svg", "scenario.yaml", "venue.geojson",
    ]  # fmt: skip
    kept = json.loads((folder / "placement.json").read_text())
    assert kept == {name: told[name] for name in kept}
    assert (folder / "plan.svg").read_text().startswith("<svg")


def test_everything_that_may_be_asked_is_kept_to_and_told(footfall, tmp_path):
    asked = (
        *("--budget", "2500", "--price", "west=1000", "--see", "West Gate", "--scanned", "150"),
        *("--keep-out", "Tidewell Pharmacy", "--free-way", "East Gate:Station Bridge", *FEW),
        *(
            "--within",
            "2",
            "--sample",
            "100",
            "--out",
            str(tmp_path / "out"),
            "--html",
            str(tmp_path / "p.html"),
        ),
    )
    told = footfall("place", "corridor", *asked)
    assert told.code == 0, told.err
    kept = json.loads((tmp_path / "out" / "placement.json").read_text())
    assert kept["asked"]["prices"] == {"west": 1000.0}
    assert kept["spent"] == kept["steps"][-1]["spent"] <= 2500
    assert kept["scanned"] <= 150
    assert set(kept["seen"]["West Gate"]) <= {one["id"] for one in kept["cameras"]}
    assert kept["seen"]["West Gate"]
    assert any(not way["cameras"] for way in kept["ways"])
    page = (tmp_path / "p.html").read_text()
    for words in (
        "of a budget of 2,500.00",
        "Entrance West Gate is seen by",
        "1 zones kept out",
        "ways from East Gate to Station Bridge stay free",
    ):
        assert words in page
        assert words in told.out.replace("\n", " ")
    assert "<svg" in page
    assert kept["cameras"][0]["id"] in page


@pytest.fixture
def heard():
    """Interruptions are heard, which whoever was begun in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_who_interrupts_the_choosing_has_the_best_choice_so_far(footfall, tmp_path, monkeypatch):
    from sim.placement import planner

    def interrupted(*given, cancelled, **how):
        os.kill(os.getpid(), signal.SIGINT)
        return solve(*given, cancelled=cancelled, **how)

    solve = planner.solve
    monkeypatch.setattr(planner, "solve", interrupted)
    asked = ("--cameras", "2", *FEW, "--out", str(tmp_path / "out"))
    told = footfall("place", "corridor", *asked)
    assert told.code == 130
    assert "the best choice so far and its bound are in" in told.err
    kept = json.loads((tmp_path / "out" / "placement.json").read_text())
    assert kept["proof"] == "cancelled"
    assert kept["bound"] > kept["recognised"] > 0
    assert load_scenario(str(tmp_path / "out" / "scenario.yaml")).scenario.cameras


def test_tables_say_what_each_camera_brings_and_how_good_that_is(footfall, tmp_path):
    asked = ("--cameras", "1", *FEW, "--out", str(tmp_path / "out"))
    told = footfall("place", "corridor", *asked, "--compare", "2")
    assert told.code == 0, told.err
    for words in ("recognised", "innocents scanned", "false alerts", "its own 1", "at most"):
        assert words in told.out
    kept = json.loads((tmp_path / "out" / "placement.json").read_text())["compared"]
    for one in kept:
        assert one["name"] in told.out
        assert len(one["shares"]) == 2
        assert (one["apart"] is None) == (one["name"] == "optimum")
    assert len(kept) == 4
    assert "220 of 220 passers-by" in told.out.replace("\n", " ")


def test_an_estimate_does_nothing(footfall, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = footfall("place", "shopping_centre", "--cameras", "6", "--estimate", "--json")
    assert told.code == 0, told.err
    assert [part["name"] for part in json.loads(told.out)["parts"]][-1] == "choose"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "o"), "cameras: got none and no budget"),
        (("--cameras", "1", "--price", "west", "--out", "o"), "price: got 'west', wanted KIND"),
        (("--cameras", "1", "--free-way", "West Gate", "--out", "o"), "wanted two entrances"),
        (("--cameras", "1", "--keep-out", "toilets", "--out", "o"), "keep-out: got 'toilets'"),
        (("--cameras", "1", "--see", "toilets", "--out", "o"), "see: got 'toilets'"),
        (("--cameras", "1"), "out: got nothing, wanted a new or empty folder to write into"),
        (("--cameras", "1", "--set", "cameras.0.fov=3", "--out", "o"), "cameras.0.fov"),
        (
            ("--cameras", "1", "--scanned", "0", *FEW, "--within", "1e9", "--out", "o"),
            "--spacing: got work that would take",
        ),
    ],
)
def test_refusals(footfall, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    told = footfall("place", "corridor", *arguments)
    assert told.code == 2
    assert said in told.err
    assert not (tmp_path / "o").exists()
