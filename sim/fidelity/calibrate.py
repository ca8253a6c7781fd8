"""Calibrates a preset on rendered people: photograph, gate, fit, and find the thresholds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.fit import fit
from engine.measure.calibration.presets import Preset
from engine.measure.calibration.sample import Sample, joined
from engine.measure.calibration.thresholds import RATES, scores_at_rates
from engine.packs.pack import load_pack
from sim.fidelity.gate import admit
from sim.fidelity.portraits import Portraits, photograph
from sim.jobs.job import Job
from sim.jobs.running import run_jobs
from sim.streams import Streams

POPULATION = 1
"""Seed of the rendered population; calibration and crowds share it."""


def portraits(
    numbers: NDArray[np.int64],
    views: int,
    pack: str,
    workers: int,
    progress: Callable[[float], None],
) -> Portraits:
    """People of the population, each seen `views` times: those whom the gate admits, in order."""
    parts = np.array_split(numbers, workers)
    jobs = [Job(photograph, (part, views, POPULATION, pack)) for part in parts]
    seen: list[Portraits] = run_jobs(jobs, workers, progress)
    return admitted(joined(seen), load_pack(pack).look_alike)


def admitted(seen: Portraits, look_alike: float) -> Portraits:
    """Those of whom no two compare above a pack's bound, in their order."""
    chosen = admit([(seen.enrolled, look_alike)])
    sample = seen.of(chosen)
    views = {name: getattr(sample, name) for name in Sample.__dataclass_fields__}
    return Portraits(**views, number=seen.number[chosen])


def preset(
    seen: Portraits, pack_id: str, look_alike: float, progress: Callable[[float], None]
) -> Preset:
    """What portraits of people admitted teach, of whom no two compare above `look_alike`."""
    streams = Streams(POPULATION)
    standin = fit(seen, look_alike, streams.rng("fit"))
    score = scores_at_rates(standin, seen, streams.rng("thresholds"), progress)
    people, views = len(seen.enrolled), len(seen.person)
    return Preset(
        name="rendered",
        origin=(
            f"Preset 'rendered': fitted to {views:,} views of {people:,} rendered people."
            " It compares designs; it is not real-world accuracy."
        ),
        pack_id=pack_id,
        standin=standin,
        rate=RATES,
        score=score,
        admitted=seen.number,
    )
