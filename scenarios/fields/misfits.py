"""What a schema refuses, in words: everything at once, and a misspelt field by what was meant."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from engine.misfit import MISSING, TOO_SHORT, UNKNOWN, got, wanted
from engine.names import nearest

Place = tuple[str | int, ...]


def misfits(model: type[BaseModel], err: ValidationError) -> list[tuple[Place, str]]:
    """Each field that does not fit, with what was got and wanted, in the order of the schema; a
    missing one of which a misspelt one stands there is told with that. A list counts as too short,
    too, where things in it do not fit: that is told of them alone.
    """
    problems = err.errors(include_url=False)
    meant = {
        (*problem["loc"][:-1], name): problem["loc"]
        for problem in problems
        if problem["type"] == UNKNOWN and (name := intended(model, problem["loc"]))
    }
    places = [problem["loc"] for problem in problems]
    parents = {place[:depth] for place in places for depth in range(len(place))}
    follows = {MISSING: meant, TOO_SHORT: parents}
    return [
        (problem["loc"], _said(model, problem))
        for problem in problems
        if problem["loc"] not in follows.get(problem["type"], ())
    ]


def _said(model: type[BaseModel], problem: Any) -> str:
    if problem["type"] == UNKNOWN:
        name = intended(model, problem["loc"])
        if name:
            return f"got an unknown field, wanted perhaps {name}"
        return f"got an unknown field, wanted one of {', '.join(_known(model, problem['loc']))}"
    return f"got {got(problem)}, wanted {wanted(problem)}"


def intended(model: type[BaseModel], at: Place) -> str | None:
    """The field whose name is nearest to an unknown one's."""
    return nearest(str(at[-1]), _known(model, at))


def _known(model: type[BaseModel], at: Place) -> Sequence[str]:
    """The fields there are beside the one at that place."""
    part: type[BaseModel] | None = model
    for step in at[:-1]:
        if part and isinstance(step, str):
            held = part.model_fields.get(step)
            part = next(_models(held.annotation), None) if held else None
    return [*part.model_fields] if part else []


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in an annotation, such as that of what a tuple holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
