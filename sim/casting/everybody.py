"""Rendered people as every film has them, with what was drawn of them before."""

from engine.packs.fetch import cache_folder
from sim.casting.staging import PEOPLE_SEED
from sim.people.sprites import Sprites


def everybody() -> Sprites:
    """Whoever may be filmed; what is drawn of them is kept in the cache folder."""
    return Sprites(PEOPLE_SEED, cache_folder() / "people" / "sprites")
