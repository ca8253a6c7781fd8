"""What faces do: at rest, brows let go, with a trace of a smile or parted lips in some people; and
what they express.
"""

from collections.abc import Mapping

from sim.people.identities import Identity

RELAXED: Mapping[str, float] = {
    "eyebrows-left-inner-up": 0.22, "eyebrows-right-inner-up": 0.22, "mouth-corner-puller": 0.05,
}  # fmt: skip
"""Without it MakeHuman's base face, lit from above, looks stern."""
NEUTRAL: Mapping[str, float] = {}
SMILE: Mapping[str, float] = {
    "mouth-corner-puller": 0.35, "eye-left-slit": 0.15, "eye-right-slit": 0.15,
}  # fmt: skip
BROAD_SMILE: Mapping[str, float] = {
    "mouth-corner-puller": 0.8, "mouth-part-later": 0.15,
    "eye-left-slit": 0.4, "eye-right-slit": 0.4,
}  # fmt: skip
FROWN: Mapping[str, float] = {
    "eyebrows-left-down": 0.8, "eyebrows-right-down": 0.8, "mouth-compression": 0.5,
}  # fmt: skip
SPEAKING: Mapping[str, float] = {
    "mouth-open": 0.2, "eyebrows-left-up": 0.4, "eyebrows-right-up": 0.4,
}  # fmt: skip
CALLING: Mapping[str, float] = {
    "mouth-open": 0.4, "mouth-part-later": 0.2, "eyebrows-left-up": 0.5, "eyebrows-right-up": 0.5,
    "eye-left-slit": 0.3, "eye-right-slit": 0.3,
}  # fmt: skip
"""Shouting or laughing out loud."""
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
