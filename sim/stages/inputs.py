"""Hashes of what a run reads beside its scenario: the venue, the preset, the pack, the code."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import shapely

from engine.errors import PackError
from engine.measure.calibration.presets import Preset
from engine.measure.realism.bounds import standing_of
from engine.packs.manifest import MANIFEST
from engine.packs.names import OPEN
from engine.packs.pack import pack_folder
from scenarios.failures import UPHEAVALS
from scenarios.loader import Loaded
from scenarios.place import Place
from scenarios.schema import Scenario
from scenarios.seams import DISPATCH, JUDGE, WALKERS, code_of
from sim.cameras.coverage import coverage
from sim.cameras.signage import seen_from
from sim.response.horizon import followed_s
from sim.stages.span import loads_of, outages_of
from sim.stages.stage import Setting
from sim.streams import Streams

SMOOTH_M = 0.1
"""People do not know a zone's edge better."""
PACKAGES = ("engine", "scenarios", "sim")
LIBRARIES = (
    "insightface", "jupedsim", "numba", "numpy", "onnxruntime", "opencv-python-headless", "pyarrow",
    "scipy", "shapely", "simpy",
)  # fmt: skip
"""Whose results might differ from one version to the next."""


def setting_of(loaded: Loaded, preset: Preset, replication: int = 0) -> Setting:
    """What the stages of a scenario stand on."""
    scenario = loaded.scenario
    streams = Streams(scenario.seed, replication)
    hashes = inputs(loaded.venue_path, preset, scenario.engine.pack)
    followed = followed_s(scenario)
    reading = standing_of(scenario.engine.preset)
    told = {"followed": repr(followed), "reading": _hash(repr(reading).encode())}
    zones, signs = _zones(scenario, loaded.place), _signs(scenario, loaded.place)
    told["zones"] = _hash(*map(shapely.to_wkb, (*zones, *signs))) if zones else ""
    upheavals = [one for one in scenario.failures if one.kind in UPHEAVALS]
    told["upheavals"] = _hash(repr(upheavals).encode()) if upheavals else ""
    outages = outages_of(scenario)
    told["outages"] = _hash(repr(outages).encode()) if outages else ""
    loads = loads_of(scenario)
    told["loads"] = _hash(repr(loads).encode()) if loads else ""
    told |= hashes | _foreign(scenario)
    return Setting(scenario, loaded.place, preset, streams, followed, told, zones, signs)


def _zones(scenario: Scenario, place: Place) -> tuple[shapely.Geometry, ...]:
    """The zones of recognition of all cameras, a geometry a level, if somebody keeps away."""
    avoiders = scenario.arrivals.avoiders
    if avoiders is None or not avoiders.share:
        return ()
    found: dict[int, list[shapely.Geometry]] = {id(level): [] for level in place.levels}
    for camera in scenario.cameras:
        level = place.on(camera.level, camera.at_m)
        found[id(level)].append(coverage(camera, level.venue).some)
    return tuple(shapely.union_all(found[id(level)]).simplify(SMOOTH_M) for level in place.levels)


def _signs(scenario: Scenario, place: Place) -> tuple[shapely.Geometry, ...]:
    """From where signs are seen, a geometry a level, if somebody keeps away and there are signs."""
    avoiders = scenario.arrivals.avoiders
    if avoiders is None or not avoiders.share or not avoiders.signs:
        return ()
    return seen_from(avoiders.signs, place, avoiders.sees_m)


def inputs(venue: Path, preset: Preset, pack: str) -> dict[str, str]:
    """All of them by name."""
    return {
        "venue": _hash(venue.read_bytes()),
        "preset": preset_hash(preset),
        "pack": pack_hash(pack),
        "code": code_hash(),
    }


def _foreign(scenario: Scenario) -> dict[str, str]:
    """Of what the scenario asks for by name and others may have written."""
    asked = {
        "walkers": (WALKERS, scenario.crowd.walkers),
        "judge": (JUDGE, scenario.operators.judge),
        "dispatch": (DISPATCH, scenario.officers.dispatch),
    }
    return {name: _hash(code_of(*one)) for name, one in asked.items()}


def preset_hash(preset: Preset) -> str:
    """Of all that a preset says."""
    told = [preset.name, preset.origin, preset.pack_id]
    arrays = {"rate": preset.rate, "score": preset.score, "admitted": preset.admitted}
    arrays |= preset.standin.to_arrays()
    parts = [np.ascontiguousarray(arrays[name]).tobytes() for name in sorted(arrays)]
    return _hash("\n".join(told).encode(), *parts)


def pack_hash(name: str) -> str:
    """Of a pack's manifest; `open` is what the code makes it."""
    if name == OPEN:
        return name
    try:
        return _hash((pack_folder(name) / MANIFEST).read_bytes())
    except (OSError, PackError):  # refused where it is loaded
        return name


@cache
def code_hash() -> str:
    """Of the code of PACKAGES, the figures kept beside it and the versions of LIBRARIES: what was
    made by others is not loaded in place of what these would make.
    """
    roots = [Path(str(files(package))) for package in PACKAGES]
    kinds = ("*.py", "*.json", "*.csv")
    sources = [file for root in roots for kind in kinds for file in root.rglob(kind)]
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    told = [
        part for file in sorted(sources) for part in (str(file.name).encode(), file.read_bytes())
    ]
    return _hash("\n".join(versions).encode(), *told)


def _hash(*parts: bytes) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
