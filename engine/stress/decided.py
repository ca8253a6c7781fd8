"""How old a decision is: from the moment a frame was due until the engine had decided on it."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.feeds.recorded import Feed
from engine.matching.gallery import Gallery
from engine.pipeline import Alert, Seen
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stress.arrivals import TimedFeed
from engine.stress.drive import OUT_OF_REACH
from engine.stress.load import Load


@dataclass(frozen=True, slots=True)
class Decided:
    """A frame of `feed` that was due at `due_s` of the run, decided on `age_s` later."""

    feed: str
    due_s: float
    age_s: float


@dataclass(frozen=True, slots=True)
class Ages:
    """Quantiles of ages in seconds over `count` decisions; all None of none."""

    p50_s: float | None
    p90_s: float | None
    p99_s: float | None
    greatest_s: float | None
    count: int

    def as_json(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def ages(ages_s: Sequence[float]) -> Ages:
    """Their quantiles by nearest rank: so large a share was at most as old.

    >>> ages([0.3, 0.1, 0.2]).p50_s, ages([]).p99_s
    (0.2, None)
    """
    if not ages_s:
        return Ages(None, None, None, None, 0)
    at = np.quantile(ages_s, [0.5, 0.9, 0.99, 1.0], method="inverted_cdf").round(6).tolist()
    return Ages(at[0], at[1], at[2], at[3], len(ages_s))


def decide(farm: Farm, feeds: Sequence[Feed]) -> list[Decided]:
    """Play paced feeds to their ends; every decision, in the order they were made."""
    made: list[Decided] = []

    def seen(one: Seen) -> None:
        age_s = time.monotonic() - farm.began_s - one.frame.time_s
        made.append(Decided(one.frame.feed, one.frame.time_s, age_s))

    farm.run(feeds, _ignore, seen)
    return made


def bearable_hz(
    feeds: Sequence[Feed], gallery: Gallery, settings: EngineSettings, workers: int
) -> float:
    """Frames a second that a farm gets through as fast as it can, once it has begun to look."""
    first = [TimedFeed(feed, np.zeros(2), feed.name) for feed in feeds]
    with Farm(gallery, settings, OUT_OF_REACH, Conditions(workers)) as farm:
        farm.run(first, _ignore)
        began_s = time.monotonic()
        ledger = farm.run(feeds, _ignore)
        took_s = time.monotonic() - began_s
    return sum(account.processed for account in ledger.accounts.values()) / took_s


def load_hz(load: Load, gallery: Gallery, settings: EngineSettings, workers: int) -> float:
    """Frames a second of a load that so many workers bear."""
    frames = 12 * workers
    feeds = [load.feed(f"stream {k + 1}", frames, 1.0) for k in range(2 * workers)]
    return bearable_hz(feeds, gallery, settings, workers)


def _ignore(_: Alert) -> None:
    """Whom an alert is about does not matter here."""
