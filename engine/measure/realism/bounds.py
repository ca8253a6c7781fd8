"""Bounds on how far rendered people may be from real ones, kept beside the preset about them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.disk.files import NOTHING, UnreadError, from_json, oddity, write_text
from engine.disk.files import text as text_of
from engine.disk.places import from_home
from engine.errors import SettingsError
from engine.measure.calibration.choice import PUBLISHED
from engine.measure.calibration.presets import Preset, load_preset

SUFFIX = ".gap.json"
"""A preset's bounds are in NAME.gap.json beside NAME.npz."""
LARGEST_BYTES = 1 << 20
"""A larger file of bounds is not read."""
RELATIVE = "for comparing designs only"
"""Stands by every rate of rendered people."""
ASSUMED = "by two published rates"
"""Stands by every rate that was drawn to meet those of another engine."""


@dataclass(frozen=True, slots=True)
class UpperBound:
    """`measured` may be at most `wanted`; `name` says what it is, `low` and `high` are its 95 %
    interval where there is one. What counts is the measured value.
    """

    name: str
    measured: float
    wanted: float
    low: float | None = None
    high: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is kept; what could not be measured is not."""
        return self.measured <= self.wanted

    @property
    def within_noise(self) -> bool:
        """Whether it fails, but its interval reaches down to what is wanted."""
        return not self.holds and self.low is not None and self.low <= self.wanted

    def to_json(self) -> dict[str, Any]:
        """The fields under their names, and whether it holds or fails within noise."""
        return asdict(self) | {"holds": self.holds, "within_noise": self.within_noise}


@dataclass(frozen=True, slots=True)
class Gap:
    """What was measured of one pack's people beside photographs: `against` says which."""

    pack_id: str
    against: str
    bounds: tuple[UpperBound, ...]

    @property
    def failed(self) -> tuple[UpperBound, ...]:
        """Bounds that do not hold."""
        return tuple(bound for bound in self.bounds if not bound.holds)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        told = [bound.to_json() for bound in self.bounds]
        return {"pack": self.pack_id, "against": self.against, "bounds": told}


def standing(preset: Preset, gap: Gap | None) -> dict[str, Any]:
    """How rates that rest on a preset may be read, as JSON: `label` to stand by each of them,
    `statement` to stand once beside them, `details` why, and the bounds; a label is empty where no
    rendered people are concerned.
    """
    bounds = [bound.to_json() for bound in gap.bounds] if gap else []
    told = {"bounds_hold": None, "details": "", "bounds": bounds}
    if preset.name == PUBLISHED:
        said = "Rates are drawn to meet two published rates of another engine; all else is assumed."
        return told | {"label": ASSUMED, "statement": said}
    if not len(preset.admitted):
        said = f"Preset {preset.name!r} is about photographs: its rates hold for those alone."
        return told | {"label": "", "statement": said}
    said = "Rates are of rendered people: for comparing designs only, not real-world accuracy."
    told |= {"label": RELATIVE, "statement": said, "details": _why(gap)}
    return told if gap is None else told | {"bounds_hold": not gap.failed}


def standing_of(preset: str) -> dict[str, Any]:
    """`standing` of a preset by its name or file, and what is kept beside it."""
    held = load_preset(preset)
    return standing(held, load_gap(preset, held.pack_id))


def _why(gap: Gap | None) -> str:
    if gap is None:
        return "How far these rendered people are from real ones was not measured."
    count = len(gap.bounds)
    if not gap.failed:
        return f"Rendered people keep all {count} bounds on how far they may be from {gap.against}."
    failed = ((one.name, f"{one.measured:.2f}, at most {one.wanted:g}") for one in gap.failed)
    told = "; ".join(f"{name}: {said} wanted" for name, said in failed)
    return (
        f"Rendered people break {len(gap.failed)} of {count} bounds on how far they may be from"
        f" {gap.against}: {told}."
    )


def load_gap(preset: str, pack_id: str) -> Gap | None:
    """What is kept beside a preset of the library or a file, if it is about the same pack.

    Raises SettingsError for a file that is no such thing.
    """
    inside = files("engine.measure.library") / f"{preset}{SUFFIX}"
    beside = from_home(preset)
    beside = beside.with_name(beside.name.removesuffix(".npz") + SUFFIX)
    if inside.is_file():
        text = inside.read_text(encoding="utf-8")
    elif oddity(beside) != NOTHING:
        try:
            text = text_of(beside, LARGEST_BYTES)
        except UnreadError as err:
            raise SettingsError(f"{beside}: got {err}, wanted a kept gap") from err
    else:
        return None
    found = _read(text, f"{preset}{SUFFIX}")
    return found if found.pack_id == pack_id else None


def bound_from(told: dict[str, Any]) -> UpperBound:
    """One from its JSON; KeyError, TypeError or ValueError for what is none."""
    low, high = (None if told.get(k) is None else float(told[k]) for k in ("low", "high"))
    return UpperBound(str(told["name"]), float(told["measured"]), float(told["wanted"]), low, high)


def save_gap(gap: Gap, path: Path) -> None:
    """Write it, whole or not at all."""
    write_text(path, json.dumps(gap.to_json(), indent=2) + "\n")


def _read(text: str, told: str) -> Gap:
    try:
        held = from_json(text)
        bounds: Sequence[dict[str, Any]] = held["bounds"]
        return Gap(
            pack_id=str(held["pack"]),
            against=str(held["against"]),
            bounds=tuple(bound_from(one) for one in bounds),
        )
    except (KeyError, TypeError, ValueError) as err:
        raise SettingsError(f"{told}: got no bounds ({err!r}), wanted a kept gap") from err
