"""The stand-in for the engine's eyes: templates drawn from a model fitted to real ones.

Two-covariance model (Brümmer & de Villiers 2010): a person is y ~ N(m, B), a probe of them
unit(y + e) with e ~ N(0, s² W), made heavy-tailed by dividing by a chi variable (Student-t). The
noise s grows as faces get small, turned or hidden; a share of its variance is common to all frames
of one pass, since light, distance and expression last.

What all people share lies along m. To some recognisers a small face resembles others as much as a
large one does: there noise makes people less like themselves, and no less like strangers.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.counts import counted
from engine.errors import SettingsError
from engine.measure.calibration.likeness import gate

Floats = NDArray[np.float64]

BLOCK = 256
"""People are drawn so many at a time, however few are wanted: so nobody hangs on how many are."""
QUALITIES = 5
"""What noise and detection depend on, as `quality` gives it."""
GIVEN_UP_AFTER = 32_000
"""People refused, one after another, after which nobody more is unlike enough."""
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
    people admitted to one crowd, as the gate for rendered people does. `common` says how far what
    lies along the mean keeps step with the rest as noise grows: at 0 it is as it was, and so a
    smaller part of the template; at 1 it is as large a part of it as in a good view.
    """

    mean: NDArray[np.float32]
    between: NDArray[np.float32]
    within: NDArray[np.float32]
    noise: NDArray[np.float64]
    detection: NDArray[np.float64]
    pass_share: float
    look_alike: float
    degrees: float = 4.0
    common: float = 0.0

    def __post_init__(self) -> None:
        """ValueError for what does not fit together."""
        size = len(np.atleast_1d(self.mean))
        shapes = {"mean": (size,), "between": (size, size), "within": (size, size)}
        shapes |= dict.fromkeys(("noise", "detection"), (QUALITIES,))
        shapes |= dict.fromkeys(("pass_share", "look_alike", "degrees", "common"), ())
        for field, shape in shapes.items():
            got = wanted_numbers(field, getattr(self, field))
            if got.shape != shape or not size:
                raise ValueError(f"{field}: got {got.shape}, wanted {shape}")
        if not (0 <= self.pass_share <= 1 and -1 < self.look_alike <= 1 and self.degrees > 2):
            raise ValueError(
                f"got pass_share {self.pass_share}, look_alike {self.look_alike} and degrees"
                f" {self.degrees}, wanted 0 to 1, above -1 to 1, and more than 2"
            )
        if not (self.common == 0 or (0 < self.common <= 1 and np.any(self.mean))):
            raise ValueError(f"got common {self.common}, wanted 0 to 1, and 0 where mean is 0")

    def subjects(
        self, count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(count, d) people and the unit templates (count, d) of their enrolment pictures, no two
        of which are look-alikes. The first ones are the same whatever the count.
        """
        people = np.empty((count + BLOCK, len(self.mean)), np.float32)
        enrolled, number, vain = np.empty_like(people), 0, 0
        while number < count:
            if vain >= GIVEN_UP_AFTER:
                raise SettingsError(
                    f"preset: got look_alike {self.look_alike:g}, wanted one at which more than"
                    f" {counted(number, 'person')} {'is' if number == 1 else 'are'} unlike"
                )
            fresh, templates = self.enrolled(BLOCK, rng)
            admitted = gate(templates, self.look_alike, enrolled[:number])
            more = number + int(admitted.sum())
            people[number:more], enrolled[number:more] = fresh[admitted], templates[admitted]
            number, vain = more, 0 if admitted.any() else vain + BLOCK
        return people[:count], enrolled[:count]

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
        lasting = self.noise_at_one(len(people), rng)[number]
        return self.seen(people[number], scale, lasting, self.noise_at_one(len(scale), rng))

    def seen(
        self,
        people: NDArray[np.float32],
        scale: Floats,
        lasting: NDArray[np.float32],
        passing: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """(k, d) unit templates of people (k, d), by the noise at 1 that lasts for each one's pass
        and the noise of the moment, (k, d) both.
        """
        noise = np.float32(np.sqrt(self.pass_share)) * lasting
        noise += np.float32(np.sqrt(1 - self.pass_share)) * passing
        added = self._along(people, noise, scale) if self.common else None
        noise *= scale[:, None].astype(np.float32)
        raw = people + noise
        return _unit(raw if added is None else raw + added)

    def _along(
        self, people: NDArray[np.float32], noise: NDArray[np.float32], scale: Floats
    ) -> NDArray[np.float32]:
        """(k, d) what `common` adds along the mean to people (k, d) whose noise at 1 (k, d) is so
        scaled.
        """
        axis = self.axis
        own, off = (people * axis).sum(1), (noise * axis).sum(1)
        rest, stray = people - own[:, None] * axis, noise - off[:, None] * axis
        times = scale.astype(np.float32)
        more = _lengths(rest + times[:, None] * stray) / _lengths(rest + stray)
        added = np.float32(self.common) * ((own + off) * more - (own + times * off))
        return np.asarray(added[:, None] * axis, np.float32)

    @property
    def axis(self) -> NDArray[np.float32]:
        """(d,) the mean's direction, of length 1; of 0 where the mean is 0."""
        length = np.linalg.norm(self.mean)
        return np.asarray(self.mean / length if length else self.mean, np.float32)

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

    def turned(self) -> "StandIn":
        """The same people and noise in other directions: in these `within` is diagonal, so that
        noise is drawn number by number and no template hangs on what else is in a product.
        """
        within, between = self.within.astype(np.float64), self.between.astype(np.float64)
        variance, direction = np.linalg.eigh(within @ within.T)
        largest = np.abs(direction).argmax(0)
        direction *= np.sign(direction[largest, np.arange(len(largest))])  # not the library's whim
        return replace(
            self,
            mean=(direction.T @ self.mean).astype(np.float32),
            between=(direction.T @ between).astype(np.float32),
            within=np.diag(np.sqrt(np.maximum(variance, 0))).astype(np.float32),
        )

    @property
    def _apart(self) -> bool:
        """Whether noise is drawn number by number."""
        return bool(np.count_nonzero(self.within) == np.count_nonzero(np.diag(self.within)))

    def to_arrays(self) -> dict[str, Any]:
        """Everything, for numpy.savez."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def noise_at_one(self, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """(count, d) Student-t noise of covariance W, that of a good view."""
        normal = rng.standard_normal((count, len(self.mean)), np.float32)
        if self._apart:
            normal *= np.diag(self.within)
        else:
            normal = normal @ self.within.T
        tail = np.sqrt((self.degrees - 2) / rng.chisquare(self.degrees, (count, 1)))
        return normal * tail.astype(np.float32)


def wanted_numbers(field: str, value: Any) -> Floats:
    """An array of finite real numbers; ValueError, naming the field, for another."""
    held = np.asarray(value)
    if held.dtype.kind not in "fiu" or not np.isfinite(held).all():
        raise ValueError(f"{field}: got {held.dtype} or none that is finite, wanted real numbers")
    return held


def _lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(vectors, axis=1), np.float32)


def _unit(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    return unit
