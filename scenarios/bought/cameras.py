"""A scenario's cameras as they were bought: of a class and a focal length to what they show.

The fields `class` and `focal_mm` of a camera come to its `width_px`, `height_px`, `fov_deg` and
`imaging` before anything else is read; nobody behind the loader knows of them.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.misfit import SHORT
from scenarios.bought.kinds import Kind, focal_mm, fov_deg, kind_of
from scenarios.bought.presets import AIM, CYCLE, PRESETS
from scenarios.errors import ScenarioError
from scenarios.fields.plain import FieldPath
from scenarios.schema import Camera, Imaging

CLASS, FOCAL = "class", "focal_mm"
MADE = (CLASS, FOCAL, "fov_deg", "width_px", "height_px")
"""Fields that are told or made; null is as if they were not there, so that a run may change one for
another.
"""
NARROWEST_DEG, WIDEST_DEG = 1.0, 150.0
"""Between which a camera's `fov_deg` lies."""
ROUNDED = 1e-6
"""What of a range of focal lengths is rounding."""

Problem = tuple[FieldPath, str]


def with_classes(raw: dict[str, Any], folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a scenario in `folder` with its cameras as their classes and lenses make them,
    and what of that does not fit.
    """
    cameras = raw.get("cameras")
    if not isinstance(cameras, list):
        return raw, []
    made, found = list[Any](), list[Problem]()
    for number, one in enumerate(cameras):
        bought = isinstance(one, Mapping) and (CLASS in one or FOCAL in one)
        fields, problems = _made(one, folder) if bought else (one, [])
        made.append(fields)
        found += [(("cameras", number, *at), said) for at, said in problems]
    return raw | {"cameras": made}, found


def stands_for(field: str) -> str:
    """The field of a scenario that a changed one comes to.

    >>> stands_for("cameras.west.focal_mm"), stands_for("cameras.west.fps")
    ('cameras.west.fov_deg', 'cameras.west.fps')
    """
    part, _, name = field.rpartition(".")
    known = {CLASS: "width_px", FOCAL: "fov_deg", PRESETS: "active_s", CYCLE: "active_s"}
    if not part.startswith("cameras."):
        return field
    part, preset, _ = part.partition(f".{PRESETS}.")
    aimed = "active_s" if preset and name not in AIM else name
    return f"{part}.{known.get(aimed, aimed)}"


def _made(camera: Mapping[str, Any], folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    camera = {
        name: value for name, value in camera.items() if name not in MADE or value is not None
    }
    fields = {name: value for name, value in camera.items() if name not in (CLASS, FOCAL)}
    kind = None
    if CLASS in camera:
        try:
            kind = _kind(camera, folder)
        except ScenarioError as err:
            return fields, [((CLASS,), str(err))]
        fields |= {"width_px": kind.width_px, "height_px": kind.height_px}
        own = fields.get("imaging") or {}
        fields["imaging"] = {**kind.imaging, **own} if isinstance(own, Mapping) else own
    try:
        fov = _fov(camera, fields, kind)
    except ScenarioError as err:
        return fields, [((FOCAL,) if FOCAL in camera else ("fov_deg",), str(err))]
    return fields | ({} if fov is None else {"fov_deg": fov}), []


def _kind(camera: Mapping[str, Any], folder: Path) -> Kind:
    """Its class; ScenarioError for none, or beside what it says itself."""
    name = camera[CLASS]
    if not isinstance(name, str):
        raise ScenarioError(f"got {SHORT.repr(name)}, wanted the name of a class, in quotes")
    both = [one for one in ("width_px", "height_px") if one in camera]
    if both:
        raise ScenarioError(f"got it beside {both[0]}, wanted one of them: null for the other")
    return kind_of(name, folder)


def _fov(camera: Mapping[str, Any], fields: Mapping[str, Any], kind: Kind | None) -> float | None:
    """How wide its lens shows, None where a class and its lens say nothing of that; ScenarioError
    for a lens that the class does not have, and one that shows too much or too little.
    """
    given = camera.get("fov_deg")
    pixel_um, width_px = _sensor(fields, kind)
    if FOCAL not in camera:
        lenses = kind.focal_mm if kind else None
        if lenses and given is None and lenses[0] == lenses[1]:
            return fov_deg(lenses[0], pixel_um, width_px)
        if lenses and given is None:
            raise ScenarioError(f"got no focal_mm, wanted one from {_range(lenses)}")
        if lenses and isinstance(given, int | float) and NARROWEST_DEG < given < WIDEST_DEG:
            _mounted(focal_mm(given, pixel_um, width_px), lenses)
        return None
    asked = camera[FOCAL]
    if given is not None:
        raise ScenarioError("got it beside fov_deg, wanted one of them: null for the other")
    if isinstance(asked, bool) or not isinstance(asked, int | float) or not 0.1 <= asked <= 2000:
        raise ScenarioError(f"got {SHORT.repr(asked)}, wanted 0.1 to 2000 mm")
    if kind and kind.focal_mm:
        _mounted(asked, kind.focal_mm)
    wide = fov_deg(asked, pixel_um, width_px)
    if not NARROWEST_DEG < wide < WIDEST_DEG:
        limits = f"{NARROWEST_DEG:g} to {WIDEST_DEG:g} degrees"
        raise ScenarioError(f"got {asked:g}, which shows {wide:.1f} degrees, wanted {limits}")
    return wide


def _mounted(asked: float, lenses: tuple[float, float]) -> None:
    least, most = lenses
    if not least * (1 - ROUNDED) <= asked <= most * (1 + ROUNDED):
        raise ScenarioError(f"got {asked:.3g} mm, wanted a lens of its class, {_range(lenses)}")


def _range(lenses: tuple[float, float]) -> str:
    return f"{lenses[0]:g} to {lenses[1]:g} mm"


def _sensor(fields: Mapping[str, Any], kind: Kind | None) -> tuple[float, int]:
    """Pitch and number of its pixels, as far as that is known without what the schema refuses."""
    if kind:
        return _pixel_um(fields, kind.pixel_um), kind.width_px
    width, usual = fields.get("width_px"), Camera.model_fields["width_px"].default
    if _pixel_um(fields, 0.0) <= 0:
        wanted = "a class, or imaging.pixel_um: the sensor's size is not known"
        raise ScenarioError(f"got it alone, wanted {wanted}")
    return _pixel_um(fields, 0.0), width if isinstance(width, int) and width > 0 else usual


def _pixel_um(fields: Mapping[str, Any], usual: float) -> float:
    imaging = fields.get("imaging")
    asked = imaging.get("pixel_um", usual) if isinstance(imaging, Mapping) else usual
    with suppress(ValueError):  # the schema says what is wrong with it
        return Imaging(pixel_um=asked).pixel_um if asked else usual
    return usual
