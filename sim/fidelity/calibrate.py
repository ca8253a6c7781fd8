"""Calibrates a preset on rendered people: photograph, gate, fit, and find the thresholds."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.choice import RENDERED
from engine.measure.calibration.fit import fit
from engine.measure.calibration.presets import Preset
from engine.measure.calibration.sample import Sample, joined
from engine.measure.calibration.thresholds import RATES, scores_at_rates
from engine.packs.names import OPEN
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
    packs: Sequence[str],
    workers: int,
    progress: Callable[[float], None],
) -> tuple[Portraits, ...]:
    """People of the population, each seen `views` times by every pack: those whom the gate of all
    packs admits, in order; portraits for each pack.
    """
    parts = np.array_split(numbers, workers)
    jobs = [Job(photograph, (part, views, POPULATION, packs)) for part in parts]
    seen: list[tuple[Portraits, ...]] = run_jobs(jobs, workers, progress)
    bounds = [load_pack(pack).look_alike for pack in packs]
    return admitted([joined(one) for one in zip(*seen, strict=True)], bounds)


def admitted(seen: Sequence[Portraits], look_alike: Sequence[float]) -> tuple[Portraits, ...]:
    """Those of whom no two compare above a pack's bound with any pack, in their order; `seen` and
    `look_alike` are of each pack.
    """
    chosen = admit([(one.enrolled, bound) for one, bound in zip(seen, look_alike, strict=True)])
    return tuple(_of(one, chosen) for one in seen)


def _of(seen: Portraits, chosen: NDArray[np.bool_]) -> Portraits:
    sample = seen.of(chosen)
    views = {name: getattr(sample, name) for name in Sample.__dataclass_fields__}
    return Portraits(**views, number=seen.number[chosen])


def preset(
    seen: Portraits, pack_id: str, look_alike: float, progress: Callable[[float], None]
) -> Preset:
    """What portraits of people admitted teach, of whom no two compare above `look_alike`; called
    `rendered`, and of another pack than `open` by that one's name, too.
    """
    name, streams = _called(pack_id), Streams(POPULATION)
    standin = fit(seen, look_alike, streams.rng("fit"))
    score = scores_at_rates(standin, seen, streams.rng("thresholds"), progress)
    people, views = len(seen.enrolled), len(seen.person)
    return Preset(
        name=name,
        origin=(
            f"Preset {name!r}: fitted to {views:,} views of {people:,} rendered people."
            " It compares designs; it is not real-world accuracy."
        ),
        pack_id=pack_id,
        standin=standin,
        rate=RATES,
        score=score,
        admitted=seen.number,
    )


def _called(pack_id: str) -> str:
    """What a preset of rendered people is called.

    >>> _called("open-1b5ea7ae"), _called("second-5eedfe77")
    ('rendered', 'rendered-second')
    """
    pack = pack_id.rpartition("-")[0]
    return RENDERED if pack == OPEN else f"{RENDERED}-{pack}"
