"""Rendered people beside photographs: the same treatments, the same measures, how far apart."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.measure.bounds import Bound
from engine.measure.distances import Apart, Scores, resampled, threshold_at
from engine.measure.estimates import Floats, Numbers, by_person
from engine.measure.series import Series
from engine.measure.treatments import SIZE, TREATMENTS, WHOLE_PX

WANTED_FMR = 1e-3
FEWEST = 4
REPLICATES = 200
BIN = 0.02
WHOLE = next(k for k, t in enumerate(TREATMENTS) if t.by == SIZE and t.value == WHOLE_PX)
"""The treatment in which scores are compared and thresholds found."""
SIZES = [k for k, t in enumerate(TREATMENTS) if t.by == SIZE]
DISTANCES = ("ks", "wasserstein", "mean_apart", "sd_ratio")
MEAN_APART, SD_APART, TAR_APART = 0.1, 0.2, 0.05
"""The bounds that rendered people should keep."""
SCORES, WHO = ("mated", "non_mated"), ("real", "rendered")
STATEMENT = (
    "Photographs and rendered people are enrolled with their first picture and seen in the others,"
    " treated alike. A face that is not found is not matched. Each has its own threshold, which"
    f" meets FMR {WANTED_FMR:g} at {WHOLE_PX:g} px. Normalised templates are those minus the mean"
    " enrolment of other people of the same kind, at unit length again; people are cut into two"
    " halves, each centred by the other and compared within itself. Rates have 95 % intervals"
    " clustered by person at the threshold found; intervals of differences and distances are a"
    " bootstrap's over people, threshold included. Distances of two samples are never 0: their"
    " intervals lie above what larger samples would show."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One kind of people under one kind of template: `mate` (k, t) scores of their pictures in each
    treatment, -inf where no face was found; the rest in treatment WHOLE, non-mated ones the highest
    first, and `accepted` (t,) non-mated comparisons at or above the threshold with `compared` (t,).
    """

    person: Numbers
    detected: NDArray[np.bool_]
    mate: Floats
    mated: Scores
    non_mated: Scores
    threshold: float
    accepted: Numbers
    compared: Numbers

    @property
    def hits(self) -> NDArray[np.bool_]:
        """(k, t) at the threshold."""
        return np.asarray(self.mate >= self.threshold)

    def tar(self, drawn: Floats) -> Floats:
        """(t,) at the threshold found when people were drawn so often."""
        weights, own = self.non_mated.weights(drawn), drawn[self.person]
        if not weights.sum() or not own.sum():
            return np.full(self.mate.shape[1], np.nan)
        threshold = threshold_at(self.non_mated.score, weights, WANTED_FMR)
        found: Floats = own @ (self.mate >= threshold) / own.sum()
        return found


def gap(
    real: Series, rendered: Series, rng: np.random.Generator, progress: Callable[[float], None]
) -> dict[str, Any]:
    """Conditions, scores, curves and bounds of both, as JSON. SettingsError for fewer than FEWEST
    people of either who are seen again.
    """
    refuse_few(real, "photographs")
    refuse_few(rendered, "rendered people")
    sides = {
        "raw": (_side(real), _side(rendered)),
        "normalised": (_side(centred(real), True), _side(centred(rendered), True)),
    }
    told = {}
    for number, (kind, pair) in enumerate(sides.items()):
        share = partial(_part, progress, number, len(sides))
        told[kind] = _compared(pair, (real.people, rendered.people), rng, share)
    return {
        "people": _counts(real, rendered),
        "statement": STATEMENT,
        "conditions": {"real": conditions(real), "rendered": conditions(rendered)},
        **told,
        "poses": poses((real, rendered), sides["raw"]),
        "bounds": [bound.to_json() for bound in bounds(told)],
    }


def refuse_few(series: Series, name: str) -> None:
    """Raise SettingsError where fewer than FEWEST people are seen again."""
    people = len(np.unique(series.person[series.detected[:, WHOLE]]))
    if people < FEWEST:
        raise SettingsError(
            f"{name}: got {people} people with a face in two pictures, wanted {FEWEST} or more"
        )


def bounds(told: dict[str, Any]) -> tuple[Bound, ...]:
    """How far apart the normalised non-mated scores are, and the raw TAR at any size."""
    scores = told["normalised"]["scores"]["non_mated"]
    tar = [abs(told["raw"]["curves"][k]["tar_apart"]["value"]) for k in SIZES]
    smallest, largest = TREATMENTS[SIZES[0]].value, TREATMENTS[SIZES[-1]].value
    return (
        Bound(
            "normalised non-mated mean, difference", abs(scores["mean_apart"]["value"]), MEAN_APART
        ),
        Bound("normalised non-mated spread, ratio less 1", abs(scores["sd_ratio"]["value"] - 1),
              SD_APART),
        Bound(f"TAR at {smallest:g} to {largest:g} px, largest difference", max(tar), TAR_APART),
    )  # fmt: skip


