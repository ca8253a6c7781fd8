"""The looks one person can have: on the day, in the picture they were enrolled from, later on, and
in another picture of an archive.
"""

from collections.abc import Callable
from dataclasses import replace

from sim.people.changes import BAREFACED, CHANGES, SINGLE, YEARS_LATER
from sim.people.identities import Identity, older
from sim.people.looks import Look, Often, look, restyled, revisiting
from sim.people.wear.wearables import NAMES, NONE, matched, only

DAY, ENROLMENT, RETURN, OLDER, ARCHIVED = "day", "enrolment", "return", "older", "archived"
ARCHIVE = Often(hair=0.085, beard=0.06, dyed=(0.025, 0.008), glasses=(0.17, 0.0))
"""How press photographs of one person differ: so that hair, beards and, where who wears glasses
keeps them on as often as there, glasses do in such shares of pairs as docs/gap.md counts.
"""
WEARING = "wearing "
"""Before one name of `sim.people.wear.wearables`, or "none": that thing and nothing else."""
BUT = " but "
"""Between a style and one of `sim.people.changes.CHANGES`: the same, changed in that alone."""

Maker = Callable[[Identity], tuple[Identity, Look]]


def barefaced(style: str) -> str:
    """The style in which nothing but clear glasses, jewels and coverings of faith is worn.

    >>> barefaced(DAY)
    'day but barefaced'
    """
    return f"{style}{BUT}{BAREFACED}"


def basis(style: str) -> str:
    """The style without its change.

    >>> basis("day but barefaced"), basis("day")
    ('day', 'day')
    """
    return style.partition(BUT)[0]


def _day(person: Identity) -> tuple[Identity, Look]:
    return person, look(person)


def _enrolment(person: Identity) -> tuple[Identity, Look]:
    return person, restyled(person, look(person))


def _return(person: Identity) -> tuple[Identity, Look]:
    return person, revisiting(person, look(person), "/return")


def _older(person: Identity) -> tuple[Identity, Look]:
    later = older(person, YEARS_LATER)
    return later, revisiting(later, look(later), "/older")


def _archived(person: Identity) -> tuple[Identity, Look]:
    return person, revisiting(person, look(person), "/archive", ARCHIVE)


def _wearing(name: str) -> Maker:
    def made(person: Identity) -> tuple[Identity, Look]:
        day = look(person)
        return person, replace(day, wearables=matched(only(person, name), day.outfit))

    return made


def _changed(made: Maker, change: str) -> Maker:
    return lambda person: CHANGES[change](*made(person))


BASES: dict[str, Maker] = {
    DAY: _day, ENROLMENT: _enrolment, RETURN: _return, OLDER: _older, ARCHIVED: _archived,
}  # fmt: skip
SINGLY = {f"{ENROLMENT}{BUT}{name}": _changed(_enrolment, name) for name in SINGLE}
"""As enrolled, but for one thing each."""
MAKERS: dict[str, Maker] = {
    **BASES,
    **{barefaced(name): _changed(made, BAREFACED) for name, made in BASES.items()},
    **SINGLY,
    **{f"{WEARING}{name}": _wearing(name) for name in (NONE, *NAMES)},
}
"""How each style is made. The identity may change too: somebody older is shaped otherwise."""


def styled(person: Identity, style: str) -> tuple[Identity, Look]:
    """Who is to be drawn, and in what look, when `person` appears in one of MAKERS.

    >>> from sim.people.births import identity
    >>> who, worn = styled(identity(3, 1), DAY)
    >>> who == identity(3, 1), worn == look(who)
    (True, True)
    """
    return MAKERS[style](person)
