"""How the skins of a population lie on the Monk scale, and how far from its swatches."""

from dataclasses import dataclass

import numpy as np

from sim.people.births import identity
from sim.people.skin import monk


@dataclass(frozen=True, slots=True)
class Tone:
    """One of the ten tones: how many people have it, and how far their skin is from the swatch, in
    CIELAB units; both 0 if nobody has it.
    """

    tone: int
    swatch: str
    people: int
    mean_distance: float
    largest_distance: float


def tones(count: int, seed: int) -> list[Tone]:
    """The ten tones among the first `count` people of the population `seed`.

    >>> sum(tone.people for tone in tones(5, 1))
    5
    """
    skins = np.stack([identity(number, seed).skin_rgb for number in range(count)])
    apart = monk.distances(monk.shown(skins))
    nearest = apart.argmin(1)
    found = []
    for row, swatch in enumerate(monk.SWATCHES):
        own = apart[nearest == row, row]
        mean, most = (float(own.mean()), float(own.max())) if len(own) else (0.0, 0.0)
        found.append(Tone(row + 1, f"#{swatch}", len(own), mean, most))
    return found
