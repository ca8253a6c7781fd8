"""What the engine is deprived of while cameras, the network or the engine itself fail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.cameras.outages import DARK, NONE, index_of, lasting
from sim.cameras.sightings import Sightings
from sim.events import Event, FailureBegan, FailureEnded
from sim.recognition.overloaded import Book, Floats, overloaded
from sim.recognition.scores import Searched
from sim.streams import Streams
from sim.world.walker import DT_S

PICTURES = (*DARK, "network_delay", "network_loss", "engine_overload")
"""Kinds that are a matter of pictures."""
Table = TypeVar("Table", Sightings, Searched)


@dataclass(frozen=True, slots=True)
class Troubled:
    """What is left of sightings (n,) where something went wrong.

    `seen` are those that were in a picture. `sightings` and what was `searched` of them are those
    that reached the engine, at the time at which they did. `failure` (n,) is the number of the
    failure that took each, NONE if none did, `arrives_s` (n,) when each of the others came. Of each
    failure `offered` and `lost` count the looks that it could take and that it took.
    """

    seen: Sightings
    sightings: Sightings
    searched: Searched
    failure: NDArray[np.int16]
    arrives_s: NDArray[np.float64]
    offered: tuple[int, ...]
    lost: tuple[int, ...]


def troubled(
    sightings: Sightings,
    searched: Searched,
    failures: Sequence[Failure],
    cameras: Sequence[Camera],
    streams: Streams,
) -> Troubled:
    """What becomes of sightings by these cameras; without failures all stays. Of cameras `id`,
    `fps` and `active_s` are read.
    """
    names = [camera.id for camera in cameras]
    failure = np.full(len(sightings), NONE, np.int16)
    arrives_s = sightings.time_s.astype(np.float64)
    if not failures:
        return Troubled(sightings, sightings, searched, failure, arrives_s, (), ())
    offered, lost = [0] * len(failures), [0] * len(failures)
    for number, one in enumerate(failures):
        if one.kind not in PICTURES:
            continue
        rows = np.flatnonzero(_about(one, sightings, names) & (failure == NONE))
        offered[number] = len(rows)
        if one.kind == "network_delay":
            arrives_s[rows] += one.much
            continue
        if one.kind in DARK:
            gone, late_s = np.ones(len(rows), np.bool_), np.zeros(len(rows))
        else:
            out = [early for early in failures[:number] if early.kind == "camera_out"]
            books = _books(one, cameras, out, streams)
            gone, late_s = _taken(one, sightings, rows, names, books, streams)
        arrives_s[rows[~gone]] += late_s[~gone]
        taken = rows[gone]
        failure[taken], lost[number] = number, len(taken)
    _in_order(arrives_s, sightings.camera, failure == NONE)
    dark = np.array([*(one.kind in DARK for one in failures), False])
    seen = rows_of(sightings, np.flatnonzero(~dark[failure]))
    reached, found = _reached(sightings, searched, failures, names, failure, arrives_s)
    counts = tuple(offered), tuple(lost)
    return Troubled(seen, reached, found, failure, arrives_s, *counts)


def told(
    failures: Sequence[Failure], offered: Sequence[int], lost: Sequence[int]
) -> Iterator[Event]:
    """When each failure began and ended, with the looks at people that it could take and took."""
    for one, *counts in zip(failures, offered, lost, strict=True):
        about = (one.kind, one.what)
        yield FailureBegan(one.from_s, *about)
        yield FailureEnded(one.to_s, *about, *counts)


def in_the_dark(
    failures: Sequence[Failure], sightings: Sightings, names: Sequence[str]
) -> NDArray[np.bool_]:
    """Which sightings are in no picture, by cameras that are out or stand still."""
    found = np.zeros(len(sightings), np.bool_)
    for one in failures:
        if one.kind in DARK:
            found |= _about(one, sightings, names)
    return found


def _about(one: Failure, sightings: Sightings, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which sightings lie in a failure's time, by a camera of its."""
    within = lasting(one, sightings.time_s)
    if not one.what:
        return within
    camera = names.index(one.what) if one.what in names else NONE
    theirs: NDArray[np.bool_] = within & (sightings.camera == camera)
    return theirs


