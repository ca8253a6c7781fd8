"""What `flow` takes from walkers who keep out of each other's way: kept figures, and their source.

`footfall crowd calibrate` fits them and writes the file.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.disk.files import write_text
from sim.errors import SimError

KEPT = "flow.json"


class Calibrated(BaseModel):
    """How flow walks as jupedsim does: at so much of their own `pace`, since bodies go round each
    other and people on lines do not, and as if others were `felt` times as dense; from what.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pace: float = Field(ge=0.8, le=1.0)
    felt: float = Field(ge=0.25, le=4.0)
    source: str


@cache
def calibrated() -> Calibrated:
    """What the package has."""
    return read_calibrated(files("sim.world.walkers").joinpath(KEPT).read_text(), KEPT)


def read_calibrated(text: str, name: str) -> Calibrated:
    """Of a file; SimError for what is none."""
    try:
        return Calibrated.model_validate_json(text)
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "all of it"
        said = f"{name}: {where}: got {first['input']!r}, wanted figures of flow: {first['msg']}"
        raise SimError(said) from err


def write_calibrated(path: Path, found: Calibrated) -> None:
    """Keep them."""
    write_text(path, found.model_dump_json(indent=2) + "\n")
