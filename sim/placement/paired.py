"""Layouts played on the same days, or filmed in the same window: people come, walk and look alike
(common random numbers), and differences are those of the cameras.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml
from scipy.stats import t as student

from engine.measure.rates.intervals import wilson
from scenarios.loader import Loaded, load_scenario
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


@dataclass(frozen=True, slots=True)
class Filmed:
    """What came of a layout's films of the window: how many of the `listed` passers-by it was
    rightly alerted about, and by how much that share is more than the first layout's; None for the
    first.
    """

    recognised: int
    listed: int
    apart: Apart | None = None


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
    with _laid_down(loaded, cameras) as file:
        for number in range(first, first + count):
            out = file.parent / f"{number}"
            run = play(str(file), out=out, fidelity="scores", replication=number, store=store)
            yield len(_right(out)) / max(int(run.outcomes["listed_passers_by"]), 1)


def filmed(
    loaded: Loaded, cameras: Sequence[Camera], store: Store | None
) -> tuple[frozenset[int], int]:
    """About whom of the listed passers-by of the scenario's window there was a right alert, in
    pixels, and how many listed passers-by there are.

    Raises ScenarioError for a scenario without a window.
    """
    with _laid_down(loaded, cameras) as file:
        out = file.parent / "filmed"
        run = play(str(file), out=out, fidelity="pixels", store=store, within_s=None)
        return _right(out), int(run.outcomes["listed_passers_by"])


def in_pixels(loaded: Loaded, cameras: Sequence[Camera]) -> Loaded:
    """The scenario with these cameras as its window is filmed; ScenarioError if it has none."""
    with _laid_down(loaded, cameras) as file:
        return load_scenario(str(file), {"fidelity": "pixels"})


@contextmanager
def _laid_down(loaded: Loaded, cameras: Sequence[Camera]) -> Iterator[Path]:
    """The scenario with these cameras as a file in a folder that goes again."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        told = told_scenario(loaded, cameras, str(loaded.venue_path))
        file.write_text(yaml.safe_dump(dict(told), sort_keys=False))
        yield file


def _right(run: Path) -> frozenset[int]:
    return frozenset(one["person"] for one in lines_of(run / "alerts.jsonl") if one["true"])


def apart(one: Sequence[float], other: Sequence[float]) -> Apart:
    """By how much one is larger than the other on the same days, with Student's interval.

    >>> [round(part, 3) for part in apart([0.5, 0.7, 0.6], [0.4, 0.5, 0.5])]
    [0.133, -0.01, 0.277]
    """
    each = np.subtract(one, other)
    mean, spread = float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each)))
    half = float(student.ppf(0.975, len(each) - 1)) * spread
    return mean, mean - half, mean + half


def people_apart(one: frozenset[int], other: frozenset[int], people: int) -> Apart:
    """By how much the share of the same people who are in one set is larger than in the other, with
    the interval of Newcombe (1998, Statistics in Medicine 17, 2635-2650), method 10.

    Here with the airways of Bentur et al. (2009), of which textbooks have the interval.

    >>> before, after = frozenset([0, 1]), frozenset([0, *range(2, 9)])
    >>> [round(part, 3) for part in people_apart(before, after, 21)]
    [-0.286, -0.507, -0.026]
    >>> [round(part, 3) for part in people_apart(frozenset(), frozenset(), 20)]
    [0.0, -0.161, 0.161]
    """
    shares = len(one) / max(people, 1), len(other) / max(people, 1)
    (low, high), (other_low, other_high) = (wilson(share, max(people, 1)) for share in shares)
    alike = _correlation(len(one & other), len(one), len(other), people)
    down, up = shares[0] - low, other_high - shares[1]
    below = np.sqrt(down**2 - 2 * alike * down * up + up**2)
    down, up = high - shares[0], shares[1] - other_low
    above = np.sqrt(down**2 - 2 * alike * down * up + up**2)
    mean = shares[0] - shares[1]
    return mean, mean - float(below), mean + float(above)


def _correlation(both: int, one: int, other: int, people: int) -> float:
    """Of being in two sets, drawn towards 0 as Newcombe has it; 0 where all or none are in one."""
    spread = float(one * (people - one) * other * (people - other))
    more = both * (people - one - other + both) - (one - both) * (other - both)
    return (max(more - people / 2, 0.0) if more > 0 else more) / np.sqrt(spread) if spread else 0.0
