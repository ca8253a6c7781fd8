"""Calibrates a preset on rendered people: photograph, gate, fit, and find the thresholds."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from engine.measure.fit import Sample, fit
from engine.measure.presets import Preset
from engine.measure.standin import StandIn, Strangers, gate
from engine.packs.pack import load_pack
from sim.recognition.workers import Job, run_jobs
from sim.streams import Streams
from sim.study.portraits import VIEWED, Portraits, joined, photograph

Report = Callable[[str, float], None]

POPULATION = 1
"""Seed of the rendered population; calibration and crowds share it."""
LOOK_ALIKE = 0.70
"""No two enrolment pictures of people admitted to a crowd compare above this."""
SUBJECTS, STRANGERS = 2500, 20_000
"""Size of the drawn experiment that finds thresholds: 5 * 10^7 passes before one subject."""
PASS_FRAMES = 20
"""Faces searched of one pass: ten seconds at two a second, or four at five."""
FRAMES = 5
"""Thresholds are known for alerts that want 1 to so many frames above them."""
RATES = np.logspace(-7, -1, 49)
BINS = 8000


def calibrate(people: int, views: int, workers: int = 2, report: Report | None = None) -> Preset:
    """The preset `rendered`, from the first `people` of the population, each seen `views` times."""
    tell = report or (lambda *_: None)
    numbers = np.array_split(np.arange(people), workers)
    jobs = [Job(photograph, (part, views, POPULATION)) for part in numbers]
    portraits = joined(run_jobs(jobs, workers, partial(tell, "Photograph the people")))
    with threadpool_limits(1, "blas"):
        return preset(portraits, partial(tell, "Find the thresholds"))


def preset(portraits: Portraits, progress: Callable[[float], None]) -> Preset:
    """What a set of portraits teaches."""
    admitted = gate(portraits.enrolled, LOOK_ALIKE)
    sample, streams = _sample(portraits, admitted), Streams(POPULATION)
    standin = fit(sample, LOOK_ALIKE, streams.rng("fit"))
    score = _scores(standin, sample, streams.rng("thresholds"), progress)
    people, views = len(sample.enrolled), len(sample.person)
    return Preset(
        name="rendered",
        origin=(
            f"Preset 'rendered': fitted to {views:,} views of {people:,} rendered people."
            " It compares designs; it is not real-world accuracy."
        ),
        pack_id=load_pack().id,
        standin=standin,
        rate=RATES,
        score=score,
        admitted=portraits.number[admitted],
    )


def _sample(portraits: Portraits, admitted: NDArray[np.bool_]) -> Sample:
    """The portraits of the people admitted."""
    rows = np.flatnonzero(admitted[portraits.person])
    renumbered = np.cumsum(admitted) - 1
    views = {name: getattr(portraits, name)[rows] for name in VIEWED}
    views["person"] = renumbered[views["person"]]
    return Sample(enrolled=portraits.enrolled[admitted], **views)


def _scores(
    standin: StandIn,
    sample: Sample,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> NDArray[np.float64]:
    """(FRAMES, k) score at each of RATES that the best, second best, ... frame of a stranger's
    pass reaches against one subject; the strangers are seen as the sample's faces were.
    """
    gallery = standin.subjects(SUBJECTS, rng)[1]
    crowd = Strangers(standin, gallery)
    scale = np.maximum(np.exp(sample.quality[sample.detected] @ standin.noise), 0.5)
    counts = np.zeros((FRAMES, BINS), np.int64)
    for done in range(STRANGERS):
        probes = standin.probes(crowd.draw(rng), rng.choice(scale, PASS_FRAMES), rng)
        best = np.partition(probes @ gallery.T, range(PASS_FRAMES - FRAMES, PASS_FRAMES), axis=0)
        for place in range(FRAMES):
            counts[place] += np.histogram(best[-1 - place], BINS, (-1, 1))[0]
        progress((done + 1) / STRANGERS)
    return np.stack([_at_rates(one) for one in counts])


def _at_rates(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The lowest score that no more than each of RATES of the counted ones reach."""
    above = counts[::-1].cumsum()[::-1] / counts.sum()
    edges = np.linspace(-1, 1, BINS + 1)[:-1]
    return np.array([edges[np.searchsorted(-above, -rate)] for rate in RATES])
