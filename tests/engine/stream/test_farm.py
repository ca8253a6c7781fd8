import os
import signal
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter

import cv2
import psutil
import pytest

from engine.errors import GalleryError, PackError, SettingsError, WorkerError
from engine.feeds.loop import LoopFeed
from engine.feeds.recorded import MemoryFeed, open_feed, refuse
from engine.matching.enrolment import enrol_folder
from engine.pipeline import Pipeline
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stream.ledger import Cause
from engine.stream.policies import Policy
from engine.stream.workers import DEPTH

pytestmark = pytest.mark.long

SETTINGS = EngineSettings()
THRESHOLD = 0.55


@pytest.fixture(scope="module")
def gallery(watchlist, analyser):
    return enrol_folder(watchlist, analyser)


@pytest.fixture(scope="module")
def farm(gallery):
    with Farm(gallery, SETTINGS, THRESHOLD) as made:
        yield made


def said(seen):
    faces = [(f.track, f.subject, f.reason, f.score, f.face.box_px.tolist()) for f in seen.faces]
    return seen.frame.feed, seen.frame.index, seen.frame.time_s, faces, seen.alerts


def ignore(_):
    pass


def piped(feeds, analyser, gallery):
    result = []
    for feed in feeds:
        pipeline = Pipeline(analyser, gallery, SETTINGS, THRESHOLD)
        result += [said(pipeline.process(frame)) for frame in feed]
    return result


def farmed(farm, feeds):
    alerts, seen = [], []
    ledger = farm.run(feeds, alerts.append, lambda one: seen.append(said(one)))
    assert sorted(a.id for a in alerts) == sorted(a.id for one in seen for a in one[-1])
    return sorted(seen), ledger


def feeds_of(walk, walk_video):
    grown = cv2.resize(walk[3], None, fx=1.5, fy=1.5)
    return [MemoryFeed(walk, "a"), MemoryFeed([*walk[::-1], grown], "b"), open_feed(walk_video)]


@pytest.mark.parametrize("workers", [1, 2])
def test_many_feeds_give_what_a_pipeline_gives_at_any_number_of_workers(
    workers, walk, walk_video, analyser, gallery, farm
):
    feeds = feeds_of(walk, walk_video)
    if workers == 1:
        with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=1)) as alone:
            seen, ledger = farmed(alone, feeds)
    else:
        seen, ledger = farmed(farm, feeds)
    assert seen == sorted(piped(feeds, analyser, gallery))
    assert sum(len(one[-1]) for one in seen) >= 9
    assert [a.processed for a in ledger.accounts.values()] == [12, 13, 12]
    assert all(sum(a.dropped.values()) == 0 for a in ledger.accounts.values())


def test_ten_feeds_at_once_are_all_looked_at(walk, farm):
    seen, ledger = farmed(farm, [MemoryFeed(walk[k : k + 3]) for k in range(10)])
    assert len(ledger.accounts) == 10
    assert all(account.processed == 3 for account in ledger.accounts.values())
    assert len(seen) == 30


def test_a_feed_that_breaks_off_is_booked_and_the_others_go_on(walk, walk_video, tmp_path, farm):
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(walk_video.read_bytes()[:-2000])
    _, ledger = farmed(farm, [open_feed(cut), MemoryFeed(walk, "whole")])
    broken, whole = ledger.accounts["cut"], ledger.accounts["whole"]
    assert 0 < broken.decoded == broken.processed < 12
    assert (broken.offered, broken.undecodable) == (12, 12 - broken.decoded)
    assert "damaged after" in broken.damage
    assert (whole.processed, whole.damage) == (12, None)


@pytest.mark.parametrize("policy", [*Policy])
def test_the_ledger_balances_at_three_times_the_load_that_can_be_borne(policy, walk, gallery, farm):
    pictures, began_s = walk * 6, perf_counter()
    farm.run([MemoryFeed(pictures)], ignore)
    fps = 3 * len(pictures) / (perf_counter() - began_s)
    conditions = Conditions(policy=policy, queue=2, pace=True)
    with Farm(gallery, SETTINGS, THRESHOLD, conditions) as loaded:
        seen, moments = [], []

        def look(one):
            seen.append(one.frame.index)
            moments.append(loaded.ledger.balances)

        ledger = loaded.run([MemoryFeed(pictures, fps=fps)], ignore, look)
    account = ledger.accounts["memory"]
    assert all(moments)
    assert seen == sorted(seen)
    assert (account.decoded, account.in_flight, account.processed) == (72, 0, len(seen))
    assert account.balances
    assert (account.dropped[Cause.queue_full] > 0) == (policy is not Policy.block)


def test_a_killed_worker_is_replaced_and_its_frames_are_booked(walk, gallery, analyser):
    with Farm(gallery, SETTINGS, THRESHOLD) as farm:
        victim = farm.crew.workers[0].process.pid
        os.kill(victim, signal.SIGSTOP)  # so that frames are with it when it dies
        feeds, seen, alerts = [MemoryFeed(walk, name) for name in "abc"], [], []

        def look(one):
            seen.append(one.frame.feed)
            if len(seen) == 5:
                os.kill(victim, signal.SIGKILL)

        ledger = farm.run(feeds, alerts.append, look)
        lost = [account.dropped[Cause.worker_lost] for account in ledger.accounts.values()]
        assert sum(lost) == 2
        assert ledger.balances
        assert len(seen) == 36 - 2
        assert {alert.feed for alert in alerts} == set("abc")
        assert victim not in [worker.process.pid for worker in farm.crew.workers]
        assert not psutil.pid_exists(victim)
        assert farmed(farm, feeds)[0] == sorted(piped(feeds, analyser, gallery))


