"""Layouts of one place beside each other: by the planner's model, played on the same days, and
filmed in the same window.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

import numpy as np

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.estimate import Estimate, of_run
from sim.estimate.need import Need
from sim.placement.demand import Gathered, gather, walked
from sim.placement.paired import (
    Apart,
    Filmed,
    apart,
    enough,
    filmed,
    in_pixels,
    people_apart,
    played,
)
from sim.placement.planner import LOOK_BYTES, LOOK_ROW_S, LOOK_S
from sim.placement.ready import WORDS
from sim.placement.solve.ground import ground
from sim.stages.store import Store

LOOK = "Look through cameras"
FILM = "Film the window with each"
PART_WORDS = {"world": WORDS["world"], "look": LOOK, "play": WORDS["compare"], "film": FILM}
"""What each part of the work is told as."""
Report = Callable[[str, float], None]
Layouts = Mapping[str, Sequence[Camera]]


@dataclass(frozen=True, slots=True)
class Valued:
    """What a layout would do in the span that is played, expected: how many of the `listed` people
    who come it recognises, how many of the others it scans, and how many false alerts it raises;
    the averages of a day where there are several.

    Where it was played, `shares` are those of listed passers-by rightly alerted about, a day each,
    and `apart` is by how much that is more than by the first layout; None for the first. `filmed`
    is what came of its films, if any were made.
    """

    cameras: int
    recognised: float
    scanned: float
    false_alerts: float
    listed: float
    shares: tuple[float, ...] = ()
    apart: Apart | None = None
    filmed: Filmed | None = None


def needs(
    loaded: Loaded,
    preset: Preset,
    layouts: Layouts,
    sample: int,
    days: int = 1,
    plays: int = 0,
    *,
    films: bool = False,
) -> Estimate:
    """What looking through the layouts on so many days, playing them on others, and filming the
    window with each would need; ScenarioError for films of a scenario without a window.
    """
    whole = of_run(loaded, preset)
    count = sum(map(len, layouts.values()))
    share = min(1.0, sample / max(whole.amounts["people"], 1.0))
    rows = whole.amounts.get("crowd_rows", 0.0)
    look_s = days * count * (LOOK_S + share * rows * LOOK_ROW_S)
    parts: tuple[Need, ...] = (
        *(replace(one, cpu_s=days * one.cpu_s) for one in whole.parts if one.name == "world"),
        Need("look", look_s, rows * LOOK_BYTES),
    )
    if plays:
        play_s = sum(one.cpu_s for one in whole.parts)
        parts += (Need("play", len(layouts) * plays * play_s),)
    if films:
        each = [of_run(in_pixels(loaded, own), preset) for own in layouts.values() if own]
        memory = max((one.memory_bytes for one in each), default=0.0)
        crew = max((part.processes for one in each for part in one.parts), default=1)
        parts += (Need("film", sum(one.cpu_s for one in each), memory, processes=crew),)
    amounts = {name: whole.amounts[name] for name in ("people", "crowd_rows")}
    return Estimate(whole.about, amounts, parts, whole.machine)


def beside(
    loaded: Loaded,
    layouts: Layouts,
    preset: Preset,
    sample: int,
    progress: Report = lambda *_: None,
    days: int = 1,
) -> dict[str, Valued]:
    """Each layout by its name, looked at on so many of the scenario's days with `sample` of the
    passers-by of each; people, their ways and the engine are the scenario's.
    """
    each = [*_looked(loaded, layouts, preset, sample, progress, days)]
    ends = [*accumulate(len(cameras) for cameras in layouts.values())]
    listed = float(np.mean([one.on_list for one in each]))
    found = {}
    for name, end in zip(layouts, ends, strict=True):
        own = range(end - len(layouts[name]), end)
        recognised, scanned, false = np.mean([_worth(one, own) for one in each], 0).tolist()
        found[name] = Valued(len(own), recognised, scanned, false, listed)
    return found


def with_plays(
    loaded: Loaded,
    layouts: Layouts,
    valued: Mapping[str, Valued],
    days: range,
    store: Store | None,
    progress: Report = lambda *_: None,
) -> dict[str, Valued]:
    """The same, each played in scores on all of those days of the scenario."""
    enough("play", len(days))
    whole, shares = len(layouts) * len(days), dict[str, tuple[float, ...]]()
    done = 0
    for name, cameras in layouts.items():
        got = list[float]()
        for share in played(loaded, cameras, days.start, len(days), store):
            got.append(share)
            done += 1
            progress(WORDS["compare"], done / whole)
        shares[name] = tuple(got)
    first = next(iter(shares.values()))
    return {
        name: replace(
            valued[name],
            shares=shares[name],
            apart=apart(shares[name], first) if number else None,
        )
        for number, name in enumerate(layouts)
    }


def with_films(
    loaded: Loaded,
    layouts: Layouts,
    valued: Mapping[str, Valued],
    store: Store | None,
    progress: Report = lambda *_: None,
) -> dict[str, Valued]:
    """The same, each filmed in the scenario's window and watched by the engine; a layout of no
    camera recognises nobody. Raises ScenarioError for a scenario without a window.
    """
    right, listed = dict[str, frozenset[int]](), 0
    for number, (name, cameras) in enumerate(layouts.items()):
        right[name] = frozenset()
        if cameras:
            right[name], listed = filmed(loaded, cameras, store)
        progress(FILM, (number + 1) / len(layouts))
    first = next(iter(right.values()))
    return {
        name: replace(
            valued[name],
            filmed=Filmed(len(own), listed, people_apart(own, first, listed) if number else None),
        )
        for number, (name, own) in enumerate(right.items())
    }


def _looked(
    loaded: Loaded, layouts: Layouts, preset: Preset, sample: int, progress: Report, days: int
) -> Iterator[Gathered]:
    scenario = loaded.scenario
    cameras = [camera for own in layouts.values() for camera in own]
    for number in range(days):
        told = partial(_told, progress, number, days)
        yield gather(
            cameras,
            walked(loaded, number, partial(told, "world")),
            scenario.engine,
            preset,
            scenario.watchlist.size,
            sample,
            partial(told, "look"),
        )


def _told(progress: Report, before: int, days: int, part: str, share: float) -> None:
    progress(PART_WORDS[part], (before + share) / days)


def _worth(day: Gathered, own: range) -> tuple[float, float, float]:
    """Recognised, scanned and false alerts of one day by some of the cameras."""
    return (
        ground(day.listed).value(own),
        ground(day.scanned).value(own),
        float(day.false_alerts[own].sum()),
    )
