"""The looks one person can have: on the day, in the picture they were enrolled from, later on."""

from collections.abc import Callable
from dataclasses import replace

from sim.people.identities import Identity, older
from sim.people.looks import Look, look, restyled, revisiting
from sim.people.wear.wearables import NAMES, NONE, matched, only

DAY, ENROLMENT, RETURN, OLDER = "day", "enrolment", "return", "older"
WEARING = "wearing "
"""Before one name of `sim.people.wear.wearables`, or "none": that thing and nothing else."""
YEARS_LATER = 10.0
"""How many years older the style OLDER is."""


def _day(person: Identity) -> tuple[Identity, Look]:
    return person, look(person)


def _enrolment(person: Identity) -> tuple[Identity, Look]:
    return person, restyled(person, look(person))


def _return(person: Identity) -> tuple[Identity, Look]:
    return person, revisiting(person, look(person), "/return")


def _older(person: Identity) -> tuple[Identity, Look]:
    later = older(person, YEARS_LATER)
    return later, revisiting(later, look(later), "/older")


def _wearing(name: str) -> Callable[[Identity], tuple[Identity, Look]]:
    def made(person: Identity) -> tuple[Identity, Look]:
        day = look(person)
        return person, replace(day, wearables=matched(only(person, name), day.outfit))

    return made


MAKERS: dict[str, Callable[[Identity], tuple[Identity, Look]]] = {
    DAY: _day,
    ENROLMENT: _enrolment,
    RETURN: _return,
    OLDER: _older,
    **{f"{WEARING}{name}": _wearing(name) for name in (NONE, *NAMES)},
}
"""How each style is made. The identity may change too: somebody older is shaped otherwise."""


def styled(person: Identity, style: str) -> tuple[Identity, Look]:
    """Who is to be drawn, and in what look, when `person` appears in one of MAKERS.

    >>> from sim.people.identities import identity
    >>> who, worn = styled(identity(3, 1), DAY)
    >>> who == identity(3, 1), worn == look(who)
    (True, True)
    """
    return MAKERS[style](person)
