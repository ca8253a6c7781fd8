"""What of a scenario a stage reads: it is given nothing else, so that its key says all."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from pydantic import BaseModel

from scenarios.schema import Scenario

EACH = "*"
"""In a field's path: every one of several, such as cameras."""

Steps = tuple[str, ...]


def only(scenario: Scenario, reads: Sequence[str]) -> Scenario:
    """The scenario with those fields and no others: whoever asks for another, an AttributeError.

    >>> from scenarios.loader import load_scenario
    >>> part = only(load_scenario("corridor").scenario, ["seed", "watchlist.size"])
    >>> part.seed, hasattr(part.watchlist, "size"), hasattr(part.watchlist, "right_to_arrest")
    (1, True, False)
    """
    return cast(Scenario, _part(scenario, [tuple(path.split(".")) for path in reads]))


def values(scenario: Scenario, reads: Sequence[str]) -> dict[str, Any]:
    """Those fields' values by path, as JSON would have them; of each of several, a list."""
    told = scenario.model_dump(mode="json")
    return {path: _value(told, tuple(path.split("."))) for path in sorted(reads)}


def felt(field: str, reads: Sequence[str]) -> bool:
    """Whether something that is read lies at, in or around a field such as `cameras.0.fps`.

    >>> felt("cameras.0.fps", ["cameras.*.id"]), felt("cameras.0", ["cameras.*.id"])
    (False, True)
    """
    asked = field.split(".")
    return any(
        all(step in (EACH, wanted) for step, wanted in zip(path.split("."), asked, strict=False))
        for path in reads
    )


def dials(scenario: Scenario) -> Iterator[str]:
    """Every field of a scenario that says something else than its default, `*` for each of several,
    in the order of the schema.
    """
    yield from dict.fromkeys(_changed(scenario, ()))


def _part(whole: Any, paths: Sequence[Steps]) -> Any:
    if () in paths or whole is None:
        return whole
    if isinstance(whole, tuple):
        inner = [path[1:] for path in paths if path[0] == EACH]
        return tuple(_part(one, inner) for one in whole)
    part = type(whole).model_construct()
    part.__dict__.clear()
    for name in dict.fromkeys(path[0] for path in paths):
        inner = [path[1:] for path in paths if path[0] == name]
        part.__dict__[name] = _part(getattr(whole, name), inner)
    return part


def _value(told: Any, path: Steps) -> Any:
    if not path or told is None:
        return told
    if path[0] == EACH:
        return [_value(one, path[1:]) for one in told]
    return _value(told[path[0]], path[1:])


def _changed(part: BaseModel, at: Steps) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value, here = getattr(part, name), (*at, name)
        if isinstance(value, BaseModel):
            yield from _changed(value, here)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for one in value:
                yield from _changed(one, (*here, EACH))
        elif field.is_required() or value != field.get_default(call_default_factory=True):
            yield ".".join(here)
