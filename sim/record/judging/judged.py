"""Was it right: each row foretold by the others, and each month by those before it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from sim.record.cases import Case, case_of, month_of
from sim.record.chain import Counts, Luck, Played, Which, luck, part_named
from sim.record.eras import in_grid
from sim.record.families import Array, NegativeBinomial
from sim.record.fitting import DRAWS, SEED, Fitted, fit, fit_part
from sim.record.judging.rivals import CONSTANT, ON_FACES, constant, drawn, on_faces, peers
from sim.record.pareto import smoothed
from sim.record.published import Deployment
from sim.record.scores import LEVELS, crps, crps_if_right, interval, pit
from sim.streams import Streams

COUNTS = ("true_alerts", "false_alerts", "alerts", "engagements", "arrests", "faces")
RIVALLED = COUNTS[:-1]
PLAYED = 4_000
FIRST = month_of(2024, 2)
"""The last month of the first fit: before, there were 17 rows."""
TRUSTED = 0.7
"""Pareto's k up to which a row is left out by weights alone."""
LEAST_P = 1e-9
Report = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Score:
    """How good one forecast of one count was; `log_p` is missing (0) for faces."""

    crps: float
    log_p: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One count of one row: what came, what was foretold, and how good that was.

    `within` and `expected` by level: whether it lay in the interval, and how likely the forecast
    held that. `if_right`: the CRPS that the forecast expected.
    """

    row: str
    count: str
    y: float
    pit: float
    within: Mapping[float, bool]
    expected: Mapping[float, float]
    if_right: float
    own: Score
    rivals: Mapping[str, Score]


def rows_of(record: Sequence[Deployment]) -> list[Deployment]:
    """The rows that are foretold: those of the grids."""
    return [row for row in record if in_grid(row)]


def month(row: Deployment) -> int:
    """A row's month."""
    told = case_of(row).month
    assert told is not None
    return told


def forward_fits(
    record: Sequence[Deployment], executor: Executor, report: Report, seed: int = SEED
) -> dict[int, Fitted]:
    """A fit by its last month, of the first months up to it; the last month is foretold only."""
    rows = rows_of(record)
    months = range(FIRST, max(map(month, rows)))
    asked = [[row for row in rows if month(row) <= last] for last in months]
    found: dict[int, Fitted] = {}
    for last, one in zip(months, executor.map(fit, asked, [seed] * len(asked)), strict=True):
        found[last] = one
        report("Fit to the first months", len(found) / len(asked))
    return found


def forward(
    record: Sequence[Deployment],
    fits: Mapping[int, Fitted],
    ahead: int = 1,
    *,
    named: bool = True,
    rivalled: bool = True,
) -> Iterator[Scored]:
    """Each row foretold by the fit that ends `ahead` months before it; without its place's name
    unless `named`.
    """
    rows, chance = rows_of(record), luck(SEED, PLAYED)
    for last, found in fits.items():
        known = [row for row in rows if month(row) <= last]
        rivals = _Rivals(known, chance) if rivalled else None
        for row in (row for row in rows if month(row) == last + ahead):
            case = case_of(row) if named else replace(case_of(row), area=None)
            taken: dict[str, Which] = {
                name: np.arange(PLAYED) % len(part.terms) for name, part in found.parts.items()
            }
            against = {name: rivals.of(row, name) for name in RIVALLED} if rivals else {}
            yield from scored(row, found, case, chance, taken, against)


def leave_one_out(
    record: Sequence[Deployment], found: Fitted, report: Report
) -> Iterator[tuple[bool, Sequence[Scored]]]:
    """Each row foretold by the others: by weights (PSIS-LOO; Vehtari, Gelman and Gabry 2017), or
    by a fit without it where those cannot be trusted; whether any part was fitted anew.
    """
    rows, chance = rows_of(record), luck(SEED, PLAYED)
    rivals = _Rivals(rows, chance)
    for number, row in enumerate(rows):
        others = [one for one in rows if one is not row]
        rest, taken, anew = _without(row, others, found, chance)
        against = {name: rivals.without(row, name) for name in RIVALLED}
        yield anew, list(scored(row, rest, case_of(row), chance, taken, against))
        report("Leave each row out", (number + 1) / len(rows))


def _without(
    row: Deployment, others: Sequence[Deployment], found: Fitted, chance: Luck
) -> tuple[Fitted, dict[str, Which], bool]:
    """The fit, with draws by part such as they would be without a row."""
    case, parts = case_of(row), dict(found.parts)
    taken: dict[str, Which] = {}
    streams, anew = Streams(SEED), False
    for name, part in found.parts.items():
        every = np.arange(len(part.terms))
        log_p = _log_p(row, found, case, chance.part(every), name)
        shares, k = smoothed(-log_p)
        rng = streams.rng(f"record without {name} {row.id}")
        if k > TRUSTED:
            parts[name] = fit_part(part_named(name), others, rng, DRAWS)
            shares, anew = np.full(len(parts[name].terms), 1 / len(parts[name].terms)), True
        taken[name] = rng.choice(len(shares), size=PLAYED, p=shares)
    return replace(found, parts=parts), taken, anew


