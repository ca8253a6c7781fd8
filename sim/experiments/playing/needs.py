"""What an experiment would need, said before it is begun."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from sim.estimate import Estimate, of_run
from sim.estimate.need import Need
from sim.estimate.runs import FILMING
from sim.experiments.designs.design import PIXELS
from sim.experiments.playing.player import BELOW, What

ANSWER_S, ANSWER_PERSON_S = 0.05, 1.5e-5
"""Processor time to answer a day and count what came of it: of each, and for each who comes, as
measured on `shopping_centre`."""
LOOKED_AT = 20
"""Designs, of many, that stand for all."""
DAY, PLAY = "the day", "replications"


def needs(
    designs: Sequence[tuple[Loaded, Preset]],
    replications: int,
    what: What,
    workers: int,
    of: int | None = None,
) -> Estimate:
    """That of so many replications of each design, shared out over workers, as if nothing were kept
    and designs had nothing in common; `of` so many designs, for which these stand. Films are made
    one after the other.
    """
    count = of or len(designs)
    some = designs[:: ceil(len(designs) / LOOKED_AT)]
    estimates = [of_run(*one) for one in some]
    filmed = [loaded.scenario.fidelity == PIXELS for loaded, _ in some]
    many = count / len(some)
    day_s = [many * _day_s(*one) for one in zip(estimates, filmed, strict=True)]
    people = [one.amounts.get("people", 0.0) for one in estimates]
    answers_s = many * replications * sum(ANSWER_S + ANSWER_PERSON_S * one for one in people)
    memory = max(one.memory_bytes for one in estimates)
    days = 1 if what == "answer" else replications
    at_work = FILMING if any(filmed) else workers if days > 1 else 1
    disk = max(
        (one.disk_bytes for one, film in zip(estimates, filmed, strict=True) if film), default=0
    )
    parts = (
        Need(DAY, days * sum(day_s), memory * at_work, disk, at_work),
        Need(PLAY, answers_s, memory * workers, 0.0, workers),
    )
    amounts = {"replications": replications * count, "people": max(people)}
    return replace(estimates[0], amounts=amounts, parts=parts)


def _day_s(one: Estimate, film: bool) -> float:
    """Processor time of all that comes before an answer; of a film, of all of it."""
    below = {stage.name for stage in BELOW}
    return sum(part.cpu_s for part in one.parts if film or part.name in below)
