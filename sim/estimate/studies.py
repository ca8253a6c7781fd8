"""What work on rendered people needs that is no run: a gate, a calibration, a gap, a frame."""

from pathlib import Path

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from sim.estimate import costs as c
from sim.estimate.machine import this_machine
from sim.estimate.need import Estimate, Need
from sim.estimate.runs import FILMING, of_run

WORKERS = 2
"""Processes of these studies."""


def of_gate(count: int, probes: int, packs: int = 1, out: Path | None = None) -> Estimate:
    """Of enrolling `count` people and looking at so many of those admitted, with so many packs."""
    seen = min(count, probes) * c.GATE_VIEWS
    enrol_s, probe_s = count * c.PORTRAIT_S, seen * c.VIEW_S
    kept, probed = packs * count, packs * seen
    parts = (
        Need(
            "enrol",
            enrol_s + _again(packs, count),
            _templates(kept),
            kept * c.TEMPLATE_DISK,
            WORKERS,
        ),
        Need("compare", packs * float(count) ** 2 * c.PAIR_S, float(count) ** 2 * c.PAIR_BYTES),
        Need(
            "probe",
            probe_s + _again(packs, seen),
            _templates(kept + probed),
            probed * c.TEMPLATE_DISK,
            WORKERS,
        ),
    )
    return Estimate("rendered people", {"drawn": count, "views": seen}, parts, this_machine(out))


def of_calibration(people: int, views: int, packs: int = 1, out: Path | None = None) -> Estimate:
    """Of photographing people in so many views each, and fitting a preset for each pack."""
    seen = people * views
    photograph_s = people * c.PORTRAIT_S + seen * c.VIEW_S + _again(packs, people + seen)
    fit_s = packs * (c.FIT_S + seen * c.FIT_VIEW_S)
    parts = (
        Need("photograph", photograph_s, _templates(packs * seen), 0.0, WORKERS),
        Need("fit", fit_s, float(people) ** 2 * c.PAIR_BYTES, packs * 4e6),
    )
    return Estimate("rendered people", {"drawn": people, "views": seen}, parts, this_machine(out))


def of_photographs(
    people: int, pictures: int, pixels: float, views: int, packs: int = 1, out: Path | None = None
) -> Estimate:
    """Of enrolling people by a photograph each, looking at the others in so many views, and fitting
    a preset to these, for each pack anew; `pixels` are those of a picture, on average.
    """
    seen = max(pictures - people, 0) * views
    look_s = pictures * (c.PHOTO_S + pixels * c.PHOTO_PIXEL_S) + seen * c.PHOTO_VIEW_S
    fit_s = packs * (c.FIT_S + seen * c.FIT_VIEW_S)
    parts = (
        Need("look", packs * look_s, _templates(packs * (people + seen)), 0.0, WORKERS),
        Need("fit", fit_s, float(people) ** 2 * c.PAIR_BYTES, packs * 4e6),
    )
    amounts = {"pictured": people, "pictures": pictures, "views": seen}
    return Estimate("photographs", amounts, parts, this_machine(out))


def of_gap(people: int, views: int, packs: int = 1, out: Path | None = None) -> Estimate:
    """Of rendering people to be compared with photographs, of which nothing is known here, before
    so many packs.
    """
    seen = people * (views + c.GAP_POSES)
    picture_s = people * c.PORTRAIT_S + seen * c.VIEW_S + _again(packs, people + seen)
    pairs = packs * float(people) ** 2
    parts = (
        Need("picture", picture_s, _templates(packs * seen), 0.0, WORKERS),
        Need("compare", pairs * c.PAIR_S, float(people) ** 2 * c.PAIR_BYTES),
    )
    return Estimate("rendered people", {"drawn": people, "views": seen}, parts, this_machine(out))


def of_frame(loaded: Loaded, preset: Preset) -> Estimate:
    """Of one frame of a scenario's window: its world, and one picture."""
    whole = of_run(loaded, preset)
    frames = max(whole.amounts.get("frames", 1.0), 1.0)
    film = next(part for part in whole.parts if part.name == "film")
    one = Need("film", film.cpu_s / frames + c.FACE_S, film.memory_bytes / FILMING)
    parts = tuple(part for part in whole.parts if part.name == "world")
    return Estimate(whole.about, whole.amounts, (*parts, one), whole.machine)


def _again(packs: int, pictures: float) -> float:
    """Seconds in which the packs but the first look at pictures that are drawn for all of them."""
    return (packs - 1) * pictures * c.LOOK_S


def _templates(count: float) -> float:
    return WORKERS * c.FILM_BASE_BYTES + count * c.TEMPLATE_BYTES
