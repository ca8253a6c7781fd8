"""Every head within human bounds, of children, the old and kin alike: `skulls` and `proportions`
weaken what pushes a measure out; what other shapes push is brought back by the axis against them.
"""

from collections.abc import Mapping

from sim.people.head import proportions, skulls

STRAIGHT: Mapping[str, tuple[str, str]] = {
    "breadth": ("head/head-scale-horiz-decr", "head/head-scale-horiz-incr"),
    "height": ("forehead/forehead-scale-vert-decr", "forehead/forehead-scale-vert-incr"),
    "face": ("forehead/forehead-scale-vert-decr", "forehead/forehead-scale-vert-incr"),
    "nose length": ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr"),
    "nose width": ("nose/nose-scale-horiz-decr", "nose/nose-scale-horiz-incr"),
    "nose projection": ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr"),
    "nose tip": ("nose/nose-point-down", "nose/nose-point-up"),
    "left ear length": ("ears/l-ear-scale-vert-decr", "ears/l-ear-scale-vert-incr"),
    "right ear length": ("ears/r-ear-scale-vert-decr", "ears/r-ear-scale-vert-incr"),
    "left ear flare": ("ears/l-ear-wing-decr", "ears/l-ear-flap-incr"),
    "right ear flare": ("ears/r-ear-wing-decr", "ears/r-ear-flap-incr"),
}
"""The targets that make each measure smaller and larger and change little else. No large shape
makes a vault's upper part too wide or too narrow: what does is weakened.
"""
STEP, ROUNDS, FULL = 0.04, 60, 1.2
SHARES = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
"""What is left of a face's own axes, the middle face as the last resort."""


def bounded(strengths: Mapping[str, float]) -> dict[str, float]:
    """Strengths of targets changed until skull, nose and ears are in bounds, not at all where they
    are already.
    """
    for share in SHARES:
        found = _helped(skulls.moderated(_lessened(strengths, share)))
        if not outside(found):
            break
    return found


def outside(strengths: Mapping[str, float]) -> dict[str, int]:
    """Which measures of skull, nose and ears are too small, -1, or too large, 1.

    >>> outside({}), outside({"head/head-scale-horiz-decr": 1.0})
    ({}, {'breadth': -1})
    """
    return skulls.excesses(strengths) | proportions.excesses(strengths)


def _lessened(strengths: Mapping[str, float], share: float) -> dict[str, float]:
    return {
        name: value if name.startswith("macrodetails/") else value * share
        for name, value in strengths.items()
    }


def _helped(strengths: Mapping[str, float]) -> dict[str, float]:
    """Each measure that is out moved a step straight back a round, once weakening is not enough."""
    found = proportions.proportioned(strengths)
    for _ in range(ROUNDS):
        sides = outside(found)
        if not sides:
            break
        for smaller, larger in {STRAIGHT[name][::-side] for name, side in sides.items()}:
            _moved(found, smaller, larger)
    return {name: value for name, value in found.items() if value > 0}


def _moved(found: dict[str, float], against: str, towards: str) -> None:
    """A step from one target to the other: less of the first, then more of the second."""
    spent = min(found.get(against, 0.0), STEP)
    if spent:
        found[against] -= spent
    if spent < STEP:
        found[towards] = min(found.get(towards, 0.0) + STEP - spent, FULL)
