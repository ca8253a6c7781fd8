"""Scenarios, venues and packs' manifests: damaged, and whole ones with odd content."""

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.packs.pack import load_pack
from tests.fuzz.cases import (
    MUST_BE_REFUSED,
    MUST_WORK,
    Case,
    folder_instead,
    mutated,
    nothing_there,
    written,
)
from tests.scenarios.importers.maps import Earth, arcade, box, collection, zipped

LIBRARY = Path(str(files("scenarios.library")))
VENUE = "eastgate.geojson"
DEEP = 10_000
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 9)
)


def scenario_cases(folder: Path) -> Iterator[Case]:
    """The corpus of scenarios; their venue lies beside each."""
    text = (LIBRARY / "corridor.yaml").read_text()
    text = text.replace(VENUE, str(LIBRARY / VENUE))
    yield from mutated(folder, "scenario", {"sound.yaml": text.encode()})
    for name, content in _wrong_scenarios(text).items():
        yield written(folder, "scenario", f"{name}.yaml", content, MUST_BE_REFUSED)
    yield written(folder, "scenario", "marked.yaml", text.encode("utf-8-sig"), MUST_WORK)
    yield nothing_there(folder, "scenario", "sound.yaml")
    yield folder_instead(folder, "scenario", "sound.yaml")


def venue_cases(folder: Path) -> Iterator[Case]:
    """The corpus of venues."""
    content = (LIBRARY / VENUE).read_bytes()
    yield from mutated(folder, "venue", {"sound.geojson": content})
    for name, changed in _wrong_venues(json.loads(content)).items():
        yield written(folder, "venue", f"{name}.geojson", changed, MUST_BE_REFUSED)
    yield nothing_there(folder, "venue", "sound.geojson")
    yield folder_instead(folder, "venue", "sound.geojson")


def plan_cases(folder: Path) -> Iterator[Case]:
    """The corpus of plans that others drew: an archive, and an indoor map."""
    source = folder / "sound"
    source.mkdir()
    archive = zipped(source / "sound.zip", arcade()).read_bytes()
    earth = Earth()
    hall = earth.feature("Polygon", [box(0, 0, 40, 6)], "way/1", indoor="area", level="0;1")
    lift = earth.feature("Point", [20, 5], "node/2", highway="elevator", level="0;1")
    door = earth.feature("Point", [0, 3], "node/3", entrance="main", level="0")
    indoors = json.dumps(collection([hall, lift, door])).encode()
    yield from mutated(folder, "plan", {"sound.zip": archive, "sound.geojson": indoors})
    yield nothing_there(folder, "plan", "sound.zip")
    yield folder_instead(folder, "plan", "sound.zip")


def manifest_cases(folder: Path) -> Iterator[Case]:
    """The corpus of manifests, each beside the models of the pack `open`."""
    source = load_pack().folder
    content = (source / "manifest.json").read_bytes()
    cases = [*mutated(folder, "pack", {"manifest.json": content})]
    for name, changed in _wrong_manifests(json.loads(content)).items():
        cases.append(written(folder, "pack", f"{name}.json", changed, MUST_BE_REFUSED))
    for case in cases:
        at = case.path.with_name("manifest.json")
        if case.path != at:
            case.path.rename(at)
        for model in source.glob("*.onnx"):
            os.link(model, at.with_name(model.name))
        yield Case(case.name, case.door, at, case.allowed)


def _wrong_scenarios(text: str) -> dict[str, bytes]:
    changed = {
        "twice": text + "\nname: again\n",
        "unknown": text + "\nsurprise: 1\n",
        "list": "- a\n- b\n",
        "number": "7\n",
        "null": "~\n",
        "no-number": text.replace("height_m: 2.8", "height_m: .nan"),
        "without-end": text.replace("height_m: 2.8", "height_m: 1e999"),
        "huge": text.replace("seed: 1", f"seed: {'9' * 4000}"),
        "negative": text.replace("duration_s: 180", "duration_s: -180"),
        "word": text.replace("duration_s: 180", "duration_s: long"),
        "hour-25": text.replace("12:00", "25:00"),
        "no-venue": text.replace(str(LIBRARY / VENUE), "nowhere.geojson"),
        "itself": text.replace(str(LIBRARY / VENUE), "itself.yaml"),
        "deep": "a: " + "[" * DEEP,
        "python": "!!python/object/apply:os.getcwd []\n",
        "endless": "a: &a [*a]\n",
        "laughs": LAUGHS,
        "bell": text.replace("corridor", "a\x07"),
    }
    return {name: one.encode() for name, one in changed.items()} | {
        "latin": text.replace("corridor", "ä").encode("latin-1"),
    }


def _wrong_venues(whole: dict[str, Any]) -> dict[str, str]:
    def with_features(features: Any) -> str:
        return json.dumps(whole | {"features": features})

    floor = next(one for one in whole["features"] if one["properties"]["kind"] == "floor")
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]}
    far = {"type": "Polygon", "coordinates": [[[0, 0], [1e308, 0], [1e308, 1e308], [0, 0]]]}
    return {
        "no-features": with_features([]),
        "null-features": with_features(None),
        "mapping-features": with_features({"a": 1}),
        "word-features": with_features("floor"),
        "floor-alone": with_features([floor]),
        "two-floors": with_features([floor, *whole["features"]]),
        "line": with_features([floor | {"geometry": line}, *whole["features"][1:]]),
        "bow": with_features([floor | {"geometry": bow}, *whole["features"][1:]]),
        "far": with_features([floor | {"geometry": far}]),
        "no-geometry": with_features([floor | {"geometry": None}]),
        "no-properties": with_features([floor | {"properties": None}]),
        "nan": json.dumps(whole).replace("[[[", "[[[NaN, 0], [", 1),
        "deep": "[" * DEEP * 10,
        "list": "[]",
        "huge": json.dumps(whole).replace("[[[", f"[[[{'9' * 5000}, 0], [", 1),
        "utf-16": json.dumps(whole, ensure_ascii=True).encode("utf-16").decode("latin-1"),
    }


def _wrong_manifests(whole: dict[str, Any]) -> dict[str, str]:
    def with_detector(**change: Any) -> str:
        tasks = whole["tasks"]
        return json.dumps(whole | {"tasks": tasks | {"detection": tasks["detection"] | change}})

    tasks = whole["tasks"]
    swapped = {"detection": tasks["recognition"], "recognition": tasks["detection"]}
    return {
        "list": "[]",
        "null": "null",
        "deep": "[" * DEEP * 10,
        "huge": json.dumps(whole)[:-1] + f', "size": {"9" * 5000}}}',
        "no-tasks": json.dumps(whole | {"tasks": {}}),
        "one-task": json.dumps(whole | {"tasks": {"detection": tasks["detection"]}}),
        "list-tasks": json.dumps(whole | {"tasks": [1]}),
        "swapped": json.dumps(whole | {"tasks": swapped}),
        "outside": with_detector(file="../detector.onnx"),
        "absolute": with_detector(file="/etc/passwd"),
        "no-file": with_detector(file="nowhere.onnx"),
        "number-file": with_detector(file=1),
        "nul-file": with_detector(file="a\x00b"),
        "other-hash": with_detector(sha256="0" * 64),
        "short-hash": with_detector(sha256="0"),
        "null-hash": with_detector(sha256=None),
        "nan-mean": with_detector(preprocessing={"mean": float("nan"), "std": 128.0}),
        "zero-std": with_detector(preprocessing={"mean": 127.5, "std": 0.0}),
        "surprise": with_detector(surprise=1),
        "version-9": json.dumps(whole | {"manifest_version": 9}),
    }
