"""The crowd in stretches of a minute, each packed alone, so that a browser reads what it shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.app.map.scene import arrays, unit_of
from engine.disk.files import whole
from scenarios.fields.parts import Spot
from sim.world.crowd import Walks

STRETCH_S = 60.0
PARTS = ("person", "first", "count", "xy")
"""Of a stretch, after how many walks it holds; so the browser takes them apart again."""
EVEN_BYTES = 4
"""Stretches begin at multiples of it, as numbers of 32 bits have to."""


def write_stretches(file: Path, walks: Walks) -> dict[str, Any]:
    """Write the walks of one level; where each stretch lies, and what its numbers mean.

    Stretch k, from `first` on, holds its ticks and the one after, since people are drawn between
    two ticks. It lies from byte begins[k - first] to the next.
    """
    unit_m = unit_of(walks)
    per = round(STRETCH_S / walks.dt_s)
    first, rows, ends = _order(walks.tick, per)
    begins = [0]
    with whole(file) as part, part.open("wb") as out:
        for begin, end in zip(np.append(0, ends[:-1]), ends, strict=True):
            packed = _packed(walks, rows[begin:end], unit_m)
            begins.append(begins[-1] + out.write(packed))
    told = {"dt_s": walks.dt_s, "unit_m": unit_m, "ticks": per, "first": first}
    return told | {"begins": begins}


def last_places(walks: Walks) -> Callable[[int, float], Spot | None]:
    """A function that says where a person of all these walks is at a time, or was when last on a
    floor; None: not there yet.
    """

    def last(person: int, time_s: float) -> Spot | None:
        begin, end = np.searchsorted(walks.person, [person, person + 1])
        tick = int(time_s / walks.dt_s)
        row = begin + int(np.searchsorted(walks.tick[begin:end], tick, side="right")) - 1
        if row < begin:
            return None
        return Spot(float(walks.x_m[row]), float(walks.y_m[row]), int(walks.level[row]))

    return last


def _order(ticks: NDArray[Any], per: int) -> tuple[int, NDArray[np.intp], NDArray[np.intp]]:
    """The number of the first stretch, rows by stretch and in each as they were, and where each
    stretch of rows ends.
    """
    if not len(ticks):
        return 0, np.empty(0, np.intp), np.zeros(1, np.intp)
    number = ticks // per
    first = int(number.min())
    shared = (ticks % per == 0) & (number > first)
    rows = np.repeat(np.arange(len(ticks)), 1 + shared)
    of = np.repeat(number - first, 1 + shared)
    of[np.flatnonzero(shared) + np.arange(int(shared.sum()))] -= 1
    order = np.argsort(of.astype(np.int16), kind="stable")
    return first, rows[order], np.cumsum(np.bincount(of))


def _packed(walks: Walks, rows: NDArray[np.intp], unit_m: float) -> bytes:
    here = Walks(
        dt_s=walks.dt_s,
        person=walks.person[rows],
        tick=walks.tick[rows],
        x_m=walks.x_m[rows],
        y_m=walks.y_m[rows],
        level=walks.level[rows],
    )
    parts = arrays(here, unit_m)
    count = np.array([len(parts["person"])], "<i4").tobytes()
    packed = count + b"".join(parts[name].tobytes() for name in PARTS)
    return packed + bytes(-len(packed) % EVEN_BYTES)
