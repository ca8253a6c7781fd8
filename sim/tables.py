"""What stages hand on as tables, and back: people, crowd, sightings, and what was found of them.

Kept as coarsely as anybody would read them. What is handed on went through its table first, so that
it is the same whether it was made in this run or kept from another.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scenarios.schema import Camera
from sim.cameras.sightings import Sightings
from sim.people.identities import ANCESTRIES, SEXES
from sim.recognition.scores import Searched
from sim.world.crowd import Crowd, People
from sim.world.demography.labels import Labels, by_name
from sim.world.manners import MANNERS

DECIMALS = {
    "interocular_px": 1, "frontal_px": 1, "yaw_deg": 0, "pitch_deg": 0, "visible_share": 2,
    "distance_m": 1, "sharpness": 2,
}  # fmt: skip
"""Sightings are kept no finer than anybody would read them: half the bytes."""
NAMED = {"manner": MANNERS, "sex": SEXES, "ancestry": ANCESTRIES}
"""What of people is kept by its name."""
BOX = ("x1_px", "y1_px", "x2_px", "y2_px")


def people_table(people: People) -> pa.Table:
    """People, one row a passer-by, with the person's number first; manners, sexes and ancestries by
    name.
    """
    told = {name: getattr(people, name) for name in People.__dataclass_fields__}
    told |= {name: np.array(names)[told[name]] for name, names in NAMED.items()}
    return pa.table({"person": np.arange(len(people), dtype=np.int32), **told})


def cast_table(
    people: People,
    playing: NDArray[np.intp],
    kin: list[str],
    kin_of: NDArray[np.int32],
    played: Labels,
) -> pa.Table:
    """Those of the people who are `playing`; who is planted as what `kin` of which subject, "" and
    -1 for all others; and last what those who play them are like.
    """
    table = people_table(people).append_column("kin", pa.array(kin, pa.string()))
    table = table.append_column("kin_of", pa.array(kin_of)).take(playing)
    for name, column in _named(played, "played_").items():
        table = table.append_column(name, pa.array(column))
    return table


def subjects_table(
    subjects: NDArray[np.int64], faces: NDArray[np.int64], labels: Labels, played: Labels
) -> pa.Table:
    """Who is enrolled from pictures: what each is like, whose face is theirs, and what that one is
    like.
    """
    told = {
        "subject": subjects,
        "identity": faces,
        **_named(labels, ""),
        **_named(played, "played_"),
    }
    return pa.table(told)


def _named(labels: Labels, before: str) -> dict[str, NDArray[Any]]:
    """Labels as columns, sexes and ancestries by name, all names begun alike."""
    return {
        f"{before}{name}": np.array(NAMED[name])[column] if name in NAMED else column
        for name, column in by_name(labels).items()
    }


def crowd_table(crowd: Crowd) -> pa.Table:
    """Positions as whole centimetres and degrees; the tick's length stands in the metadata."""
    table = pa.table(
        {
            "person": crowd.person,
            "tick": crowd.tick,
            "x_cm": _whole(crowd.x_m * 100),
            "y_cm": _whole(crowd.y_m * 100),
            "level": crowd.level,
            "heading_deg": _whole(crowd.heading_deg),
        }
    )
    return table.replace_schema_metadata({"dt_s": str(crowd.dt_s)})


def sightings_table(sightings: Sightings, cameras: Sequence[Camera]) -> pa.Table:
    """Sightings by the `cameras` in use, each told by its id, to DECIMALS; the face box in four
    columns of whole pixels.
    """
    names = [n for n in Sightings.__dataclass_fields__ if n != "face_px"]
    columns = {name: getattr(sightings, name) for name in names}
    ids = pa.array([camera.id for camera in cameras], pa.string())
    columns["camera"] = pa.DictionaryArray.from_arrays(pa.array(sightings.camera), ids)
    columns |= {name: np.round(columns[name], places) for name, places in DECIMALS.items()}
    for k, side in enumerate(BOX):
        columns[side] = np.rint(sightings.face_px[:, k]).astype(np.int16)
    return pa.table(columns)


def people_of(table: pa.Table) -> People:
    """The people in such a table."""
    columns = _arrays(table, People.__dataclass_fields__)
    for column, names in NAMED.items():
        number = {name: k for k, name in enumerate(names)}
        columns[column] = np.array([number[one] for one in columns[column].tolist()], np.int8)
    return People(**columns)


def crowd_of(table: pa.Table, people: int) -> Crowd:
    """The crowd in such a table, of so many people in all."""
    person = table["person"].to_numpy()
    counts = np.bincount(person, minlength=people)
    return Crowd(
        dt_s=float(table.schema.metadata[b"dt_s"]),
        person=person,
        tick=table["tick"].to_numpy(),
        x_m=_metres(table["x_cm"].to_numpy()),
        y_m=_metres(table["y_cm"].to_numpy()),
        level=table["level"].to_numpy(),
        heading_deg=table["heading_deg"].to_numpy().astype(np.float32),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def _whole(values: NDArray[np.float32]) -> NDArray[np.int32]:
    """The nearest whole numbers, with no room for another array of millions."""
    whole = np.empty(len(values), np.int32)
    return np.rint(values, out=whole, casting="unsafe")


def _metres(cm: NDArray[np.int32]) -> NDArray[np.float32]:
    """Divided in double precision, with no room for another array of millions."""
    return np.divide(cm, 100.0, out=np.empty(len(cm), np.float32), casting="same_kind")


def sightings_of(table: pa.Table, cameras: Sequence[Camera]) -> Sightings:
    """The sightings in such a table, by the `cameras` in use; older ones tell no sharpness."""
    if "sharpness" not in table.column_names:
        table = table.append_column("sharpness", pa.array(np.ones(len(table), np.float32)))
    names = [n for n in Sightings.__dataclass_fields__ if n not in ("camera", "face_px")]
    sides = [table[side].to_numpy().astype(np.float32) for side in BOX]
    ids = pa.array([camera.id for camera in cameras], pa.string())
    camera = pc.index_in(table["camera"].cast(pa.string()), ids).to_numpy().astype(np.int16)
    return Sightings(**_arrays(table, names), camera=camera, face_px=np.stack(sides, 1))


def searched_table(found: Searched) -> pa.Table:
    """What came of each sighting, in their order."""
    return pa.table({name: getattr(found, name) for name in Searched.__dataclass_fields__})


def searched_of(table: pa.Table) -> Searched:
    """What came of the sightings, in such a table."""
    return Searched(**_arrays(table, Searched.__dataclass_fields__))


def _arrays(table: pa.Table, names: Iterable[str]) -> dict[str, Any]:
    return {name: table[name].to_numpy() for name in names}
