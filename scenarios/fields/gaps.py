"""A scenario of which some fields do not fit: the others, so that what is wrong with them is told,
too.
"""

from collections.abc import Sequence
from copy import deepcopy
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from engine.misfit import UNKNOWN
from scenarios.fields.misfits import Place, intended, misfits

Model = TypeVar("Model", bound=BaseModel)


class GapError(Exception):
    """A value does not fit."""


def with_gaps(
    model: type[Model], raw: dict[str, Any], err: ValidationError
) -> tuple[Model, list[tuple[Place, str]]]:
    """The fields that fit, a misspelt one under the name that was meant, and what does not fit of
    what stands in a misspelt one, at the place where that stands. Fields that do not fit have no
    value: whoever reads one gets an AttributeError.
    """
    fields, meant = deepcopy(raw), dict[Place, Place]()
    for problem in err.errors(include_url=False):
        if problem["type"] == UNKNOWN:
            at = problem["loc"]
            meant |= _renamed(fields, at, intended(model, at))
    try:
        return model.model_validate(fields), []
    except ValidationError as left:
        found = misfits(model, left)
        behind = [
            ((*written, *place[len(right) :]), said)
            for place, said in found
            for right, written in meant.items()
            if place[: len(right)] == right
        ]
        return _model(model, fields, [place for place, _ in found]), behind


def _renamed(fields: Any, at: Place, name: str | None) -> dict[Place, Place]:
    """Take a field away, and put it under its right name, fields with values beside what stands
    there; by its right place where each value was written.
    """
    for step in at[:-1]:
        fields = fields[step]
    value = fields.pop(at[-1])
    if not name:
        return {}
    right, there = (*at[:-1], name), fields.get(name)
    if isinstance(value, dict) and isinstance(there, dict):
        there |= value
        return {(*right, key): (*at, key) for key in value}
    fields[name] = value
    return {right: at}


def _model(kind: type[Model], raw: Any, wrong: Sequence[Place]) -> Model:
    """Of the fields of `raw` of which those at the places `wrong` do not fit."""
    made = kind.model_construct()
    if () in wrong:
        made.__dict__.clear()
        return made
    for name, field in kind.model_fields.items():
        declared = field.rebuild_annotation()
        try:
            if name in raw:
                made.__dict__[name] = _value(declared, raw[name], _below(wrong, name))
        except GapError:
            made.__dict__.pop(name, None)
    return made


def _value(kind: Any, raw: Any, wrong: Sequence[Place]) -> Any:
    """What a field of that kind holds; GapError where that is not to be had by parts."""
    if not wrong:
        return TypeAdapter(kind).validate_python(raw)
    first, *others = (one for one in get_args(kind) or (kind,) if one is not NoneType)
    if isinstance(first, type) and issubclass(first, BaseModel) and not others:
        return _model(first, raw, wrong)
    if get_origin(kind) is Annotated:
        return _value(first, raw, wrong)
    if () not in wrong and others == [Ellipsis]:
        return tuple(_value(first, one, _below(wrong, k)) for k, one in enumerate(raw))
    if () not in wrong and get_origin(kind) is dict:
        return {key: _value(others[0], one, _below(wrong, key)) for key, one in raw.items()}
    raise GapError


def _below(wrong: Sequence[Place], step: str | int) -> list[Place]:
    return [place[1:] for place in wrong if place and place[0] == step]
