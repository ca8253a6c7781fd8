"""What a farm says of its feeds' times: since when it counts, and where a pace is lost."""

import json
import time

import pytest

from engine.feeds.cut import Cut, CutFeed
from engine.feeds.recorded import MemoryFeed, refuse
from engine.matching.enrolment import enrol_folder
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stream.policies import Policy
from engine.stream.session import stream
from engine.stream.times import SLACK_S, pace_json
from engine.watch import watch

SETTINGS = EngineSettings()
THRESHOLD = 0.55


@pytest.fixture(scope="module")
def gallery(watchlist, analyser):
    return enrol_folder(watchlist, analyser)


def ignore(_):
    pass


def run(gallery, feeds, **conditions):
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(**conditions)) as farm:
        ledger = farm.run(feeds, ignore)
        return farm.times, ledger.accounts


def test_every_decision_is_counted_and_none_of_a_dropped_frame(walk, gallery):
    feeds = [MemoryFeed(walk, "a", 200.0), MemoryFeed(walk, "b", 200.0)]
    times, accounts = run(gallery, feeds, policy=Policy.drop_newest, queue=1, pace=True)
    for name, account in accounts.items():
        assert times[name].latencies.count == account.processed > 0
        assert times[name].most_behind_s >= times[name].behind_s >= 0
    assert sum(sum(one.dropped.values()) for one in accounts.values()) > 0


def test_a_feed_that_is_quicker_than_the_farm_loses_its_pace_under_block(walk, gallery):
    times, accounts = run(gallery, [MemoryFeed(walk * 6, "quick", 1000.0)], workers=1, pace=True)
    assert accounts["quick"].processed == 72
    lost = pace_json(times)["lost"]["quick"]
    assert 0 <= lost["from_s"] < 0.072
    assert lost["most_behind_s"] > SLACK_S
    assert times["quick"].latencies.greatest_s > SLACK_S


def test_without_a_pace_nothing_is_late(walk, gallery):
    times, _ = run(gallery, [MemoryFeed(walk, "a", 1000.0)])
    assert (times["a"].most_behind_s, pace_json(times)["lost"]) == (0.0, {})


def test_summaries_of_two_runs_differ_in_their_times_alone(walk_video, watchlist, tmp_path):
    settings = EngineSettings(threshold=THRESHOLD)
    one, other = (
        stream([walk_video], watchlist, tmp_path / name, settings, Conditions(workers=1))
        for name in "ab"
    )
    assert json.loads((tmp_path / "a" / "summary.json").read_text()) == one
    assert one["pace"] is None
    assert one["times"]["since"] == "read"
    assert one["times"]["feeds"]["walk"]["latency"]["count"] == one["feeds"]["walk"]["processed"]
    assert {**one, "times": 0} == {**other, "times": 0}


class Deep(MemoryFeed):
    """Its part lies deep in a film: reading up to there takes twice the slack."""

    def since(self, time_s, every=1, lost=refuse):
        time.sleep(2 * SLACK_S)
        yield from MemoryFeed.since(self, time_s, every, lost)


def test_a_part_of_a_feed_gives_what_it_gives_alone(walk_video, watchlist, tmp_path):
    settings, cut = EngineSettings(threshold=THRESHOLD), Cut(1.0, 2.0)
    alone = watch(walk_video, watchlist, tmp_path / "alone", settings, cut=cut, annotate=False)
    found = stream([walk_video], watchlist, tmp_path / "many", settings, cut=cut)
    assert found["cut"] == {"from_s": 1.0, "to_s": 2.0, "every": 1}
    assert found["feeds"]["walk"]["processed"] == alone["frames"] == 5
    kept = [(tmp_path / name / "alerts.jsonl").read_text() for name in ("alone", "many")]
    assert kept[0] == kept[1] != ""


def test_a_paced_part_is_not_late_for_what_had_to_be_read_before_it(walk, gallery):
    times, _ = run(gallery, [CutFeed(Deep(walk, "deep", 5.0), Cut(1.0, 2.0))], pace=True)
    assert pace_json(times)["lost"] == {}
    times, _ = run(gallery, [Deep(walk, "whole", 5.0)], pace=True)
    assert "whole" in pace_json(times)["lost"]
