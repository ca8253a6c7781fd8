"""A process that makes pictures: a line of JSON comes for each piece of work, one goes back.

It ends as soon as nobody can send it anything more, so also with a server that is killed.
"""

import base64
import json
import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import cv2

from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import SimError
from sim.training.pictures.album import FILM, PLACE, keep_pair
from sim.training.pictures.films import keep_film
from sim.training.pictures.shots import Shot, shot_of_json
from sim.training.pictures.snapshots import Snapshots, view_of_json
from sim.training.pictures.studio import Stock, Studio, people_fit

STUDIOS = 2
"""Sessions whose world is held."""
Held = TypeVar("Held")
Answer = dict[str, str]


class Workshop:
    """The sessions for which pictures are made, the latest of them ready at hand."""

    def __init__(self) -> None:
        self._studios: OrderedDict[Path, Studio] = OrderedDict()
        self._feeds: OrderedDict[Path, Snapshots] = OrderedDict()

    def make(self, folder: Path, name: str, part: str, shot: Shot) -> None:
        """An alert's film, or its two pictures."""
        studio, place = _held(self._studios, folder, _studio), folder / PLACE / name
        if part == FILM:
            keep_film(studio, shot, place)
        else:
            pair = studio.pair(shot)
            keep_pair(place, pair.probe, pair.enrolled, pair.score, pair.others)

    def do(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Do a piece of work that is told; what goes back with its answer."""
        folder = Path(told["folder"])
        if "view" in told:
            snapshots = _held(self._feeds, folder, Snapshots)
            coded = snapshots.take(view_of_json(told["view"]))
            return {"picture": base64.b64encode(coded).decode("ascii")}
        self.make(folder, told["name"], told["part"], shot_of_json(told["shot"]))
        return {}


def _studio(folder: Path, out: Path) -> Studio:
    return Studio(folder, out, Stock(people=people_fit()))


def _held(held: OrderedDict[Path, Held], folder: Path, make: Callable[[Path, Path], Held]) -> Held:
    """What is held of a session, made where it is not yet; the longest unused is let go."""
    if folder not in held:
        (folder / PLACE).mkdir(exist_ok=True)
        held[folder] = make(folder, folder / PLACE)
        if len(held) > STUDIOS:
            held.popitem(last=False)
    held.move_to_end(folder)
    return held[folder]


def answered(do: Callable[[Mapping[str, Any]], dict[str, str]], told: Mapping[str, Any]) -> Answer:
    """Do a piece of work; with what goes back, why it was refused, "" where it is done."""
    try:
        return {"refused": "", **do(told)}
    except (SimError, EngineError, ScenarioError) as err:
        return {"refused": str(err)}


def main() -> None:
    """Work until there is nobody to work for; the argument is how far others come before."""
    os.nice(int(sys.argv[1]))
    cv2.setNumThreads(1)
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what others print is no answer
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(asked,), daemon=True).start()
    workshop = Workshop()
    while True:
        told = json.loads(asked.get())
        said.write(json.dumps(answered(workshop.do, told)) + "\n")
        said.flush()


def _hear(asked: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
