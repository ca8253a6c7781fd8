"""What a whole track says about who it is: its best frames fused into one template.

The track score stands beside the per-frame decision and decides nothing. The preset's threshold is
the score that a stranger's *second best frame* reaches as seldom as wanted; a fused template has
less noise, so the scores of strangers and of subjects alike lie elsewhere and that threshold
would mean another false positive rate. Deciding by it needs a calibration of its own.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.faces import Template
from engine.matching.gallery import NOBODY, Gallery


@dataclass(frozen=True, slots=True)
class TrackScore:
    """The fused template's nearest subject (row, NOBODY without any) and score, by `frames`."""

    track: int
    subject: int
    score: float
    frames: int


@dataclass(slots=True)
class Evidence:
    """One feed's tracks, each with its `best` searched frames by weight and no more; those that are
    over can be dropped.
    """

    best: int
    kept: dict[int, list[tuple[float, Template]]] = field(default_factory=dict)

    def add(self, track: int, template: Template, weight: float) -> None:
        """Take one searched face in; of two as good, the earlier stays."""
        frames = self.kept.setdefault(track, [])
        frames.append((weight, template))
        frames.sort(key=lambda one: -one[0])  # stable
        del frames[self.best :]

    def template(self, track: int) -> Template:
        """The track's fused template (d,)."""
        weights, templates = zip(*self.kept[track], strict=True)
        return fuse(np.stack(templates), weights)

    def score(self, track: int, gallery: Gallery) -> TrackScore:
        """The subject nearest to the track as a whole."""
        subjects, scores = gallery.search(self.template(track)[None])
        subject, score = int(subjects[0]), float(scores[0])
        return TrackScore(track, subject, score, len(self.kept[track]))

    def against(self, track: int, subject: int, gallery: Gallery) -> float:
        """The whole track's score against one subject (row); -1 for NOBODY."""
        if subject == NOBODY:
            return -1.0
        return float(self.template(track) @ gallery.templates[subject])

    def scores(self, gallery: Gallery) -> list[TrackScore]:
        """Every kept track's, in the order of their numbers."""
        return [self.score(track, gallery) for track in sorted(self.kept)]

    def drop(self, alive: AbstractSet[int]) -> "Evidence":
        """Keep these tracks only; the evidence of the others."""
        over = {track: frames for track, frames in self.kept.items() if track not in alive}
        for track in over:
            del self.kept[track]
        return Evidence(self.best, over)


def fuse(templates: NDArray[np.float32], weights: Sequence[float]) -> Template:
    """The mean of unit templates (n, d) by weight, n >= 1, at unit length again.

    Weights that are all 0 count alike.

    >>> two = np.eye(2, dtype=np.float32)
    >>> fuse(two, [1.0, 0.0]).tolist(), fuse(two, [0.0, 0.0]).round(2).tolist()
    ([1.0, 0.0], [0.7099999785423279, 0.7099999785423279])
    """
    share = np.asarray(weights, np.float64)
    share = share / share.sum() if share.sum() > 0 else np.full(len(share), 1 / len(share))
    mean = share @ templates.astype(np.float64)
    length = float(np.linalg.norm(mean))
    whole = mean / length if length > 1e-9 else templates[int(share.argmax())]
    unit: Template = np.asarray(whole, np.float32)
    return unit
