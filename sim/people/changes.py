"""Single changes of a look, everything else kept: to tell what each of them costs an engine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from sim.people.hair.beards import beard_style
from sim.people.hair.cuts import hair_style
from sim.people.identities import Identity, older
from sim.people.looks import Look, look
from sim.people.skin.makeup import NO_MAKEUP, makeup
from sim.people.wear.wearables import bared, swapped

Change = Callable[[Identity, Look], tuple[Identity, Look]]
Part = TypeVar("Part")

BAREFACED = "barefaced"
YEARS_LATER = 10.0
TRIES = 40
"""So many chances to find something else than what is worn; else it stays."""


def _barefaced(person: Identity, worn: Look) -> tuple[Identity, Look]:
    return person, replace(worn, wearables=bared(worn.wearables))


def _glasses(person: Identity, worn: Look) -> tuple[Identity, Look]:
    return person, replace(worn, wearables=swapped(person, worn.wearables))


def _hair(person: Identity, worn: Look) -> tuple[Identity, Look]:
    rng = person.rng("changes/hair")
    drawn = (hair_style(person, rng) for _ in range(TRIES))
    return person, replace(worn, hair=_other(drawn, worn.hair))


def _beard(person: Identity, worn: Look) -> tuple[Identity, Look]:
    rng = person.rng("changes/beard")
    drawn = (beard_style(person, rng) for _ in range(TRIES))
    return person, replace(worn, beard=_other(drawn, worn.beard))


def _makeup(person: Identity, worn: Look) -> tuple[Identity, Look]:
    """As on the first of some days on which they have put on any, or taken off."""
    days = (makeup(person, f"/changes {day}") for day in range(TRIES))
    other = _other(days, NO_MAKEUP) if worn.makeup == NO_MAKEUP else NO_MAKEUP
    return person, replace(worn, makeup=other)


def _years(person: Identity, worn: Look) -> tuple[Identity, Look]:
    """Another shape and skin, greyer, with less hair, and nothing else."""
    later = older(person, YEARS_LATER)
    then = look(later)
    return later, replace(
        worn,
        hair_colour=then.hair_colour,
        brow_colour=then.brow_colour,
        grey=then.grey,
        recede=then.recede,
        sclera=then.sclera,
    )


SINGLE: dict[str, Change] = {
    "glasses off or on": _glasses,
    "other hair": _hair,
    "other beard": _beard,
    "make-up": _makeup,
    "ten years": _years,
}
"""Each can leave somebody as they were: women have no beard, and not everybody wears make-up."""
CHANGES: dict[str, Change] = {BAREFACED: _barefaced, **SINGLE}


def _other(drawn: Iterator[Part], worn: Part) -> Part:
    return next((one for one in islice(drawn, TRIES) if one != worn), worn)