def test_a_worker_that_says_nothing_is_replaced_and_its_frames_are_booked(walk, gallery):
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(patience_s=1.0)) as farm:
        victim = farm.crew.workers[0].process.pid
        os.kill(victim, signal.SIGSTOP)
        ledger = farm.run([MemoryFeed(walk, name) for name in "abc"], ignore)
        hung = [account.dropped[Cause.worker_hung] for account in ledger.accounts.values()]
        assert (sum(hung), ledger.balances) == (2, True)
        assert sum(account.processed for account in ledger.accounts.values()) == 36 - 2
        assert not psutil.pid_exists(victim)
        whole = farm.run([MemoryFeed(walk)], ignore).accounts["memory"]
        assert (whole.processed, len(farm.crew.workers)) == (12, 2)


def shared():
    maps = psutil.Process().memory_maps(grouped=False)
    return {m.path for m in maps if m.path.startswith("/dev/shm/")}


def test_nothing_is_left_behind(walk, gallery):
    processes, blocks, others = set(), set(), shared()

    def look(_):
        processes.update(worker.process.pid for worker in farm.crew.workers)
        blocks.update(shared() - others)

    with Farm(gallery, SETTINGS, THRESHOLD) as farm:
        farm.run([MemoryFeed(walk)], ignore, look)
        assert len(processes) == 2
        assert blocks
    assert not any(Path(block).exists() for block in blocks)
    assert not any(psutil.pid_exists(process) for process in processes)


def test_slots_are_kept_from_one_run_to_the_next(walk, gallery):
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=1, queue=1)) as farm:
        sizes = []
        for _ in range(3):
            farm.run([MemoryFeed(walk[:4])], ignore)
            sizes.append(len(farm.slots))
    assert 1 <= sizes[-1] <= 1 + 1 + DEPTH
    assert sizes == sorted(sizes)


def test_paced_feeds_share_one_start(walk, gallery):
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(pace=True)) as farm:
        ages_s = []

        def look(one):
            ages_s.append(monotonic() - farm.began_s - one.frame.time_s)

        before_s = monotonic()
        farm.run([MemoryFeed(walk[:4], name, fps=20) for name in "abc"], ignore, look)
        assert before_s <= farm.began_s <= monotonic()
    assert len(ages_s) == 12
    assert min(ages_s) > 0


def test_a_feed_that_lasts_holds_no_more_than_its_present_tracks(walk, gallery, analyser):
    held, alone = [], Pipeline(analyser, gallery, SETTINGS, THRESHOLD)
    feed = LoopFeed(MemoryFeed(walk), 24.0)

    def count(one):
        follower = followers[one.frame.feed]
        decisions, evidence = follower._decisions, follower._evidence
        held.append(len(decisions.frames) + len(decisions.said) + len(evidence.kept))

    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=1)) as farm:
        followers = {"memory": farm._follower()}
        farm._follower = lambda: followers["memory"]
        ledger = farm.run([feed], ignore, count)
        assert len(farm.slots) <= 4 + 1 + DEPTH
    assert ledger.accounts["memory"].processed == len(held) == 120
    assert max(held[60:]) <= max(held[:60])
    scores = [alone.process(frame) and alone.track_scores() for frame in feed][-1]
    assert len(scores) > len(alone._evidence.kept)
    assert [one.track for one in scores] == sorted({one.track for one in scores})


def test_whoever_listens_may_fail_and_the_books_are_closed(walk, gallery):
    def refuse(_):
        raise ValueError("no more")

    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=1)) as farm:
        with pytest.raises(ValueError, match="no more"):
            farm.run([MemoryFeed(walk)], ignore, refuse)
        account = farm.ledger.accounts["memory"]
        assert account.balances
        assert (account.in_flight, account.processed) == (0, 1)
        with pytest.raises(WorkerError, match="closed"):
            farm.run([MemoryFeed(walk)], ignore)


class Stuck(MemoryFeed):
    """A feed whose second frame never comes."""

    def since(self, time_s, every=1, lost=refuse):
        yield next(super().since(time_s, every, lost))
        Event().wait()


def test_a_reader_that_never_comes_back_keeps_nobody_from_failing(walk, gallery, monkeypatch):
    def refuse_frame(_):
        raise ValueError("no more")

    monkeypatch.setattr("engine.stream.farm.REST_S", 0.1)
    with Farm(gallery, SETTINGS, THRESHOLD, Conditions(workers=1)) as farm:
        with pytest.raises(ValueError, match="no more"):
            farm.run([Stuck(walk)], ignore, refuse_frame)
        assert farm.ledger.accounts["memory"].balances
        assert farm.crew.workers == []


def test_another_thread_may_read_the_ledger_while_it_runs(walk, farm):
    moments = []
    runner = Thread(target=lambda: farm.run([MemoryFeed(walk, name) for name in "ab"], ignore))
    runner.start()
    while runner.is_alive():
        moments.append(farm.ledger.balances)
    assert all(moments)


def test_a_pack_that_cannot_be_loaded_is_refused_by_the_workers(gallery, tmp_path):
    settings = EngineSettings(pack=str(tmp_path))
    with pytest.raises(PackError, match="manifest"), Farm(gallery, settings, THRESHOLD):
        pass


def test_a_gallery_of_another_pack_is_refused_before_any_worker_starts(gallery):
    other = replace(gallery, pack_id="other-00000000")
    with pytest.raises(GalleryError, match="other-00000000"), Farm(other, SETTINGS, THRESHOLD):
        pass


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"queue": 0}, {"patience_s": 0.0}])
def test_conditions_that_cannot_be_are_refused(wrong):
    with pytest.raises(SettingsError, match="wanted"):
        Conditions(**wrong)
