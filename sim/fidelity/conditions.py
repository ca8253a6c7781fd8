"""What cameras do to recognition: one person's pictures, and how many people still match."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from engine.measure.calibration.presets import load_preset
from engine.measure.rates.intervals import Rate, rate
from engine.packs.pack import load_pack
from engine.pictures.writing import write_picture
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from scenarios.schema import Imaging
from sim.casting.everybody import everybody
from sim.errors import SimError
from sim.fidelity.walkpast import Condition, Passing, around, enrol, walk_past
from sim.people.sheets.sheet import INK, PAPER, sheet

WATCHLIST = 40
WHOLE_PX, LABEL_PX, COLUMNS = (336, 189), 24, 3
FACE_IN_EYES = 2.6
SHARP = {"noise": False, "exposure": False, "motion_blur": False}
WET = {"place": "street", "illuminance_lux": 1500, "rain_mm_per_h": 30}

SHOWN = (
    Condition("mall by day", Imaging()),
    Condition("street at dusk", Imaging(place="street", hour="dusk")),
    Condition("street at night", Imaging(place="street", hour="night")),
    Condition("window behind", Imaging(backlight_lux=8000)),
    Condition("rain, 30 mm/h", Imaging(**WET)),
    Condition(
        "fast, 1/50 s", Imaging(illuminance_lux=200, shutter_s=0.02), speed_mps=2.5, course_deg=20
    ),
    Condition("focus at 1 m", Imaging(focus_m=1.0)),
    Condition("100 kbit/s", Imaging(bitrate_kbps=100, gop_s=2)),
    Condition("barrel, k1 -1", Imaging(k1=-1.0)),
    Condition("rolling, 60 us a line", Imaging(line_time_us=60), speed_mps=3, course_deg=40),
    Condition("36 dB", Imaging(place="street", hour="night", gain_db=36)),
    Condition("sharpened", Imaging(sharpening=1.5)),
)
"""One person's dozen pictures."""
MEASURED = (
    Condition("no imaging part"),
    Condition("mall by day", Imaging()),
    Condition("blur 1 px", Imaging(**SHARP | {"softness_px": 1.0})),
    Condition("blur 2 px", Imaging(**SHARP | {"softness_px": 2.0})),
    Condition("blur 4 px", Imaging(**SHARP | {"softness_px": 4.0})),
    Condition("street at dusk", Imaging(place="street", hour="dusk")),
    Condition("street at night", Imaging(place="street", hour="night")),
    Condition("1 lx, 36 dB", Imaging(illuminance_lux=1, colour_k=4000)),
    Condition("window behind", Imaging(backlight_lux=8000)),
    Condition("rain, 30 mm/h", Imaging(**WET)),
    Condition("focus at 1 m", Imaging(focus_m=1.0)),
    Condition(
        "fast, 1/50 s", Imaging(illuminance_lux=200, shutter_s=0.02), speed_mps=2.5, course_deg=20
    ),
    Condition("500 kbit/s", Imaging(bitrate_kbps=500, gop_s=2)),
    Condition("100 kbit/s", Imaging(bitrate_kbps=100, gop_s=2)),
    Condition("sharpened", Imaging(sharpening=1.5)),
)
"""What the table in docs/imaging.md is about."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of everybody who walked past in one condition: `found` by the detector, and `matched`, their
    one frame reaching the threshold against their own enrolment; medians of the rest.
    """

    condition: str
    found: Rate
    matched: Rate
    interocular_px: float
    blur_px: float
    gain_db: float
    score: float | None


def measure(count: int, progress: Callable[[float], None]) -> tuple[float, list[Outcome]]:
    """The threshold, and what came of the first `count` admitted people in each condition.

    Those who cannot be enrolled are left out.
    """
    preset = load_preset(EngineSettings().preset)
    threshold = preset.threshold(EngineSettings(), WATCHLIST)
    analyser, sprites = _engine(), everybody()
    enrolled = enrol(analyser, sprites, preset.admitted[:count].tolist())
    found = []
    for number, condition in enumerate(MEASURED):
        looks = walk_past(condition, enrolled, analyser, sprites, lambda _: None)
        found.append(outcome(condition.name, looks, threshold))
        progress((number + 1) / len(MEASURED))
    return threshold, found


def outcome(name: str, looks: list[Passing], threshold: float) -> Outcome:
    """A condition's looks put together."""
    scores = [look.score for look in looks if look.score is not None]
    size, blur = (float(np.median([getattr(one, n) for one in looks])) for n in
                  ("interocular_px", "blur_px"))  # fmt: skip
    return Outcome(
        condition=name,
        found=rate(len(scores), len(looks)),
        matched=rate(sum(score >= threshold for score in scores), len(looks)),
        interocular_px=size,
        blur_px=blur,
        gain_db=looks[0].gain_db,
        score=float(np.median(scores)) if scores else None,
    )


def write_conditions(out: Path, person: int, progress: Callable[[float], None]) -> list[Passing]:
    """Draw one person in a dozen conditions into a .png or .jpg; the looks drawn.

    Raises SimError for somebody in whose enrolment picture no single face is found.
    """
    analyser, sprites = _engine(), everybody()
    enrolled = enrol(analyser, sprites, [person])
    if not enrolled:
        raise SimError(f"person {person}: got no single face in the enrolment picture, wanted one")
    cells, looks = [], []
    for number, condition in enumerate(SHOWN):
        looks += walk_past(condition, enrolled, analyser, sprites, lambda _: None)
        cells.append(cell(condition.name, looks[-1]))
        progress((number + 1) / len(SHOWN))
    write_picture(out, sheet(cells, COLUMNS))
    return looks


def cell(name: str, look: Passing) -> Image:
    """The whole frame, the face beside it, and the figures below."""
    (width, height), font = WHOLE_PX, cv2.FONT_HERSHEY_SIMPLEX
    drawn = np.full((height + LABEL_PX, width + height, 3), PAPER, np.uint8)
    drawn[:height, :width] = cv2.resize(look.bgr, WHOLE_PX, interpolation=cv2.INTER_AREA)
    face, _ = around(look.bgr, look.landmarks_px, FACE_IN_EYES)
    drawn[:height, width:] = cv2.resize(face, (height, height), interpolation=cv2.INTER_NEAREST)
    score = "no face" if look.score is None else f"score {look.score:.2f}"
    size = f"{look.interocular_px:.0f} px, blur {look.blur_px:.1f} px"
    label = f"{name}: {size}, {look.gain_db:.0f} dB, {score}"
    cv2.putText(drawn, label, (4, height + LABEL_PX - 8), font, 0.45, INK, 1, cv2.LINE_AA)
    return drawn


def _engine() -> Analyser:
    return Analyser(load_pack())
