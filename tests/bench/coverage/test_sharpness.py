"""Blurred faces beside smaller sharp ones, by the real engine: where the grains of
`sim.cameras.sensor.sharpness` come from.
"""

import sys

import cv2
import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from engine.faces import INTEROCULAR_M
from engine.measure.album import nearest
from engine.measure.calibration.presets import load_preset
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from sim.cameras.sensor import sharpness
from sim.cameras.sensor.imaging import SOFT_PX
from sim.cameras.sensor.spread import kernel
from sim.fidelity import portraits
from sim.people.sprites import Sprites, over

PEOPLE = 40
SIZES_PX, SHARP_PX = (16, 24, 36, 52), (8, 10, 12, 16, 20, 24, 36, 52)
AMOUNTS = (0.02, 0.04, 0.06, 0.09, 0.13)
"""Standard deviations of the spread, in distances between the eyes."""
PER_SD = {"softness": 1.0, "circle": 4.0, "streak": float(np.sqrt(12))}
GRAINS = {
    "softness": sharpness.SOFT_GRAIN_PX,
    "circle": sharpness.CIRCLE_GRAIN_PX,
    "streak": sharpness.STREAK_GRAIN_PX,
}


def spread(bgr: np.ndarray, kind: str, much: float, rng: np.random.Generator) -> np.ndarray:
    """Spread in that way; streaks go any way."""
    turn = rng.uniform(0, np.pi)
    if kind == "streak":
        return cv2.filter2D(bgr, -1, kernel(much * np.cos(turn), much * np.sin(turn), 0.0))
    if kind == "circle":
        return cv2.filter2D(bgr, -1, kernel(0.0, 0.0, much))
    return cv2.GaussianBlur(bgr, (0, 0), much) if much else bgr


def picture(sprite, px: float, kind: str, much: float, rng: np.random.Generator):
    """A face before a wall as an ordinary camera keeps it, but for the spread; its landmarks."""
    side = round(px * 3.2) + 80
    x, y = (sprite.eyes_px - [side / 2, side * 0.4]).round().astype(int).tolist()
    framed = np.zeros((side, side, 4), np.uint8)
    part = sprite.bgra[max(y, 0) : y + side, max(x, 0) : x + side]
    framed[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1]] = part
    wall = np.full((side, side, 3), rng.integers(90, 200), np.uint8)
    blurred = spread(over(framed, wall).astype(np.float32), kind, much, rng)
    soft = cv2.GaussianBlur(blurred, (0, 0), SOFT_PX)
    noisy = (soft + rng.normal(0, portraits.NOISE, soft.shape)).round().clip(0, 255)
    kept = cv2.imencode(".jpg", noisy.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, portraits.JPEG])
    return cv2.imdecode(kept[1], cv2.IMREAD_COLOR), sprite.landmarks_px - [x, y]


def looked(pack: str) -> dict[tuple[str, float, float], list[float]]:
    """Mated scores by kind, size and spread, NaN where no face is found."""
    analyser, sprites = Analyser(load_pack(pack), EngineSettings(pack=pack)), Sprites(1)
    found: dict[tuple[str, float, float], list[float]] = {}
    asked = [("softness", px, 0.0) for px in SHARP_PX]
    asked += [(k, px, px * a * PER_SD[k]) for k in PER_SD for px in SIZES_PX for a in AMOUNTS]
    for number in load_preset("rendered").admitted[:PEOPLE].tolist():
        enrolment, rng = sprites.enrolment(number), np.random.default_rng(number)
        template = analyser.templates(enrolment, analyser.detect(enrolment)[:1])[0]
        for kind, px, much in asked:
            sprite = sprites.bust(number, px / INTEROCULAR_M, 0.0, 8.0)
            bgr, marks = picture(sprite, px, kind, much, rng)
            face = nearest(analyser.detect(bgr), marks)
            score = np.nan if face is None else analyser.templates(bgr, [face])[0] @ template
            found.setdefault((kind, px, much), []).append(float(score))
    return found


@pytest.mark.parametrize("pack", ["open", "second"])
def test_a_blurred_face_tells_as_much_as_a_smaller_sharp_one(benchmark, capsys, pack):
    benchmark.pedantic(lambda: None, rounds=1)
    scores = {asked: float(np.nanmean(these)) for asked, these in looked(pack).items()}
    size = np.log(SHARP_PX)
    sharp = [scores["softness", px, 0.0] for px in SHARP_PX]
    for kind, ours in GRAINS.items():
        rows = [(px, much, one) for (k, px, much), one in scores.items() if k == kind and much]
        px, much, measured = np.array(rows).T

        def apart(grain, px=px, much=much, measured=measured):
            smaller = px / np.sqrt(1 + (much / grain) ** 2)
            there = smaller >= SHARP_PX[0]
            gaps = (np.interp(np.log(smaller), size, sharp) - measured)[there]
            return float(np.sqrt((gaps**2).mean()))

        best = minimize_scalar(apart, bounds=(0.3, 8.0), method="bounded")
        with capsys.disabled():
            told = f"best {best.x:.2f} px, apart {best.fun:.3f}; ours {apart(ours):.3f}"
            sys.stdout.write(f"\n{pack}, {kind}: {told}")
        assert apart(ours) < 0.1 * (max(sharp) - min(sharp))
