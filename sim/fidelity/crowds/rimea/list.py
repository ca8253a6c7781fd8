"""All tests of RiMEA 4.1.1 (11 September 2025), and why some do not apply."""

from collections.abc import Callable, Sequence

from sim.fidelity.crowds.diagram import Beside
from sim.fidelity.crowds.rimea import (
    assigned,
    bottleneck,
    corner,
    corridor,
    density,
    doors,
    single_file,
    speeds,
    starting,
    turning,
)  # fmt: skip
from sim.fidelity.crowds.rimea.checked import Checked
from sim.world.walker import Walkers

APPLIED: Sequence[Callable[[Walkers], Checked]] = (
    corridor.check, starting.check, corner.check, speeds.check, doors.check, assigned.check,
    bottleneck.check, turning.check, single_file.check,
)  # fmt: skip
"""Those of them that walkers alone are asked by; the fourth is asked of the diagram."""
_LINKS = "links between levels take a set time; nobody is walked on them"
_EXITS = "where people leave is the scenario's; walkers choose no exit"
NOT_APPLIED: Sequence[tuple[int, str, str]] = (
    (2, "Up a stair", _LINKS),
    (3, "Down a stair", _LINKS),
    (8, "Three storeys", "a study of parameters, no test"),
    (11, "Nearer exit", _EXITS),
    (13, "Crowd on a stair", _LINKS),
    (14, "Short or long way", "ways are the shortest; walkers choose none"),
)


def checked(
    walkers: Walkers,
    beside: Sequence[Beside],
    progress: Callable[[float], None] | None = None,
) -> tuple[Checked, ...]:
    """All of them, by number; `progress` takes the share done."""
    found = [density.check(beside)]
    for number, name, why in NOT_APPLIED:
        found.append(Checked(number, name, "", "", why, None))
    for k, check in enumerate(APPLIED):
        found.append(check(walkers))
        if progress:
            progress((k + 1) / len(APPLIED))
    return tuple(sorted(found, key=lambda one: one.number))
