"""Stream density: how many paced streams a farm bears before one of them is served badly."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.matching.gallery import Gallery
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stream.policies import Policy
from engine.stress.arrivals import TimedFeed
from engine.stress.decided import Ages, Decided, ages, decide, load_hz
from engine.stress.drive import OUT_OF_REACH
from engine.stress.load import Load

LEAST_FPS, MOST_DROPPED = 0.95, 0.01
"""Shares of the target that every stream gets at least, and of the frames that may be dropped."""
WINDOWS = 2


@dataclass(frozen=True, slots=True)
class DensityTerms:
    """Streams of `target_fps` each, judged over WINDOWS windows of `window_s` that follow
    `warm_s`; decisions may be `bound_s` old at p99. At most `most` streams are tried.
    """

    workers: int = 2
    target_fps: float = 5.0
    window_s: float = 10.0
    warm_s: float = 2.0
    bound_s: float = 1.0
    queue: int = 4
    repeats: int = 1
    most: int = 256

    @property
    def frames(self) -> int:
        """Of one stream in one trial."""
        return round((self.warm_s + WINDOWS * self.window_s) * self.target_fps)


@dataclass(frozen=True, slots=True)
class Window:
    """What became of the frames that were due in one window: frames a second of the stream with
    the fewest, share dropped of all, ages of decisions; and whether that is within the terms.
    """

    least_fps: float
    dropped: float
    ages: Ages
    passed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """So many streams played once."""

    streams: int
    windows: tuple[Window, ...]

    @property
    def passed(self) -> bool:
        """Whether every window did."""
        return all(window.passed for window in self.windows)

    def as_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self) | {"passed": self.passed}


@dataclass(frozen=True, slots=True)
class Search:
    """One search: the largest number of streams that passed, and its trials in their order."""

    streams: int
    trials: tuple[Trial, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {"streams": self.streams, "trials": [one.as_json() for one in self.trials]}


@dataclass(frozen=True, slots=True)
class Density:
    """Every repeat's search; `guess` is where each began: what the farm bears unpaced."""

    load: str
    terms: DensityTerms
    bearable_hz: float
    guess: int
    searches: tuple[Search, ...]

    @property
    def streams(self) -> int:
        """The median of the searches, the lower one of two."""
        return sorted(one.streams for one in self.searches)[(len(self.searches) - 1) // 2]

    def as_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {
            "load": self.load,
            "terms": asdict(self.terms),
            "bearable_hz": round(self.bearable_hz, 2),
            "guess": self.guess,
            "streams": self.streams,
            "repeats": [one.streams for one in self.searches],
            "searches": [one.as_json() for one in self.searches],
        }


def density(
    load: Load,
    gallery: Gallery,
    settings: EngineSettings,
    terms: DensityTerms,
    progress: Callable[[float], None] | None = None,
) -> Density:
    """Search for the largest number of streams that the farm bears, `repeats` times anew."""
    hz = load_hz(load, gallery, settings, terms.workers)
    guess = min(max(int(hz / terms.target_fps), 1), terms.most)
    conditions = Conditions(terms.workers, Policy.drop_oldest, terms.queue, pace=True)
    searches = []
    with Farm(gallery, settings, OUT_OF_REACH, conditions) as farm:
        for repeat in range(terms.repeats):
            searches.append(search(lambda n: trial(farm, load, n, terms), guess, terms.most))
            if progress:
                progress((repeat + 1) / terms.repeats)
    return Density(load.name, terms, hz, guess, tuple(searches))


def search(play: Callable[[int], Trial], guess: int, most: int) -> Search:
    """Gallop up or down from the guess until one number passes and a larger one fails, then halve.

    A trial that fails is played once more, and a third one settles it if the two disagree.
    """
    trials: list[Trial] = []

    def passes(streams: int) -> bool:
        verdicts: Counter[bool] = Counter()
        while not (verdicts[False] == 2 or verdicts[True] == (2 if verdicts[False] else 1)):
            trials.append(play(streams))
            verdicts[trials[-1].passed] += 1
        return verdicts[False] < 2

    good, bad, step = 0, most + 1, 1
    streams = guess
    while bad - good > 1:
        if passes(streams):
            good = streams
        else:
            bad = streams
        if bad > most or good == 0:
            upwards = bad > most
            streams = min(good + step, most) if upwards else max(bad - step, 1)
            step *= 2
        else:
            streams = (good + bad) // 2
    return Search(good, tuple(trials))


def trial(farm: Farm, load: Load, streams: int, terms: DensityTerms) -> Trial:
    """Play so many streams once, the times at which their frames are due spread evenly."""
    names = [f"stream {k + 1}" for k in range(streams)]
    times_s = np.arange(terms.frames) / terms.target_fps
    feeds = [
        TimedFeed(
            load.feed(name, terms.frames, terms.target_fps),
            times_s + k / streams / terms.target_fps,
            name,
        )
        for k, name in enumerate(names)
    ]
    return Trial(streams, judge(decide(farm, feeds), feeds, terms))


def judge(
    decided: Sequence[Decided], feeds: Sequence[TimedFeed], terms: DensityTerms
) -> tuple[Window, ...]:
    """What the decisions on these feeds' frames come to in each window.

    A frame belongs to the window in which it was due, however late it was decided on.
    """
    edges = terms.warm_s + terms.window_s * np.arange(WINDOWS + 1)
    found = []
    for begin_s, end_s in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        inside = [one for one in decided if begin_s <= one.due_s < end_s]
        due = {
            feed.name: int(((feed.times_s >= begin_s) & (feed.times_s < end_s)).sum())
            for feed in feeds
        }
        found.append(_window(inside, due, terms))
    return tuple(found)


def _window(inside: Sequence[Decided], due: dict[str, int], terms: DensityTerms) -> Window:
    got = Counter(one.feed for one in inside)
    served = min((got[name] / count for name, count in due.items() if count), default=0.0)
    came = sum(due.values())
    dropped = (came - len(inside)) / max(came, 1)
    old = ages([one.age_s for one in inside])
    passed = (
        served >= LEAST_FPS
        and dropped <= MOST_DROPPED
        and old.p99_s is not None
        and old.p99_s <= terms.bound_s
    )
    return Window(round(served * terms.target_fps, 4), round(dropped, 6), old, passed)