def _log_p(row: Deployment, found: Fitted, case: Case, chance: Luck, name: str) -> Array:
    """(draws,) a row's log probability in one part."""
    part = part_named(name)
    y, n = part.counts(row), part.of(row)
    every = np.arange(len(found.parts[name].terms))
    if y is None or n is None:
        return np.zeros(len(every))
    played = Played(found, case, chance, dict.fromkeys(found.parts, every))
    faces = np.full(len(every), float(row.faces or 1))
    eta = played.predictor(part, None if name == "faces" else faces)
    return part.family.log_p(np.array(y), eta, played.spread(part), np.array(n))


def scored(
    row: Deployment,
    found: Fitted,
    case: Case,
    chance: Luck,
    taken: dict[str, Which],
    against: Mapping[str, Mapping[str, "Rival"]],
) -> Iterator[Scored]:
    """Every count of a row, faces from the plan alone, the others given faces."""
    played = Played(found, case, chance, taken)
    told = played.counts()
    given = told["faces"]
    told["faces"] = Played(found, replace(case, faces=None), chance, taken).counts()["faces"]
    for name in COUNTS:
        y = getattr(row, name)
        if y is None:
            continue
        u = float(Streams(SEED).rng(f"record pit {name} {row.id}").random())
        ends = {level: interval(told[name], level) for level in LEVELS}
        rivals = against.get(name, {})
        yield Scored(
            row.id, name, y, pit(told[name], y, u),
            {level: low <= y <= high for level, (low, high) in ends.items()},
            {level: float(((told[name] >= low) & (told[name] <= high)).mean())
             for level, (low, high) in ends.items()},
            crps_if_right(told[name]),
            Score(crps(told[name], y), _log(played, told, given, name, y)),
            {rival: Score(crps(one.draws, y), one.log_p(y)) for rival, one in rivals.items()},
        )  # fmt: skip


def _log(played: Played, told: Counts, given: Array, name: str, y: float) -> float:
    """A count's log probability, draws of what comes before it in the chain averaged over."""
    if name == "faces":
        return 0.0
    of = {"engagements": "true_alerts", "arrests": "engagements"}.get(name)
    part = part_named("false_alerts" if name == "alerts" else name)
    eta, spread = played.predictor(part, None if of else given), played.spread(part)
    n = told[of] if of else np.zeros_like(eta)
    asked = y - told["true_alerts"] if name == "alerts" else np.full_like(eta, y)
    fits = (asked >= 0) & ((n >= asked) if of else True)
    chance = np.exp(part.family.log_p(np.clip(asked, 0, np.maximum(n, y)), eta, spread, n))
    return float(np.log(max(np.where(fits, chance, 0.0).mean(), LEAST_P)))


@dataclass(frozen=True, slots=True)
class Rival:
    """A rival's forecast: draws, and its means and spreads for the probability of a count."""

    draws: Array
    eta: Array
    spread: Array

    def log_p(self, y: float) -> float:
        """The log probability of a count."""
        told = NegativeBinomial().log_p(np.array(y), self.eta, self.spread, self.eta)
        return float(np.log(max(np.exp(told).mean(), LEAST_P)))


class _Rivals:
    """The rivals' fits to rows, one an era and a count."""

    def __init__(self, rows: Sequence[Deployment], chance: Luck) -> None:
        self._rows, self._chance = rows, chance
        self._fits: dict[tuple[str, int, str], Array] = {}

    def of(self, row: Deployment, name: str) -> dict[str, Rival]:
        """Both rivals' forecasts of a row that they do not know."""
        known = peers(self._rows, row)
        return self._both(known, row, name, self._fit(known, name), None)

    def without(self, row: Deployment, name: str) -> dict[str, Rival]:
        """The same of a row that they know, left out by weights."""
        known = peers(self._rows, row)
        found = self._fit(known, name)
        log_faces = np.log((row.faces or 1) / 5_000)
        eta = found[:, 0] + found[:, 1] * log_faces
        told = NegativeBinomial().log_p(np.array(getattr(row, name)), eta, np.exp(found[:, 2]), eta)
        shares, _ = smoothed(-told)
        rest = [one for one in known if one is not row]
        return self._both(rest, row, name, found, shares)

    def _fit(self, known: Sequence[Deployment], name: str) -> Array:
        key = (known[0].id, len(known), name)
        if key not in self._fits:
            rng = Streams(SEED).rng(f"record rival {name} {len(known)}")
            self._fits[key] = on_faces(known, name, rng)
        return self._fits[key]

    def _both(
        self, known: Sequence[Deployment], row: Deployment, name: str, found: Array,
        shares: Array | None,
    ) -> dict[str, Rival]:  # fmt: skip
        u, v = self._chance.of("true_alerts u"), self._chance.of("true_alerts v")
        rng = Streams(SEED).rng(f"record rival {name} {row.id}")
        at = rng.choice(len(found), size=len(u), p=shares)
        told = {}
        for rival, (eta, spread) in {
            CONSTANT: constant(known, name, row.faces or 1),
            ON_FACES: drawn(found[at], row.faces or 1),
        }.items():
            told[rival] = Rival(NegativeBinomial().drawn(eta, spread, eta, u, v), eta, spread)
        return told
