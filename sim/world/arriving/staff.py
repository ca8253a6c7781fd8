"""Those who work in a place: which shift they have, where they work, and when they take breaks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.arrivals import Arrivals, Shift
from scenarios.footfall.purposes import foods
from scenarios.place import Place
from sim.streams import Streams
from sim.world.arriving.errands import Errands
from sim.world.arriving.sources import EACH, STAFF, Coming

NO_SHIFT = -1


def shifts_of(number: NDArray[np.int64]) -> NDArray[np.int64]:
    """The shift of each (n,), by the number of whoever comes; -1 for those who do not work there.

    >>> shifts_of(np.array([7, (STAFF + 2) * EACH + 7])).tolist()
    [-1, 2]
    """
    return np.maximum(number // EACH - STAFF, NO_SHIFT)


def listed(
    share: NDArray[np.float64], number: NDArray[np.int64], staff: Sequence[Shift]
) -> NDArray[np.float64]:
    """The share of those like each (n,) who are listed: of staff, what their shift says."""
    shift = shifts_of(number)
    said = np.array([*(one.listed_share for one in staff), 0.0])
    return np.where(shift == NO_SHIFT, share, said[shift])


def employ(
    errands: Errands, come: Coming, arrivals: Arrivals, place: Place, streams: Streams
) -> NDArray[np.bool_]:
    """Give those who work there their day instead of an errand; who they are (n,)."""
    shift = shifts_of(come.number)
    mine = np.flatnonzero(shift != NO_SHIFT)
    luck = streams.uniforms("work", come.number[mine], 2).tolist() if len(mine) else []
    for k, (works, rests) in zip(mine.tolist(), luck, strict=True):
        one = arrivals.staff[shift[k]]
        shops, dwell_s = _day(one, float(come.time_s[k]), place, works, rests)
        errands.stops[k], errands.shops[k], errands.stays[k] = len(shops), shops, ()
        errands.dwell_s[k] = dwell_s
    employed: NDArray[np.bool_] = shift != NO_SHIFT
    return employed


def _day(
    shift: Shift, comes_s: float, place: Place, works: float, rests: float
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Shops and the time in each: work and breaks by turns, work alike before and after each."""
    weight = [shop.attraction for _, shop in place.shops]
    if shift.shop is not None:
        weight = [float(shop.name == shift.shop) for _, shop in place.shops]
    work = _drawn(weight, works)
    others = [k for k in foods(place) or range(len(weight)) if k != work]
    breaks = shift.breaks if others else 0
    rest = others[int(rests * len(others))] if others else work
    lasts_s = max(shift.to_s - comes_s - breaks * shift.break_s, 0.0) / (breaks + 1)
    shops = (work, *((rest, work) * breaks))
    return shops, (lasts_s, *((shift.break_s, lasts_s) * breaks))


def _drawn(weight: Sequence[float], luck: float) -> int:
    """One by its weight."""
    ends = np.cumsum(weight) / np.sum(weight)
    return int(np.searchsorted(ends, luck, "right"))
