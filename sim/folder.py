"""A run's folder: every stage's result as a file beside the scenario, each written whole or not."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.disk.files import PART, whole, write_text
from engine.disk.parquet import write_table
from engine.packs.fetch import sha256
from sim.owner import PROGRESS

SCHEMA = 6
"""Of the folder's files; a reader refuses a folder of another number. Since 2 it tells of stages,
and the camera of a sighting is told by its id; since 3 outcomes tell of cameras and of holding;
since 4 the crowd, stops and posts tell levels, the log of matches, and the books of those that
raised no alert; since 5 people and the log tell sex, age, ancestry and tone; since 6 the log tells
how sharp and well lit alerts' faces are, and when officers lose sight of somebody."""

OWN_NAME = "name.txt"
"""The name that somebody gave a run."""
ASIDE = frozenset({"run.json", "times.json", PROGRESS, OWN_NAME})
"""Files that say when, how long something took, and what people call it."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where one run is kept; files appear under their name only once they are complete."""

    path: Path

    def json(self, name: str, value: Any) -> None:
        """Write `value` as indented JSON; NaN is refused."""
        self.text(name, json.dumps(value, indent=2, allow_nan=False) + "\n")

    def lines(self, name: str, values: list[dict[str, Any]]) -> None:
        """Write one JSON object a line."""
        self.text(name, "".join(json.dumps(v, allow_nan=False) + "\n" for v in values))

    def text(self, name: str, content: str) -> None:
        """Write a text file."""
        write_text(self._place(name), content)

    def table(self, name: str, table: pa.Table, delta: tuple[str, ...] = (), **how: Any) -> None:
        """Write a Parquet file; columns in `delta` are sorted or smooth integers, `how` is
        pyarrow's own.
        """
        write_table(
            self._place(name),
            table,
            use_dictionary=[c for c in table.column_names if c not in delta],
            column_encoding=dict.fromkeys(delta, "DELTA_BINARY_PACKED") or None,
            **how,
        )

    def copy(self, source: Path, name: str) -> str:
        """Copy a file into the folder; the SHA-256 of what is there then."""
        with whole(self._place(name)) as part:
            shutil.copyfile(source, part)
        return sha256(self.path / name)

    def hashes(self, known: Mapping[str, str]) -> dict[str, str]:
        """SHA-256 of every file but those that are ASIDE, by its path in the folder: those of
        two runs of one scenario, seed and version are equal. Those that are `known` are not read.
        """
        return {name: known.get(name) or sha256(file) for name, file in self._files().items()}

    def sizes(self) -> dict[str, int]:
        """Bytes of the same files."""
        return {name: file.stat().st_size for name, file in self._files().items()}

    def _files(self) -> dict[str, Path]:
        named = (f for f in self.path.rglob("*") if f.name.removesuffix(PART) not in ASIDE)
        return {f.relative_to(self.path).as_posix(): f for f in sorted(named) if f.is_file()}

    def _place(self, name: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file
