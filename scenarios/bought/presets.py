"""Cameras that turn and zoom: each preset is a camera of its own, which looks so for some spans."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.misfit import SHORT
from scenarios.errors import ScenarioError
from scenarios.fields.plain import FieldPath

PRESETS, CYCLE, FROM, NAME = "presets", "cycle_s", "from_s", "id"
AIM = ("heading_deg", "tilt_deg", "fov_deg", "focal_mm")
"""What a preset may say of its camera."""
MOST = 1_000
"""Times that a day's cycle may be gone through."""

Problem = tuple[FieldPath, str]
Spans = list[list[float]]


def with_presets(raw: dict[str, Any]) -> tuple[dict[str, Any], tuple[int, ...], list[Problem]]:
    """The fields of a scenario with a camera for each preset, of which camera of the file each was
    made, and what does not fit.
    """
    cameras = raw.get("cameras")
    if not isinstance(cameras, list):
        return raw, (), []
    made, origin, found = list[Any](), list[int](), list[Problem]()
    for number, one in enumerate(cameras):
        parts, problems = _parts(one, raw.get("duration_s"))
        made += parts
        origin += [number] * len(parts)
        found += [(("cameras", number, *at), said) for at, said in problems]
    return raw | {"cameras": made}, tuple(origin), found


def _parts(camera: Any, duration_s: Any) -> tuple[list[Any], list[Problem]]:
    if not isinstance(camera, Mapping) or not {PRESETS, CYCLE} & camera.keys():
        return [camera], []
    rest = {name: value for name, value in camera.items() if name not in (PRESETS, CYCLE)}
    try:
        presets = _read(camera.get(PRESETS))
        spans = _spans([one[FROM] for one in presets], camera.get(CYCLE), duration_s)
    except _MisfitError as err:
        return [rest], [(err.at, err.said)]
    named = camera.get(NAME)
    return [
        rest
        | {name: value for name, value in one.items() if name in AIM}
        | {NAME: f"{named}-{one[NAME]}", "active_s": when}
        for one, when in zip(presets, spans, strict=True)
    ], []


class _MisfitError(ScenarioError):
    """Where in a camera something does not fit, and why."""

    def __init__(self, at: FieldPath, said: str) -> None:
        super().__init__(said)
        self.at, self.said = at, said


def _read(presets: Any) -> list[Mapping[str, Any]]:
    """Presets with a name and a time each, times rising from 0."""
    if not isinstance(presets, list) or not presets:
        raise _MisfitError((PRESETS,), f"got {SHORT.repr(presets)}, wanted one or more presets")
    for number, one in enumerate(presets):
        at = (PRESETS, number)
        if not isinstance(one, Mapping) or not {NAME, FROM} <= one.keys():
            raise _MisfitError(at, f"got {SHORT.repr(one)}, wanted {NAME} and {FROM}, and an aim")
        for name in one.keys() - {NAME, FROM, *AIM}:
            said = f"got an unknown field, wanted one of {', '.join((NAME, FROM, *AIM))}"
            raise _MisfitError((*at, name), said)
        if not isinstance(one[NAME], str | int) or not _number(one[FROM]):
            raise _MisfitError(
                (*at, FROM), f"got {SHORT.repr(one[FROM])}, wanted a name and seconds"
            )
    times = [one[FROM] for one in presets]
    if times[0] != 0 or any(later <= sooner for sooner, later in pairwise(times)):
        raise _MisfitError((PRESETS,), f"got {FROM} {times}, wanted them to rise from 0")
    if len({str(one[NAME]) for one in presets}) < len(presets):
        raise _MisfitError((PRESETS,), f"got an {NAME} twice, wanted each once")
    return presets


def _spans(times: Sequence[float], cycle_s: Any, duration_s: Any) -> list[Spans]:
    """From when to when each looks so, again and again every `cycle_s` until the day ends."""
    lasts = float(duration_s) if _number(duration_s) else times[-1] + 1.0
    if cycle_s is None:
        cycle_s = max(lasts, times[-1] + 1.0)
    if not _number(cycle_s) or cycle_s <= times[-1] or lasts / cycle_s > MOST:
        least = max(times[-1], lasts / MOST)
        raise _MisfitError((CYCLE,), f"got {SHORT.repr(cycle_s)}, wanted more than {least:g} s")
    ends = [*times[1:], cycle_s]
    begins = [turn * cycle_s for turn in range(max(int(-(-lasts // cycle_s)), 1))]
    return [
        [[float(begin + a), float(begin + b)] for begin in begins]
        for a, b in zip(times, ends, strict=True)
    ]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
