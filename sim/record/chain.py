"""The chain played forward: a case's counts, one draw of what is not known after the other.

Every draw has uniforms of its own by part, so that two cases share their luck: more faces never
mean fewer alerts, a stricter threshold never more of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.record.cases import (
    AREA,
    FACES,
    HOURS,
    LIST,
    THRESHOLD,
    TRIALS,
    Case,
    scaled,
    value,
)
from sim.record.families import Array, BetaBinomial
from sim.record.fitting import Drawn, Fitted
from sim.record.parts import PARTS, Part
from sim.streams import Streams

Counts = dict[str, Array]
Which = NDArray[np.integer[Any]]
STOPPED = (6.5, 4.5)
"""Beta of how many false alerts end in a stop: 6 of 10 (the Met's annual report, quoted by each
row of the grids), with half a success and half a failure believed beforehand.
"""
STOPPED_IN_TRIALS = (1.0, 1.5)
"""The same in the trials: assumed. One row tells 2 stops after 110 alerts, most of them at a
carnival.
"""
FOLLOWED = (118.5, 292.5)
"""Beta of how many stops without arrest end in another disposal: 118 of 410 in rows of 2025."""
APART = 0.6
"""How uncertain a slope is beyond what was ever seen: the standard deviation of its logarithm."""
BEYOND = {FACES: "faces", HOURS: "hours", LIST: "watchlist", THRESHOLD: "threshold"}
"""Slopes, and the field of which each has seen a least and a most."""
MOST_LOG = 16.0
"""No count is expected to be more than its exponential, nine million."""


@dataclass(frozen=True, slots=True)
class Luck:
    """Uniforms (draws,) by name, the same for every case that is played with it."""

    uniforms: Mapping[str, Array]

    def of(self, name: str) -> Array:
        """A name's uniforms."""
        return self.uniforms[name]

    def normal(self, name: str) -> Array:
        """The same as standard normal numbers."""
        told: Array = ndtri(np.clip(self.of(name), 1e-12, 1 - 1e-12))
        return told

    def part(self, chosen: Which) -> "Luck":
        """That of some draws alone."""
        return Luck({name: one[chosen] for name, one in self.uniforms.items()})


def luck(seed: int, draws: int) -> Luck:
    """Luck for so many draws; more of them begin with the same."""
    streams = Streams(seed)
    return Luck({name: streams.rng(f"record {name}").random(draws) for name in _names()})


def _names() -> Sequence[str]:
    each = ("area", "month", "u", "v", *(f"beyond {slope}" for slope in BEYOND))
    ends = [f"{name} {one}" for name in ("stopped", "followed") for one in "uv"]
    return (*(f"{part.name} {what}" for part in PARTS for what in each), *ends, "when", "where")


