"""The process that makes pictures: a line of JSON comes for each piece of work, one goes back.

It ends as soon as nobody can send it anything more, so also with a server that is killed.
"""

import json
import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2

from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import SimError
from sim.training.pictures.album import FILM, PLACE, keep_pair
from sim.training.pictures.films import keep_film
from sim.training.pictures.shots import Shot, shot_of_json
from sim.training.pictures.studio import Studio

NICE = 10
"""Whoever decides, and the clock, come before pictures."""
STUDIOS = 2
"""Sessions whose world is held."""


class Workshop:
    """The sessions for which pictures are made, the latest of them ready at hand."""

    def __init__(self) -> None:
        self._studios: OrderedDict[Path, Studio] = OrderedDict()

    def make(self, folder: Path, name: str, part: str, shot: Shot) -> None:
        """An alert's film, or its two pictures."""
        studio, place = self._studio(folder), folder / PLACE / name
        if part == FILM:
            keep_film(studio, shot, place)
        else:
            pair = studio.pair(shot)
            keep_pair(place, pair.probe, pair.enrolled, pair.score, pair.others)

    def _studio(self, folder: Path) -> Studio:
        if folder not in self._studios:
            (folder / PLACE).mkdir(exist_ok=True)
            self._studios[folder] = Studio(folder, folder / PLACE)
            if len(self._studios) > STUDIOS:
                self._studios.popitem(last=False)
        self._studios.move_to_end(folder)
        return self._studios[folder]


def answered(make: Callable[..., None], told: Mapping[str, Any]) -> dict[str, str]:
    """Do a piece of work; what was refused, "" where it is done."""
    shot = shot_of_json(told["shot"])
    try:
        make(Path(told["folder"]), told["name"], told["part"], shot)
    except (SimError, EngineError, ScenarioError) as err:
        return {"refused": str(err)}
    return {"refused": ""}


def main() -> None:
    """Work until there is nobody to work for."""
    os.nice(NICE)
    cv2.setNumThreads(1)
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what others print is no answer
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(asked,), daemon=True).start()
    workshop = Workshop()
    while True:
        told = json.loads(asked.get())
        said.write(json.dumps(answered(workshop.make, told)) + "\n")
        said.flush()


def _hear(asked: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
