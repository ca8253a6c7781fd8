"""What an experiment would need, said before it is begun."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from sim.estimate import Estimate, of_run
from sim.estimate.need import Need
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
    and designs had nothing in common; `of` so many designs, for which these stand.
    """
    count = of or len(designs)
    some = designs[:: ceil(len(designs) / LOOKED_AT)]
    estimates = [of_run(*one) for one in some]
    below, many = {stage.name for stage in BELOW}, count / len(some)
    day_s = [many * sum(p.cpu_s for p in one.parts if p.name in below) for one in estimates]
    people = [one.amounts.get("people", 0.0) for one in estimates]
    answers_s = many * replications * sum(ANSWER_S + ANSWER_PERSON_S * one for one in people)
    memory = max(one.memory_bytes for one in estimates)
    days = 1 if what == "answer" else replications
    parts = (
        Need(DAY, days * sum(day_s), memory * workers, 0.0, workers if days > 1 else 1),
        Need(PLAY, answers_s, memory * workers, 0.0, workers),
    )
    amounts = {"replications": replications * count, "people": max(people)}
    return replace(estimates[0], amounts=amounts, parts=parts)
