"""Kinds of camera as they are sold: a sensor, its resolution, and what its data sheet says else."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import atan, degrees, hypot, isclose, radians, tan
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from engine.misfit import formed
from engine.names import perhaps
from scenarios.errors import ScenarioError
from scenarios.fields.document import read_fields
from scenarios.fields.misfits import misfits
from scenarios.fields.parts import Part
from scenarios.fields.plain import dotted
from scenarios.schema import Camera

LARGE, SMALL_MM, LARGE_MM = Fraction(1, 2), 18.0, 16.0
"""A sensor's diagonal is so many mm times its format's inches, below half an inch and above."""
GENERIC = Path(str(files("scenarios.bought"))) / "generic.yaml"
APART = "#"
"""Between a file of classes and the name of one: `mine.yaml#dome`."""

Millimetres = Annotated[float, Field(ge=0.1, le=2000)]
FORMAT = formed("[1-9](/[1-9][0-9]?([.][0-9]{1,3})?)?", "an optical format in inches, as '1/2.8'")


class Kind(Part):
    """A class of cameras. Its sensor is given as an optical format or in millimetres; what is None
    is as a scenario's `imaging` has it.
    """

    title: str = ""
    """For people."""
    source: Annotated[str, Field(min_length=3)]
    """Where its figures come from."""
    format_in: Annotated[str, FORMAT] | None = None
    """The sensor's optical format, a fraction of an inch."""
    sensor_mm: tuple[Millimetres, Millimetres] | None = None
    """The sensor's width and height, where a data sheet says them."""
    width_px: Annotated[int, Field(ge=160, le=7680, multiple_of=2)]
    """Width of the picture."""
    height_px: Annotated[int, Field(ge=120, le=4320, multiple_of=2)]
    """Height of the picture."""
    focal_mm: tuple[Millimetres, Millimetres] | None = None
    """The shortest and longest focal length of its lens; None: any lens is mounted."""
    f_number: Annotated[float, Field(ge=0.5, le=128)] | None = None
    """Its lens's, open."""
    base_iso: Annotated[float, Field(ge=1, le=100_000)] | None = None
    """Its sensitivity at 0 dB."""
    full_well_e: Annotated[float, Field(ge=10, le=1e7)] | None = None
    """Electrons that make a pixel white at 0 dB (EMVA 1288)."""
    read_noise_e: Annotated[float, Field(ge=0, le=1e4)] | None = None
    """Noise of reading a pixel (EMVA 1288)."""

    @model_validator(mode="after")
    def _one_sensor(self) -> "Kind":
        if (self.format_in is None) == (self.sensor_mm is None):
            raise ValueError("format_in or sensor_mm, and not both")
        if self.focal_mm and self.focal_mm[0] > self.focal_mm[1]:
            raise ValueError("the shortest focal length first")
        return self

    @property
    def pixel_um(self) -> float:
        """From one pixel to the next; pixels are square.

        >>> kind = Kind(source="doc", format_in="1/2.8", width_px=1920, height_px=1080)
        >>> round(kind.pixel_um, 2)
        2.92
        """
        if self.sensor_mm:
            return 1000 * self.sensor_mm[0] / self.width_px
        return 1000 * diagonal_mm(self.format_in or "") / hypot(self.width_px, self.height_px)

    @property
    def imaging(self) -> dict[str, float]:
        """What of a scenario's imaging it says."""
        names = ("f_number", "base_iso", "full_well_e", "read_noise_e")
        said = {name: getattr(self, name) for name in names}
        return {"pixel_um": self.pixel_um} | {n: v for n, v in said.items() if v is not None}


def diagonal_mm(format_in: str) -> float:
    """The diagonal of a sensor of an optical format.

    >>> diagonal_mm("1/3"), diagonal_mm("1/2"), diagonal_mm("1")
    (6.0, 8.0, 16.0)
    """
    over, _, under = format_in.partition("/")
    inches = Fraction(over) / Fraction(under or "1")
    return float(inches) * (LARGE_MM if inches >= LARGE else SMALL_MM)


def fov_deg(focal_mm: float, pixel_um: float, width_px: int) -> float:
    """How wide a lens shows a sensor of so many pixels.

    >>> round(fov_deg(4.0, 3.0, 1280), 1)
    51.3
    """
    return 2 * degrees(atan(width_px * pixel_um / 1000 / 2 / focal_mm))


def focal_mm(fov: float, pixel_um: float, width_px: int) -> float:
    """The lens that shows it so wide, in degrees.

    >>> round(focal_mm(fov_deg(4.0, 3.0, 1280), 3.0, 1280), 6)
    4.0
    """
    return width_px * pixel_um / 1000 / 2 / tan(radians(fov) / 2)


@cache
def generic() -> Mapping[str, Kind]:
    """The classes that are nobody's product, by name."""
    return {
        str(name): Kind.model_validate(told) for name, told in read_fields(GENERIC, [])[0].items()
    }


def class_of(camera: Camera) -> str | None:
    """The generic class whose picture and pixels a camera has; None for none, and where nobody says
    how large its pixels are.

    >>> camera = Camera(id="a", at_m=(0, 0), heading_deg=0)
    >>> bought = {"width_px": 1920, "height_px": 1080, "imaging": generic()["1/2-1080p"].imaging}
    >>> class_of(camera), class_of(Camera(**camera.model_dump() | bought))
    (None, '1/2-1080p')
    """
    if camera.imaging is None:
        return None
    size, pitch = (camera.width_px, camera.height_px), camera.imaging.pixel_um
    for name, kind in generic().items():
        alike = (kind.width_px, kind.height_px) == size
        if alike and isclose(kind.pixel_um, pitch, abs_tol=1e-6):
            return name
    return None


def kind_of(name: str, folder: Path) -> Kind:
    """The class of a name: a generic one, or of one's own as `FILE.yaml#NAME` beside the scenario.

    Raises ScenarioError for none, and for a file whose class does not hold together.
    """
    file, apart, last = name.rpartition(APART)
    path = folder / file if apart else GENERIC
    kinds, lines = read_fields(path, [])
    if last not in kinds:
        there = ", ".join(str(one) for one in kinds)
        where = f" of {path.name}" if apart else f", or FILE.yaml{APART}NAME of your own"
        raise ScenarioError(
            f"got {name!r}, wanted one of {there}{where}{perhaps(last, [*map(str, kinds)])}"
        )
    told: Any = kinds[last]
    try:
        return Kind.model_validate(told)
    except ValidationError as err:
        at, said = misfits(Kind, err)[0]
        place = (last, *at)
        line = next(lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines)
        raise ScenarioError(f"got {path.name}:{line}: {dotted(place)}: {said}") from err
