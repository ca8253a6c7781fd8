"""What came of a question: cameras, what each brings, and how good the choice is proved to be."""

from dataclasses import asdict, dataclass
from typing import Any

from scenarios.schema import Camera
from sim.placement.asked import Asked
from sim.placement.solve import Placement, Standing


@dataclass(frozen=True, slots=True)
class Step:
    """Cameras up to and with this one: how many listed people they recognise, how many others they
    scan, how many false alerts they raise, all expected and in the span that is played, and what
    they cost, where there are prices. Of several days it is their average, and recognised are those
    of the worst one where that counts.
    """

    camera: str
    recognised: float
    scanned: float
    false_alerts: float
    spent: float = 0.0


@dataclass(frozen=True, slots=True)
class Freed:
    """One of the ways of which one is to stay free, and the chosen cameras that may search a face
    on it.
    """

    length_m: float
    cameras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A layout that is compared: its cameras, what they are expected to get, the share of listed
    people recognised on each day it was played, and by how much the optimum's share is larger on
    the same days: mean, and from where to where its 95 % interval reaches; None for the optimum.
    """

    name: str
    cameras: tuple[str, ...]
    expected: Step
    shares: tuple[float, ...]
    apart: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The cameras, the one that brings most first; `kinds` of them, `steps` of them, `own` of the
    `own_count` cameras that the scenario has, all together, and how the search went. `seen` tells
    by the name of each entrance that must be seen by which of the cameras it is. `people` came and
    `on_list` of them were listed, a day; `sampled` of them were looked at, on all days together.
    """

    cameras: tuple[Camera, ...]
    steps: tuple[Step, ...]
    own: Step
    placement: Placement
    trail: tuple[Standing, ...]
    candidates: int
    people: float
    on_list: float
    sampled: int
    asked: Asked
    own_count: int = 0
    kinds: tuple[str, ...] = ()
    seen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ways: tuple[Freed, ...] = ()
    compared: tuple[Beside, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Everything."""
        found = self.placement
        return {
            "asked": self.asked.to_json(),
            "cameras": [camera.model_dump(mode="json") for camera in self.cameras],
            "kinds": list(self.kinds),
            "recognised": found.value,
            "bound": found.bound,
            "gap": found.gap,
            "proof": found.proof,
            "greedy": found.greedy,
            "scanned": self.steps[-1].scanned,
            "spent": found.spent,
            "steps": [asdict(step) for step in self.steps],
            "own": asdict(self.own),
            "seen": {name: list(cameras) for name, cameras in self.seen},
            "ways": [{"length_m": w.length_m, "cameras": list(w.cameras)} for w in self.ways],
            "compared": [asdict(one) for one in self.compared],
            "trail": [
                {"elapsed_s": one.elapsed_s, "recognised": one.value, "bound": one.bound}
                for one in self.trail
            ],
            "candidates": self.candidates,
            "people": self.people,
            "listed": self.on_list,
            "sampled": self.sampled,
        }
