"""What is kept of a question, in the store of stages: another one about the same day is quick.

Two stages: the candidates of a place, and what each of them would get of a day. Neither hangs on
how many cameras are asked for, what they cost or what they must see. A key is the hash of all that
the result hangs on, the code among it (`sim.stages.stage`).
"""

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array, csc_array

from engine.measure.calibration.presets import Preset
from engine.packs.fetch import sha256
from scenarios.loader import Loaded
from scenarios.schema import Camera
from sim.folder import RunFolder
from sim.placement.candidates import Candidates, Mounting
from sim.placement.demand import Gathered
from sim.placement.solve import Demand
from sim.reader import table_of
from sim.stages.inputs import inputs, setting_of
from sim.stages.store import Store

CANDIDATES, DEMAND = "placement candidates", "placement demand"
LAID, TOLD = "candidates.json", "demand.json"
PARTS = ("listed", "scanned", "near")
APART = frozenset(
    {"name", "title", "description", "venue", "cameras", "operators", "officers", "window"}
)
"""Of a scenario, what no candidate's demand hangs on; cameras are told as candidates."""

Result = TypeVar("Result")


def laid_key(loaded: Loaded, preset: Preset, mounting: Mounting) -> str:
    """Of the candidates of a scenario."""
    hashes = inputs(loaded.venue_path, preset, loaded.scenario.engine.pack)
    cameras = [one.model_dump(mode="json") for one in loaded.scenario.cameras]
    return _key(
        stage=CANDIDATES,
        cameras=cameras,
        mounting=repr(mounting),
        inputs={name: hashes[name] for name in ("venue", "code")},
    )


def demand_key(
    loaded: Loaded, preset: Preset, laid: Candidates, sample: int, replication: int
) -> str:
    """Of what they would get of one of the scenario's days."""
    return _key(
        stage=DEMAND,
        scenario=loaded.scenario.model_dump(mode="json", exclude=set(APART)),
        cameras=[one.model_dump(mode="json") for one in laid.cameras],
        sample=sample,
        chance=[loaded.scenario.seed, replication],
        inputs=dict(setting_of(loaded, preset, replication).inputs),
    )


def once(
    store: Store | None,
    stage: str,
    key: str,
    make: Callable[[], Result],
    keep: Callable[[Result, RunFolder], None],
    load: Callable[[Path], Result],
    unkept: Callable[[str], None],
) -> Result:
    """What was kept under this key, or what is made now and kept; `unkept` is told why it could
    not be kept.
    """
    if store is None:
        return make()
    with TemporaryDirectory() as folder:
        there = RunFolder(Path(folder))
        kept = store.find(key)
        if kept is not None and kept.copied(there):
            return load(there.path)
        made = make()
        keep(made, there)
        files = {one.name: sha256(one) for one in sorted(there.path.iterdir())}
        try:
            store.add(stage, key, there.path, files)
        except OSError as err:
            unkept(f"{store.folder}: {err.strerror or err}")
        return made


def keep_laid(laid: Candidates, folder: RunFolder) -> None:
    """Candidates as JSON."""
    cameras = [one.model_dump(mode="json") for one in laid.cameras]
    folder.json(LAID, {"cameras": cameras, "place": [*laid.place], "kind": [*laid.kind]})


def load_laid(folder: Path) -> Candidates:
    """The same candidates."""
    told = json.loads((folder / LAID).read_text())
    cameras = tuple(Camera.model_validate(one) for one in told["cameras"])
    return Candidates(cameras, tuple(told["place"]), tuple(told["kind"]))


def keep_demand(found: Gathered, folder: RunFolder) -> None:
    """Chances as Parquet, a row each that is more than 0; all else as JSON."""
    shapes: dict[str, Any] = {}
    for name in PARTS:
        part: Demand = getattr(found, name)
        entries = coo_array(part.chance)
        row, candidate = entries.coords
        columns = {"row": row, "candidate": candidate, "chance": entries.data}
        folder.table(f"{name}.parquet", pa.table(columns))
        weight = float(part.weight[0]) if len(part.weight) else 0.0
        shapes[name] = {"shape": [int(n) for n in part.chance.shape], "weight": weight}
    folder.json(
        TOLD,
        {
            "parts": shapes,
            "false_alerts": found.false_alerts.tolist(),
            "people": found.people,
            "on_list": found.on_list,
            "sampled": found.sampled.tolist(),
            "entrance": found.entrance.tolist(),
        },
    )


def load_demand(folder: Path) -> Gathered:
    """The same, to the last bit."""
    told = json.loads((folder / TOLD).read_text())
    parts = {name: _demand(folder / f"{name}.parquet", told["parts"][name]) for name in PARTS}
    return Gathered(
        **parts,
        false_alerts=np.array(told["false_alerts"], np.float64),
        people=told["people"],
        on_list=told["on_list"],
        sampled=np.array(told["sampled"], np.int64),
        entrance=np.array(told["entrance"], np.int64),
    )


def _demand(file: Path, told: Mapping[str, Any]) -> Demand:
    table, shape = table_of(file), tuple(told["shape"])
    row, candidate, chance = (table[name].to_numpy() for name in table.column_names)
    entries = coo_array((chance.astype(np.float64), (row, candidate)), shape)
    return Demand(csc_array(entries), np.full(shape[0], told["weight"]))


def _key(**hangs_on: Any) -> str:
    told = json.dumps(hangs_on, sort_keys=True, allow_nan=False)
    return blake2b(told.encode(), digest_size=16).hexdigest()
