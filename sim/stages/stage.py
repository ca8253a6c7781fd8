"""A stage of a run: what it reads, what it stands on, how it is made, kept and loaded."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar, cast

import shapely

from engine.measure.calibration.presets import Preset
from scenarios.place import Place
from scenarios.schema import Scenario
from sim.folder import RunFolder
from sim.jobs.notes import Notes
from sim.streams import Streams

Result = TypeVar("Result")
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole run stands on: the scenario, its place and preset, its chance, and how long
    people are followed beyond a window; `inputs` tell by name what of it is no field of the
    scenario, hashes of other files and of the code among them. `zones` of recognition, one a level,
    are known where somebody keeps away from them.
    """

    scenario: Scenario
    place: Place
    preset: Preset
    streams: Streams
    followed_s: float
    inputs: Mapping[str, str]
    zones: tuple[shapely.Geometry, ...] = ()
    signs: tuple[shapely.Geometry, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What a stage is given: the `scenario` holds the fields that it reads and no others, `folder`
    is the run's, `notes` are on its own jobs there, `report` takes the share that is done, and
    `results` gives those of the stages that it stands on. What is loaded as `held` is asked for
    again and again.
    """

    scenario: Scenario
    setting: Setting
    folder: RunFolder
    notes: Notes
    report: Progress
    results: Callable[[str], Any]
    held: bool = False

    def result(self, stage: "Stage[Result]") -> Result:
        """What a stage that this one stands on came to; made, or loaded once it is asked for."""
        return cast(Result, self.results(stage.name))


@dataclass(frozen=True)
class Stage(Generic[Result]):
    """One stage. `told` says what is being done, to people who wait for it.

    `reads` are paths of the scenario's fields, with `*` for each of several; `inputs` names of
    those of the setting; `on` names of stages; `streams` what the names of those begin with that it
    draws from. `make` gives the result as `load` will give it back, so that a stage that was kept
    and one that was made lead to the same; `keep` writes it into the run's folder, into `files`
    (glob patterns).
    """

    name: str
    told: str
    reads: tuple[str, ...]
    on: tuple[str, ...]
    files: tuple[str, ...]
    make: Callable[[Given], Result]
    keep: Callable[[Result, RunFolder], None]
    load: Callable[[Given], Result]
    inputs: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def key(self, setting: Setting, values: Mapping[str, Any], below: Mapping[str, str]) -> str:
        """The hash of all that the result hangs on: `values` of the fields that are read, keys of
        the stages `below`, inputs, the code, and the chance if anything is drawn.
        """
        chance = [setting.streams.seed, setting.streams.replication] if self.streams else []
        hangs_on = {
            "stage": self.name,
            "fields": values,
            "on": {name: below[name] for name in self.on},
            "inputs": {name: setting.inputs[name] for name in (*self.inputs, "code")},
            "chance": chance,
        }
        told = json.dumps(hangs_on, sort_keys=True, allow_nan=False)
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def kept(self, folder: Path) -> list[Path]:
        """The files that hold its result, in a run's folder."""
        found = {file for pattern in self.files for file in folder.glob(pattern) if file.is_file()}
        return sorted(found)

    def whole(self, files: Mapping[str, str]) -> bool:
        """Whether these are files of the stage, with all that it always has among them."""
        ours = all(any(PurePosixPath(f).match(pattern) for pattern in self.files) for f in files)
        return ours and all(one in files for one in self.files if "*" not in one)


def written(_made: Path, _folder: RunFolder) -> None:
    """The `keep` of a stage that writes its files where they stay as it makes them."""


def place(given: Given) -> Path:
    """The `load` of such a stage: where its files are."""
    return given.folder.path
