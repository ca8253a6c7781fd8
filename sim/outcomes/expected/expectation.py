"""Any pair of error rates turned into people: how many are alerted and stopped, rightly and not."""

from dataclasses import dataclass
from typing import Any

from engine.errors import SettingsError
from sim.outcomes.expected.chance import Count, left, share_of_both, total
from sim.outcomes.rates import rounded

CONFIRM_TRUE, CONFIRM_FALSE = 0.982, 0.6
"""Shares of true and of false alerts after which somebody is stopped: 4,477 of 4,561 true ones and
6 of 10 false ones, Metropolitan Police 2024 to 2025 (published record; london-news.net). Earlier:
21 of 88 false ones in 2018, 3 of 3 in 2022. So few false ones: vary it."""
STOPPED_SOURCE = (
    f"stopped after an alert: {CONFIRM_TRUE:g} of true ones and {CONFIRM_FALSE:g} (6 of 10) of"
    " false ones, Metropolitan Police 2024 to 2025 (their grid of deployments; london-news.net)"
)
CHANCE_ALONE = (
    "Intervals are of chance alone: what one such deployment shows if these rates hold exactly and"
    " people are independent. How sure the rates themselves are is not in them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is known or assumed of a deployment.

    `faces`: people whose face is searched, each once. Of these, `listed` are on the watchlist, or
    each with the probability `listed_share`; one of the two. `tpir` and `fpir` (0 to 1) are by
    person. `fpir` holds before a list of `fpir_watchlist` people, None: of the list's own size; it
    grows with the list as independent comparisons do (ISO/IEC 19795-1). `confirm_true` and
    `confirm_false` are the shares of those alerted who are then stopped.
    """

    faces: int
    listed: int | None = None
    listed_share: float | None = None
    tpir: float
    fpir: float
    watchlist: int | None = None
    fpir_watchlist: int | None = None
    confirm_true: float = CONFIRM_TRUE
    confirm_false: float = CONFIRM_FALSE

    def __post_init__(self) -> None:
        """Raise SettingsError for what cannot be."""
        for field in ("tpir", "fpir", "confirm_true", "confirm_false", "listed_share"):
            share = getattr(self, field)
            if share is not None and not 0 <= share <= 1:
                raise SettingsError(f"{field}: got {share:g}, wanted 0 to 1")
        if (self.listed is None) == (self.listed_share is None):
            raise SettingsError("listed: wanted how many of the faces are listed, or their share")
        if self.faces < 0 or not 0 <= (self.listed or 0) <= self.faces:
            got = f"{self.listed or 0:,} listed of {self.faces:,} faces"
            raise SettingsError(f"listed: got {got}, wanted no more listed people than faces")
        if (self.watchlist or 0) < 0 or (self.fpir_watchlist is not None and not self._known()):
            raise SettingsError(
                "fpir_watchlist: wanted the size, 1 or more, of the list that the FPIR was measured"
                " with, and the watchlist's own"
            )

    def _known(self) -> bool:
        return self.watchlist is not None and (self.fpir_watchlist or 0) >= 1

    @property
    def fpir_here(self) -> float:
        """FPIR before this watchlist.

        >>> asked = Expectation(faces=9, listed=0, tpir=1, fpir=0.0001, watchlist=7000,
        ...                    fpir_watchlist=1000)
        >>> round(asked.fpir_here, 6)
        0.0007
        """
        if self.watchlist is None or self.fpir_watchlist is None:
            return self.fpir
        return float(1 - (1 - self.fpir) ** (self.watchlist / self.fpir_watchlist))

    def right(self, share: float = 1.0) -> Count:
        """Listed people alerted as themselves; with a `share`, those of them it applies to."""
        chance = self.tpir * share
        if self.listed_share is None:
            return Count(self.listed or 0, chance)
        return Count(self.faces, self.listed_share * chance)

    def wrong(self, share: float = 1.0) -> Count:
        """People not listed who are alerted; with a `share`, those of them it applies to."""
        chance = self.fpir_here * share
        if self.listed_share is None:
            return Count(self.faces - (self.listed or 0), chance)
        return Count(self.faces, (1 - self.listed_share) * chance)

    def missed(self) -> Count:
        """Listed people who pass without an alert."""
        if self.listed_share is None:
            return Count(self.listed or 0, 1 - self.tpir)
        return Count(self.faces, self.listed_share * (1 - self.tpir))

    @property
    def listed_expected(self) -> float:
        """Listed people among the faces."""
        return float(self.listed) if self.listed is not None else self._share() * self.faces

    def _share(self) -> float:
        return self.listed_share or 0.0

    @property
    def one_in(self) -> float | None:
        """People not listed for each false alert expected; None where none is."""
        return 1 / self.fpir_here if self.fpir_here else None

    @property
    def precision(self) -> float | None:
        """True alerts of all alerts expected; None where none is."""
        right, wrong = self.right().expected, self.wrong().expected
        return right / (right + wrong) if right + wrong else None

    def to_json(self) -> dict[str, Any]:
        """What it comes to, by alerts and by people, with predictive intervals; numbers to six
        significant digits.
        """
        right, wrong = self.right(), self.wrong()
        precision = share_of_both(right, wrong)
        told: dict[str, Any] = rounded(
            {
                "faces": self.faces,
                "watchlist": self.watchlist,
                "listed": self.listed_expected,
                "tpir": self.tpir,
                "fpir": self.fpir_here,
                "confirm_true": self.confirm_true,
                "confirm_false": self.confirm_false,
                "alerts": total(right, wrong),
                "true_alerts": right.to_json(),
                "false_alerts": wrong.to_json(),
                "listed_missed": self.missed().to_json(),
                "right_stops": self.right(self.confirm_true).to_json(),
                "wrongful_stops": self.wrong(self.confirm_false).to_json(),
                "alert_precision": precision,
                "false_share": left(precision),
                "one_in": self.one_in,
                "reads": CHANCE_ALONE,
            }
        )
        return told
