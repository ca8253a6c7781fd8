"""Library scenarios somewhere else: their plans moved and turned, with all that stands in them."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scenarios.loader import library


def elsewhere(
    name: str,
    folder: Path,
    turned_deg: float = 0.0,
    by_m: tuple[float, float] = (0.0, 0.0),
    only: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None,
) -> Path:
    """A scenario file in `folder` (made if need be) whose world is turned, then moved; `only` says
    which features it has, or others.
    """
    raw = yaml.safe_load(library()[name].read_text())
    plan = json.loads((library()[name].parent / raw["venue"]).read_text())
    cos, sin = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))

    def place(at):
        return [at[0] * cos - at[1] * sin + by_m[0], at[0] * sin + at[1] * cos + by_m[1]]

    for feature in plan["features"]:
        rings = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[place(at) for at in ring] for ring in rings]
        if "door" in feature["properties"]:
            feature["properties"]["door"] = place(feature["properties"]["door"])
    for camera in raw["cameras"]:
        camera["at_m"], camera["heading_deg"] = (
            place(camera["at_m"]),
            camera["heading_deg"] + turned_deg,
        )
    raw["officers"]["posts_m"] = [place(at) for at in raw["officers"]["posts_m"]]
    if only:
        plan["features"] = only(plan["features"])
    raw["venue"] = "plan.geojson"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / raw["venue"]).write_text(json.dumps(plan))
    (folder / "scenario.yaml").write_text(yaml.safe_dump(raw))
    return folder / "scenario.yaml"
