"""What all parts of a scenario are made of: frozen, bounded, nothing unknown."""

from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from engine.misfit import formed
from engine.settings import WEEK_S

Span = Annotated[float, Field(ge=0.001, le=WEEK_S)]
"""Seconds, a week at most."""
Moment = Annotated[float, Field(ge=0, le=WEEK_S)]
"""Seconds after the start."""
Spread = Annotated[float, Field(ge=0, le=2)]
"""Standard deviation of a time's logarithm; at 2 one in forty takes fifty times the median."""
Metres = Annotated[float, Field(ge=-1e5, le=1e5)]
"""As far from the corner as a plan may reach."""
Point = tuple[Metres, Metres]
Ordinal = Annotated[int, Field(ge=-100, le=127)]
"""Of a level: 0 the ground, rising; the tallest building there is has 163 storeys, few of them open
to the public."""


class Spot(NamedTuple):
    """A point on the floor of a level.

    >>> Spot(3.0, 4.0)
    Spot(x_m=3.0, y_m=4.0, level=0)
    """

    x_m: Metres
    y_m: Metres
    level: Ordinal = 0


def _plain(value: Any) -> Any:
    """A dial's value as it stands there; ValueError, in plain words, for what is none."""
    several = value if isinstance(value, list | tuple) else [value]
    words = (isinstance(one, str) and one.isprintable() for one in several)
    fits = all(words) and all(len(one) <= LONGEST_WORD for one in several)
    if isinstance(value, int | float) and not isinstance(value, bool):
        fits = -FARTHEST <= value <= FARTHEST
    if not (fits or isinstance(value, bool)):
        raise ValueError(DIAL)
    return value


LONGEST_WORD, FARTHEST = 64, 1e9
DIAL = "a number of -1e9 to 1e9, true or false, a word, or a list of words"
Number = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST)]
Dial = Annotated[Number | bool | str | tuple[str, ...], BeforeValidator(_plain)]
"""What a judge or policy of a scenario's choice is set by; each knows which it has."""
NAMED = formed("[a-z0-9_-]+", "a name of small letters a to z, digits, _ and -")
Name = Annotated[str, Field(max_length=64), NAMED]
"""Of something that is found by it; names of files are made of it."""
TimeOfDay = Annotated[str, formed("([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day as '09:30'")]
Lux = Annotated[float, Field(ge=1e-4, le=1e6)]
"""From a moonless night, .0002 lx, to beyond full sun, 130,000 lx."""
Shutter = Annotated[float, Field(ge=1e-6, le=1)]
"""Seconds; the shortest electronic shutters take some microseconds."""
Decibels = Annotated[float, Field(ge=0, le=100)]
"""Twice what sensors are sold with."""
Distortion = Annotated[float, Field(ge=-1000, le=1000)]
"""Of a lens, by powers of the radius in focal lengths."""


class Part(BaseModel):
    """Base of every part of a scenario: frozen, nothing unknown."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )
