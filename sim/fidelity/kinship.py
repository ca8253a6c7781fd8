"""How alike kin are to the engine: a person drawn beside theirs, and scores of many."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.packs.pack import load_pack
from engine.pictures.writing import write_picture
from sim.fidelity.blocks import Enrolled, enrol
from sim.jobs.job import Job
from sim.jobs.running import run_jobs
from sim.people.births import identity
from sim.people.sheets.sheet import INK, LABEL_PX, PAPER, check_picture, sheet
from sim.people.sprites import Sprites
from sim.people.ties import KINDS, LOOK_ALIKE, SIBLING, TWIN, Tie

SHOWN = (Tie(TWIN, 0), Tie(SIBLING, 0), Tie(SIBLING, 0, 1), Tie(LOOK_ALIKE, 0))
"""Who is drawn beside a person."""
STRANGERS = "stranger"
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
CELL_PX, COLUMNS, WORKERS = 240, 5, 2

Progress = Callable[[float], None]


def write_kin(
    out: Path, of: int, seed: int, pack: str, progress: Progress
) -> dict[str, float | None]:
    """Draw person `of` of the population `seed` with their kin into `out`; each one's score before
    the person, by their label, None where either's picture shows no single face.

    Raises SimError, before anything is drawn, as `sim.people.sheets.sheet.write_sheet` does.
    """
    check_picture(out)
    numbers = np.array([of, *(Tie(one.kind, of, one.which).number for one in SHOWN)])
    (enrolled,) = enrol(numbers, seed, (pack,), progress)
    scores = [
        float(enrolled.template[0] @ template) if found and enrolled.found[0] else None
        for template, found in zip(enrolled.template, enrolled.found, strict=True)
    ]
    sprites = Sprites(seed)
    cells = [
        _cell(sprites, number, score if k else None)
        for k, (number, score) in enumerate(zip(numbers.tolist(), scores, strict=True))
    ]
    write_picture(out, sheet(cells, COLUMNS))
    labels = [identity(number, seed).kin for number in numbers.tolist()]
    return dict(zip(labels[1:], scores[1:], strict=True))


def resemblance(people: int, seed: int, pack: str, progress: Progress) -> dict[str, Any]:
    """Scores of the first `people` of a population before their kin, and of all strangers among
    them: how many, their quantiles by kind, and the share above the pack's bound on look-alikes.
    """
    bound = load_pack(pack).look_alike
    numbers = [np.arange(people), *(_kin(kind, people) for kind in KINDS)]
    jobs = [Job(enrol, (one, seed, (pack,))) for one in numbers]
    first, *others = (found for (found,) in run_jobs(jobs, WORKERS, progress))
    scores = {STRANGERS: _strangers(first)}
    for kind, kin in zip(KINDS, others, strict=True):
        both = first.found & kin.found
        scores[kind] = (first.template[both] * kin.template[both]).sum(1)
    return {name: _told(values, bound) for name, values in scores.items()}


def _kin(kind: str, people: int) -> NDArray[np.int64]:
    return np.array([Tie(kind, number).number for number in range(people)])


def _strangers(enrolled: Enrolled) -> NDArray[np.float32]:
    templates = enrolled.template[enrolled.found]
    found: NDArray[np.float32] = (templates @ templates.T)[np.triu_indices(len(templates), 1)]
    return found


def _told(scores: NDArray[np.float32], bound: float) -> dict[str, Any]:
    quantiles = np.quantile(scores, LEVELS).tolist()
    return {
        "comparisons": len(scores),
        "mean": float(scores.mean()),
        "quantiles": dict(zip(map(str, LEVELS), quantiles, strict=True)),
        "look_alike": bound,
        "above_look_alike": float((scores > bound).mean()),
    }


def _cell(sprites: Sprites, number: int, score: float | None) -> Image:
    drawn = np.full((CELL_PX + LABEL_PX, CELL_PX, 3), PAPER, np.uint8)
    size = (CELL_PX, CELL_PX)
    drawn[:CELL_PX] = cv2.resize(sprites.enrolment(number), size, interpolation=cv2.INTER_AREA)
    told = identity(number, sprites.seed).label + ("" if score is None else f"  {score:.2f}")
    at, font = (4, CELL_PX + LABEL_PX - 7), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(drawn, told, at, font, 0.38, INK, 1, cv2.LINE_AA)
    return drawn
