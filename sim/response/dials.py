"""Numbers that a judge or policy of a scenario's choice is set by."""

from collections.abc import Mapping

from scenarios.errors import ScenarioError


def settled(field: str, given: Mapping[str, float], **usual: float) -> dict[str, float]:
    """The usual values with those given in their place; ScenarioError for a dial that is not there.

    >>> settled("operators.judge_dials", {"margin": 0.1}, margin=0.05)
    {'margin': 0.1}
    """
    for name in given:
        if name not in usual:
            among = ", ".join(usual) or "no dial"
            raise ScenarioError(f"{field}: got {name!r}, wanted {among}")
    return usual | dict(given)
