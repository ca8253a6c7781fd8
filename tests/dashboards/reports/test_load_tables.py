import json

import pytest

from dashboards.reports.stress import FIGURES
from dashboards.reports.stress_tables import shown
from engine.measure.rates.estimates import Estimate
from engine.stream.policies import Policy
from engine.stress.decided import Ages
from engine.stress.parts.density import Density, DensityTerms, Search, Trial, Window
from engine.stress.parts.server import Offered, Server, ServerTerms
from engine.stress.queueing import Service
from sim.overload.overload import Overload, OverloadTerms, Point
from sim.overload.tally import Share

AGES, NOBODY = Ages(0.1, 0.2, 0.3, 0.4, 10), Ages(None, None, None, None, 0)


def density():
    good, bad = Window(5.0, 0.0, AGES, True), Window(0.0, 1.0, NOBODY, False)
    trials = Trial(3, (good, good)), Trial(4, (good, bad)), Trial(4, (bad, bad))
    return Density("six", DensityTerms(), 17.5, 3, (Search(3, trials),))


def server():
    offered = (
        Offered(5.0, 0.5, AGES, 0.15, 0.0, True, 0.1, 0.3),
        Offered(12.0, 1.2, AGES, 1.5, 0.4, False, None, None),
    )
    return Server("six", ServerTerms(), 10.0, Service(0.2, 0.01), offered, 5.0, 8.0)


def point(load, policy, hits):
    rate = Estimate(hits / 20, 0.1, 0.9, 20, 10)
    return Point(load, policy, 0.25, Share(hits, rate), Share(0, rate), AGES)


def overload(nobody=False):
    points = [point(load, policy, 12) for policy in (*Policy,)[1:] for load in (0.5, 2.0)]
    if nobody:
        none = Share(0, Estimate(None, None, None, 0, 0))
        points = [Point(one.load, one.policy, 0.0, none, none, NOBODY) for one in points]
    return Overload("day", OverloadTerms(), 10.0, tuple(points), points[-1], points[0])


@pytest.mark.parametrize(
    ("name", "made", "words"),
    [
        ("density", density(), ["3 streams of six", "failed", "100 %", "300 ms"]),
        ("server", server(), ["5.0 frames of six", "in theory 8.0", "–"]),
        ("overload", overload(), ["12/20 (10 % to 90 %)", "real, one draw", "drop newest", "25 %"]),
        ("overload", overload(nobody=True), ["0/0", "–"]),
    ],
)
def test_a_part_is_told_and_drawn_from_its_json(name, made, words):
    found = json.loads(json.dumps(made.as_json(), allow_nan=False))
    told = shown(name, found)
    whole = " | ".join([told.text, *(cell for row in told.rows for cell in row)])
    assert all(len(row) == len(told.heads) for row in told.rows)
    assert [one for one in words if one not in whole] == []
    assert FIGURES[name](found).data


def test_the_density_of_several_searches_is_their_median():
    searches = tuple(Search(streams, ()) for streams in (5, 3, 4, 4))
    assert Density("six", DensityTerms(), 20.0, 4, searches).streams == 4


def test_the_command_measures_density_and_server_on_small_terms(footfall, tmp_path):
    tiny = ("size_px=320x192", "faces=0", "workers=1", "server_s=0.1", "fps=40")
    changes = [word for one in tiny for word in ("--set", one)]
    asked = (
        "--parts",
        "density,server",
        "--window",
        "0.2",
        *changes,
        "--html",
        tmp_path / "p.html",
    )
    told = footfall("engine", "stress", *asked, "--json")
    assert told.code == 0, told.err
    parts = json.loads(told.out)["parts"]
    assert parts["density"]["terms"]["window_s"] == 0.2
    assert parts["server"]["offered"]
    assert "Stream density" in (tmp_path / "p.html").read_text(encoding="utf-8")