def centred(series: Series) -> Series:
    """Templates less the mean enrolment of the half of the people that somebody is not in, at unit
    length; halves are every other person.
    """
    half = np.arange(series.people) % 2
    means = np.stack([series.enrolled[half != one].mean(0) for one in (0, 1)])
    enrolled = _unit(series.enrolled - means[half])
    probe = _unit(series.probe - means[half[series.person]][:, None])
    probe[~series.detected] = 0
    return replace(series, enrolled=enrolled, probe=probe)


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


def poses(series: tuple[Series, Series], sides: tuple[Side, Side]) -> list[dict[str, Any]]:
    """TAR in treatment WHOLE by the yaw that the landmarks of the large picture tell."""
    edges, found = (0.0, 10.0, 20.0, 30.0, 90.0), []
    for low, high in pairwise(edges):
        rates = {}
        for name, one, side in zip(WHO, series, sides, strict=True):
            yaw = np.abs(one.conditions[~one.first, 0])
            rows = (yaw >= low) & (yaw < high)
            rates[name] = by_person(side.hits[rows, WHOLE], side.person[rows]).to_json()
        found.append({"yaw_from_deg": low, "yaw_to_deg": high, "tar": rates})
    return found


def _side(series: Series, halved: bool = False) -> Side:
    """Comparisons of pictures with enrolments; only within halves where those are centred apart."""
    mate = np.einsum("ktd,kd->kt", series.probe, series.enrolled[series.person]).astype(np.float64)
    mate[~series.detected] = -np.inf
    seen = series.detected[:, WHOLE]
    mated = Scores(mate[seen, WHOLE], series.person[seen], series.person[seen])
    others = partial(_others, series, halved)
    scores, probed, enrolled = others(WHOLE)
    order = np.argsort(-scores, kind="stable")
    non_mated = Scores(scores[order], probed[order], enrolled[order])
    threshold = threshold_at(non_mated.score, np.ones(len(order)), WANTED_FMR)
    every = [others(k)[0] for k in range(len(TREATMENTS))]
    return Side(
        person=series.person,
        detected=series.detected,
        mate=mate,
        mated=mated,
        non_mated=non_mated,
        threshold=threshold,
        accepted=np.array([(one >= threshold).sum() for one in every]),
        compared=np.array([len(one) for one in every]),
    )


def _others(series: Series, halved: bool, treatment: int) -> tuple[Floats, Numbers, Numbers]:
    """Non-mated scores of one treatment, and the people of each."""
    everybody = np.arange(series.people)
    wanted = series.person[:, None] != everybody
    if halved:
        wanted &= series.person[:, None] % 2 == everybody % 2
    probe, enrolled = np.nonzero(wanted & series.detected[:, treatment, None])
    score = (series.probe[:, treatment] @ series.enrolled.T)[probe, enrolled]
    return score.astype(np.float64), series.person[probe], enrolled.astype(np.int64)


def _compared(
    pair: tuple[Side, Side],
    people: tuple[int, int],
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    """Scores and curves of real and rendered people under one kind of template."""
    laid = [Apart(getattr(pair[0], kind), getattr(pair[1], kind)) for kind in SCORES]

    def statistic(one: Floats, other: Floats) -> Floats:
        away = [both.distances(both.one.weights(one), both.other.weights(other)) for both in laid]
        return np.concatenate([*away, pair[1].tar(other) - pair[0].tar(one)])

    value = statistic(*(np.ones(count) for count in people))
    low, high = resampled(people, statistic, REPLICATES, rng, progress)
    found = [
        {"value": v, "low": a, "high": b}
        for v, a, b in zip(value.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
    size = len(DISTANCES)
    scores = {
        kind: _told(getattr(pair[0], kind), getattr(pair[1], kind))
        | dict(zip(DISTANCES, found[size * k : size * (k + 1)], strict=True))
        for k, kind in enumerate(SCORES)
    }
    return {
        "threshold": {"real": pair[0].threshold, "rendered": pair[1].threshold},
        "scores": scores,
        "curves": [_point(k, pair, away) for k, away in enumerate(found[size * len(SCORES) :])],
    }


def _told(one: Scores, other: Scores) -> dict[str, Any]:
    edges = np.linspace(-1, 1, round(2 / BIN) + 1)
    told: dict[str, Any] = {"edges": edges.round(4).tolist()}
    for name, scores in zip(WHO, (one, other), strict=True):
        told[name] = scores.told() | {"counts": np.histogram(scores.score, edges)[0].tolist()}
    return told


def _point(number: int, pair: tuple[Side, Side], away: dict[str, float]) -> dict[str, Any]:
    treatment = TREATMENTS[number]
    told: dict[str, Any] = {"by": treatment.by, "value": treatment.value}
    told["size_px"] = treatment.size_px
    for key, name in (("detected", "detection"), ("hits", "tar")):
        rates = (by_person(getattr(side, key)[:, number], side.person) for side in pair)
        told[name] = {who: rate.to_json() for who, rate in zip(WHO, rates, strict=True)}
    fmr = (float(side.accepted[number] / max(side.compared[number], 1)) for side in pair)
    return told | {"fmr": dict(zip(WHO, fmr, strict=True)), "tar_apart": away}


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


def _unit(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(raw, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (raw / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
