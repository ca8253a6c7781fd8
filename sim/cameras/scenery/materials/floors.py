"""Floors of scenes, and what is painted on them."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.cameras.scenery.materials.patterns import (
    Floats,
    Ground,
    mixed,
    noise,
    over,
    plain,
    stripes,
    tones,
    within,
)

TILE_M, GROUT_M = 0.6, 0.008
SLAB_M = (0.6, 0.9)
KERB_M = 0.15
DASH_M, LINE_M = 6.0, 0.12


def tiles(at: Ground) -> Floats:
    """Polished tiles, every sixth row and column darker, with grout between."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    column, row = np.floor(at.x_m / TILE_M), np.floor(at.y_m / TILE_M)
    tone = 1 + 0.07 * tones(column, row, 1, TILE_M, blur)
    tone *= (
        1 + 0.05 * noise(at.x_m, at.y_m, 0.35, 5, blur) + 0.03 * noise(at.x_m, at.y_m, 3, 6, blur)
    )
    band = np.maximum(
        stripes(at.x_m, 6 * TILE_M, TILE_M, at.blur_x_m),
        stripes(at.y_m, 6 * TILE_M, TILE_M, at.blur_y_m),
    )
    bgr = mixed(plain(len(blur), (156, 170, 180)), (108, 122, 134), band)
    return _jointed(bgr * tone[:, None], at, (TILE_M, TILE_M), GROUT_M, (132, 142, 150))


def terrazzo(at: Ground) -> Floats:
    """Pale terrazzo in large fields, with grey speckles and brass strips."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    speck = noise(at.x_m, at.y_m, 0.02, 3, blur) + 0.7 * noise(at.x_m, at.y_m, 0.045, 4, blur)
    tone = 1 + 0.22 * speck + 0.05 * noise(at.x_m, at.y_m, 2.5, 8, blur)
    column, row = np.floor(at.x_m / 2.4), np.floor(at.y_m / 2.4)
    dark = (((column + row) % 2) * 0.1) / (1 + (blur / 2.4) ** 2)
    bgr = plain(len(blur), (176, 184, 188)) * (tone - dark)[:, None]
    return _jointed(bgr, at, (2.4, 2.4), 0.012, (96, 128, 146))


def paving(at: Ground) -> Floats:
    """Concrete slabs in courses, darker stains, a granite kerb at the road."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    row = np.floor(at.y_m / SLAB_M[0])
    shifted = at.x_m + 0.45 * (row % 2)
    column = np.floor(shifted / SLAB_M[1])
    tone = 1 + 0.2 * tones(column, row, 2, SLAB_M[0], blur)
    tone *= (
        1 + 0.2 * noise(at.x_m, at.y_m, 0.05, 3, blur) + 0.2 * noise(at.x_m, at.y_m, 1.7, 4, blur)
    )
    bgr = plain(len(blur), (118, 124, 128)) * tone[:, None]
    joint = np.maximum(
        stripes(shifted, SLAB_M[1], 0.012, at.blur_x_m),
        stripes(at.y_m, SLAB_M[0], 0.012, at.blur_y_m),
    )
    bgr = mixed(bgr, (70, 74, 76), joint)
    kerb = within(at.kerb_m, -1.0, KERB_M, blur)
    bgr = mixed(bgr, plain(len(blur), (150, 154, 158)) * tone[:, None], kerb)
    return mixed(bgr, (60, 62, 64), within(at.kerb_m, KERB_M, KERB_M + 0.02, blur))


def concrete(at: Ground) -> Floats:
    """Worn concrete with joints, stains and old chewing gum."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    tone = (
        1 + 0.16 * noise(at.x_m, at.y_m, 0.04, 3, blur) + 0.24 * noise(at.x_m, at.y_m, 2.2, 4, blur)
    )
    tone += 0.12 * noise(at.x_m, at.y_m, 0.5, 9, blur)
    gum = over(noise(at.x_m, at.y_m, 0.11, 12, blur), 0.40, 0.05)
    bgr = plain(len(blur), (138, 144, 146)) * (tone - 0.22 * gum)[:, None]
    return _jointed(bgr, at, (3.0, 3.0), 0.02, (84, 88, 90))


def asphalt(at: Ground) -> Floats:
    """A road: coarse grains, patches, a gutter and double lines along its kerbs."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    tone = (
        1 + 0.5 * noise(at.x_m, at.y_m, 0.018, 3, blur) + 0.25 * noise(at.x_m, at.y_m, 0.9, 4, blur)
    )
    tone += 0.12 * noise(at.x_m, at.y_m, 6.0, 7, blur)
    bgr = plain(len(blur), (70, 70, 72)) * tone[:, None]
    worn = 0.75 + 0.5 * noise(at.x_m, at.y_m, 0.12, 11, blur)
    lines = within(at.kerb_m, 0.30, 0.38, blur) + within(at.kerb_m, 0.46, 0.54, blur)
    bgr = mixed(bgr, (70, 170, 200), np.clip(lines * worn, 0, 1))
    return mixed(bgr, (46, 48, 50), within(at.kerb_m, -1.0, 0.06, blur))


def zebra(at: Ground) -> Floats:
    """White bars of a crossing on asphalt, along the road."""
    blur = np.hypot(at.blur_x_m, at.blur_y_m)
    worn = 0.85 + 0.4 * noise(at.x_m, at.y_m, 0.1, 13, blur)
    bars = stripes(at.y_m, 1.2, 0.6, at.blur_y_m)
    return mixed(asphalt(at), (196, 200, 202), np.clip(bars * worn, 0, 1))


def _jointed(
    bgr: Floats, at: Ground, size_m: tuple[float, float], joint_m: float, colour: tuple[float, ...]
) -> Floats:
    joint = np.maximum(
        stripes(at.x_m, size_m[0], joint_m, at.blur_x_m),
        stripes(at.y_m, size_m[1], joint_m, at.blur_y_m),
    )
    return mixed(bgr, np.array(colour), joint)


FLOORS: Mapping[str, Callable[[Ground], Floats]] = {
    "mall": tiles,
    "concourse": terrazzo,
    "street": paving,
    "stadium": concrete,
}
PAINTED: Mapping[str, Callable[[Ground], Floats]] = {"asphalt": asphalt, "stripes": zebra}
