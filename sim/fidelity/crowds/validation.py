"""Everything that is asked of one kind of walkers."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from scenarios.schema import CrowdSettings
from sim.fidelity.crowds.diagram import Beside, diagram
from sim.fidelity.crowds.recorded import Recorded
from sim.fidelity.crowds.replay import Replay, replayed
from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.rimea.list import checked
from sim.world.walker import walkers_of

POPULATION = "corridor"
"""The people in the experiments: all is compared with them."""
DIAGRAM, TESTS = 0.3, 0.6
"""Shares of the work, the recorded walks being the rest."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What walkers of a name do, with bodies of a population."""

    walkers: str
    population: str
    checked: tuple[Checked, ...]
    beside: tuple[Beside, ...]
    replays: tuple[Replay, ...]


def validate(
    walkers: str,
    recorded: Sequence[Recorded] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> Validation:
    """Ask all of it; ScenarioError for walkers nobody knows."""
    asked = walkers_of(CrowdSettings(walkers=walkers, population=POPULATION))
    beside = diagram(asked)
    progress(DIAGRAM)
    tests = checked(asked, beside, lambda share: progress(DIAGRAM + TESTS * share))
    replays = tuple(replayed(asked, one) for one in recorded)
    progress(1.0)
    return Validation(walkers, POPULATION, tests, beside, replays)


def read(text: str) -> tuple[Validation, ...]:
    """What `told` tells, as JSON text; ValueError for anything else."""
    return TypeAdapter(dict[str, tuple[Validation, ...]]).validate_json(text)["validations"]


def told(found: Sequence[Validation]) -> dict[str, Any]:
    """All of it as JSON."""
    return {"validations": [asdict(one) for one in found]}
