"""Templates of nobody: watchlists as long as wanted, and probes that resemble some of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.matching.gallery import Gallery

Templates = NDArray[np.floating[Any]]

DRAWN_AT_ONCE = 50_000
"""So that drawing takes no more memory than what is drawn."""
NOISE = 0.1
"""A view's noise in each of 192 numbers: it compares at about .58 with its subject, as a poor
view does.
"""


def drawn(
    rows: int, dimension: int, rng: np.random.Generator, kind: type[Any] = np.float32
) -> Templates:
    """(rows, dimension) unit templates, spread evenly over the sphere.

    >>> float(np.linalg.norm(drawn(3, 8, np.random.default_rng(1)), axis=1).round(5).sum())
    3.0
    """
    made = np.empty((rows, dimension), kind)
    for at in range(0, rows, DRAWN_AT_ONCE):
        part = rng.standard_normal((len(made[at : at + DRAWN_AT_ONCE]), dimension), np.float32)
        made[at : at + DRAWN_AT_ONCE] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return made


def views(templates: Templates, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(count, dimension) probes, each of a subject among the templates."""
    own = templates[rng.integers(0, len(templates), count)].astype(np.float32)
    noisy = own + np.float32(NOISE) * rng.standard_normal(own.shape, np.float32)
    unit: NDArray[np.float32] = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    return unit


def strangers(rows: int, dimension: int, seed: int, pack_id: str) -> Gallery:
    """A watchlist of so many."""
    templates = drawn(rows, dimension, np.random.default_rng([seed, rows])).astype(np.float32)
    return Gallery(tuple(f"stranger {k}" for k in range(rows)), templates, pack_id)
