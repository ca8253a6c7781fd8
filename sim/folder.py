"""A run's folder: every stage's result as a file beside the scenario, each written whole or not."""

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.files import whole
from engine.parquet import write_table
from sim.cameras.sightings import Sightings
from sim.world.crowd import Crowd, People
from sim.world.manners import MANNERS

SCHEMA = 2
"""Of the folder's files; a reader refuses a folder of another number."""

TIMED = frozenset({"run.json", "times.json"})
"""Files that say when, and how long something took."""

DECIMALS = {
    "interocular_px": 1, "frontal_px": 1, "yaw_deg": 0, "pitch_deg": 0, "visible_share": 2,
    "distance_m": 1,
}  # fmt: skip
"""Sightings are kept no finer than anybody would read them: half the bytes."""


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
        with self._whole(name) as part:
            part.write_text(content, encoding="utf-8")

    def table(self, name: str, table: pa.Table, delta: tuple[str, ...] = ()) -> None:
        """Write a Parquet file; columns in `delta` are sorted or smooth integers."""
        with self._whole(name) as part:
            write_table(
                part,
                table,
                use_dictionary=[c for c in table.column_names if c not in delta],
                column_encoding=dict.fromkeys(delta, "DELTA_BINARY_PACKED") or None,
            )

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file but those that tell of times, by its path in the folder: those of
        two runs of one scenario, seed and version are equal.
        """
        files = sorted(f for f in self.path.rglob("*") if f.is_file() and f.name not in TIMED)
        return {f.relative_to(self.path).as_posix(): _sha256(f) for f in files}

    def _whole(self, name: str) -> AbstractContextManager[Path]:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return whole(file)


def people_table(
    people: People, kin: list[str] | None = None, kin_of: NDArray[np.int32] | None = None
) -> pa.Table:
    """People, one row a passer-by, with the person's number first, manners by name, and last who is
    planted as what `kin` of which subject; "" and -1 for everybody where nobody is.
    """
    columns = {name: getattr(people, name) for name in People.__dataclass_fields__}
    columns["manner"] = np.array(MANNERS)[people.manner]
    number, nobody = np.arange(len(people), dtype=np.int32), np.full(len(people), -1, np.int32)
    kinds = pa.array(kin or [""] * len(people), pa.string())
    of = nobody if kin_of is None else kin_of
    return pa.table({"person": number, **columns, "kin": kinds, "kin_of": of})


def crowd_table(crowd: Crowd) -> pa.Table:
    """Positions as whole centimetres and degrees; the tick's length stands in the metadata."""
    table = pa.table(
        {
            "person": crowd.person,
            "tick": crowd.tick,
            "x_cm": np.rint(crowd.x_m * 100).astype(np.int32),
            "y_cm": np.rint(crowd.y_m * 100).astype(np.int32),
            "heading_deg": np.rint(crowd.heading_deg).astype(np.int32),
        }
    )
    return table.replace_schema_metadata({"dt_s": str(crowd.dt_s)})


def sightings_table(sightings: Sightings) -> pa.Table:
    """Sightings to DECIMALS, the face box in four columns of whole pixels."""
    names = [n for n in Sightings.__dataclass_fields__ if n != "face_px"]
    columns = {name: getattr(sightings, name) for name in names}
    columns |= {name: np.round(columns[name], places) for name, places in DECIMALS.items()}
    for k, side in enumerate(("x1_px", "y1_px", "x2_px", "y2_px")):
        columns[side] = np.rint(sightings.face_px[:, k]).astype(np.int16)
    return pa.table(columns)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
