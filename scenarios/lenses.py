"""How far a lens sees: which rays it bends into the corner of its picture."""

import numpy as np

from scenarios.errors import ScenarioError
from scenarios.schema import Camera, Imaging

WIDEST = 2.0
"""A lens may draw corners in from so many times their own radius."""
RADII = 4096
"""At which a lens is looked at up to there."""


def corner(camera: Camera) -> float:
    """The radius of the picture's corner, in focal lengths from its middle."""
    half = np.tan(np.radians(camera.fov_deg) / 2)
    return float(half * np.hypot(1, camera.height_px / camera.width_px))


def focal_m(camera: Camera) -> float:
    """The focal length that gives the field of view on a sensor with pixels of that pitch.

    >>> camera = Camera(id="a", at_m=(0, 0), heading_deg=0, fov_deg=40, width_px=1280)
    >>> round(1000 * focal_m(camera), 1)
    5.1
    """
    focal_px = camera.width_px / 2 / np.tan(np.radians(camera.fov_deg) / 2)
    return float(focal_px * (camera.imaging or Imaging()).pixel_um * 1e-6)


def farthest(camera: Camera) -> float:
    """The radius without the lens, in focal lengths, of what it shows in the picture's corner.

    Raises ScenarioError for a lens that shows something twice before, or nothing there: radii must
    rise with those of the pinhole until they reach the corner.
    """
    imaging, wanted = camera.imaging or Imaging(), corner(camera)
    radius = np.linspace(0, WIDEST * wanted, RADII)
    seen = radius * (1 + imaging.k1 * radius**2 + imaging.k2 * radius**4)
    reached = np.flatnonzero(seen >= wanted)
    if not len(reached) or not (np.diff(seen[: reached[0] + 1]) > 0).all():
        said = f"got {imaging.k1:g}, wanted a lens that shows each thing once, up to the corners"
        raise ScenarioError(said)
    upto = slice(reached[0] - 1, reached[0] + 1)
    return float(np.interp(wanted, seen[upto], radius[upto]))
