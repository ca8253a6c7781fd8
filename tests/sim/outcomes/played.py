"""How often the 95 % intervals that a run prints hold what the run is a sample of.

python -m tests.sim.outcomes.played day 500
python -m tests.sim.outcomes.played answer 500
"""

import sys
from collections.abc import Iterator, Mapping

import numpy as np

from engine.measure.rates.intervals import Rate, wilson
from sim.experiments.designs.design import design_of
from sim.experiments.intervals import mean_of
from sim.experiments.playing import player
from sim.experiments.playing.player import Batch, Chain, What
from sim.outcomes.facts import Facts
from sim.outcomes.measures import measures

SCENARIO = "corridor"
CHANGES = {
    "duration_s": "240",
    "window": "null",
    "arrivals.listed_share": "0.2",
    "engine.target_fpir": "0.15",
    "operators.count": "3",
    "officers.posts_m": "[[16, 30], [14, 28], [14, 32], [60, 30]]",
    "officers.identity_check_s": "30",
    "officers.arrest_s": "60",
}
"""A few minutes in which each rate has something to divide by."""
TOGETHER = 20
"""Days whose mean has an interval, too."""

Told = dict[str, list[Rate]]


def days(count: int, what: What, changes: Mapping[str, str] = CHANGES) -> Iterator[dict[str, Rate]]:
    """Each replication's rates by their keys: of whole new days, or of answers to the first."""
    design, *_ = design_of(SCENARIO, changes)
    duration_s = float(changes["duration_s"])
    for number in range(count):
        chain = Chain.of(Batch((design,), (number,), what), design, number, lambda _: None)
        facts = Facts.told(chain.result("answer"), duration_s)
        yield {one.key: one.fold(facts) for one in measures("rate")}
        kept = chain.keys.values() if what == "answer" else ()
        player._forget_but(key for key in kept if key != chain.keys["answer"])


def told(each: Iterator[dict[str, Rate]]) -> Told:
    """Every rate's days, in their order."""
    found: Told = {}
    for one in each:
        for key, rate in one.items():
            found.setdefault(key, []).append(rate)
    return found


def truth(rates: list[Rate]) -> float | None:
    """What they are samples of: all that was counted in all of them together."""
    of = sum(one.denominator for one in rates)
    return sum(one.numerator for one in rates) / of if of else None


def covered(rates: list[Rate]) -> tuple[int, int]:
    """How many hold it, and of how many that have an interval."""
    true = truth(rates)
    some = [one for one in rates if one.low is not None]
    return sum(one.low <= true <= one.high for one in some), len(some)


def means_covered(rates: list[Rate]) -> tuple[int, int]:
    """The same of the means of TOGETHER days each, beside the mean of all days."""
    value = np.array([np.nan if one.value is None else one.value for one in rates])
    whole = len(value) // TOGETHER * TOGETHER
    means = [mean_of(part) for part in value[:whole].reshape(-1, TOGETHER)]
    some = [one for one in means if one.low is not None]
    return sum(one.low <= np.nanmean(value) <= one.high for one in some), len(some)


def _line(key: str, rates: list[Rate]) -> str:
    cells = []
    for hits, of in (covered(rates), means_covered(rates)):
        low, high = wilson(hits / of, of) if of else (0.0, 0.0)
        share = f"{100 * hits / of:.1f} ({100 * low:.1f} to {100 * high:.1f})" if of else "–"
        cells += [str(of), share]
    cases = np.mean([one.denominator for one in rates])
    value = truth(rates)
    known = "–" if value is None else f"{value:.4f}"
    return f"| `{key}` | {known} | {cases:.1f} | {' | '.join(cells)} |"


def main(what: What, count: int) -> None:
    """Play so many and print a table."""
    for key, rates in told(days(count, what)).items():
        sys.stdout.write(f"{_line(key, rates)}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))  # type: ignore[arg-type]  # of whoever measures
