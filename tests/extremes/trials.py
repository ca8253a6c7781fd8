"""Whether a scenario, however odd, is played with closed books or refused in one line."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.fuzz.cases import REFUSED, WORKS, Case, Verdict
from tests.fuzz.worker import Watchdog

PATIENCE_S = 300.0
"""Fifteen times what a run may take by its estimate: others may be at work on the machine."""


class Trials:
    """Scenarios tried one by one in a process that may hang or die; `came` counts what came."""

    def __init__(self, folder: Path, dog: Watchdog) -> None:
        self.folder, self.dog = folder, dog
        self.came: Counter[str] = Counter()
        self.faults: list[tuple[Path, Verdict]] = []

    def of(self, raw: dict[str, Any], plan: dict[str, Any]) -> Verdict:
        """What comes of one; the files of a fault stay."""
        number = sum(self.came.values())
        place = self.folder / f"{number:05d}"
        place.mkdir()
        (place / "hall.geojson").write_text(json.dumps(plan))
        path = place / "hall.yaml"
        path.write_text(yaml.safe_dump(raw, allow_unicode=True))
        verdict = self.dog.verdict(Case(place.name, "played", path))
        self.came[verdict.outcome] += 1
        with (self.folder / "told.txt").open("a") as file:
            file.write(f"{place.name} {verdict.outcome} {verdict.told[-300:].strip()}\n")
        if verdict.outcome not in (WORKS, REFUSED):
            self.faults.append((path, verdict))
        else:
            shutil.rmtree(place)
        return verdict


@contextmanager
def trials(folder: Path) -> Iterator[Trials]:
    """A process to try them in, which has played one already."""
    with Watchdog(folder, [], PATIENCE_S) as dog:
        yield Trials(folder, dog)
