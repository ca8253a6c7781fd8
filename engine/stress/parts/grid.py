"""Frames a second over watchlist size, faces a frame and resolution."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np

from engine.packs.pack import load_pack
from engine.stress.drive import farm_of, frames_for, run, steady_per_s
from engine.stress.load import Load
from engine.stress.repeats import Progress, Spread, spread
from engine.stress.strangers import strangers
from engine.stress.terms import Terms
from engine.vision.analyser import Analyser

TRYING = 0.25
"""Share of the progress that goes for the first tries."""
HELD_OUT, EVERY = 1, 3
"""Cells whose places along the three axes add up to HELD_OUT, modulo EVERY, are no model's to fit:
each step of each axis is among them and among the others (a Latin square).
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One cell's question; a model is never fitted to those `held_out`."""

    load: Load
    watchlist: int
    held_out: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's answer: frames a second of `workers` that were busy at once."""

    load: str
    size_px: tuple[int, int]
    faces: float
    watchlist: int
    workers: int
    frames: int
    per_s: Spread
    held_out: bool

    @property
    def frame_ms(self) -> float:
        """A worker's time for a frame in the quickest round: whatever else runs can only slow."""
        return 1e3 * self.workers / self.per_s.high

    def as_json(self) -> dict[str, Any]:
        """The fields and the time of a frame under their names."""
        return asdict(self) | {"per_s": self.per_s.as_json(), "frame_ms": self.frame_ms}


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells, in the order of the settings."""

    cells: tuple[Cell, ...]

    def as_json(self) -> dict[str, Any]:
        """The cells."""
        return {"cells": [cell.as_json() for cell in self.cells]}


def settings_of(
    terms: Terms, rendered: Callable[[int, tuple[int, int]], Load], beside: Load
) -> list[Setting]:
    """Every cell of the terms, and the load `beside` them, which is held out."""
    axes = (terms.grid_watchlists, terms.grid_faces, terms.grid_sizes_px)
    cells = [
        Setting(
            rendered(terms.grid_faces[faces], terms.grid_sizes_px[size]),
            terms.grid_watchlists[row],
            (row + faces + size) % EVERY == HELD_OUT,
        )
        for row, faces, size in product(*(range(len(axis)) for axis in axes))
    ]
    return [*cells, Setting(beside, terms.watchlist, held_out=True)]


def grid(settings: Sequence[Setting], terms: Terms, progress: Progress) -> Grid:
    """Measure the cells in turn, `terms.rounds` times, with the same workers for all."""
    pack = load_pack(terms.pack)
    dimension = Analyser(pack).dimension
    sizes = {setting.watchlist for setting in settings}
    galleries = {rows: strangers(rows, dimension, terms.seed, pack.id) for rows in sizes}
    per_s = np.zeros((terms.rounds, len(settings)))
    frames = []
    with farm_of(terms, dimension, pack.id) as farm:
        for number, setting in enumerate(settings):
            farm.gallery = galleries[setting.watchlist]
            frames.append(frames_for(farm, setting.load, terms))
            progress(TRYING * (number + 1) / len(settings))
        for done in range(terms.rounds):
            for number, setting in enumerate(settings):
                farm.gallery = galleries[setting.watchlist]
                decided_s = run(farm, setting.load, frames[number], terms.streams)
                per_s[done, number] = steady_per_s(decided_s, terms.workers)
                share = (done * len(settings) + number + 1) / per_s.size
                progress(TRYING + (1 - TRYING) * share)
    columns = zip(settings, frames, per_s.T, strict=True)
    return Grid(tuple(_cell(one, count, terms, rates) for one, count, rates in columns))


def _cell(setting: Setting, frames: int, terms: Terms, per_s: Any) -> Cell:
    load = setting.load
    return Cell(
        load.name,
        load.size_px,
        load.faces,
        setting.watchlist,
        terms.workers,
        frames,
        spread(per_s),
        setting.held_out,
    )
