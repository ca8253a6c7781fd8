"""Contact sheets of people restyled, and of one person in many conditions, judged by the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.faces import INTEROCULAR_M, Image
from engine.pictures.writing import write_picture
from sim.people.births import identity
from sim.people.head.expressions import BROAD_SMILE, FROWN, NEUTRAL, SMILE, SPEAKING
from sim.people.looks import look
from sim.people.sheets.likeness import Judge
from sim.people.sheets.sheet import FACE_PX, WALL, check_picture, labelled, sheet
from sim.people.sprites import Sprites, dressed, framed, portrayed
from sim.people.styles import DAY, OLDER, RETURN, styled

FACE_PX_PER_DM = 50.0
EYES_DOWN = 0.45
COLUMNS = 6
JUDGED_PX = 320
"""Pictures are judged at this size."""
FACE_INTEROCULAR_PX = 10 * INTEROCULAR_M * FACE_PX_PER_DM


@dataclass(frozen=True, slots=True)
class Condition:
    """How somebody is looked at. `interocular_px` is what a camera would see from the front."""

    name: str
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    light: str = "mall"
    interocular_px: float = FACE_INTEROCULAR_PX
    expression: Mapping[str, float] | None = None


CONDITIONS = (
    *(Condition(f"yaw {yaw:+d} deg", yaw_deg=yaw) for yaw in (-60, -36, -18, 18, 36, 60)),
    *(Condition(f"pitch {pitch:+d} deg", pitch_deg=pitch) for pitch in (-24, -12, 0, 12, 24, 36)),
    *(Condition(f"{px} px between eyes", interocular_px=px) for px in (24, 16, 12, 10, 8, 6)),
    *(Condition(f"light: {light}", light=light) for light in ("studio", "window")),
    *(
        Condition(name, expression=units)
        for name, units in (
            ("smile", SMILE), ("broad smile", BROAD_SMILE),
            ("frown", FROWN), ("speaking", SPEAKING),
        )
    ),
)  # fmt: skip
"""Six of yaw, of pitch and of distance, two of light and four expressions: 24."""


def write_conditions(out: Path, number: int, seed: int, progress: Callable[[float], None]) -> None:
    """Draw person `number` of the population `seed` in all CONDITIONS into `out`.

    Each is labelled with the engine's cosine to the enrolment picture, where models are at hand.
    Raises SimError, before anything is drawn, as `write_sheet` does.
    """
    check_picture(out)
    judge, enrolled, cells = Judge(), Sprites(seed).enrolment(number), []
    for done, condition in enumerate(CONDITIONS):
        picture = seen(number, seed, condition)
        cells.append(labelled(picture, f"{condition.name} {judge.says(enrolled, picture)}"))
        progress((done + 1) / len(CONDITIONS))
    write_picture(out, sheet(cells, COLUMNS))


def seen(number: int, seed: int, condition: Condition) -> Image:
    """(FACE_PX, FACE_PX) the person's face on the day, coarse where it is far away."""
    person = identity(number, seed)
    view = (condition.yaw_deg, condition.pitch_deg)
    expression = condition.expression or NEUTRAL
    body = dressed(person, look(person), expression)
    sprite = portrayed(*body, FACE_PX_PER_DM, view, condition.light)
    near = framed(sprite, FACE_PX, EYES_DOWN, WALL)
    side = round(FACE_PX * condition.interocular_px / FACE_INTEROCULAR_PX)
    far = cv2.resize(near, (side, side), interpolation=cv2.INTER_AREA)
    shown = cv2.resize(far, (FACE_PX, FACE_PX), interpolation=cv2.INTER_NEAREST)
    return np.asarray(shown, np.uint8)


def write_restyled(
    out: Path, count: int, seed: int, columns: int, progress: Callable[[float], None]
) -> None:
    """Draw people on the day, on a later visit, enrolled and ten years older, each with the
    engine's cosine to the day, where models are at hand.

    Raises SimError, before anything is drawn, as `write_sheet` does.
    """
    check_picture(out)
    sprites, judge, cells = Sprites(seed), Judge(), []
    for number in range(count):
        cells.append(row(sprites, judge, number))
        progress((number + 1) / count)
    write_picture(out, sheet(cells, columns))


def row(sprites: Sprites, judge: Judge, number: int) -> Image:
    """One person in all their styles, the day first."""
    day = _camera(sprites, number, DAY)
    label = identity(number, sprites.seed).label
    cells = [labelled(_small(day), label)]
    others = {
        RETURN: _camera(sprites, number, RETURN),
        "enrolled": sprites.enrolment(number),
        OLDER: _camera(sprites, number, OLDER),
    }
    for style, picture in others.items():
        cells.append(labelled(_small(picture), f"{style} {judge.says(day, picture)}"))
    return np.hstack(cells)


def _camera(sprites: Sprites, number: int, style: str) -> Image:
    """(JUDGED_PX, JUDGED_PX) the person in a style, from the front, in the mall's light."""
    person, worn = styled(identity(number, sprites.seed), style)
    scale = FACE_PX_PER_DM * JUDGED_PX / FACE_PX
    whole = portrayed(*dressed(person, worn), scale, (0.0, 6.0), "mall")
    return framed(whole, JUDGED_PX, EYES_DOWN, WALL)


def _small(picture: Image) -> Image:
    small = cv2.resize(picture, (FACE_PX, FACE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
