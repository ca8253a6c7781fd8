"""What forecasts came to: coverage, calibration and scores beside the rivals', kept as data with
the hash of the record.
"""

import json
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from engine.measure.rates.intervals import rate
from sim.record.fitting import fit
from sim.record.judging.judged import (
    COUNTS,
    FIRST,
    Report,
    Scored,
    forward,
    forward_fits,
    leave_one_out,
)
from sim.record.published import Deployment, record_hash
from sim.record.scores import LEVELS, difference, inside_if_right
from sim.streams import Streams

KEPT = "judged.json"
BINS = 10
FURTHER = 4
"""Months ahead, besides one."""
DIGITS = 4
ENDS = (0.025, 0.975)
"""Between these quantiles lie 95 of 100."""


@cache
def judged() -> dict[str, Any]:
    """What ships with the record, made by `judge`."""
    told: dict[str, Any] = json.loads(files("sim.record.judging").joinpath(KEPT).read_text("utf-8"))
    return told


def judge(record: Sequence[Deployment], executor: Executor, report: Report) -> dict[str, Any]:
    """Foretell every row by the others, and every month by those before it.

    In one thread a product's last bits, on which the draws hang, are the same with any number.
    """
    with threadpool_limits(1):
        report("Fit to all rows", None)
        left_out = list(leave_one_out(record, fit(record), report))
        fits = forward_fits(record, executor, report)
        report("Foretell each next month", None)
        nearest = list(forward(record, fits))
        unnamed = list(forward(record, fits, named=False, rivalled=False))
        further = list(forward(record, fits, FURTHER, rivalled=False))
    every = [one for _, told in left_out for one in told]
    again = sum(anew for anew, _ in left_out)
    return {
        "record_sha256": record_hash(),
        "leave_one_out": summed_up(every) | {"fitted_anew": again},
        "forward": summed_up(nearest) | {"fits": len(fits), "first_fit_ends": month_told(FIRST)},
        "forward_place_not_named": summed_up(unnamed),
        "forward_further": summed_up(further) | {"months_ahead": FURTHER},
    }


def month_told(month: int) -> str:
    """A month in words.

    >>> month_told(12 * 2024 + 1)
    '2024-02'
    """
    return f"{month // 12}-{month % 12 + 1:02d}"


def summed_up(scored: Sequence[Scored]) -> dict[str, Any]:
    """How many rows were foretold, and how good the forecasts of each count were."""
    rows = len({one.row for one in scored})
    counts = {name: _count([one for one in scored if one.count == name]) for name in COUNTS}
    return {"rows": rows, "counts": counts}


def _count(scored: Sequence[Scored]) -> dict[str, Any]:
    """One count: coverage with its denominator and what the forecasts themselves expected."""
    pits = np.array([one.pit for one in scored])
    told: dict[str, Any] = {"rows": len(scored), "coverage": {}, "pit_coverage": {}}
    for level in LEVELS:
        key = f"{100 * level:.0f}"
        within = sum(one.within[level] for one in scored)
        told["coverage"][key] = rate(within, len(scored)).to_json() | _right(scored, level, within)
        middle = int((np.abs(pits - 0.5) <= level / 2).sum())
        told["pit_coverage"][key] = rate(middle, len(scored)).to_json()
    told["pit"] = np.histogram(pits, BINS, (0.0, 1.0))[0].tolist()
    told["crps"] = float(np.mean([one.own.crps for one in scored]))
    told["crps_if_right"] = float(np.mean([one.if_right for one in scored]))
    if scored and scored[0].count != "faces":
        told["log_score"] = float(-np.mean([one.own.log_p for one in scored]))
    told["rivals"] = {name: _rival(scored, name) for name in scored[0].rivals} if scored else {}
    return told


def _right(scored: Sequence[Scored], level: float, within: int) -> dict[str, float]:
    """What the forecasts expect of themselves: the share inside, where 95 of 100 such shares lie,
    and how likely so many or more, and so few or fewer, are. Rows are taken as independent.
    """
    chances = [one.expected[level] for one in scored]
    likely = inside_if_right(chances)
    low, high = np.searchsorted(np.cumsum(likely), ENDS) / len(scored)
    return {
        "expected": float(np.mean(chances)),
        "expected_low": float(low),
        "expected_high": float(high),
        "as_many": float(likely[within:].sum()),
        "as_few": float(likely[: within + 1].sum()),
    }


def _rival(scored: Sequence[Scored], name: str) -> dict[str, Any]:
    """A rival's scores, and ours less its, with intervals by deployment: below 0 ours is better."""
    clusters = [one.row for one in scored]
    told: dict[str, Any] = {}
    for score, sign in (("crps", 1), ("log_p", -1)):
        own = np.array([sign * getattr(one.own, score) for one in scored])
        other = np.array([sign * getattr(one.rivals[name], score) for one in scored])
        apart = difference(own - other, clusters, Streams(1).rng(f"record apart {name} {score}"))
        key = "log_score" if score == "log_p" else score
        told[key] = float(other.mean())
        told[f"{key}_difference"] = {
            "value": apart.value, "low": apart.low, "high": apart.high,
        }  # fmt: skip
    return told


def as_text(told: dict[str, Any]) -> str:
    """A verdict as JSON, no finer than it is."""
    return json.dumps(_rounded(told), indent=1) + "\n"


def _rounded(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _rounded(value) for key, value in told.items()}
    return round(told, DIGITS) if isinstance(told, float) else told
