"""Layouts played on the same days: people come, walk and look alike (common random numbers), and
differences are those of the cameras.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml
from scipy.stats import t as student

from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.errors import SimError
from sim.placement.planner import told_scenario
from sim.reader import lines_of
from sim.run import play
from sim.stages.store import Store

Apart = tuple[float, float, float]
"""A mean difference, and from where to where its 95 % interval reaches."""
FEWEST = 2
"""Days that an interval needs."""


def enough(option: str, days: int) -> None:
    """SimError, naming the option, for fewer days than an interval needs."""
    if days < FEWEST:
        raise SimError(f"{option}: got {days}, wanted {FEWEST} days or more")


def played(
    loaded: Loaded, cameras: Sequence[Camera], first: int, count: int, store: Store | None
) -> Iterator[float]:
    """The share of listed passers-by about whom there was a right alert, on each of `count` days
    from number `first` on, in scores.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        told = told_scenario(loaded, cameras, str(loaded.venue_path))
        file.write_text(yaml.safe_dump(dict(told), sort_keys=False))
        for number in range(first, first + count):
            out = Path(folder) / f"{number}"
            run = play(str(file), out=out, fidelity="scores", replication=number, store=store)
            right = {one["person"] for one in lines_of(out / "alerts.jsonl") if one["true"]}
            yield len(right) / max(int(run.outcomes["listed_passers_by"]), 1)


def apart(one: Sequence[float], other: Sequence[float]) -> Apart:
    """By how much one is larger than the other on the same days, with Student's interval.

    >>> [round(part, 3) for part in apart([0.5, 0.7, 0.6], [0.4, 0.5, 0.5])]
    [0.133, -0.01, 0.277]
    """
    each = np.subtract(one, other)
    mean, spread = float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each)))
    half = float(student.ppf(0.975, len(each) - 1)) * spread
    return mean, mean - half, mean + half
