"""Faces at rest: brows let go, and in some people a trace of a smile or parted lips."""

from collections.abc import Mapping

from sim.people.identities import Identity

RELAXED: Mapping[str, float] = {
    "eyebrows-left-inner-up": 0.22, "eyebrows-right-inner-up": 0.22, "mouth-corner-puller": 0.05,
}  # fmt: skip
"""Without it MakeHuman's base face, lit from above, looks stern."""
SMILING, PARTED = 0.18, 0.1
"""Shares of people who smile slightly and whose lips are parted; the author's choice."""


def resting(person: Identity) -> dict[str, float]:
    """Strength of each expression unit in the person's face at rest."""
    rng, units = person.rng("resting"), dict(RELAXED)
    chance, strength = rng.random(), float(rng.uniform(0.5, 1))
    if chance < SMILING:
        units["mouth-corner-puller"] += 0.25 * strength
        units["eye-left-slit"] = units["eye-right-slit"] = 0.08 * strength
    elif chance < SMILING + PARTED:
        units["mouth-open"] = 0.1 * strength
    return units
