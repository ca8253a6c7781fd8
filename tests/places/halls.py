"""Worlds and deployments by chance: halls with shops and pillars, cameras, a roster."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import strategies as st

HALL_M = (30.0, 18.0)
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class World:
    """A small deployment: what its files say, and how its plan lies."""

    shops: tuple[tuple[float, float], ...]
    pillars: tuple[tuple[float, float], ...]
    cameras: tuple[dict[str, Any], ...]
    posts_m: tuple[tuple[float, float], ...]
    seed: int
    watchlist: int = 40
    people_per_h: int = 1500
    operators: int = 1
    turned_deg: float = 0.0
    by_m: tuple[float, float] = (0.0, 0.0)
    engine: dict[str, Any] = field(default_factory=lambda: {"threshold": 0.6})

    def changed(self, **about: Any) -> "World":
        """The same but for this."""
        return replace(self, **about)

    def write(self, folder: Path) -> str:
        """Its scenario's file, in a folder of its own."""
        folder.mkdir(parents=True)
        (folder / "hall.geojson").write_text(json.dumps(self.plan()))
        (folder / "hall.yaml").write_text(yaml.safe_dump(self.scenario()))
        return str(folder / "hall.yaml")

    def _place(self, at: tuple[float, float]) -> list[float]:
        angle = np.radians(self.turned_deg)
        x, y = (
            at[0] * np.cos(angle) - at[1] * np.sin(angle),
            (at[0] * np.sin(angle) + at[1] * np.cos(angle)),
        )
        return [float(x + self.by_m[0]), float(y + self.by_m[1])]

    def _feature(self, kind: str, box: tuple[float, float, float, float], **told: Any) -> dict:
        x1, y1, x2, y2 = box
        ring = [(x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)]
        shape = {"type": "Polygon", "coordinates": [[self._place(at) for at in ring]]}
        return {"type": "Feature", "properties": {"kind": kind} | told, "geometry": shape}

    def plan(self) -> dict[str, Any]:
        wide, deep = HALL_M
        features = [self._feature("floor", (0, 0, wide, deep), name="Hall")]
        features += [
            self._feature("entrance", (x, 7, x + 1.5, 11), name=f"door {k}")
            for k, x in enumerate((0, wide - 1.5))
        ]
        features += [
            self._feature("shop", (x, y, x + 4, y + 3), name=f"shop {k}", door=self._door(x, y))
            for k, (x, y) in enumerate(self.shops)
        ]
        features += [self._feature("pillar", (x, y, x + 0.6, y + 0.6)) for x, y in self.pillars]
        return {"type": "FeatureCollection", "features": features}

    def _door(self, x: float, y: float) -> list[float]:
        return self._place((x + 2, y + 3.5 if y < HALL_M[1] / 2 else y - 0.5))

    def scenario(self) -> dict[str, Any]:
        cameras = [
            camera
            | {"at_m": self._place(camera["at_m"])}
            | {"heading_deg": camera["heading_deg"] + self.turned_deg}
            for camera in self.cameras
        ]
        return {
            "name": "hall",
            "title": "A hall",
            "seed": self.seed,
            "duration_s": 90,
            "venue": "hall.geojson",
            "arrivals": {
                "profile": [{"from_s": 0, "people_per_h": self.people_per_h}],
                "listed_share": 0.3,
                "shops_visited": [0, min(len(self.shops), 2)],
                "dwell_s": 20,
            },
            "watchlist": {"size": self.watchlist},
            "cameras": cameras,
            "engine": self.engine,
            "operators": {"count": self.operators},
            "officers": {"posts_m": [self._place(post) for post in self.posts_m]},
        }


def _places(count: int) -> st.SearchStrategy[tuple[tuple[float, float], ...]]:
    """Of shops along the two long walls, none upon another."""
    slots = [(x, y) for x in (3.0, 9.0, 15.0, 21.0) for y in (0.0, HALL_M[1] - 3)]
    return st.lists(st.sampled_from(slots), max_size=count, unique=True).map(tuple)


def cameras(number: int) -> st.SearchStrategy[dict[str, Any]]:
    """A camera over the aisle, looking along it one way or the other."""
    return st.builds(
        lambda x, y, east, off, fov: {
            "id": f"camera-{number}",
            "at_m": (x, y),
            "height_m": 2.8,
            "heading_deg": (0.0 if east else 180.0) + off,
            "tilt_deg": 8.0,
            "fov_deg": fov,
        },
        st.floats(8, 22),
        st.floats(7, 11),
        st.booleans(),
        st.floats(-20, 20),
        st.floats(20, 60),
    )


worlds = st.builds(
    World,
    shops=_places(4),
    pillars=st.lists(st.tuples(st.floats(6, 22), st.sampled_from([5.0, 12.5])), max_size=2).map(
        tuple
    ),
    cameras=st.tuples(cameras(0), cameras(1)),
    posts_m=st.lists(st.tuples(st.floats(4, 26), st.floats(7, 11)), min_size=1, max_size=2).map(
        tuple
    ),
    seed=st.integers(0, 2**32),
)
