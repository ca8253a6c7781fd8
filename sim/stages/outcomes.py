"""What came of it all: what was played, the threshold, and a fold over the event log."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import UnreadError, from_json, text
from engine.measure.calibration.presets import Preset
from engine.measure.realism.bounds import standing_of
from scenarios.answer.briefed import Briefed
from scenarios.schema import Scenario
from sim.cameras import coverage
from sim.errors import SimError
from sim.events import Event
from sim.folder import RunFolder
from sim.outcomes.briefed import spotting, told_spotting
from sim.outcomes.facts import Facts
from sim.outcomes.rates import outcomes
from sim.outcomes.warnings import warnings as measured
from sim.reader import LARGEST_BYTES
from sim.response import answer
from sim.stages.answer import ANSWERED
from sim.stages.decide import DECIDED
from sim.stages.film import FILMED
from sim.stages.sightings import OPTICS
from sim.stages.span import CAMERAS, TIMES, span_of
from sim.stages.stage import Given, Stage
from sim.stages.world import WALKED
from sim.world.crowd import TURNED_BACK, WENT_ROUND

OUTCOMES = "outcomes.json"
HEAD = (*TIMES, "name", "title", "seed", "engine.preset")
ANSWER = ("watchlist.size", "operators.count", "officers.posts_m", "briefed")


def head(scenario: Scenario, preset: Preset, replication: int) -> dict[str, Any]:
    """What was played, and on what its scores rest; of the scenario HEAD is read."""
    span = span_of(scenario)
    window = {"start_s": span.start_s, "duration_s": span.duration_s} if span.window else None
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "fidelity": scenario.fidelity,
        "seed": scenario.seed,
        "replication": replication,
        "preset": scenario.engine.preset,
        "preset_origin": preset.origin,
        "reading": standing_of(scenario.engine.preset),
        "window": window,
    }


def told_stuck(people: int) -> list[str]:
    """What readers should know of walkers who got stuck.

    >>> told_stuck(0), told_stuck(12)
    ([], ['walkers who got stuck and were taken off the floor: 12'])
    """
    return [f"walkers who got stuck and were taken off the floor: {people:,}"] if people else []


def told_staff(people: int) -> list[str]:
    """What readers should know of staff: they are among those whom rates divide by.

    >>> told_staff(0), told_staff(12)
    ([], ['people who work there, among all who came: 12'])
    """
    return [f"people who work there, among all who came: {people:,}"] if people else []


def told_avoiders(avoided: NDArray[np.int8]) -> list[str]:
    """How many kept away from cameras.

    >>> told_avoiders(np.array([0, 1, 2, 2]))
    ['people who saw a sign of a camera: 1 went round its zone, 2 turned back']
    """
    round_, back = (int((avoided == how).sum()) for how in (WENT_ROUND, TURNED_BACK))
    if not round_ + back:
        return []
    said = f"{round_:,} went round its zone, {back:,} turned back"
    return [f"people who saw a sign of a camera: {said}"]


def told_cast(folder: Path) -> list[str]:
    """What readers should know of who plays whom on a window's film."""
    from sim.casting.nearness import CASTING, Nearness, told  # as in sim.stages.film

    near = from_json(text(folder / CASTING, LARGEST_BYTES))
    return told(Nearness(**near["passers_by"]))


def _make(given: Given) -> dict[str, Any]:
    return _told(given, [])


def _make_filmed(given: Given) -> dict[str, Any]:
    return _told(given, told_cast(given.result(FILMED)))


def _told(given: Given, further: list[str]) -> dict[str, Any]:
    setting, threshold = given.setting, given.result(DECIDED).threshold
    played = head(given.scenario, setting.preset, setting.streams.replication)
    people = given.result(WALKED).people
    stuck = told_stuck(int(people.given_up.sum()))
    kinds = [*told_staff(int(people.staff.sum())), *told_avoiders(people.avoided)]
    ages = given.scenario.crowd.demography.ages
    events, span = given.result(ANSWERED), span_of(given.scenario)
    cameras = [camera.id for camera in given.scenario.watching]
    told = outcomes(events, span.duration_s, cameras, ages).to_json()
    foreseen = coverage.warnings(given.scenario.watching, setting.place)
    said = [*foreseen, *answer.warnings(given.scenario), *stuck, *kinds, *further]
    known = {one.split(":")[0] for one in foreseen}
    said += [one for one in measured(told["cameras"]) if one.split(":")[0] not in known]
    told |= _spotted(given.scenario.briefed, events, span.duration_s)
    return played | {"warnings": said, "threshold": threshold} | told


def _spotted(briefed: Briefed | None, events: Sequence[Event], duration_s: float) -> dict[str, Any]:
    """What officers who were briefed found, where there are some."""
    if briefed is None:
        return {}
    found = spotting(Facts.told(events, duration_s), len(briefed.posts_m), briefed.faces)
    return {"briefed": told_spotting(found)}


def _keep(told: dict[str, Any], folder: RunFolder) -> None:
    folder.json(OUTCOMES, told)


def _load(given: Given) -> dict[str, Any]:
    file = given.folder.path / OUTCOMES
    try:
        told: dict[str, Any] = from_json(text(file, LARGEST_BYTES))
    except UnreadError as err:
        raise SimError(f"{file}: got {err}, wanted a run's outcomes") from err
    return told


TOLD = Stage(
    name="outcomes",
    told="Count what came of it",
    reads=(*HEAD, *CAMERAS, *OPTICS, *ANSWER, "crowd.demography.ages"),
    inputs=("preset", "venue", "reading"),
    on=("world", "decide", "answer"),
    files=(OUTCOMES,),
    make=_make,
    keep=_keep,
    load=_load,
)
TOLD_OF_FILM = replace(TOLD, on=(*TOLD.on, "film"), make=_make_filmed)
"""In pixels who plays whom is told, too."""
