"""The terms of a stress run: what is offered, how often, and what is asked; frozen."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.errors import SettingsError
from engine.misfit import SHORT, UNKNOWN, wanted
from engine.names import perhaps
from engine.packs.names import OPEN


def _listed(given: Any) -> Any:
    return given.split(",") if isinstance(given, str) else given


def _sized(given: Any) -> Any:
    return given.lower().split("x") if isinstance(given, str) else given


Count = Annotated[int, Field(ge=1)]
Faces = Annotated[int, Field(ge=0, le=64)]
Side = Annotated[int, Field(ge=64, le=8192)]
Size = Annotated[tuple[Side, Side], BeforeValidator(_sized)]
"""(width, height), also as 1280x736."""


class Terms(BaseModel):
    """Everything that a stress run can be told; lists also as text with commas."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    pack: str = OPEN
    seed: int = 1
    """Of the rendered people and the drawn watchlists."""
    workers: Annotated[int, Field(ge=1, le=256)] = 2
    streams: Annotated[int, Field(ge=1, le=1000)] = 4
    """Feeds side by side where their number is not what is asked."""
    rounds: Annotated[int, Field(ge=2)] = 5
    """How often everything is measured, in turn."""
    work_s: Annotated[float, Field(gt=0)] = 2.0
    """How long one measurement of the farm takes, at least."""
    size_px: Size = (1280, 736)
    faces: Faces = 6
    watchlist: Count = 1000
    """Templates that the farm searches."""
    search_sizes: Annotated[tuple[Count, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        1_000, 10_000, 100_000, 1_000_000,
    )  # fmt: skip
    search_probes: Count = 8
    grid_watchlists: Annotated[tuple[Count, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        100,
        10_000,
        100_000,
    )
    grid_faces: Annotated[tuple[Faces, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        0, 2, 8,
    )  # fmt: skip
    grid_sizes_px: Annotated[tuple[Size, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        (640, 384), (1280, 736),
    )  # fmt: skip
    cameras: Count = 10
    """How many cameras like the load the workers wanted are told for."""
    fps: Annotated[float, Field(gt=0)] = 5.0
    """Frames a second of each of those cameras, and of each stream of the part `density`."""
    window_s: Annotated[float, Field(gt=0)] = 10.0
    """How long each of the two windows is in which streams are judged."""
    bound_s: Annotated[float, Field(gt=0)] = 1.0
    """How old a decision may be at p99."""
    repeats: Count = 1
    """How often the search for the density is made anew."""
    server_s: Annotated[float, Field(gt=0)] = 10.0
    """How long frames come at random at each rate."""
    films: str = "shopping_centre"
    """A scenario to film for the part `overload`, or the folder of a run in pixels."""
    draws: Count = 3
    """How often the streams' phases are drawn at each offered load."""


QUICK: dict[str, Any] = {
    "rounds": 2,
    "work_s": 0.5,
    "search_sizes": (1_000, 10_000, 100_000),
    "grid_watchlists": (100, 10_000, 100_000),
    "grid_faces": (0, 4),
    "window_s": 1.0,
    "server_s": 2.0,
    "films": "corridor",
}
"""Terms for a first look of two minutes, of the parts that say what the machine can take."""


def terms_from(given: dict[str, Any], changes: Sequence[str] = ()) -> Terms:
    """Terms with some fields given and then changed by texts like `rounds=3`.

    Raises SettingsError, naming each field, for what cannot be one.
    """
    told, faults = dict(given), list[str]()
    for change in changes:
        name, equals, value = change.partition("=")
        if equals:
            told[name.strip()] = value.strip()
        else:
            faults.append(f"set: got {change!r}, wanted NAME=VALUE")
    terms, found = Terms(), dict[str, str]()
    try:
        terms = Terms.model_validate(told)
    except ValidationError as err:
        for problem in err.errors(include_url=False):
            field = str(problem["loc"][0])
            found.setdefault(field, _refused(field, told[field], problem))
    if faults or found:
        raise SettingsError("; ".join([*faults, *found.values()]))
    return terms


def _refused(field: str, value: object, problem: Mapping[str, Any]) -> str:
    known = f"one of {', '.join(Terms.model_fields)}{perhaps(field, Terms.model_fields)}"
    said = known if problem["type"] == UNKNOWN else wanted(problem)
    return f"stress: {field}: got {SHORT.repr(value)}, wanted {said}"
