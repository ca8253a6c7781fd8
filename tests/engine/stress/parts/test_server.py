import numpy as np
import pytest

from engine.settings import EngineSettings
from engine.stress.decided import Ages
from engine.stress.load import Load
from engine.stress.parts.server import Offered, ServerTerms, bracket, random_feeds, server, settled
from engine.stress.strangers import strangers


@pytest.fixture(scope="module")
def load(walk):
    return Load("walk", tuple(picture[:192, :320] for picture in walk[:2]), 2.0)


def offered(rate_hz, passed, p99_s=None):
    latency = Ages(None, None, p99_s, None, 0)
    return Offered(rate_hz, 0.5, latency, 0.1, 0.0, passed, None, None)


def test_one_random_process_is_spread_over_the_streams(load):
    feeds = random_feeds(load, 50.0, 4.0, 3, np.random.default_rng(1))
    together = np.sort(np.concatenate([feed.times_s for feed in feeds]))
    assert [len(list(feed)) for feed in feeds] == [feed.frames for feed in feeds]
    assert min(feed.frames for feed in feeds) > 30
    assert len(together) == len(np.unique(together)) == 200


@pytest.mark.parametrize(
    ("verdicts", "between"),
    [
        ([(1.0, True), (2.0, True), (3.0, False)], (2.0, 3.0)),
        ([(1.0, True), (2.0, False), (3.0, True)], (1.0, 2.0)),
        ([(1.0, False)], (0.0, 1.0)),
        ([(1.0, True)], (1.0, None)),
    ],
)
def test_the_answer_lies_below_every_rate_that_failed(verdicts, between):
    assert bracket([offered(*one) for one in verdicts]) == between


@pytest.mark.parametrize(
    ("p99s", "turns", "kept"),
    [([0.2], 1, 0.2), ([3.0, 2.0], 2, 2.0), ([3.0, 0.2, 0.1], 3, 0.2), ([2.0, 0.2, 3.0], 3, 2.0)],
)
def test_a_rate_that_fails_is_offered_again_and_two_of_three_decide(p99s, turns, kept):
    asked = []

    def offer(turn):
        asked.append(turn)
        return offered(1.0, p99s[turn] <= 1, p99s[turn])

    assert settled(offer).latency.p99_s == kept
    assert asked == list(range(turns))


def test_rates_before_a_real_farm_stand_beside_theory(pack, load):
    terms = ServerTerms(workers=1, seconds=0.5, loads=(0.5, 1.5), streams=2, halvings=1)
    told, gallery = [], strangers(5, 192, 1, pack.id)
    found = server(load, gallery, EngineSettings(), terms, told.append).as_json()
    rates = [one["rate_hz"] for one in found["offered"]]
    assert rates == sorted(rates)
    assert 2 <= len(rates) <= 3
    assert found["service"]["mean_s"] == pytest.approx(1 / found["bearable_hz"])
    assert all(one["latency"]["count"] >= 1 for one in found["offered"])
    assert found["offered"][0]["theory_p99_s"] > found["service"]["mean_s"]
    assert found["offered"][-1]["theory_mean_s"] is None
