"""What a planner asks: how many cameras, for what money, and what they must and must not see."""

from dataclasses import asdict, dataclass
from typing import Any

from sim.errors import SimError
from sim.placement.candidates import Mounting, Zone

USUAL = Mounting()


@dataclass(frozen=True, slots=True)
class Asked:
    """At most so many `cameras`, or of such `prices` (by kind) within a `budget`, or both; found
    within `within_s` or sooner within a `gap`, with `sample` passers-by of each of `days` looked at
    and at most `most_scanned` innocents scanned a day on their average.

    The number recognised counts on the average of the days, or on the `worst`. Of those who come in
    by each entrance in `see` one of the cameras must find half; in a `keep_out` nobody's face may
    be searched, nor on one of the ways between the two entrances of `free_way`.
    """

    cameras: int | None = None
    within_s: float = 60.0
    gap: float = 0.01
    sample: int = 1000
    most_scanned: float | None = None
    mounting: Mounting = USUAL
    keep_out: tuple[Zone, ...] = ()
    budget: float | None = None
    prices: tuple[tuple[str, float], ...] = ()
    see: tuple[str, ...] = ()
    free_way: tuple[str, str] | None = None
    days: int = 1
    worst: bool = False

    def __post_init__(self) -> None:
        if self.cameras is None and self.budget is None:
            raise SimError("cameras: got none and no budget, wanted a number or a budget")
        for name, number in (("cameras", self.cameras), ("sample", self.sample)):
            if number is not None and number < 1:
                raise SimError(f"{name}: got {number}, wanted 1 or more")
        if not 1 <= self.days <= 1000:
            raise SimError(f"days: got {self.days}, wanted 1 to 1000")
        if not 0 <= self.gap < 1:
            raise SimError(f"gap: got {self.gap:g}, wanted 0 to below 1")
        if self.budget is not None and not self.budget >= 0:
            raise SimError(f"budget: got {self.budget:g}, wanted 0 or more")
        for kind, price in self.prices:
            if not 0 < price < float("inf"):
                raise SimError(f"price of {kind}: got {price:g}, wanted more than 0")

    def to_json(self) -> dict[str, Any]:
        """All of it but how long it may take; zones by their bounds."""
        mounting = asdict(self.mounting)
        zones = [{"level": one.ordinal, "area": one.area.wkt} for one in self.keep_out]
        return {
            "cameras": self.cameras,
            "budget": self.budget,
            "prices": dict(self.prices),
            "scanned": self.most_scanned,
            "see": list(self.see),
            "keep_out": zones,
            "free_way": None if self.free_way is None else list(self.free_way),
            "days": self.days,
            "worst": self.worst,
            "sample": self.sample,
            "within_s": self.within_s,
            "gap": self.gap,
            "mounting": {
                name: list(v) if isinstance(v, tuple) else v for name, v in mounting.items()
            },
        }


def costs(asked: Asked, kinds: tuple[str, ...]) -> dict[str, float]:
    """The price of each kind by its name; SimError if a budget is asked for and one has none, and
    for one that there is not.
    """
    told = dict(asked.prices)
    named = ", ".join(kinds)
    if unknown := sorted(set(told) - set(kinds)):
        raise SimError(f"price: got one of {', '.join(unknown)}, wanted kinds of cameras: {named}")
    missing = [kind for kind in kinds if kind not in told]
    if asked.budget is not None and missing:
        raise SimError(
            f"budget: got no price of {', '.join(missing)}, wanted one of each kind: {named}"
        )
    return told
