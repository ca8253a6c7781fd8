"""Server mode: frames come at random, as in MLPerf Inference's server scenario (Reddi et al. 2020).

The answer is the largest rate of a Poisson process at which latency stays within its bound at
p99; beside what was measured stands what queueing theory makes of the service times.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from threadpoolctl import threadpool_limits

from engine.matching.gallery import Gallery
from engine.packs.pack import load_pack
from engine.pipeline import look
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stress.arrivals import TimedFeed, poisson
from engine.stress.decided import Ages, ages, decide, load_hz
from engine.stress.drive import OUT_OF_REACH
from engine.stress.load import Load
from engine.stress.queueing import Queue, Service, service_of
from engine.vision.analyser import Analyser

SHARE = 0.99
"""Of the latencies that are within the bound."""


@dataclass(frozen=True, slots=True)
class ServerTerms:
    """Poisson arrivals for `seconds` at each of `loads` (shares of what the farm bears unpaced),
    spread over `streams` at random; the bound on latency, and how often the search is halved.
    """

    workers: int = 2
    bound_s: float = 1.0
    seconds: float = 10.0
    loads: tuple[float, ...] = (0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)
    streams: int = 8
    queue: int = 16
    halvings: int = 3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Offered:
    """One rate: latencies from due to decided, the share beyond the bound, and, in theory, the
    mean and p99 (None: the queue grows without end).
    """

    rate_hz: float
    load: float
    latency: Ages
    mean_s: float
    late: float
    passed: bool
    theory_mean_s: float | None
    theory_p99_s: float | None


@dataclass(frozen=True, slots=True)
class Server:
    """The curve in the order of rates, the largest rate that passed and the one theory allows."""

    load: str
    terms: ServerTerms
    bearable_hz: float
    service: Service
    offered: tuple[Offered, ...]
    greatest_hz: float
    theory_greatest_hz: float

    def as_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self)


def server(
    load: Load,
    gallery: Gallery,
    settings: EngineSettings,
    terms: ServerTerms,
    progress: Callable[[float], None] | None = None,
) -> Server:
    """Measure the curve, then halve between the last rate that passed and the next."""
    hz = load_hz(load, gallery, settings, terms.workers)
    times_s = service_times(load, settings)
    service = Service(terms.workers / hz, service_of(times_s).scv)
    conditions = Conditions(terms.workers, queue=terms.queue, pace=True)
    found: list[Offered] = []
    with Farm(gallery, settings, OUT_OF_REACH, conditions) as farm:

        def offer(rate_hz: float) -> None:
            queue = Queue(rate_hz, terms.workers, service)
            found.append(settled(lambda turn: _offer(farm, load, queue, terms, len(found), turn)))
            if progress:
                progress(len(found) / (len(terms.loads) + terms.halvings))

        for share in terms.loads:
            offer(share * hz)
        for _ in range(terms.halvings):
            good, bad = bracket(found)
            if bad is None:
                break
            offer((good + bad) / 2)
    allowed = Queue(0.0, terms.workers, service).greatest_rate_hz(SHARE, terms.bound_s)
    curve = tuple(sorted(found, key=lambda one: one.rate_hz))
    return Server(load.name, terms, hz, service, curve, bracket(found)[0], allowed)


def settled(offer: Callable[[int], Offered]) -> Offered:
    """The first offer if it passed; else it is made again, and a third time if the two disagree.

    Kept is the one with the median p99, the lower one of two: its verdict is most of them's.
    """
    made = [offer(0)]
    while not (made[0].passed or len(made) == 3 or (len(made) == 2 and not made[1].passed)):
        made.append(offer(len(made)))
    made.sort(key=lambda one: one.latency.p99_s or 0.0)
    return made[(len(made) - 1) // 2]


def bracket(found: Sequence[Offered]) -> tuple[float, float | None]:
    """The largest rate below every one that failed (0: none), and the least that failed."""
    bad = min((one.rate_hz for one in found if not one.passed), default=None)
    good = (one.rate_hz for one in found if bad is None or one.rate_hz < bad)
    return max(good, default=0.0), bad


def service_times(load: Load, settings: EngineSettings, looks: int = 40) -> list[float]:
    """Seconds that looks at the load's pictures in turn take this process on one thread."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"):
            analyser = Analyser(load_pack(settings.pack), settings)
            pictures = [load.pictures[k % len(load.pictures)] for k in range(looks)]
            look(analyser, settings, pictures[0])
            taken_s = []
            for bgr in pictures:
                began_s = time.perf_counter()
                look(analyser, settings, bgr)
                taken_s.append(time.perf_counter() - began_s)
            return taken_s
    finally:
        cv2.setNumThreads(threads)


def random_feeds(
    load: Load, rate_hz: float, seconds: float, streams: int, rng: np.random.Generator
) -> list[TimedFeed]:
    """One Poisson process, each frame on a stream drawn at random."""
    count = max(round(rate_hz * seconds), 1)
    times_s, stream = poisson(rng, rate_hz, count), rng.integers(streams, size=count)
    feeds = []
    for k in range(streams):
        mine, name = times_s[stream == k], f"stream {k + 1}"
        feeds.append(TimedFeed(load.feed(name, len(mine), 1.0), mine, name))
    return feeds


def _offer(
    farm: Farm, load: Load, queue: Queue, terms: ServerTerms, number: int, turn: int
) -> Offered:
    rng = np.random.default_rng(np.random.SeedSequence(terms.seed, spawn_key=(number, turn)))
    feeds = random_feeds(load, queue.rate_hz, terms.seconds, terms.streams, rng)
    taken_s = [one.age_s for one in decide(farm, feeds)]
    latency = ages(taken_s)
    mean_s = float(np.mean(taken_s))
    theory_s = queue.mean_wait_s + queue.service.mean_s, queue.latency_s(SHARE)
    return Offered(
        rate_hz=queue.rate_hz,
        load=queue.load,
        latency=latency,
        mean_s=mean_s,
        late=float(np.mean(np.array(taken_s) > terms.bound_s)),
        passed=latency.p99_s is not None and latency.p99_s <= terms.bound_s,
        theory_mean_s=theory_s[0] if queue.stable else None,
        theory_p99_s=theory_s[1] if queue.stable else None,
    )
