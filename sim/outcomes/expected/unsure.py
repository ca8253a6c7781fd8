"""Shares that are known by a count or an interval only, and what that adds to what chance makes of
a deployment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root
from scipy.stats import beta, binom, qmc

from engine.errors import SettingsError
from sim.outcomes.expected.chance import LEVELS, NEVER, left
from sim.outcomes.expected.expectation import Expectation
from sim.outcomes.rates import rounded

SHARES = ("tpir", "fpir", "listed_share", "confirm_true", "confirm_false")
"""What can be known so."""
DRAWS = 14
"""Points that are drawn, as a power of two; a scrambled Sobol sequence, always the same."""
SIDES = (0.025, 0.975)
CLOSE = 1e-6
"""How near the ends of an interval must be met, as a share of them."""
UNSURE = (
    "Intervals hold chance and how sure the rates are that were given by counts or intervals: k of"
    " n as Beta(k + ½, n − k + ½), Jeffreys's posterior; an interval as the Beta distribution that"
    " leaves 2.5 % out on either side of it. Rates are independent of each other; those given as"
    " one number hold exactly, and people are independent given all of them."
)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0 to 1) that is known as Beta(`a`, `b`), and how that was `said`."""

    a: float
    b: float
    said: str

    @classmethod
    def counted(cls, hits: float, of: float) -> "Share":
        """By so many of as many cases: Jeffreys's posterior.

        >>> round(Share.counted(6, 10).mean, 3)
        0.591
        """
        if not (0 <= hits <= of and of > 0):
            raise SettingsError(f"share: got {hits:g} of {of:g}, wanted k of n, k from 0 to n")
        return cls(hits + 0.5, of - hits + 0.5, f"{hits:,g} of {of:,g}")

    @classmethod
    def between(cls, low: float, high: float) -> "Share":
        """By a 95 % interval, of which 2.5 % lie on either side.

        >>> known = Share.between(0.57, 0.8)
        >>> [round(one, 4) for one in known.interval]
        [0.57, 0.8]
        """
        if not 0 < low < high < 1:
            raise SettingsError(
                f"share: got {low:g} to {high:g}, wanted the ends of a 95 % interval, above 0 and"
                " below 1; where an end is 0 or 1, give counts, such as '0 of 5000'"
            )
        a, b = _fitted(low, high)
        return cls(a, b, f"{low:g} to {high:g}")

    @property
    def mean(self) -> float:
        """What it is on the mean."""
        return self.a / (self.a + self.b)

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        low, high = beta.ppf(SIDES, self.a, self.b)
        return float(low), float(high)

    def at(self, place: Floats) -> Floats:
        """Its quantiles."""
        found: Floats = beta.ppf(place, self.a, self.b)
        return found


