"""Layouts of one place beside each other, by the planner's model: all meet the same people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.placement.demand import gather, walked
from sim.placement.ready import WORDS
from sim.placement.solve.ground import ground

LOOK = "Look through cameras"


@dataclass(frozen=True, slots=True)
class Valued:
    """What a layout would do in the span that is played, expected: how many of the `listed` people
    who come it recognises, how many of the others it scans, and how many false alerts it raises.
    """

    cameras: int
    recognised: float
    scanned: float
    false_alerts: float
    listed: int


def beside(
    loaded: Loaded,
    layouts: Mapping[str, Sequence[Camera]],
    preset: Preset,
    sample: int,
    progress: Callable[[str, float], None] = lambda *_: None,
) -> dict[str, Valued]:
    """Each layout by its name, looked at on the scenario's one day with `sample` of its passers-by;
    people, their ways and the engine are the scenario's.
    """
    scenario = loaded.scenario
    gathered = gather(
        [camera for cameras in layouts.values() for camera in cameras],
        walked(loaded, 0, lambda share: progress(WORDS["world"], share)),
        scenario.engine,
        preset,
        scenario.watchlist.size,
        sample,
        lambda share: progress(LOOK, share),
    )
    listed, scanned = ground(gathered.listed), ground(gathered.scanned)
    ends = [*accumulate(len(cameras) for cameras in layouts.values())]
    found = {}
    for name, end in zip(layouts, ends, strict=True):
        own = range(end - len(layouts[name]), end)
        found[name] = Valued(
            len(own),
            listed.value(own),
            scanned.value(own),
            float(gathered.false_alerts[own].sum()),
            gathered.on_list,
        )
    return found
