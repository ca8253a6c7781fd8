"""The light a camera works in: how much there is, and of which colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Imaging

Floats = NDArray[np.floating[Any]]

FOLLOWED_K = (2800.0, 7500.0)
"""Lights that automatic white balance makes white; the author's choice."""
XYZ_TO_RGB = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)
"""To linear sRGB (IEC 61966-2-1)."""
NEAR = ((-0.2661239e9, -0.2343589e6, 0.8776956e3, 0.179910), 4000.0)
FAR = (-3.0258469e9, 2.1070379e6, 0.2226347e3, 0.240390)
CURVES = (
    (2222.0, (-1.1063814, -1.34811020, 2.18555832, -0.20219683)),
    (4000.0, (-0.9549476, -1.37418593, 2.09137015, -0.16748867)),
    (np.inf, (3.0817580, -5.87338670, 3.75112997, -0.37001483)),
)
"""The Planckian locus in x (over temperature) and in y (over x) (Kim et al. 2002)."""


@dataclass(frozen=True, slots=True)
class Ambient:
    """`illuminance_lux` on what the camera sees, `colour_k` the light's colour temperature."""

    illuminance_lux: float
    colour_k: float


AMBIENT: Mapping[tuple[str, str], Ambient] = {
    ("mall", "day"): Ambient(500, 5000),
    ("mall", "dusk"): Ambient(300, 4000),
    ("mall", "night"): Ambient(300, 4000),
    ("station", "day"): Ambient(400, 5000),
    ("station", "dusk"): Ambient(200, 4000),
    ("station", "night"): Ambient(200, 4000),
    ("street", "day"): Ambient(10_000, 6500),
    ("street", "dusk"): Ambient(40, 7500),
    ("street", "night"): Ambient(15, 2200),
}
"""300 lx for shops and 200 lx for arrival halls are what EN 12464-1 asks for, 15 lx what EN 13201-2
asks for in class C3; 10,000 lx is an overcast noon; the rest is the author's choice between."""


def ambient(imaging: Imaging) -> Ambient:
    """The light as the scenario states it, else as the place has it at that hour."""
    usual = AMBIENT[imaging.place, imaging.hour]
    return Ambient(illuminance_lux(imaging), imaging.colour_k or usual.colour_k)


def illuminance_lux(imaging: Imaging) -> float:
    """How much light that is, without its colour."""
    return imaging.illuminance_lux or AMBIENT[imaging.place, imaging.hour].illuminance_lux


def chromaticity(colour_k: float) -> tuple[float, float]:
    """CIE 1931 x and y of a black body of 1,700 to 25,000 K."""
    near, split = NEAR
    powers = np.array([colour_k**-3, colour_k**-2, 1 / colour_k, 1.0])
    x = float(powers @ (near if colour_k <= split else FAR))
    curve = next(curve for up_to, curve in CURVES if colour_k <= up_to)
    return x, float(np.polyval(curve, x))


def tint_bgr(imaging: Imaging) -> Floats:
    """(3,) factors on linear blue, green and red of a grey thing; green has 1."""
    light = ambient(imaging).colour_k
    white = imaging.white_balance_k or float(np.clip(light, *FOLLOWED_K))
    seen = _rgb(light) / _rgb(white)
    found: Floats = (seen / seen[1])[::-1]
    return found


def _rgb(colour_k: float) -> Floats:
    x, y = chromaticity(colour_k)
    rgb: Floats = np.maximum(XYZ_TO_RGB @ np.array([x / y, 1.0, (1 - x - y) / y]), 0.01)
    return rgb
