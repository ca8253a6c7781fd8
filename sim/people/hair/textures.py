"""Straight, wavy, curly or coily: how a strand leaves its straight way, apart from the cut."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Texture:
    """Strands wind `turns` times a decimetre, `wide_dm` from their way, and `own` from 0 (like
    their whole tuft) to 1 (each for itself). `weights` are shares among people of MakeHuman's three
    ancestries, the author's choice, to be varied.
    """

    turns: float
    wide_dm: float
    own: float
    weights: tuple[float, float, float]


TEXTURES = {
    "straight": Texture(1.1, 0.012, 0.3, (0.0, 0.78, 0.42)),
    "wavy": Texture(1.7, 0.04, 0.25, (0.03, 0.18, 0.38)),
    "curly": Texture(3.2, 0.065, 0.3, (0.12, 0.04, 0.18)),
    "coily": Texture(8.0, 0.045, 0.8, (0.85, 0.0, 0.02)),
}


def wound(
    points: Floats, texture: Texture, tuft: NDArray[np.intp], rng: np.random.Generator
) -> None:
    """Wind strands (n, k, 3) in place around their ways; those of one `tuft` (n,) together."""
    n = len(points)
    step = np.sqrt((np.diff(points[:, :3], axis=1) ** 2).sum(2)).mean(1)
    arc = step[:, None] * np.arange(points.shape[1])
    tufts = int(tuft.max(initial=0)) + 1
    begin = rng.uniform(0, 2 * np.pi, tufts)[tuft] + texture.own * rng.uniform(-np.pi, np.pi, n)
    turns = texture.turns * rng.uniform(0.8, 1.25, tufts)[tuft]
    angle = (begin[:, None] + 2 * np.pi * turns[:, None] * arc).astype(np.float32)
    wide = (texture.wide_dm * np.minimum(arc / 0.35, 1)).astype(np.float32)
    points[..., 0] += wide * np.sin(angle)
    points[..., 1] += 0.6 * wide * np.sin(angle + 1.1)
    points[..., 2] += wide * np.cos(angle)
