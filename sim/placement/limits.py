"""What a choice must keep to, of what is asked: which candidates see what, and may hang at all."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.placement.asked import Asked, costs
from sim.placement.candidates import Views
from sim.placement.ready import Ready
from sim.placement.solve import Limits, UnsolvableError
from sim.placement.wanted import Way, door, ways

SEEN_SHARE = 0.5
"""An entrance is seen by a camera that finds the faces of so many of those who come in by it, on
the average of the days. Assumed."""

Groups = Mapping[str, NDArray[np.integer[Any]]]
OnFoot = Sequence[tuple[Way, NDArray[np.integer[Any]]]]


def limits_of(ready: Ready, asked: Asked) -> tuple[Limits, Groups, OnFoot]:
    """What a choice must keep to; the candidates that see each entrance that must be seen; and the
    ways of which one stays free, each with those that may search a face on it.
    """
    place, laid = ready.loaded.place, ready.laid
    views = Views(place, laid.cameras, ready.loaded.scenario.engine.minimum_interocular_px)
    allowed = np.ones(len(laid.cameras), bool)
    for one in asked.keep_out:
        allowed &= ~views.touching([(one.ordinal, one.area)])
    seen = {}
    for name in asked.see:
        seen[name] = np.flatnonzero((_finds(ready, name) >= SEEN_SHARE) & allowed)
        if not len(seen[name]):
            raise UnsolvableError(
                f"see: got the entrance {name}, of whose comers no candidate that is allowed finds"
                f" {SEEN_SHARE:.0%}, wanted other kinds of cameras, closer spacing, or other"
                " heights and tilts"
            )
    on_foot = []
    if asked.free_way is not None:
        found = ways(place, *asked.free_way)
        on_foot = [(way, np.flatnonzero(views.touching(way.walked))) for way in found]
    prices = costs(asked, ready.kinds)
    cost = np.array([prices.get(ready.kinds[kind], 0.0) for kind in laid.kind])
    limits = Limits(
        most=asked.cameras,
        cost=cost if asked.budget is not None else None,
        budget=asked.budget,
        place=np.array(laid.place),
        allowed=allowed,
        must=tuple(seen.values()),
        ways=tuple(group for _, group in on_foot),
        scanned=ready.scanned if asked.most_scanned is not None else None,
        most_scanned=asked.most_scanned,
    )
    return limits, seen, on_foot


def _finds(ready: Ready, name: str) -> NDArray[np.float64]:
    """(candidates,) the share of an entrance's comers that each finds."""
    number = door(ready.loaded.place, name, "see")
    days = [shares for day in ready.days if np.isfinite(shares := day.finds(number)).all()]
    if not days:
        raise UnsolvableError(
            f"see: got the entrance {name}, by which nobody came who was looked at, wanted one that"
            " people come in by, or a larger sample"
        )
    found: NDArray[np.float64] = np.mean(days, 0)
    return found
