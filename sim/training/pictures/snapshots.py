"""Single pictures of cameras for the feeds of the desks, in a process that settles nothing: who
plays whom is read as the process of the alerts' pictures has left it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scenarios.failures import Failure
from sim.training.pictures.films import smaller
from sim.training.pictures.moments import day_around
from sim.training.pictures.studio import Stock, Studio, people_fit

IMAGERS_HELD = 32
"""Cameras whose empty places are held, small as they are."""
QUALITY = 85


@dataclass(frozen=True, slots=True)
class View:
    """What a camera saw at a moment, on a day with these surges and evacuations by hand."""

    camera: str
    taken_s: float
    brought: tuple[Failure, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As `view_of_json` reads it."""
        return asdict(self) | {"brought": [one.model_dump() for one in self.brought]}


def view_of_json(told: Mapping[str, Any]) -> View:
    """A view from what `to_json` gave."""
    brought = tuple(Failure.model_validate(one) for one in told["brought"])
    return View(**{**told, "brought": brought})


class Snapshots:
    """One session's cameras, one picture after another."""

    def __init__(self, folder: Path, out: Path) -> None:
        """Of the session of `folder`, whose pictures' process keeps who plays whom in `out`;
        SimError as `Studio` has it.
        """
        self.studio = Studio(folder, out, Stock(IMAGERS_HELD, people_fit()))
        self._known: dict[int, int] = {}

    def take(self, view: View) -> bytes:
        """A view as JPEG, small enough to be sent at once. Whoever was drawn before and is still
        there looks as they did, unless an alert has settled who they are or they came after a day
        began to go otherwise.
        """
        studio = self.studio
        arrival_s = studio.people.arrival_s
        other_s = studio.go_to(view.brought)
        known = [(one, plays) for one, plays in self._known.items() if arrival_s[one] < other_s]
        studio.reread()
        watching = studio.ground.setting.scenario.cameras
        camera = smaller(next(one for one in watching if one.id == view.camera))
        day, frame = day_around(studio.ground, camera, view.taken_s, 0, 0)
        self._known = {one: plays for one, plays in known if day.people.exit_s[one] > day.start_s}
        filming = studio.filming(camera, day, (), self._known)
        bgr, _, _ = filming.frame(frame)
        seen = np.unique(filming.shown.person)
        played = filming.day.people.identity[seen]
        self._known |= zip(seen.tolist(), played.tolist(), strict=True)
        return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
