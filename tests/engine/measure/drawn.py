"""Templates of people drawn from a simple model, for tests of the measures."""

import numpy as np

DIMENSIONS = 24
SKEW = np.linspace(1.6, 0.4, DIMENSIONS)
"""Directions differ in how they vary, so that a pair's score depends on who the two are."""


def drawn(people, rng, pictures=3, noise=0.62):
    """Unit templates (people * pictures, d) and whose; some people vary more than others."""
    centre = rng.standard_normal((people, DIMENSIONS)) * SKEW
    varies = noise * np.exp(0.35 * rng.standard_normal((people, 1)))
    person = np.repeat(np.arange(people), pictures)
    around = rng.standard_normal((len(person), DIMENSIONS)) * SKEW
    raw = centre[person] + varies[person] * around
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32), person
