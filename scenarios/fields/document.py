"""A scenario's file: its fields, and on which line each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.disk.files import UnreadError, text
from engine.misfit import SHORT
from engine.names import perhaps
from scenarios.errors import OVERRIDE, Fault, Gathered, ScenarioError
from scenarios.fields.plain import FieldPath, Plain, dotted

LARGEST_BYTES = 128 << 10
"""A larger scenario is not read; those of the library have some 4 kB."""


def read_fields(path: Path, library: Sequence[str]) -> tuple[dict[str, Any], dict[FieldPath, int]]:
    """The fields of a file, and the lines of their paths; ScenarioError for what has none, which
    names those of the `library` for a file that is not there.
    """
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        there, near = ", ".join(library), perhaps(path.name, library)
        raise ScenarioError(
            f"{path}: got no readable file ({err}), wanted one or a library scenario"
            f" ({there}){near}"
        ) from err
    try:
        node, raw = _composed(written)
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        why = " ".join(str(getattr(err, "problem", err)).split())
        raise ScenarioError(f"{path}{where}: got no YAML: {why}") from err
    except (RecursionError, ValueError) as err:  # ValueError: a number of thousands of digits
        raise ScenarioError(f"{path}: got YAML too deep or too large, wanted a scenario") from err
    if not isinstance(raw, dict):
        got = "nothing" if raw is None else SHORT.repr(raw)
        raise ScenarioError(f"{path}:1: got {got}, wanted fields of a scenario, as `seed: 1`")
    lines, gathered = dict[FieldPath, int](), Gathered(path)
    for field, line in _lines(node, ()):
        if field in lines:
            gathered.add(line, dotted(field), "got it again, wanted it once")
        lines[field] = line
    gathered.refuse()
    return raw, lines


def _composed(written: str) -> tuple[yaml.Node | None, Any]:
    """The one document of a text, as nodes that know their lines and as values."""
    loader = Plain(written)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _lines(node: yaml.Node | None, at: FieldPath) -> list[tuple[FieldPath, int]]:
    """Every field's path and the line it starts on."""
    found: list[tuple[FieldPath, int]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*at, str(key.value))
            found += [(here, key.start_mark.line + 1), *_lines(value, here)]
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            here = (*at, number)
            found += [(here, value.start_mark.line + 1), *_lines(value, here)]
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """Where fields stand: in the file on which line, or among those `changed` for this run, which
    are told as they were written.
    """

    path: Path
    lines: Mapping[FieldPath, int]
    changed: Mapping[FieldPath, str]
    cameras: tuple[int, ...] = ()
    """Of each camera, the number of the one in the file that it was made of; none: its own."""

    def fault(self, field: Sequence[str | int], said: str) -> Fault:
        """What is wrong with a field, and where it stands or, if it is missing, would stand."""
        at = field = self._written(tuple(field))
        for there, written in self.changed.items():
            if at[: len(there)] == there:
                return Fault(OVERRIDE, None, dotted((written, *at[len(there) :])), said)
            if there[: len(at)] == at and at not in self.lines:
                return Fault(OVERRIDE, None, dotted(at), said)
        while at and at not in self.lines:
            at = at[:-1]
        return Fault(str(self.path), self.lines.get(at, 1), dotted(field), said)

    def _written(self, field: FieldPath) -> FieldPath:
        """The field's path in the file."""
        if field[:1] == ("cameras",) and len(field) > 1 and self.cameras:
            return "cameras", self.cameras[int(field[1])], *field[2:]
        return field

    def of_change(self, fault: Fault) -> Fault:
        """A fault of a field that was left as it was, as one of the fields that were changed."""
        if fault.file == OVERRIDE:
            return fault
        changed = ", ".join(sorted(self.changed.values()))
        got = f"got what {fault.field} no longer fits: {fault.got}, wanted {fault.wanted}"
        return Fault(OVERRIDE, None, changed, got)
