"""A farm driven by a load as fast as it can: frames a second."""

import time
from collections.abc import Sequence

from engine.counts import counted
from engine.errors import SettingsError
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stress.load import Load
from engine.stress.strangers import strangers
from engine.stress.terms import Terms

OUT_OF_REACH = 1.0
"""A threshold that no template of a stranger meets: alerts are not what is measured."""
TRIED_FRAMES = 3
"""Frames a worker in a first try, to see how many take as long as wanted."""


def farm_of(terms: Terms, dimension: int, pack_id: str) -> Farm:
    """The farm of the terms, before strangers; its watchlist may be changed between runs."""
    gallery = strangers(terms.watchlist, dimension, terms.seed, pack_id)
    return Farm(
        gallery,
        EngineSettings(pack=terms.pack),
        OUT_OF_REACH,
        Conditions(workers=terms.workers),
    )


def run(farm: Farm, load: Load, frames: int, streams: int) -> list[float]:
    """Let the farm look at so many frames in so many feeds; when each was decided on, in s."""
    decided_s: list[float] = []
    share, more = divmod(frames, streams)
    lengths = [share + (k < more) for k in range(streams)]
    feeds = [load.feed(f"{k}", length, 5.0) for k, length in enumerate(lengths) if length]
    ledger = farm.run(feeds, lambda _: None, lambda _: decided_s.append(time.perf_counter()))
    if len(decided_s) < frames:
        raise SettingsError(f"stress: got frames lost, wanted none: {ledger.as_json()}")
    return decided_s


def frames_for(farm: Farm, load: Load, terms: Terms) -> int:
    """How many frames take the farm the wanted time, seen by a first try."""
    tried = TRIED_FRAMES * terms.workers + _edge(terms.workers) * 2
    pace = steady_per_s(run(farm, load, tried, terms.streams), terms.workers)
    return max(round(pace * terms.work_s), 0) + tried


def steady_per_s(decided_s: Sequence[float], workers: int) -> float:
    """Frames a second between the start, when workers wait, and the end, when some are done.

    >>> round(steady_per_s([0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 9.5], 1), 6)
    1.0
    """
    edge = _edge(workers)
    middle = decided_s[edge : len(decided_s) - edge]
    if len(middle) < 2:
        raise SettingsError(
            f"stress: got {counted(len(decided_s), 'frame')}, wanted {2 * edge + 2} or more"
        )
    return (len(middle) - 1) / (middle[-1] - middle[0])


def _edge(workers: int) -> int:
    return 2 * workers
