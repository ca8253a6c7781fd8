"""Ways with stops in them: who is stopped goes on that much later with the same way, or never."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from sim.events import Event, PersonDisposed, PersonStopped

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody stands from one moment until another; with `led_away` they are gone afterwards."""

    from_s: float
    until_s: float
    led_away: bool

    @property
    def delay_s(self) -> float:
        """How much later the rest of the way is walked; infinite: never."""
        return inf if self.led_away else self.until_s - self.from_s


Stops = dict[int, list[Stop]]
"""Each stopped person's, in the order of time."""


def stops_of(events: Iterable[Event]) -> Stops:
    """Who was stopped when, as a log tells it, which has the end of every stop."""
    found: Stops = {}
    begun: dict[int, PersonStopped] = {}
    for event in events:
        if isinstance(event, PersonStopped):
            begun[event.alert] = event
        elif isinstance(event, PersonDisposed):
            stopped = begun[event.alert]
            stop = Stop(stopped.time_s, event.time_s, event.disposal == "arrest")
            found.setdefault(stopped.person, []).append(stop)
    return found


def moved_s(planned_s: float, stops: Sequence[Stop]) -> float:
    """When something on somebody's way happens that was to happen at `planned_s`; inf: never.

    What was to happen in the moment of a stop still does.

    >>> [moved_s(time_s, [Stop(10.0, 40.0, False)]) for time_s in (9.0, 10.0, 11.0)]
    [9.0, 10.0, 41.0]
    """
    for stop in stops:
        if planned_s > stop.from_s + INSTANT_S:
            planned_s += stop.delay_s
    return planned_s


def with_stops(
    time_s: Floats, stops: Sequence[Stop], dt_s: float
) -> tuple[Floats, NDArray[np.intp]]:
    """A way's times (m,) and which of its planned rows (m,) stands for each, from the times (n,) of
    the plan; while a stop lasts, its place stands for every `dt_s` and for the last moment.
    """
    rows = np.arange(len(time_s))
    for stop in stops:
        before = int(np.searchsorted(time_s, stop.from_s + INSTANT_S, "right"))
        if not before:
            continue
        stands_s = np.arange(stop.from_s + dt_s, stop.until_s - INSTANT_S, dt_s)
        stands_s = np.append(stands_s, stop.until_s)
        here = np.full(len(stands_s), rows[before - 1])
        after = slice(before, before if stop.led_away else None)
        later_s = time_s[after] + (stop.until_s - stop.from_s)
        time_s = np.concatenate([time_s[:before], stands_s, later_s])
        rows = np.concatenate([rows[:before], here, rows[after]])
    return time_s, rows
