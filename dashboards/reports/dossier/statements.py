"""What the deploying body states where no run can say it: text by item, each with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from dashboards.reports.dossier.document import Fact, Part
from engine.disk.files import UnreadError, text
from engine.errors import SettingsError
from engine.names import perhaps
from scenarios.fields.plain import Plain

LARGEST_BYTES = 1 << 20
WANTED = "wanted said: what is stated, and source: who says so"


def read_statements(file: Path) -> dict[str, Fact]:
    """Statements by the key of their item; SettingsError for what is none."""
    try:
        held = yaml.load(text(file, LARGEST_BYTES), Plain)
    except (UnreadError, yaml.YAMLError, RecursionError, ValueError) as err:
        why = " ".join(str(err).split())[:200]
        raise SettingsError(f"{file}: got {why}, wanted statements by item") from err
    if not isinstance(held, dict):
        raise SettingsError(f"{file}: got {type(held).__name__}, wanted statements by item")
    return {str(key): _fact(file, str(key), told) for key, told in held.items()}


def with_statements(parts: Sequence[Part], stated: Mapping[str, Fact]) -> tuple[Part, ...]:
    """The parts with what is stated, beneath what a run says; SettingsError for another item."""
    known = [item.key for part in parts for item in part.items]
    for key in stated:
        if key not in known:
            wanted = f"wanted an item of the dossier{perhaps(key, known)}"
            raise SettingsError(f"statements: got {key!r}, {wanted}: {', '.join(known)}")
    return tuple(
        replace(
            part,
            items=tuple(
                replace(item, evidence=(*item.evidence, stated[item.key]), lacks="")
                if item.key in stated
                else item
                for item in part.items
            ),
        )
        for part in parts
    )


def _fact(file: Path, key: str, told: object) -> Fact:
    if not isinstance(told, dict) or set(told) != {"said", "source"}:
        raise SettingsError(f"{file}: {key}: {WANTED}")
    said, source = (" ".join(str(told[name]).split()) for name in ("said", "source"))
    if not said or not source:
        raise SettingsError(f"{file}: {key}: {WANTED}")
    return Fact(said, f"stated by {source}")
