"""Rendered people beside photographs: the same treatments, the same measures, how far apart."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.counts import counted
from engine.errors import SettingsError
from engine.measure.rates.distances import Apart, Scores, resampled
from engine.measure.rates.estimates import Floats, Numbers, by_person
from engine.measure.realism.bounds import UpperBound
from engine.measure.realism.series import Series
from engine.measure.realism.sides import WANTED_FMR, WHOLE, Side, centred, side
from engine.measure.realism.treatments import SIZE, TREATMENTS, WHOLE_PX

FEWEST = 4
REPLICATES = 200
BIN = 0.02
SIZES = [k for k, t in enumerate(TREATMENTS) if t.by == SIZE]
DISTANCES = ("ks", "wasserstein", "mean_apart", "sd_ratio")
OWN, ONE = "tar_apart", "tar_at_one_apart"
"""Differences of TAR at own thresholds and at one."""
SCORES, WHO = ("mated", "non_mated"), ("real", "rendered")
YAWS_DEG = (0.0, 10.0, 20.0, 30.0, 90.0)
MEAN_APART, SD_APART, TAR_APART = 0.1, 0.2, 0.05
"""The bounds that rendered people should keep."""
STATEMENT = (
    "Photographs and rendered people are enrolled with their first picture and seen in the others,"
    f" treated alike. A face that is not found is not matched. TAR is that at FMR {WANTED_FMR:g} of"
    " the same kind of people in the same treatment; at one threshold: at the one that meets this"
    f" FMR at {WHOLE_PX:g} px, as a deployment has it. Normalised templates are those minus the"
    " mean enrolment of other people of the same kind, at unit length again; people are cut into"
    " two halves, each centred by the other and compared within itself. Rates have 95 % intervals"
    " clustered by person at the threshold found; intervals of differences and distances are a"
    " bootstrap's over people, thresholds included; that of a largest difference is the interval at"
    " the size where it was found, and a bound is judged by its measured value. Distances of two"
    " samples are never 0: their intervals lie above what larger samples would show."
)


def gap(
    real: Series, rendered: Series, rng: np.random.Generator, progress: Callable[[float], None]
) -> dict[str, Any]:
    """Conditions, scores, curves and bounds of both, as JSON. SettingsError for fewer than FEWEST
    people of either who are seen again.
    """
    refuse_few(real, "photographs")
    refuse_few(rendered, "rendered people")
    sides = {
        "raw": (side(real), side(rendered)),
        "normalised": (side(centred(real), True), side(centred(rendered), True)),
    }
    told, alike = {}, min(real.people, rendered.people)
    for number, (kind, pair) in enumerate(sides.items()):
        told[kind] = _compared(pair, rng, partial(_part, progress, number, len(sides)))
    return {
        "people": _counts(real, rendered),
        "statement": STATEMENT,
        "directions": _both([directions(one.enrolled[:alike]) for one in (real, rendered)]),
        "conditions": {"real": conditions(real), "rendered": conditions(rendered)},
        **told,
        "poses": poses((real, rendered), sides["raw"]),
        "bounds": [bound.to_json() for bound in bounds(told)],
        "noise": noise(sides["raw"][0], rng),
    }


def refuse_few(series: Series, name: str) -> None:
    """Raise SettingsError where fewer than FEWEST people are seen again."""
    people = len(np.unique(series.person[series.detected[:, WHOLE]]))
    if people < FEWEST:
        raise SettingsError(
            f"{name}: got {counted(people, 'person')} with a face in two pictures, wanted {FEWEST}"
            " or more"
        )


def bounds(told: dict[str, Any]) -> tuple[UpperBound, ...]:
    """How far apart the normalised non-mated scores are, and TAR at any size."""
    scores = told["normalised"]["scores"]["non_mated"]
    normal, raw = told["normalised"]["curves"], told["raw"]["curves"]
    normalised, own, one = (
        max((curves[k][name] for k in SIZES), key=lambda apart: abs(apart["value"]))
        for curves, name in ((normal, OWN), (raw, OWN), (raw, ONE))
    )
    spread = {name: value - 1 for name, value in scores["sd_ratio"].items()}
    mean, wide = "difference of mean non-mated scores", "ratio of the spread of non-mated scores"
    px = f"{TREATMENTS[SIZES[0]].value:g} to {TREATMENTS[SIZES[-1]].value:g} px between the eyes"
    tar = f"largest difference of TAR at {px}"
    return (
        _bound(f"{mean}, normalised", scores["mean_apart"], MEAN_APART),
        _bound(f"{wide} less 1, normalised", spread, SD_APART),
        _bound(f"{tar}, normalised", normalised, TAR_APART),
        _bound(tar, own, TAR_APART),
        _bound(f"{tar}, at one threshold", one, TAR_APART),
    )


def noise(people: Side, rng: np.random.Generator) -> dict[str, dict[str, float]]:
    """How far TAR of two samples of the same people is apart at the size where it is most: median
    and 95th percentile, as the bounds have it.
    """
    found = np.array([_worst(people, rng) for _ in range(REPLICATES)])
    middle, high = np.nanquantile(found, (0.5, 0.95), axis=0).tolist()
    told = zip(middle, high, strict=True)
    return {name: {"median": m, "high": h} for name, (m, h) in zip((OWN, ONE), told, strict=True)}


def _worst(people: Side, rng: np.random.Generator) -> Floats:
    even = np.full(people.people, 1 / people.people)
    one, other = (
        people.tars(rng.multinomial(people.people, even).astype(np.float64))[:, SIZES]
        for _ in range(2)
    )
    worst: Floats = np.abs(one - other).max(1)
    return worst


def _bound(name: str, apart: dict[str, float], wanted: float) -> UpperBound:
    """On a signed distance either way."""
    low, high = sorted((abs(apart["low"]), abs(apart["high"])))
    nearest = 0.0 if apart["low"] <= 0 <= apart["high"] else low
    return UpperBound(name, abs(apart["value"]), wanted, nearest, high)


def conditions(series: Series) -> dict[str, dict[str, float]]:
    """Mean, standard deviation and that within people of what the large pictures say of how they
    were taken.
    """
    light = series.conditions[:, 3:6]
    columns = {
        "yaw_deg": series.conditions[:, 0],
        "pitch_deg": series.conditions[:, 1],
        "interocular_px": series.conditions[:, 2],
        "log_brightness": light.mean(1),
        "log_red_over_blue": light[:, 2] - light[:, 0],
        "sharpness": series.conditions[:, 6],
    }
    several = np.bincount(series.owner)[series.owner] > 1
    return {
        name: {
            "mean": float(values.mean()),
            "sd": float(values.std()),
            "sd_within": _within(values[several], series.owner[several]),
        }
        for name, values in columns.items()
    }


def directions(templates: NDArray[np.float32]) -> float:
    """In how many directions templates vary: the participation ratio of their covariance's
    eigenvalues, which grows with the number of people.
    """
    spread = np.linalg.eigvalsh(np.cov(templates.T.astype(np.float64)))
    return float(spread.sum() ** 2 / (spread**2).sum())


def poses(series: tuple[Series, Series], sides: tuple[Side, Side]) -> list[dict[str, Any]]:
    """TAR in treatment WHOLE by the yaw that the landmarks of the large picture tell."""
    found = []
    for low, high in pairwise(YAWS_DEG):
        rates = {}
        for name, people, compared in zip(WHO, series, sides, strict=True):
            yaw = np.abs(people.conditions[~people.first, 0])
            rows = (yaw >= low) & (yaw < high)
            hits = compared.at_own[rows, WHOLE]
            rates[name] = by_person(hits, compared.person[rows]).to_json()
        found.append({"yaw_from_deg": low, "yaw_to_deg": high, "tar": rates})
    return found


def _compared(
    pair: tuple[Side, Side], rng: np.random.Generator, progress: Callable[[float], None]
) -> dict[str, Any]:
    """Scores and curves of real and rendered people under one kind of template."""
    laid = [Apart(getattr(pair[0], kind), getattr(pair[1], kind)) for kind in SCORES]
    people = (pair[0].people, pair[1].people)

    def statistic(one: Floats, other: Floats) -> Floats:
        away = [both.distances(both.one.weights(one), both.other.weights(other)) for both in laid]
        return np.concatenate([*away, *(pair[1].tars(other) - pair[0].tars(one))])

    value = statistic(*(np.ones(count) for count in people))
    low, high = resampled(people, statistic, REPLICATES, rng, progress)
    found = [
        {"value": v, "low": a, "high": b}
        for v, a, b in zip(value.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
    scores, rest = {}, found
    for kind in SCORES:
        both = _told(getattr(pair[0], kind), getattr(pair[1], kind))
        scores[kind] = both | dict(zip(DISTANCES, rest, strict=False))
        rest = rest[len(DISTANCES) :]
    return {
        "threshold": {"real": pair[0].threshold, "rendered": pair[1].threshold},
        "scores": scores,
        "curves": _curves(pair, rest[: len(TREATMENTS)], rest[len(TREATMENTS) :]),
    }


def _told(one: Scores, other: Scores) -> dict[str, Any]:
    edges = np.linspace(-1, 1, round(2 / BIN) + 1)
    told: dict[str, Any] = {"edges": edges.round(4).tolist()}
    for name, scores in zip(WHO, (one, other), strict=True):
        told[name] = scores.told() | {"counts": np.histogram(scores.score, edges)[0].tolist()}
    return told


def _curves(
    pair: tuple[Side, Side], own: list[dict[str, float]], one: list[dict[str, float]]
) -> list[dict[str, Any]]:
    """Every treatment's rates of both, and their differences at own thresholds and at one."""
    hits = {
        "detection": [each.detected for each in pair],
        "tar": [each.at_own for each in pair],
        "tar_at_one": [each.at_one for each in pair],
    }
    told = []
    for k, treatment in enumerate(TREATMENTS):
        rates = {name: _rates(pair, [each[:, k] for each in both]) for name, both in hits.items()}
        told.append(
            {
                "by": treatment.by,
                "value": treatment.value,
                "size_px": treatment.size_px,
                **rates,
                "fmr_at_one": _both([float(each.fmr[k]) for each in pair]),
                "mated_kept": _both([each.kept[k] for each in pair]),
                OWN: own[k],
                ONE: one[k],
            }
        )
    return told


def _rates(pair: tuple[Side, Side], hits: list[NDArray[np.bool_]]) -> dict[str, Any]:
    rates = [by_person(hit, each.person).to_json() for hit, each in zip(hits, pair, strict=True)]
    return _both(rates)


def _both(values: list[Any]) -> dict[str, Any]:
    return dict(zip(WHO, values, strict=True))


def _counts(real: Series, rendered: Series) -> dict[str, dict[str, int]]:
    return {
        name: {
            "enrolled": one.people,
            "seen_again": len(np.unique(one.person)),
            "pictures": len(one.owner),
            "without_face": int(one.missed[0]),
        }
        for name, one in zip(WHO, (real, rendered), strict=True)
    }


def _within(values: Floats, owner: Numbers) -> float:
    """Standard deviation around each person's own mean."""
    _, number = np.unique(owner, return_inverse=True)
    counts = np.bincount(number)
    means = np.bincount(number, values) / np.maximum(counts, 1)
    free = max(len(values) - len(counts), 1)
    return float(np.sqrt(((values - means[number]) ** 2).sum() / free))


def _part(progress: Callable[[float], None], number: int, parts: int, share: float) -> None:
    progress((number + share) / parts)
