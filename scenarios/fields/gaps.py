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


def with_gaps(model: type[Model], raw: dict[str, Any], err: ValidationError) -> Model:
    """The fields that fit, a misspelt one under the name that was meant. Those that do not fit have
    no value: whoever reads one gets an AttributeError.
    """
    fields = deepcopy(raw)
    for problem in err.errors(include_url=False):
        if problem["type"] == UNKNOWN:
            _rename(fields, problem["loc"], intended(model, problem["loc"]))
    try:
        return model.model_validate(fields)
    except ValidationError as left:
        places = [place for place, _ in misfits(model, left)]
        return _model(model, fields, places)


def _rename(fields: Any, at: Place, name: str | None) -> None:
    """Take a field away, and put it under its right name if nothing stands there."""
    for step in at[:-1]:
        fields = fields[step]
    value = fields.pop(at[-1])
    if name:
        fields.setdefault(name, value)


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
