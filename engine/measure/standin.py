"""The stand-in for the engine's eyes: templates drawn from a model fitted to real ones.

Two-covariance model (Brümmer & de Villiers 2010): a person is y ~ N(m, B), a probe of them
unit(y + e) with e ~ N(0, s² W), made heavy-tailed by dividing by a chi variable (Student-t). The
noise s grows as faces get small, turned or hidden; a share of its variance is common to all frames
of one pass, since light, distance and expression last.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import SettingsError

Floats = NDArray[np.float64]

DRAWN_AT_ONCE, ASKED_FIRST = 32, 256
QUALITIES = 5
"""What noise and detection depend on, as `quality` gives it."""
GIVEN_UP_AFTER = 1000
"""Draws in vain, one after another, after which nobody more is unlike enough."""
PROFILE_DEG = 90.0
"""Heads turned further away show no face."""
REFERENCE_PX = 40.0
"""Faces at least this large, frontal and unhidden have s = 1."""


def quality(
    interocular_px: ArrayLike, yaw_deg: ArrayLike, pitch_deg: ArrayLike, visible_share: ArrayLike
) -> Floats:
    """(n, 5) what noise and detection depend on: one, smallness, yaw, pitch, hidden share.

    Smallness is log2 of how far the interocular distance falls short of REFERENCE_PX; yaw and
    pitch are squares in units of 30 and 20 degrees.

    >>> quality([10.0], [30.0], [0.0], [1.0]).tolist()
    [[1.0, 2.0, 1.0, 0.0, 0.0]]
    """
    size = np.maximum(np.asarray(interocular_px, np.float64), 0.5)
    return np.stack(
        [
            np.ones_like(size),
            np.maximum(np.log2(REFERENCE_PX / size), 0.0),
            (np.asarray(yaw_deg, np.float64) / 30.0) ** 2,
            (np.asarray(pitch_deg, np.float64) / 20.0) ** 2,
            1.0 - np.asarray(visible_share, np.float64),
        ],
        axis=-1,
    )


@dataclass(frozen=True, slots=True)
class StandIn:
    """A fitted model; `between` and `within` are square roots (d, d) of the two covariances.

    `noise` (5,) are the coefficients of log s, `detection` (5,) those of the log odds of being
    detected, both on `quality`. `look_alike` bounds the comparison of any two enrolment pictures of
    people admitted to one crowd, as the gate for rendered people does.
    """

    mean: NDArray[np.float32]
    between: NDArray[np.float32]
    within: NDArray[np.float32]
    noise: NDArray[np.float64]
    detection: NDArray[np.float64]
    pass_share: float
    look_alike: float
    degrees: float = 4.0

    def __post_init__(self) -> None:
        """ValueError for what does not fit together."""
        size = len(np.atleast_1d(self.mean))
        shapes = {"mean": (size,), "between": (size, size), "within": (size, size)}
        shapes |= dict.fromkeys(("noise", "detection"), (QUALITIES,))
        shapes |= dict.fromkeys(("pass_share", "look_alike", "degrees"), ())
        for field, shape in shapes.items():
            got = wanted_numbers(field, getattr(self, field))
            if got.shape != shape or not size:
                raise ValueError(f"{field}: got {got.shape}, wanted {shape}")
        if not (0 <= self.pass_share <= 1 and -1 < self.look_alike <= 1 and self.degrees > 2):
            raise ValueError(
                f"got pass_share {self.pass_share}, look_alike {self.look_alike} and degrees"
                f" {self.degrees}, wanted 0 to 1, above -1 to 1, and more than 2"
            )

    def subjects(
        self, count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(count, d) people and the unit templates (count, d) of their enrolment pictures, no two
        of which are look-alikes.
        """
        people = enrolled = np.empty((0, len(self.mean)), np.float32)
        vain = 0
        while len(people) < count:
            if vain == GIVEN_UP_AFTER:
                raise SettingsError(
                    f"preset: got look_alike {self.look_alike:g}, wanted one at which more than"
                    f" {len(people)} people are unlike"
                )
            fresh, templates = self.enrolled(count - len(people), rng)
            admitted = gate(templates, self.look_alike, enrolled)
            vain = 0 if admitted.any() else vain + 1
            people = np.concatenate([people, fresh[admitted]])
            enrolled = np.concatenate([enrolled, templates[admitted]])
        return people, enrolled

    def enrolled(
        self, count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(count, d) people as they come and unit templates of a good picture of each."""
        normal = rng.standard_normal((count, len(self.mean)), np.float32)
        people = self.mean + normal @ self.between.T
        return people, _unit(people + self.noise_at_one(count, rng))

    def probes(
        self, person: NDArray[np.float32], scale: NDArray[np.float64], rng: np.random.Generator
    ) -> NDArray[np.float32]:
        """(k, d) unit templates of one person (d,) during one pass, with noise `scale` (k,)."""
        return self.views(person[None], np.zeros(len(scale), np.int64), scale, rng)

    def views(
        self,
        people: NDArray[np.float32],
        number: NDArray[np.int64],
        scale: NDArray[np.float64],
        rng: np.random.Generator,
    ) -> NDArray[np.float32]:
        """(k, d) unit templates of people (n, d) in a pass each; `number` (k,) tells whose."""
        lasting = np.sqrt(self.pass_share) * self.noise_at_one(len(people), rng)
        passing = np.sqrt(1 - self.pass_share) * self.noise_at_one(len(scale), rng)
        noise = scale[:, None].astype(np.float32) * (lasting[number] + passing)
        return _unit(people[number] + noise)

    def scale(
        self,
        interocular_px: ArrayLike,
        yaw_deg: ArrayLike,
        pitch_deg: ArrayLike,
        visible_share: ArrayLike,
    ) -> Floats:
        """The noise s of faces so seen, at least 0.5."""
        seen = quality(interocular_px, yaw_deg, pitch_deg, visible_share)
        return np.maximum(np.exp(seen @ self.noise), 0.5)

    def detects(
        self,
        interocular_px: ArrayLike,
        yaw_deg: ArrayLike,
        pitch_deg: ArrayLike,
        visible_share: ArrayLike,
    ) -> Floats:
        """Probability that the detector finds faces so seen; none from behind."""
        seen = quality(interocular_px, yaw_deg, pitch_deg, visible_share)
        odds: Floats = np.exp(np.clip(seen @ self.detection, -50, 50))
        return np.where(np.abs(yaw_deg) < PROFILE_DEG, odds / (1 + odds), 0.0)

    def to_arrays(self) -> dict[str, Any]:
        """Everything, for numpy.savez."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def noise_at_one(self, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """(count, d) Student-t noise of covariance W, that of a good view."""
        normal = rng.standard_normal((count, len(self.mean)), np.float32) @ self.within.T
        tail = np.sqrt((self.degrees - 2) / rng.chisquare(self.degrees, (count, 1)))
        return normal * tail.astype(np.float32)


class Strangers:
    """Draws people whose enrolment picture would be a look-alike of none in a gallery (n, d).

    Most who are refused resemble somebody near the mean person, so those are compared first, and
    with everybody else one after another until somebody is admitted.
    """

    def __init__(self, model: StandIn, gallery: NDArray[np.float32]) -> None:
        self.model = model
        order = np.argsort(-(gallery @ model.mean), kind="stable")
        self.first, self.rest = gallery[order[:ASKED_FIRST]], gallery[order[ASKED_FIRST:]]

    def draw(self, rng: np.random.Generator) -> NDArray[np.float32]:
        """(d,) the next stranger."""
        for _ in range(GIVEN_UP_AFTER):
            people, templates = self.model.enrolled(DRAWN_AT_ONCE, rng)
            for one in np.flatnonzero(self._unlike(templates, self.first)):
                if self._unlike(templates[one : one + 1], self.rest)[0]:
                    found: NDArray[np.float32] = people[one]
                    return found
        raise SettingsError(
            f"preset: got look_alike {self.model.look_alike:g}, wanted one at which somebody is"
            f" unlike all {len(self.first) + len(self.rest)} of the watchlist"
        )

    def _unlike(
        self, templates: NDArray[np.float32], others: NDArray[np.float32]
    ) -> NDArray[np.bool_]:
        worst = (templates @ others.T).max(1, initial=-1)
        return np.asarray(worst <= self.model.look_alike)


def gate(
    fresh: NDArray[np.float32], bound: float, before: NDArray[np.float32] | None = None
) -> NDArray[np.bool_]:
    """Which of `fresh` (n, d), taken in their order, stay at or below `bound` to everybody
    admitted before them; all are unit vectors, whose products rounding may lift above 1.

    >>> gate(np.eye(3, dtype=np.float32)[[0, 0, 1]], 0.7).tolist()
    [True, False, True]
    """
    admitted = np.ones(len(fresh), bool)
    if before is not None and len(before):
        admitted = np.minimum((fresh @ before.T).max(1), 1) <= bound
    close = np.triu(np.minimum(fresh @ fresh.T, 1) > bound, 1)
    for number in np.flatnonzero(close.any(1)):
        if admitted[number]:
            admitted &= ~close[number]
    return admitted


def wanted_numbers(field: str, value: Any) -> Floats:
    """An array of finite real numbers; ValueError, naming the field, for another."""
    held = np.asarray(value)
    if held.dtype.kind not in "fiu" or not np.isfinite(held).all():
        raise ValueError(f"{field}: got {held.dtype} or none that is finite, wanted real numbers")
    return held


def _unit(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    return unit
