"""What the drawn engine's eyes make of sightings: faces found or not, and templates of those.

Chance is by person and camera: a person's looks at one camera, in the order of time, are numbered,
and each has the luck of its number, whoever and whatever else is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from engine.measure.calibration.standin import StandIn
from engine.settings import EngineSettings
from scenarios.schema import Camera
from sim.cameras.sightings import Sightings
from sim.streams import Streams

Rows = NDArray[np.int64]
AT_ONCE = 2_048
"""Templates drawn at once, or as many as one person has at one camera."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Which sightings became a detected face, and which of those were good enough to search."""

    detected: NDArray[np.bool_]
    searched: NDArray[np.bool_]


def look(
    sightings: Sightings,
    cameras: tuple[Camera, ...],
    settings: EngineSettings,
    standin: StandIn,
    streams: Streams,
) -> Faces:
    """Draw which faces the detector finds; then the engine's own limits on size and pose."""
    chance = standin.detects(
        sightings.interocular_px, sightings.yaw_deg, sightings.pitch_deg, sightings.visible_share
    )
    detected = np.zeros(len(sightings), np.bool_)
    for number, camera in enumerate(cameras):
        rows = by_person(sightings, np.flatnonzero(sightings.camera == number))
        about = numbered(sightings.person[rows])
        rows, about = rows[chance[rows] > 0], about[chance[rows] > 0]
        draw = streams.uniforms(f"detection {camera.id}", about, 1)[:, 0]
        detected[rows] = draw < chance[rows]
    good = (
        (sightings.interocular_px >= settings.minimum_interocular_px)
        & (np.abs(sightings.yaw_deg) <= settings.maximum_yaw_deg)
        & (np.abs(sightings.pitch_deg) <= settings.maximum_pitch_deg)
    )
    return Faces(detected, detected & good)


@dataclass(frozen=True, slots=True)
class Noise:
    """The luck of some rows (n,) of one camera, in the order of their people and time.

    Every pass has a draw of noise that lasts for it, before those of its moments. `person` (m,) are
    the people of the draws; `moment` (n,) the draw of each row's own noise and `lasting` (n,) that
    of its pass's; `tail` (m, 1) what a draw is multiplied by. `first` (k + 1) are the draws at
    which people begin.
    """

    name: str
    person: NDArray[np.int32]
    moment: Rows
    lasting: Rows
    tail: NDArray[np.float32]
    first: Rows

    def normal(self, part: slice, size: int, streams: Streams) -> NDArray[np.float32]:
        """(., size) normal numbers of the draws of some people."""
        first = self.first[part.start : part.stop + 1]
        found = np.empty((first[-1] - first[0], size), np.float32)
        starts = (first - first[0]).tolist()
        rngs = streams.rngs(self.name, self.person[first[:-1]])
        for rng, begin, end in zip(rngs, starts[:-1], starts[1:], strict=True):
            rng.standard_normal(dtype=np.float32, out=found[begin:end])
        return found


def noise(
    camera: Camera, sightings: Sightings, rows: Rows, degrees: float, streams: Streams
) -> Noise:
    """The luck of a camera's rows, ordered by person."""
    new = np.diff(sightings.pass_id[rows], prepend=-1) != 0
    moment = np.arange(len(rows)) + np.cumsum(new)
    starts = moment[new] - 1
    person = np.repeat(sightings.person[rows], 1 + new)
    luck = streams.uniforms(f"tail {camera.id}", numbered(person), 1)
    return Noise(
        name=f"probe {camera.id}",
        person=person,
        moment=moment,
        lasting=starts[np.cumsum(new) - 1],
        tail=np.sqrt((degrees - 2) / chdtri(degrees, luck)).astype(np.float32),
        first=np.flatnonzero(np.diff(person, prepend=-1, append=-1)),
    )


def probes(
    camera: Camera,
    sightings: Sightings,
    rows: Rows,
    means: NDArray[np.float32],
    standin: StandIn,
    streams: Streams,
) -> Iterator[tuple[Rows, NDArray[np.float32]]]:
    """Some of a camera's rows and their unit templates, again and again until all are drawn.

    `means` (n, d) are the people's own; `standin` is one whose noise is drawn number by number.
    """
    rows = by_person(sightings, rows)
    luck = noise(camera, sightings, rows, standin.degrees, streams)
    spread = np.diag(standin.within)
    for part in _parts(luck.first):
        begin, end = luck.first[part.start], luck.first[part.stop]
        drawn = luck.normal(part, len(spread), streams)
        drawn *= spread
        drawn *= luck.tail[begin:end]
        mine = slice(*np.searchsorted(luck.moment, [begin, end]).tolist())
        one = rows[mine]
        scale = standin.scale(
            sightings.interocular_px[one] * sightings.sharpness[one],
            sightings.yaw_deg[one],
            sightings.pitch_deg[one],
            sightings.visible_share[one],
        )
        lasting, passing = (drawn[draw[mine] - begin] for draw in (luck.lasting, luck.moment))
        yield one, standin.seen(means[sightings.person[one]], scale, lasting, passing)


def by_person(sightings: Sightings, rows: Rows) -> Rows:
    """The rows in the order of their people, each one's in the order of time."""
    return rows[np.argsort(sightings.person[rows], kind="stable")]


def numbered(person: NDArray[np.int32]) -> NDArray[np.int64]:
    """A number for each of equal neighbours (n,), of which nobody else has any.

    >>> (numbered(np.array([7, 7, 9], np.int32)) % 2**32).tolist()
    [0, 1, 0]
    """
    row = np.arange(len(person))
    new = np.diff(person, prepend=-1) != 0
    turn = row - np.maximum.accumulate(np.where(new, row, 0))
    return (person.astype(np.int64) << 32) + turn


def _parts(first: Rows) -> Iterator[slice]:
    """Slices of people, whole ones, with AT_ONCE draws together or the next more."""
    begin = 0
    while begin < len(first) - 1:
        end = int(np.searchsorted(first, first[begin] + AT_ONCE))
        end = min(max(end, begin + 1), len(first) - 1)
        yield slice(begin, end)
        begin = end
