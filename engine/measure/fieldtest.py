"""How many volunteers a field test needs.

Sizes for tests of shares by the normal approximation (Fleiss, Levin & Paik 2003, chapter 4); more
passes by one volunteer count by the design effect 1 + (m - 1) rho (Kish 1965).
"""

from dataclasses import asdict, dataclass
from math import ceil, sqrt
from typing import Any

from scipy.special import ndtri

from engine.errors import SettingsError


@dataclass(frozen=True, slots=True)
class FieldTest:
    """What is to be told apart: shares `one` and `other`, with `power` at the two-sided `level`;
    each volunteer passes `passes` times, and two passes of one correlate by `alike`.
    """

    one: float
    other: float
    power: float = 0.9
    level: float = 0.05
    passes: int = 1
    alike: float = 0.5

    def __post_init__(self) -> None:
        for name in ("one", "other", "power", "level"):
            value = getattr(self, name)
            if not 0 < value < 1:
                raise SettingsError(f"{name}: got {value:g}, wanted more than 0 and less than 1")
        if self.one == self.other:
            raise SettingsError(
                f"other: got {self.other:g}, wanted another share than {self.one:g}"
            )
        if self.passes < 1 or not 0 <= self.alike <= 1:
            raise SettingsError(
                f"passes, alike: got {self.passes}, {self.alike:g}, wanted 1 or more, 0 to 1"
            )

    @property
    def design_effect(self) -> float:
        """How many passes of one volunteer tell as much as one pass of another."""
        return 1 + (self.passes - 1) * self.alike

    @property
    def against_stated(self) -> int:
        """Volunteers of one test that is to tell `other` from a stated share `one`."""
        level, power = self._quantiles()
        spread = level * _spread(self.one) + power * _spread(self.other)
        return self._volunteers((spread / (self.other - self.one)) ** 2)

    @property
    def in_each_group(self) -> int:
        """Volunteers in each of two groups or systems, one with share `one`, one with `other`."""
        level, power = self._quantiles()
        together = sqrt(2) * _spread((self.one + self.other) / 2)
        apart = sqrt(_spread(self.one) ** 2 + _spread(self.other) ** 2)
        spread = level * together + power * apart
        return self._volunteers((spread / (self.other - self.one)) ** 2)

    def to_json(self) -> dict[str, Any]:
        """What was asked and both answers.

        >>> FieldTest(0.8, 0.9).to_json()["in_each_group"]
        266
        """
        return asdict(self) | {
            "design_effect": self.design_effect,
            "against_stated": self.against_stated,
            "in_each_group": self.in_each_group,
        }

    def _quantiles(self) -> tuple[float, float]:
        return float(-ndtri(self.level / 2)), float(ndtri(self.power))

    def _volunteers(self, independent_passes: float) -> int:
        return ceil(independent_passes * self.design_effect / self.passes)


def _spread(share: float) -> float:
    return sqrt(share * (1 - share))
