"""Walkers who keep out of each other's way: they go round each other, queue at doors and jam.

Everybody goes from corner to corner of their own line, steered; between corners jupedsim moves
them (`sim.world.walkers.steering.bodies`).
"""

from collections.abc import Callable

import numpy as np

from scenarios.footfall.populations import POPULATIONS
from scenarios.place import Place
from scenarios.schema import CrowdSettings
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving
from sim.world.arriving.doors import Doorway
from sim.world.lines import Lines, draw_lines
from sim.world.routes import Points
from sim.world.walker import Walked
from sim.world.walkers.steering.walk import Walk
from sim.world.ways import Ways


class Jupedsim:
    """Bodies steered along lines over the floor."""

    def __init__(self, crowd: CrowdSettings) -> None:
        self.population = POPULATIONS[crowd.population]

    def walk(
        self,
        arriving: Arriving,
        place: Place,
        ways: Ways,
        streams: Streams,
        from_s: float,
        start_s: float,
        end_s: float | None,
        progress: Callable[[float], None] | None = None,
    ) -> Walked:
        """Those who arrive from `from_s` to `end_s`, and where they are from `start_s` on."""
        lines = draw_lines(arriving, ways, streams, from_s, end_s)
        floors = [level.venue.floor for level in place.levels]
        corners = lines.corners.copy()
        corners[lines.last] = _ways_out(lines, arriving, place, streams)
        levels = [level.ordinal for level in place.levels]
        walk = Walk(lines, corners, floors, levels, self.population, start_s)
        walk.run(end_s, progress)
        count = len(arriving.subject)
        exit_s = np.full(count, np.nan)
        exit_s[lines.person] = walk.left_s
        given_up = np.array(walk.given_up, np.int64)
        crowd, stuck = walk.rows.crowd(lines.person, count), lines.person[given_up]
        return Walked(crowd, exit_s, stuck, lines.turned_back, lines.went_round)


def _ways_out(lines: Lines, arriving: Arriving, place: Place, streams: Streams) -> Points:
    """(n, 2) where in the doorway each walker leaves."""
    visits = [arriving.visits[visit] for visit in lines.visit.tolist()]
    back = np.isin(lines.person, lines.turned_back).tolist()
    numbers = [v.entrance if b else v.leaves for v, b in zip(visits, back, strict=True)]
    doorways = [Doorway(door) for _, door in place.entrances]
    rngs = streams.rngs("line end", lines.person)
    places = [doorways[one].place(rng) for one, rng in zip(numbers, rngs, strict=True)]
    return np.array(places).reshape(-1, 2)
