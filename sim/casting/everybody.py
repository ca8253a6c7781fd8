"""Rendered people as every film has them, with what was drawn of them before."""

from engine.packs.fetch import cache_folder
from sim.casting.staging import PEOPLE_SEED
from sim.people.sprites import PEOPLE_HELD, Sprites


def everybody(held: int = PEOPLE_HELD) -> Sprites:
    """Whoever may be filmed; what is drawn of them is kept in the cache folder, and so many of them
    are held ready.
    """
    return Sprites(PEOPLE_SEED, cache_folder() / "people" / "sprites", held)
