"""Work that this machine cannot do is refused before it is begun, with the field that makes it so.

Which field that is comes of asking what the work would need if each were as usual: the one that
saves the most is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from scenarios.errors import ScenarioError
from scenarios.hours import lasting
from scenarios.loader import Loaded
from scenarios.place import Place
from scenarios.schema import Scenario
from sim.estimate.need import LONG_S, Estimate

USUAL: Mapping[str, Any] = {
    "arrivals.profile": [{"from_s": 0, "people_per_h": 1000}],
    "arrivals.doors": {},
    "arrivals.surges": [],
    "duration_s": 60,
    "arrivals.dwell_s": 60,
    "arrivals.speed_mps": 1.34,
    "crowd.talk_s": 10,
    "watchlist.size": 100,
    "window.duration_s": 1,
    "window.watchlist": 1,
}
"""What is small of each field that makes a run large."""
OF_CAMERAS: Mapping[str, Any] = {"width_px": 640, "height_px": 360, "fps": 1.0}
VENUE = "venue"

Said = tuple[str, str, str]
"""What there is too much of, how much that would be, and what there is or may be."""


def refuse(
    estimate: Estimate,
    within_s: float | None = LONG_S,
    *,
    kept: Iterable[str] = (),
    blamed: Callable[[str], str] | None = None,
) -> None:
    """ScenarioError for what needs more memory or disk than this machine has, or longer than
    `within_s` (None: however long). Parts that are `kept` from before are not made again; `blamed`
    names the field behind a measure of the estimate (`memory_bytes`, `disk_bytes`, `wall_s`).
    """
    left = replace(estimate, parts=tuple(p for p in estimate.parts if p.name not in {*kept}))
    for measure, got, wanted in _excesses(left, within_s):
        field = blamed(measure) if blamed else left.about
        raise ScenarioError(f"{field}: got work that would take {got}, wanted {wanted}")


def _excesses(estimate: Estimate, within_s: float | None) -> list[Said]:
    machine, found = estimate.machine, []
    if estimate.memory_bytes > machine.memory_bytes:
        wanted = f"at most the {size(machine.memory_bytes)} that are free here"
        found.append(("memory_bytes", f"about {size(estimate.memory_bytes)} of memory", wanted))
    if estimate.disk_bytes > machine.disk_bytes:
        wanted = f"at most the {size(machine.disk_bytes)} that are free on the disk"
        found.append(("disk_bytes", f"about {size(estimate.disk_bytes)} on disk", wanted))
    if within_s is not None and estimate.wall_s > within_s:
        here = f"on {machine.cores:g} cores"
        wanted = f"at most {lasting(within_s)}, or --long for work that may take longer"
        found.append(("wall_s", f"about {lasting(estimate.wall_s)} {here}", wanted))
    return found


def field_behind(loaded: Loaded, of: Callable[[Loaded], Estimate]) -> Callable[[str], str]:
    """Names the field of a scenario that makes a measure of its estimate so large."""

    def named(measure: str) -> str:
        needs = {
            field: float(getattr(of(changed), measure)) for field, changed in _variants(loaded)
        }
        field = min(needs, key=lambda one: needs[one])
        return f"{loaded.path}: {field}"

    return named


def _variants(loaded: Loaded) -> Iterable[tuple[str, Loaded]]:
    """The scenario with one field after another as it usually is."""
    raw = loaded.scenario.model_dump()
    for field, usual in USUAL.items():
        if (changed := _with(raw, field.split("."), usual)) is not None:
            yield field, replace(loaded, scenario=Scenario.model_validate(changed))
    for field, usual in OF_CAMERAS.items():
        cameras = [camera | {field: usual} for camera in raw["cameras"]]
        changed = raw | {"cameras": cameras}
        yield f"cameras: {field}", replace(loaded, scenario=Scenario.model_validate(changed))
    one = raw | {"cameras": raw["cameras"][:1]}
    if raw["window"]:
        one["window"] = raw["window"] | {"cameras": ()}
    yield "cameras", replace(loaded, scenario=Scenario.model_validate(one))
    yield VENUE, replace(loaded, place=_plain(loaded))


def _with(raw: Mapping[str, Any], steps: list[str], value: Any) -> dict[str, Any] | None:
    """A tree with a value at a path; None where there is no such place."""
    first, *rest = steps
    if raw.get(first) is None:
        return None
    inner = _with(raw[first], rest, value) if rest else value
    return None if inner is None else {**raw, first: inner}


def _plain(loaded: Loaded) -> Place:
    """The place with open halls for levels, with as many doors."""
    levels = [
        replace(one, venue=replace(one.venue, floor=one.venue.floor.convex_hull, low=(), things=()))
        for one in loaded.place.levels
    ]
    return replace(loaded.place, levels=tuple(levels))


def size(count: float) -> str:
    """Bytes as people read them.

    >>> size(3_660_000_000_000), size(4e6), size(72_400)
    ('3.7 TB', '4 MB', '72 kB')
    """
    for unit, name in ((1e12, "TB"), (1e9, "GB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
