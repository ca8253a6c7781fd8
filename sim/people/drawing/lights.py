"""Light on a person: a key light with shadow, a fill, sky from above and floor from below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """Directions point to the lights, x to the image's right, y up, z to the camera; colours are
    linear RGB.
    """

    key: Triple
    key_rgb: Triple
    fill: Triple
    fill_rgb: Triple
    sky_rgb: Triple
    ground_rgb: Triple

    def direction(self, name: str) -> NDArray[np.float32]:
        """Unit vector to the key or fill light."""
        towards = np.array(getattr(self, name), np.float32)
        unit: NDArray[np.float32] = towards / np.linalg.norm(towards)
        return unit

    @property
    def lamps(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(2, 3) unit vectors to key and fill; (4, 3) linear RGB of key, fill, sky and ground."""
        colours = (self.key_rgb, self.fill_rgb, self.sky_rgb, self.ground_rgb)
        towards = np.stack([self.direction("key"), self.direction("fill")])
        return towards.astype(np.float32), np.array(colours, np.float32)


NEUTRAL = 1.75
"""White light as bright as that on enrolment pictures; skin tones are measured in it."""
LIGHTS: Mapping[str, Light] = {
    "mall": Light(
        (0.15, 0.9, 0.55), (1.75, 1.7, 1.6), (0, 0.1, 1), (0.42, 0.42, 0.43),
        (0.62, 0.62, 0.63), (0.3, 0.29, 0.28),
    ),
    "studio": Light(
        (-0.4, 0.45, 0.9), (1.35, 1.3, 1.24), (0.7, 0.1, 0.6), (0.4, 0.41, 0.43),
        (0.66, 0.68, 0.72), (0.34, 0.32, 0.3),
    ),
    "window": Light(
        (-0.85, 0.35, 0.5), (2.1, 1.95, 1.8), (0.6, 0.1, 0.6), (0.22, 0.23, 0.26),
        (0.45, 0.47, 0.52), (0.22, 0.2, 0.18),
    ),
    "neutral": Light(
        (0, 0, 1), (0, 0, 0), (0, 0, 1), (0, 0, 0), (NEUTRAL,) * 3, (NEUTRAL,) * 3,
    ),
    "concourse": Light(
        (-0.35, 0.9, 0.35), (1.6, 1.62, 1.64), (0.3, 0.2, 0.9), (0.4, 0.41, 0.43),
        (0.72, 0.74, 0.78), (0.32, 0.32, 0.31),
    ),
    "dusk": Light(
        (0.55, 0.75, 0.35), (1.35, 0.98, 0.6), (-0.6, 0.15, 0.7), (0.34, 0.3, 0.26),
        (0.26, 0.3, 0.42), (0.16, 0.14, 0.13),
    ),
    "overcast": Light(
        (0.25, 0.95, 0.3), (0.95, 0.96, 0.98), (0, 0.15, 1), (0.42, 0.43, 0.44),
        (0.95, 0.97, 1.0), (0.3, 0.3, 0.29),
    ),
}  # fmt: skip
"""Chosen by eye; `mall` is light from a high ceiling, `concourse` from a glass roof, `dusk` from
street lamps under a blue sky, `overcast` from a grey one, `studio` that of enrolment pictures,
`neutral` is white from everywhere."""
EXPOSURE = 0.92
GAMMA, LEAST = np.float32(1 / 2.4), np.float32(1e-6)


def develop(linear: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Linear light to sRGB shares 0 to 1 with a soft shoulder above 0.6."""
    bright = np.maximum(linear * EXPOSURE, 0)
    soft = np.where(bright < 0.6, bright, 1.0 - 0.4 * np.exp(-(bright - 0.6) / 0.4))
    low, high = soft * 12.92, 1.055 * np.maximum(soft, 1e-6) ** (1 / 2.4) - 0.055
    srgb: NDArray[np.float32] = np.where(soft < 0.0031308, low, high).clip(0, 1).astype(np.float32)
    return srgb


@nb.njit(cache=True, fastmath=True)
def developed(linear, cover) -> NDArray[np.uint8]:  # type: ignore[no-untyped-def]  # numba types
    """8-bit BGRA with straight alpha of linear RGB (h, w, 3) times coverage (h, w), as `develop`
    has it.
    """
    height, width = cover.shape
    bgra = np.zeros((height, width, 4), np.uint8)
    for y in range(height):
        for x in range(width):
            alpha = cover[y, x]
            if alpha == 0:
                continue
            for n in range(3):
                soft = max(linear[y, x, n] / max(alpha, LEAST) * np.float32(EXPOSURE), LEAST)
                if soft > 0.6:
                    soft = np.float32(1.0 - 0.4 * np.exp(-(soft - 0.6) / 0.4))
                share = soft * np.float32(12.92)
                if soft >= 0.0031308:
                    share = np.float32(1.055) * soft**GAMMA - np.float32(0.055)
                bgra[y, x, 2 - n] = np.uint8(np.rint(share * np.float32(255)))
            bgra[y, x, 3] = np.uint8(np.rint(alpha * np.float32(255)))
    return bgra


def rotation(yaw_deg: float, pitch_deg: float, bow_deg: float = 0.0) -> NDArray[np.float32]:
    """(3, 3) turn of a person for a camera at the front: bowed forward, then yaw to the image's
    right, then pitch.

    >>> rotation(90, 0) @ np.array([0, 0, 1], np.float32)
    array([1., 0., 0.], dtype=float32)
    """
    a, b, c = np.radians([yaw_deg, pitch_deg, bow_deg])
    yaw = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    pitch = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    bow = np.array([[1, 0, 0], [0, np.cos(c), -np.sin(c)], [0, np.sin(c), np.cos(c)]])
    turn: NDArray[np.float32] = (pitch @ yaw @ bow).round(7).astype(np.float32)
    return turn