@dataclass(frozen=True)
class Unsure:
    """A `deployment` with its rates at their means, and of SHARES those that are unsure."""

    deployment: Expectation
    shares: Mapping[str, Share]

    @classmethod
    def of(cls, given: Mapping[str, Any], known: Expectation | None = None) -> "Unsure":
        """What is given, of SHARES a number or a Share, on top of what is known."""
        shares = {name: one for name, one in given.items() if isinstance(one, Share)}
        means = {**given, **{name: one.mean for name, one in shares.items()}}
        whole = Expectation(**means) if known is None else replace(known, **means)
        return cls(whole, shares)

    def to_json(self) -> dict[str, Any]:
        """As a deployment tells it; without any unsure share its own words."""
        if not self.shares:
            return self.deployment.to_json()
        told = self.deployment.to_json()
        told |= rounded(self._counts) | {"reads": UNSURE}
        means = {"tpir": self._shares["tpir"], "fpir": self._fpir}
        told |= rounded({name: float(one.mean()) for name, one in means.items()})
        told["one_in"] = float(f"{1 / told['fpir']:.6g}") if told["fpir"] else None
        told["unsure"] = {
            name: {"said": one.said, "a": one.a, "b": one.b, "interval_95": [*one.interval]}
            for name, one in self.shares.items()
        }
        return told

    @cached_property
    def _places(self) -> dict[str, Floats]:
        """Uniforms by what they are of."""
        names = (*SHARES, "right", "wrong", "missed", "right_stops", "wrongful_stops")
        drawn = qmc.Sobol(len(names), rng=np.random.default_rng(1)).random_base2(DRAWS)
        return dict(zip(names, drawn.T, strict=True))

    @cached_property
    def _shares(self) -> dict[str, Floats]:
        """Draws of each share; one that is known holds in all."""
        many = 1 << DRAWS
        return {
            name: self.shares[name].at(self._places[name])
            if name in self.shares
            else np.full(many, getattr(self.deployment, name) or 0.0)
            for name in SHARES
        }

    @property
    def _fpir(self) -> Floats:
        """FPIR before this watchlist."""
        asked, drawn = self.deployment, self._shares["fpir"]
        if asked.watchlist is None or asked.fpir_watchlist is None:
            return drawn
        grown: Floats = -np.expm1(asked.watchlist / asked.fpir_watchlist * np.log1p(-drawn))
        return grown

    @property
    def _counts(self) -> dict[str, Any]:
        asked, share = self.deployment, self._shares
        cases = asked.listed or 0, asked.faces - (asked.listed or 0)
        listed = np.ones(1 << DRAWS), np.ones(1 << DRAWS)
        if asked.listed is None:
            cases, listed = (
                (asked.faces, asked.faces),
                (share["listed_share"], 1 - share["listed_share"]),
            )
        right, wrong = listed[0] * share["tpir"], listed[1] * self._fpir
        chances = {
            "true_alerts": (cases[0], right, "right"),
            "false_alerts": (cases[1], wrong, "wrong"),
            "listed_missed": (cases[0], listed[0] * (1 - share["tpir"]), "missed"),
            "right_stops": (cases[0], right * share["confirm_true"], "right_stops"),
            "wrongful_stops": (cases[1], wrong * share["confirm_false"], "wrongful_stops"),
        }
        drawn = {
            name: binom.ppf(self._places[place], many, chance)
            for name, (many, chance, place) in chances.items()
        }
        told = {name: _told(drawn[name], *chances[name][:2]) for name in chances}
        both = [drawn["true_alerts"], drawn["false_alerts"]]
        told["alerts"] = _sum(both, [told["true_alerts"], told["false_alerts"]])
        precision = _precision(both, told)
        return told | {"alert_precision": precision, "false_share": left(precision)}


def _fitted(low: float, high: float) -> tuple[float, float]:
    """The Beta distribution with these 2.5 and 97.5 % points."""
    middle, spread = (low + high) / 2, (high - low) / 4
    size = max(middle * (1 - middle) / spread**2 - 1, 1.0)
    start = np.log([middle * size, (1 - middle) * size])

    def off(logs: Floats) -> Floats:
        found: Floats = beta.ppf(SIDES, *np.exp(logs)) / [low, high] - 1
        return found

    found = root(off, start)
    if not found.success or np.abs(off(found.x)).max() > CLOSE:
        raise SettingsError(
            f"share: got {low:g} to {high:g}, for which no Beta distribution was found"
        )
    a, b = np.exp(found.x)
    return float(a), float(b)


def _told(drawn: Floats, many: int, chance: Floats) -> dict[str, Any]:
    """Mean, median, intervals of a count, and the probability of one or more."""
    some = -np.expm1(many * np.log1p(-np.minimum(chance, 1 - 1e-15)))
    return {
        "expected": many * float(chance.mean()),
        **_spans(drawn),
        "at_least_one": float(some.mean()),
    }


def _sum(drawn: list[Floats], told: list[dict[str, Any]]) -> dict[str, Any]:
    whole = drawn[0] + drawn[1]
    expected = sum(one["expected"] for one in told)
    return {"expected": expected, **_spans(whole), "at_least_one": float((whole > 0).mean())}


def _precision(both: list[Floats], told: Mapping[str, Any]) -> dict[str, Any]:
    """What share the right ones are of both, where there is any."""
    expected = told["alerts"]["expected"]
    whole = both[0] + both[1]
    if expected < NEVER or not whole.any():
        return {"expected": None, "median": None, **dict.fromkeys(LEVELS)}
    shares = both[0][whole > 0] / whole[whole > 0]
    ends = {
        name: [_at(shares, (1 + side * level) / 2) for side in (-1, 1)]
        for name, level in LEVELS.items()
    }
    return {
        "expected": told["true_alerts"]["expected"] / expected,
        "median": _at(shares, 0.5),
        **ends,
    }


def _spans(drawn: Floats) -> dict[str, Any]:
    """The median and both intervals of a count."""
    ends = {
        name: [int(_at(drawn, (1 + side * level) / 2)) for side in (-1, 1)]
        for name, level in LEVELS.items()
    }
    return {"median": int(_at(drawn, 0.5)), **ends}


def _at(drawn: Floats, place: float) -> float:
    return float(np.quantile(drawn, place, method="inverted_cdf"))