@dataclass(frozen=True, slots=True)
class Played:
    """A case that is played with draws: `which` (draws,) of each part are used, by its name."""

    found: Fitted
    case: Case
    chance: Luck
    which: Mapping[str, Which]

    def counts(self) -> Counts:
        """(draws,) of each count."""
        log_faces = self._part("faces", None)
        faces = np.maximum(np.round(np.exp(np.clip(log_faces, 0.0, MOST_LOG))), 1.0)
        if self.case.faces is not None:
            faces = np.full_like(faces, self.case.faces)
        told = {"faces": faces}
        for name in ("true_alerts", "false_alerts"):
            told[name] = np.minimum(self._part(name, None, faces), faces)  # an alert a face
        told["alerts"] = told["true_alerts"] + told["false_alerts"]
        engaged = self._part("engagements", told["true_alerts"])
        told["arrests"] = self._part("arrests", engaged)
        trials = self.case.era == TRIALS
        ends = STOPPED_IN_TRIALS if trials else STOPPED
        told["wrongful_stops"] = self._share(told["false_alerts"], ends, "stopped")
        told["other_disposals"] = self._share(engaged - told["arrests"], FOLLOWED, "followed")
        # Before 2023 a stop was told as one, whoever was stopped.
        told["engagements"] = engaged + (told["wrongful_stops"] if trials else 0.0)
        return told

    def predictor(self, part: Part, faces: Array | None = None) -> Array:
        """(draws,) a part's linear predictor, with whatever the fit knows nothing of drawn anew:
        an area that it never saw, months after its last one, and slopes beyond what was seen.

        `faces`: (draws,) how many each draw has.
        """
        drawn, taken = self.found.parts[part.name], self.which[part.name]
        usual = replace(self.case, faces=None)
        row, unseen, ahead = drawn.layout.row(part.terms(usual), usual)
        eta = drawn.terms[taken] @ row
        if part.area is not None and self.case.area is None:
            eta = eta + drawn.terms[taken, self._visited(drawn)]
        elif part.area is not None and unseen:
            scale = drawn.scales[taken, part.groups.index("area")]
            eta = eta + np.exp(scale) * self.chance.normal(f"{part.name} area")
        if part.month is not None and ahead:
            scale = drawn.scales[taken, part.groups.index("month")]
            far = np.exp(scale) * np.sqrt(ahead)
            eta = eta + far * self.chance.normal(f"{part.name} month")
        for slope in part.slopes:
            eta = eta + self._further(slope, part, faces)
        told: Array = np.minimum(eta, MOST_LOG)
        return told

    def spread(self, part: Part) -> Array:
        """(draws,) a part's spread."""
        drawn, taken = self.found.parts[part.name], self.which[part.name]
        told: Array = np.exp(drawn.scales[taken, len(part.groups) + part.spread_of(self.case)])
        return told

    def _part(self, name: str, of: Array | None, faces: Array | None = None) -> Array:
        """(draws,) of one part's count."""
        part = part_named(name)
        eta = self.predictor(part, faces)
        n = np.zeros_like(eta) if of is None else of
        u, v = self.chance.of(f"{name} u"), self.chance.of(f"{name} v")
        return part.family.drawn(eta, self.spread(part), n, u, v)

    def _visited(self, drawn: Drawn) -> Which:
        """(draws,) the term of an area that was visited, each as often as it was: a place of which
        nothing is told is one like those of the record.
        """
        columns = np.array([drawn.layout.names.index(f"{AREA}{one}") for one in self.found.visits])
        told: Which = columns[(self.chance.of("where") * len(columns)).astype(int)]
        return told

    def _further(self, slope: str, part: Part, faces: Array | None) -> Array | float:
        """What faces bring (they differ from draw to draw), and how much more or less than its
        usual slope a field brings where nothing like it was seen.
        """
        drawn = self.found.parts[part.name]
        name = f"{slope} {self.case.era}" if slope in part.by_era else slope
        amount = self._amount(slope, faces)
        if amount is None:
            return 0.0
        slopes = drawn.terms[self.which[part.name], drawn.layout.names.index(name)]
        factor = np.expm1(APART * self.chance.normal(f"{part.name} beyond {slope}"))
        told: Array = slopes * factor * (amount - np.clip(amount, *self._seen(slope)))
        return told + slopes * amount if slope == FACES else told

    def _amount(self, slope: str, faces: Array | None) -> Array | None:
        """A field as the fit reads it, by draw for faces."""
        if slope == FACES:
            return None if faces is None else scaled(FACES, faces)
        told = value(self.case, slope)
        return None if told is None else np.array(told)

    def _seen(self, slope: str) -> tuple[float, float]:
        """Least and most that was seen of a slope's field, as the fit reads it."""
        name = f"faces {self.case.era}" if slope == FACES else BEYOND[slope]
        if name not in self.found.seen:
            return -np.inf, np.inf
        low, high = (scaled(slope, end) for end in self.found.seen[name])
        return low, high

    def _share(self, of: Array, ends: tuple[float, float], name: str) -> Array:
        """A share of a count, itself not quite known."""
        a, b = ends
        u, v = self.chance.of(f"{name} u"), self.chance.of(f"{name} v")
        eta, spread = np.full_like(of, np.log(a / b)), np.full_like(of, a + b)
        return BetaBinomial().drawn(eta, spread, of, u, v)


def play(
    found: Fitted, case: Case, chance: Luck, which: Mapping[str, Which] | None = None
) -> Counts:
    """(draws,) of each count of a case; `which` of the fit's draws, in turn if nothing is said."""
    draws = len(chance.of("when"))
    taken = {
        name: np.arange(draws) % len(drawn.terms) if which is None else which[name]
        for name, drawn in found.parts.items()
    }
    return Played(found, case, chance, taken).counts()


def part_named(name: str) -> Part:
    """A part by its name."""
    return next(one for one in PARTS if one.name == name)
