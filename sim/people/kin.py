"""Twins, siblings and look-alikes of people: made of somebody and of somebody else.

The separability gate keeps such people out of a crowd; exercises put a few back in, marked.
"""

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np

from sim.people.identities import Identity
from sim.people.ties import LOOK_ALIKE, SIBLING, TWIN, Tie

SHARED = {TWIN: 0.98, SIBLING: 0.5, LOOK_ALIKE: 0.7}
"""Correlation of each face axis with the person's. Half is what parents' genes make of siblings
(Fisher 1918); the others are chosen so that scores come out as docs/people.md has them."""
APART_SHARED = 0.7
"""The same for what tells twins' left from their right."""
AGE_SD_YEARS = {SIBLING: 4.0, LOOK_ALIKE: 3.0}
YOUNGEST, ADULT, OLDEST = 3.0, 18.0, 95.0
"""Years of age; kin of adults are adults."""
BUILD_SD = 0.04
"""Twins differ in weight and muscle by so much."""

Shape = Mapping[str, tuple[float, float]]


def related(
    found: Tie, person: Identity, fresh: Identity, two_sided: Set[str], rng: np.random.Generator
) -> Identity:
    """Somebody so tied to `person`, made of them and of somebody `fresh`.

    Axes named in `two_sided` are blended, the others taken from one of both, so that all are
    spread among kin as they are in the population.
    """
    shape = _shape(person.shape, fresh.shape, SHARED[found.kind], two_sided, rng)
    made = {TWIN: _twin, SIBLING: _sibling, LOOK_ALIKE: _look_alike}[found.kind]
    changed = made(person, replace(fresh, shape=shape), rng)
    return replace(changed, number=found.number, kin=found.label)


def _twin(person: Identity, fresh: Identity, rng: np.random.Generator) -> Identity:
    """The same but for small differences, most of them between left and right."""
    apart = {axis: _blend(person.shape[axis][1], fresh.shape[axis][1]) for axis in fresh.shape}
    muscle, weight = np.clip(rng.normal((person.muscle, person.weight), BUILD_SD), 0, 1).tolist()
    return replace(
        person,
        shape={axis: (both, apart[axis]) for axis, (both, _) in fresh.shape.items()},
        asymmetry={
            name: value if rng.random() < APART_SHARED else fresh.asymmetry[name]
            for name, value in person.asymmetry.items()
        },
        muscle=muscle,
        weight=weight,
    )


def _sibling(person: Identity, fresh: Identity, rng: np.random.Generator) -> Identity:
    """Of the same ancestry and skin and of an age near by, else somebody of their own."""
    return replace(
        person,
        sex=fresh.sex,
        age=_age(person.age, AGE_SD_YEARS[SIBLING], rng),
        gender=fresh.gender,
        muscle=fresh.muscle,
        weight=fresh.weight,
        blood=fresh.blood,
        shape=fresh.shape,
        asymmetry=fresh.asymmetry,
    )


def _look_alike(person: Identity, fresh: Identity, rng: np.random.Generator) -> Identity:
    """Nobody's relative, but of the same kind and much of the same face."""
    age = _age(person.age, AGE_SD_YEARS[LOOK_ALIKE], rng)
    return replace(person, age=age, shape=fresh.shape, asymmetry=fresh.asymmetry)


def _age(years: float, spread: float, rng: np.random.Generator) -> float:
    low = ADULT if years >= ADULT else YOUNGEST
    return float(np.clip(rng.normal(years, spread), low, OLDEST))


def _shape(
    person: Shape, fresh: Shape, share: float, two_sided: Set[str], rng: np.random.Generator
) -> Shape:
    found = {}
    for axis, (both, apart) in fresh.items():
        inherits = rng.random() < share
        if axis in two_sided:
            both = _blend(person[axis][0], both, share)
        elif inherits:
            both = person[axis][0]
        found[axis] = (both, apart)
    return found


def _blend(person: float, fresh: float, share: float = APART_SHARED) -> float:
    """Of two draws a third that is spread as they are and has correlation `share` with the first.

    >>> _blend(1.0, 0.0, 0.5), _blend(0.0, 1.0, 0.6)
    (0.5, 0.8)
    """
    return share * person + float(np.sqrt(1 - share**2)) * fresh
