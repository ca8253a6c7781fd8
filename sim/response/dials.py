"""What a judge or policy of a scenario's choice is set by."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from engine.names import perhaps
from scenarios.errors import Fault, ScenarioError
from scenarios.fields.misfits import misfits
from scenarios.fields.parts import Dial, Part

Dials = TypeVar("Dials", bound=Part)


def settled(field: str, given: Mapping[str, Dial], **usual: float) -> dict[str, float]:
    """The usual numbers with those given in their place; ScenarioError for a dial that is not there
    and for one that is no number.

    >>> settled("operators.judge_dials", {"margin": 0.1}, margin=0.05)
    {'margin': 0.1}
    """
    found = dict(usual)
    for name, value in given.items():
        if name not in usual:
            among = ", ".join(usual) or "no dial"
            raise ScenarioError(f"{field}: got {name!r}, wanted {among}{perhaps(name, usual)}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ScenarioError(f"{field}.{name}: got {value!r}, wanted a number")
        found[name] = value
    return found


def fitted(field: str, given: Mapping[str, Dial], dials: type[Dials]) -> Dials:
    """Dials of many kinds, as a part of their own with what is given put into it; ScenarioError,
    with all that does not fit.

    >>> class Mine(Part):
    ...     review: bool = False
    >>> fitted("operators.judge_dials", {"review": True}, Mine).review
    True
    """
    try:
        return dials.model_validate(dict(given))
    except ValidationError as err:
        faults = [
            Fault("", None, ".".join([field, *map(str, at)]), said)
            for at, said in misfits(dials, err)
        ]
        raise ScenarioError(faults) from err
