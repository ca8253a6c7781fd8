"""Who sits at a screen: how well kinds of people tell faces apart, as was measured.

All stand on one scale, that of ordinary pairs (the Glasgow Face Matching Test), on which untrained
adults have d' 1.87. Examiners, reviewers and super-recognisers were measured with hard pairs alone,
on which students had .66; their d' here is such that it comes to the measured one on pairs so hard
that 1.87 comes to .66. A d' that is known by a whole group's shares of right answers is such that a
group so spread has those shares.
"""

from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.names import perhaps
from scenarios.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Role:
    """A population of people: mean and standard deviation of d' and of the criterion, which do not
    hang together (r .03, Beattie 2016); a criterion below 0 says yes more readily than no.
    """

    name: str
    d_prime: float
    d_prime_sd: float
    criterion: float
    criterion_sd: float
    told: str
    source: str


@cache
def roles() -> Mapping[str, Role]:
    """Those that were measured, by name.

    >>> roles()["untrained"].d_prime
    1.87
    """
    text = files("sim.response.judges").joinpath("roles.csv").read_text("utf-8")
    return {row["role"]: _role(row) for row in DictReader(text.splitlines())}


def role_of(name: str) -> Role:
    """A role by its name; ScenarioError, with the nearest one, for a name that none has."""
    known = roles()
    if name not in known:
        among = f"wanted one of {', '.join(known)}{perhaps(name, known)}"
        raise ScenarioError(f"operators.judge_dials.role: got {name!r}, {among}")
    return known[name]


def _role(row: Mapping[str, str]) -> Role:
    numbers = {key: float(row[key]) for key in ("d_prime", "d_prime_sd")}
    numbers |= {key: float(row[key]) for key in ("criterion", "criterion_sd")}
    return Role(row["role"], **numbers, told=row["told"], source=row["source"])
