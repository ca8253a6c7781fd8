import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feeds.recorded import MemoryFeed
from engine.settings import EngineSettings
from engine.stress.arrivals import TimedFeed
from engine.stress.decided import Ages, Decided, ages
from engine.stress.load import Load
from engine.stress.parts.density import DensityTerms, Trial, Window, density, judge, search
from engine.stress.strangers import strangers

TERMS = DensityTerms(target_fps=10.0, window_s=10.0, warm_s=2.0, bound_s=1.0)
TIMES_S = np.arange(TERMS.frames) / TERMS.target_fps
FEEDS = [TimedFeed(MemoryFeed([]), TIMES_S, name) for name in "ab"]
NO_AGES = Ages(None, None, None, None, 0)


def decided(age_s=0.1, lost=(), late=()):
    """All frames of both feeds but those of `a` that are lost; those of `a` that are late."""
    return [
        Decided(name, due_s, 2.0 if name == "a" and k in late else age_s)
        for name in "ab"
        for k, due_s in enumerate(TIMES_S.tolist())
        if not (name == "a" and k in lost)
    ]


def passed(made):
    return [window.passed for window in judge(made, FEEDS, TERMS)]


def test_frames_that_are_all_decided_on_in_time_pass_both_windows():
    first, second = judge(decided(), FEEDS, TERMS)
    assert first == second == Window(10.0, 0.0, Ages(0.1, 0.1, 0.1, 0.1, 200), True)


@pytest.mark.parametrize(
    ("made", "verdicts"),
    [
        (decided(lost=range(20)), [True, True]),
        (decided(lost=range(20, 22)), [True, True]),
        (decided(lost=range(20, 23)), [False, True]),
        (decided(lost=range(215, 220)), [True, False]),
        (decided(late=range(20, 22)), [True, True]),
        (decided(late=range(120, 125)), [True, False]),
        (decided(age_s=1.01), [False, False]),
        ([], [False, False]),
    ],
)
def test_frames_lost_or_late_fail_the_window_they_were_due_in_and_no_other(made, verdicts):
    assert passed(made) == verdicts


def test_one_starved_stream_fails_however_many_are_served_well():
    feeds = [TimedFeed(MemoryFeed([]), TIMES_S, str(k)) for k in range(20)]
    made = [Decided(feed.name, due_s, 0.1) for feed in feeds for due_s in TIMES_S.tolist()]
    thinned = [one for k, one in enumerate(made) if k >= len(TIMES_S) or k % 10]
    first, _ = judge(thinned, feeds, TERMS)
    assert (first.least_fps, first.dropped) == (9.0, 0.005)
    assert not first.passed


def played(verdicts):
    """Trials by verdicts that `verdicts(streams, how often before)` gives."""
    asked = []

    def play(streams):
        asked.append(streams)
        good = verdicts(streams, asked.count(streams) - 1)
        return Trial(streams, (Window(0.0, 0.0, NO_AGES, good),))

    return play


@given(st.integers(0, 60), st.integers(1, 50))
@settings(deadline=None, max_examples=60)
def test_the_search_finds_the_largest_number_that_passes_from_any_guess(borne, guess):
    found = search(played(lambda streams, _: streams <= borne), guess, 50)
    assert found.streams == min(borne, 50)
    assert len({trial.streams for trial in found.trials}) <= 15


@pytest.mark.parametrize(
    ("verdicts", "streams", "trials"), [([0, 1, 1], 4, 3), ([0, 1, 0], 3, 3), ([0, 0], 3, 2)]
)
def test_a_trial_that_fails_is_played_again_and_two_of_three_decide(verdicts, streams, trials):
    found = search(played(lambda n, turn: n < 4 or (n == 4 and verdicts[turn])), 4, 5)
    assert found.streams == streams
    assert sum(trial.streams == 4 for trial in found.trials) == trials


@given(st.lists(st.floats(0, 100), min_size=1))
@settings(deadline=None, max_examples=40)
def test_quantiles_of_ages_rise_and_the_last_is_the_greatest(ages_s):
    found = ages(ages_s)
    assert found.p50_s <= found.p90_s <= found.p99_s <= found.greatest_s
    assert found.greatest_s == round(max(ages_s), 6)


def test_streams_before_a_real_farm_are_counted_and_every_trial_is_kept(pack, walk):
    load = Load("walk", tuple(picture[:192, :320] for picture in walk[:2]), 2.0)
    terms = DensityTerms(workers=1, target_fps=4.0, window_s=0.5, warm_s=0.25, repeats=2, most=2)
    told, gallery = [], strangers(5, 192, 1, pack.id)
    found = density(load, gallery, EngineSettings(), terms, told.append).as_json()
    assert found["guess"] >= 1
    assert len(found["repeats"]) == len(found["searches"]) == 2
    assert all(one["trials"] and 0 <= one["streams"] <= 2 for one in found["searches"])
    assert found["searches"][0]["trials"][0]["windows"][0]["ages"]["count"] >= 1
    assert told == [0.5, 1.0]
