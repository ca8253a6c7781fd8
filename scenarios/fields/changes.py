"""Fields of a scenario changed for one run: `path=value`, and `path.+=value` for one more in a
list, of which a thing is named by its number or its id, as `cameras.west.height_m=2.5`.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from engine.misfit import SHORT
from engine.names import perhaps
from scenarios.errors import OVERRIDE, Fault, Gathered, ScenarioError
from scenarios.fields.plain import FieldPath, Plain

NUMBER = re.compile(r"[0-9]{1,9}")
"""The place of something in a list."""
MORE = "+"
"""The place after the last in a list; a number behind it tells several such changes apart."""
ONE_MORE = re.compile(r"\+[0-9]{0,9}")
MOST_LETTERS, MOST_STEPS = 200, 20
"""Of a field's name in a message, and of its path; the deepest field lies four steps deep."""


def parsed(written: Iterable[str]) -> dict[str, str]:
    """Changes as they are written, each new value by its field; ScenarioError, with all of them,
    for what is no change, and for a field that is changed twice. What is put at the end of one list
    again has a number.

    >>> parsed(["seed=2", "cameras.+={id: a}", "cameras.+={id: b}"])
    {'seed': '2', 'cameras.+': '{id: a}', 'cameras.+2': '{id: b}'}
    """
    found, faults = dict[str, str](), list[Fault]()
    for change in written:
        field, _, value = (part.strip() for part in change.partition("="))
        if not field or "=" not in change:
            faults.append(Fault(OVERRIDE, None, "", f"got {change[:80]!r}, wanted FIELD=VALUE"))
            continue
        if field.endswith(f".{MORE}") and field in found:
            field += str(1 + sum(one.startswith(field) for one in found))
        if field in found:
            faults += _refused(field, "got it twice, wanted it once").faults
        found[field] = value
    if faults:
        raise ScenarioError(faults)
    return found


def changed(
    path: Path, raw: dict[str, Any], changes: Mapping[str, str]
) -> tuple[dict[FieldPath, str], list[Fault]]:
    """Put changes into the fields `raw` of the file at `path`; where each stands there, with the
    field as it was written, and what is wrong with those that cannot be made.
    """
    gathered, places = Gathered(path), dict[FieldPath, str]()
    for field, value in changes.items():
        with gathered.part():
            places[_put(raw, field, value)] = field
    return places, gathered.faults


def _put(raw: dict[str, Any], field: str, value: str) -> FieldPath:
    """Put a value, read as YAML, at a dotted path; the path."""
    steps: FieldPath = tuple(int(s) if NUMBER.fullmatch(s) else s for s in field.split("."))
    if len(steps) > MOST_STEPS:
        raise _refused(field, f"got {len(steps):,} steps, wanted at most {MOST_STEPS}")
    read, last = _read(field, value), steps[-1]
    inner: Any = raw
    there: FieldPath = ()
    for step in steps[:-1]:
        here = _place(inner, step)
        if isinstance(inner, dict):
            inner = inner.setdefault(step, {})
        elif isinstance(inner, list) and isinstance(here, int) and here < len(inner):
            inner = inner[here]
        else:
            raise _refused(field, f"got no field {SHORT.repr(step)} there{_held(inner, step)}")
        there = (*there, here)
    if ONE_MORE.fullmatch(str(last)) and isinstance(inner, dict | list):
        return (*there, _appended(inner, field, read))
    last = _place(inner, last)
    if isinstance(inner, list) and not (isinstance(last, int) and last < len(inner)):
        raise _refused(field, f"got {SHORT.repr(last)}{_held(inner, last)}")
    if not isinstance(inner, dict | list):
        raise _refused(field, f"got no fields inside {SHORT.repr(steps[-2])}")
    inner[last] = read  # type: ignore[index]  # a list takes the number checked above
    return (*there, last)


def _place(inner: Any, step: str | int) -> str | int:
    """A step's place: in a list it may be what has that id."""
    ids = _ids(inner) if isinstance(inner, list) else []
    return ids.index(step) if step in ids else step


def _ids(inner: list[Any]) -> list[Any]:
    return [one.get("id") if isinstance(one, dict) else None for one in inner]


def _held(inner: Any, step: str | int) -> str:
    """What could stand for a step that leads nowhere in a list."""
    if not isinstance(inner, list):
        return ""
    ids = [str(one) for one in _ids(inner) if one is not None]
    there = [f"0 to {len(inner) - 1}", *ids] if inner else []
    wanted = " or ".join([*there, f"{MORE} for one more"])
    return f", wanted {wanted}{perhaps(str(step), ids)}"


def _appended(inner: Any, field: str, read: Any) -> int:
    """Put a value at the end of a list that the file has; its place there."""
    if not isinstance(inner, list):
        whole = f"give all of it, as {field.rpartition('.')[0]}=[…]"
        raise _refused(
            field, f"got {MORE}, wanted it behind a list of the scenario's file: {whole}"
        )
    inner.append(read)
    return len(inner) - 1


def _read(field: str, value: str) -> Any:
    """What a value says as YAML."""
    try:
        return yaml.load(value, Plain)  # a SafeLoader
    except ValueError as err:  # Python reads no longer numbers
        raise _refused(field, f"got {SHORT.repr(value)}, wanted fewer digits") from err
    except (yaml.YAMLError, RecursionError) as err:
        wanted = "YAML, such as .7, a word or [1, 2]"
        raise _refused(field, f"got {SHORT.repr(value)}, wanted {wanted}") from err


def _refused(field: str, said: str) -> ScenarioError:
    return ScenarioError([Fault(OVERRIDE, None, field[:MOST_LETTERS], said)])
