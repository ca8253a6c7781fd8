"""How far rendered people are from photographed ones: both looked at, then compared."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from engine.errors import GalleryError
from engine.faces import Image
from engine.measure.album import listed
from engine.measure.calibration.photographs import subjects_of
from engine.measure.calibration.presets import load_preset
from engine.measure.rates.estimates import by_person
from engine.measure.realism import gap, series
from engine.measure.realism.bounds import Gap, bound_from
from engine.measure.realism.series import Series
from engine.packs.pack import load_pack
from engine.pictures.folders import told as passed_over
from engine.settings import EngineSettings
from sim.fidelity import calibrate, counterparts
from sim.fidelity.counterparts import TURNED, Turned
from sim.jobs.job import Job
from sim.jobs.running import run_jobs
from sim.streams import Streams

Report = Callable[[str, float], None]
WORKERS, FEW = 2, 12
"""Fewer people than FEW are looked at here: processes of their own would take longer to start."""
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class GapPlan:
    """Who is compared: people in `folder` (at most `photographed`, None: all) with `people`,
    adults whom the preset admits, each seen in `views` pictures beside the enrolment, with every
    one of `packs`. The pictures of the first `samples` are shown.
    """

    folder: Path
    people: int
    views: int
    packs: tuple[str, ...]
    photographed: int | None = None
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a pack as JSON, and pictures of some rendered people, those of each after
    another.
    """

    told: dict[str, Any]
    samples: tuple[Image, ...]


def measured(plan: GapPlan, report: Report) -> tuple[Measured, ...]:
    """Look at both with every pack and compare; one for each pack. Rendered people are pictured as
    the first pack reads the photographs.

    GalleryError for a folder without a face, SettingsError for too few people.
    """
    listing = listed(plan.folder)
    subjects = subjects_of(listing)[: plan.photographed]
    looks = [
        _photographed(subjects, pack, partial(report, f"Look at the photographs, {pack}"))
        for pack in plan.packs
    ]
    for real in looks:
        if not real.people:
            raise GalleryError(f"{plan.folder}: got no picture with a face, wanted some")
        gap.refuse_few(real, "photographs")
    admitted = load_preset(EngineSettings().preset).admitted
    numbers = counterparts.adults(admitted, calibrate.POPULATION, plan.people)
    people = counterparts.matched(looks[0], numbers, plan.views)
    rendered = _rendered(people, plan.packs, partial(report, "Picture the rendered people"))
    shown = (counterparts.pictures(one, calibrate.POPULATION) for one in people[: plan.samples])
    samples = tuple(bgr for pictures in shown for bgr in pictures)
    made = []
    for pack, real, (seen, turned) in zip(plan.packs, looks, rendered, strict=True):
        told = _compared(real, seen, turned, partial(report, f"Compare, {pack}"))
        head = {"folder": plan.folder.resolve().name, "pack": load_pack(pack).id}
        made.append(Measured(head | told | passed_over((listing,)), samples))
    return tuple(made)


def _compared(
    real: Series, rendered: Series, turned: Turned, progress: Callable[[float], None]
) -> dict[str, Any]:
    """What one pack makes of both."""
    rng = Streams(calibrate.POPULATION).rng("gap")
    with threadpool_limits(1, "blas"):
        told = gap.gap(real, rendered, rng, progress)
    unread = [{"file": file, "why": why} for file, why in real.unreadable.tolist()]
    return told | {
        "turned": _turned(turned, told["raw"]["threshold"]["rendered"]),
        "doubtful": real.doubtful.tolist(),
        "unreadable": unread,
    }


def kept(found: dict[str, Any]) -> Gap:
    """The bounds among the figures, as they are kept beside a preset."""
    real = found["people"]["real"]
    against = f"{real['pictures']:,} photographs of {real['enrolled']:,} people"
    return Gap(found["pack"], against, tuple(bound_from(one) for one in found["bounds"]))


def _photographed(subjects: list[Any], pack: str, progress: Callable[[float], None]) -> Series:
    parts = _parts(subjects)
    if len(parts) == 1:
        return series.photographed(subjects, pack, progress)
    jobs = [Job(series.photographed, (part, pack)) for part in parts]
    return series.joined(run_jobs(jobs, WORKERS, progress))


def _rendered(
    people: list[counterparts.Person], packs: tuple[str, ...], progress: Callable[[float], None]
) -> list[tuple[Series, Turned]]:
    """As each pack sees them."""
    parts = _parts(people)
    rest = (calibrate.POPULATION, packs)
    if len(parts) == 1:
        return counterparts.photograph(people, *rest, progress)
    jobs = [Job(counterparts.photograph, (part, *rest)) for part in parts]
    found = run_jobs(jobs, WORKERS, progress)
    return [_joined(one) for one in zip(*found, strict=True)]


def _joined(parts: tuple[tuple[Series, Turned], ...]) -> tuple[Series, Turned]:
    """What one pack saw of all the parts."""
    score = np.concatenate([turned.score for _, turned in parts])
    return series.joined([one for one, _ in parts]), Turned(score)


def _parts(whole: list[Part]) -> list[list[Part]]:
    """For each worker process, where that pays."""
    if len(whole) < FEW:
        return [whole]
    cuts = np.array_split(np.arange(len(whole)), WORKERS)
    return [whole[cut[0] : cut[-1] + 1] for cut in cuts]


def _turned(turned: Turned, threshold: float) -> list[dict[str, Any]]:
    """Detection and TAR of rendered people in each known pose."""
    found = []
    for place, (yaw, pitch) in enumerate(TURNED):
        score, people = turned.score[:, place], np.arange(len(turned.score))
        rates = {"detection": np.isfinite(score), "tar": score >= threshold}
        told = {name: by_person(hits, people).to_json() for name, hits in rates.items()}
        found.append({"yaw_deg": yaw, "pitch_deg": pitch} | told)
    return found