def _books(
    one: Failure, cameras: Sequence[Camera], out: Sequence[Failure], streams: Streams
) -> Mapping[str, Book]:
    """What an overload leaves of each camera's frames, while others are out already."""
    if one.kind != "engine_overload":
        return {}
    index = {camera.id: index_of(one, camera.id) for camera in cameras}
    phase = {name: float(streams.rng("phase", k).random()) for name, k in index.items()}
    return overloaded(one, cameras, out, phase)


def _taken(
    one: Failure,
    sightings: Sightings,
    rows: NDArray[np.intp],
    names: Sequence[str],
    books: Mapping[str, Book],
    streams: Streams,
) -> tuple[NDArray[np.bool_], Floats]:
    """Which of the rows a failure takes, and how late the others come: of a network those of whole
    frames, by a camera's own chance; of an engine those whose frames its ledger has as dropped.
    """
    found, late_s = np.zeros(len(rows), np.bool_), np.zeros(len(rows))
    first = round(one.from_s / DT_S)
    frame = np.rint(sightings.time_s[rows] / DT_S).astype(np.int64) - first
    for camera in np.unique(sightings.camera[rows]).tolist():
        mine = sightings.camera[rows] == camera
        rng = streams.rng("loss", index_of(one, names[camera]))
        luck = rng.random(int(frame[mine].max()) + 1)[frame[mine]]
        if one.kind == "network_loss":
            found[mine] = luck < one.much
        else:
            tick_s = sightings.time_s[rows[mine]].astype(np.float64)
            found[mine], late_s[mine] = books[names[camera]].looks(tick_s, luck)
    return found, late_s


def _in_order(
    arrives_s: NDArray[np.float64], camera: NDArray[np.int16], kept: NDArray[np.bool_]
) -> None:
    """Let no frame of a camera come before one that was taken earlier."""
    for one in np.unique(camera).tolist():
        rows = np.flatnonzero((camera == one) & kept)
        arrives_s[rows] = np.maximum.accumulate(arrives_s[rows])


def _reached(
    sightings: Sightings,
    searched: Searched,
    failures: Sequence[Failure],
    names: Sequence[str],
    failure: NDArray[np.int16],
    arrives_s: NDArray[np.float64],
) -> tuple[Sightings, Searched]:
    """What the engine looked at, in the order in which it did; of a frozen feed again and again."""
    rows, times_s = [np.flatnonzero(failure == NONE)], [arrives_s[failure == NONE]]
    for one in failures:
        if one.kind == "feed_frozen":
            for still, again_s in _frozen(one, sightings, names, failure):
                rows.append(np.tile(still, len(again_s)))
                times_s.append(np.repeat(again_s, len(still)))
    row, time_s = np.concatenate(rows), np.concatenate(times_s)
    order = np.lexsort((sightings.person[row], sightings.camera[row], time_s))
    row, time_s = row[order], time_s[order]
    return replace(rows_of(sightings, row), time_s=time_s), rows_of(searched, row)


def _frozen(
    one: Failure, sightings: Sightings, names: Sequence[str], failure: NDArray[np.int16]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """The rows of each camera's last picture, and when it is looked at again."""
    again_s = DT_S * np.arange(np.ceil(one.from_s / DT_S - INSTANT_S), one.to_s / DT_S - INSTANT_S)
    before = (sightings.time_s < one.from_s - INSTANT_S) & (failure == NONE)
    last = before & (sightings.time_s >= one.from_s - DT_S - INSTANT_S)
    for camera, name in enumerate(names):
        if one.what in ("", name):
            yield np.flatnonzero(last & (sightings.camera == camera)), again_s


def rows_of(whole: Table, rows: NDArray[np.intp]) -> Table:
    """Some rows of a table of arrays."""
    return type(whole)(*(getattr(whole, field.name)[rows] for field in fields(whole)))
