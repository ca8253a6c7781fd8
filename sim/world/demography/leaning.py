"""How far people are treated in another way for what they are like, where that is planted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.planted import Lean, ages_of
from sim.people.identities import ANCESTRIES, SEXES
from sim.world.demography.labels import Labels


def leaning(labels: Labels, leans: Sequence[Lean]) -> NDArray[np.float64]:
    """(n,) the shift of each person, summed over those that are about them."""
    shift = np.zeros(len(labels))
    for lean in leans:
        shift[_among(labels, lean)] += lean.shift
    return shift


def _among(labels: Labels, lean: Lean) -> NDArray[np.bool_]:
    """Who (n,) is of a group."""
    if lean.label == "age":
        first, end = ages_of(lean.group) or (0, 0)
        return np.asarray((labels.age >= first) & (labels.age < end))
    if lean.label == "tone":
        return np.asarray(labels.tone == int(lean.group))
    names, column = (SEXES, labels.sex) if lean.label == "sex" else (ANCESTRIES, labels.ancestry)
    return np.asarray(column == [*names].index(lean.group))
