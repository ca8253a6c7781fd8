"""What each thing worn on head and face does to recognition, the same people in every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.measure.rates.intervals import Rate, rate
from engine.vision.analyser import Analyser
from sim.people.sheets.sheet import WALL
from sim.people.sprites import Sprites, over
from sim.people.styles import WEARING
from sim.people.wear.wearables import COVERED, NONE

Floats = NDArray[np.floating[Any]]
PX_PER_M, YAWS_DEG, PITCH_DEG = 480.0, (0.0, 18.0), 6.0
"""Each person is looked at from these sides, some 30 px between the eyes."""
BELOW_EYES_M, MARGIN_PX = 0.35, 24
USUAL = (
    NONE, "rimless", "metal", "square", "thick", "sunglasses", "surgical mask", "cap", "bucket hat",
    "beanie", "hijab", "scarf", "high scarf",
)  # fmt: skip
"""What the table in docs/people.md is about."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing worn: the share of the face that it covers, in how many views exactly one face was
    `found`, and there the median score against enrolment and its median loss against wearing none.
    """

    name: str
    covered: float
    found: Rate
    score: float | None
    loss: float | None


def measure(
    analyser: Analyser,
    sprites: Sprites,
    people: Sequence[int],
    names: Sequence[str],
    progress: Callable[[float], None],
) -> list[Effect]:
    """What each of `names` does to those of `people` who can be enrolled."""
    enrolled = {number: _template(analyser, sprites.enrolment(number)) for number in people}
    known = {number: one for number, one in enrolled.items() if one is not None}
    found, bare = [], np.zeros(0)
    for turn, name in enumerate((NONE, *(one for one in names if one != NONE))):
        scores = np.array(
            [
                _score(analyser, head(sprites, number, name, yaw), mine)
                for number, mine in known.items()
                for yaw in YAWS_DEG
            ]
        )
        bare = scores if name == NONE else bare
        found.append(effect(name, scores, bare))
        progress((turn + 1) / len(names))
    return found


def effect(name: str, scores: Floats, bare: Floats) -> Effect:
    """Scores of views, NaN where no face was found, beside the same views' with nothing worn.

    >>> effect("cap", np.array([0.5, np.nan]), np.array([0.75, 0.8])).loss
    0.25
    """
    seen = np.isfinite(scores)
    lost = (bare - scores)[seen & np.isfinite(bare)]
    return Effect(
        name,
        COVERED.get(name, 0.0),
        rate(int(seen.sum()), len(scores)),
        float(np.median(scores[seen])) if seen.any() else None,
        float(np.median(lost)) if len(lost) else None,
    )


def head(sprites: Sprites, number: int, name: str, yaw_deg: float) -> Image:
    """Somebody's head and shoulders with one thing on, before a wall."""
    seen = sprites.person(number, PX_PER_M, yaw_deg, yaw_deg, PITCH_DEG, style=f"{WEARING}{name}")
    low = int(seen.eyes_px[1] + BELOW_EYES_M * PX_PER_M)
    framed = np.pad(seen.bgra[:low], ((MARGIN_PX,) * 2, (MARGIN_PX,) * 2, (0, 0)))
    return over(framed, np.full((*framed.shape[:2], 3), WALL, np.uint8))


def _score(analyser: Analyser, picture: Image, mine: Floats) -> float:
    found = _template(analyser, picture)
    return float("nan") if found is None else float(found @ mine)


def _template(analyser: Analyser, picture: Image) -> Floats | None:
    """The template of the one face in a picture; None if there is not exactly one."""
    faces = analyser.detect(picture)
    return analyser.templates(picture, faces)[0] if len(faces) == 1 else None
