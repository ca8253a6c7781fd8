"""Every number of a scenario has two ends, so that what means nothing is refused."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from scenarios.footfall.arrivals import Arrivals
from scenarios.schema import Camera, Imaging, Scenario


def numbers(kind: Any, about: list[Any], at: str) -> Iterator[tuple[str, list[Any]]]:
    """The numbers in a type, each with what is said of it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from numbers(field.annotation, field.metadata, f"{at}.{name}")
    elif kind in (int, float):
        yield at, about
    elif hasattr(kind, "__metadata__"):
        said = [note for one in kind.__metadata__ for note in getattr(one, "metadata", [one])]
        yield from numbers(get_args(kind)[0], [*about, *said], at)
    else:
        for inner in get_args(kind):
            yield from numbers(inner, about, at)


def ends(about: list[Any]) -> tuple[bool, bool]:
    """Whether there is a lowest and a highest."""
    low, high = (
        any(getattr(note, name, None) is not None for note in about for name in names)
        for names in (("ge", "gt"), ("le", "lt"))
    )
    return low, high


def test_every_number_has_two_ends():
    found = dict(numbers(Scenario, [], "scenario"))
    assert len(found) > 80
    assert [name for name, about in found.items() if ends(about) != (True, True)] == []


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        (Arrivals, "dwell_s", 1e7),
        (Arrivals, "speed_sd_mps", 1e308),
        (Arrivals, "group_sizes", [0.01] * 100),
        (Camera, "heading_deg", 1e300),
        (Imaging, "shutter_s", 1e6),
        (Imaging, "softness_px", 1e308),
        (Imaging, "bitrate_kbps", 1e12),
        (Imaging, "line_time_us", 1e6),
        (Scenario, "name", "x" * 65),
    ],
)
def test_what_means_nothing_is_refused(part, field, value):
    with pytest.raises(ValidationError) as refused:
        part.model_validate({field: value})
    assert field in {error["loc"][0] for error in refused.value.errors()}
