"""Ceilings and skies."""

import numpy as np

from sim.cameras.scenery.materials.patterns import (
    Floats,
    Ground,
    Paint,
    mixed,
    noise,
    plain,
    stripes,
)

DUSK_BGR = ((96, 152, 236), (150, 146, 190), (150, 108, 84), (108, 66, 44))
DAY_BGR = ((214, 214, 212), (206, 204, 200), (192, 186, 178), (180, 170, 158))
AT = (0.0, 0.12, 0.35, 1.0)
"""Colours of a sky at those sines of elevation."""


def panels(at: Ground) -> Paint:
    """A suspended ceiling of panels with lamps in rows."""
    seam = np.maximum(
        stripes(at.x_m, 0.6, 0.012, at.blur_x_m), stripes(at.y_m, 0.6, 0.012, at.blur_y_m)
    )
    bgr = mixed(plain(len(at.x_m), (208, 212, 214)), (168, 172, 174), seam)
    lamp = stripes(at.x_m, 3.6, 0.6, at.blur_x_m) * stripes(at.y_m, 2.4, 1.2, at.blur_y_m)
    return Paint(mixed(bgr, (250, 254, 255), lamp), np.clip(0.25 + lamp, 0, 1))


def glazed(at: Ground) -> Paint:
    """A high roof: steel trusses, and between them panes with the sky behind."""
    pane = 1 - stripes(at.x_m, 1.5, 0.07, at.blur_x_m)
    pane *= 1 - stripes(at.y_m, 2.0, 0.07, at.blur_y_m)
    truss = stripes(at.x_m + 0.25, 9.0, 0.5, at.blur_x_m)
    purlin = stripes(at.y_m, 6.0, 0.25, at.blur_y_m)
    solid = stripes(at.y_m + 3.0, 12.0, 4.0, at.blur_y_m)
    cloud = noise(at.x_m, at.y_m, 7.0, 3, at.blur_x_m) + 0.5 * noise(
        at.x_m, at.y_m, 2.5, 4, at.blur_x_m
    )
    sky = mixed(plain(len(cloud), (238, 226, 212)), (250, 248, 246), np.clip(0.5 + cloud, 0, 1))
    bgr = mixed(plain(len(cloud), (112, 110, 106)), sky, pane * (1 - solid))
    lamp = (
        solid
        * stripes(at.x_m + 4.0, 4.5, 0.9, at.blur_x_m)
        * stripes(at.y_m + 1.2, 12.0, 0.4, at.blur_y_m)
    )
    bgr = mixed(bgr, (166, 170, 172), solid)
    bgr = mixed(bgr, (84, 84, 82), np.maximum(truss, purlin))
    bgr = mixed(bgr, (244, 250, 255), lamp)
    return Paint(bgr, np.clip(pane * (1 - solid) * (1 - truss) + lamp, 0, 1))


def dusk(towards: Floats) -> Paint:
    """A sky after sunset: orange low down, blue above, with thin clouds."""
    return _sky(towards, DUSK_BGR, (120, 130, 190), 0.4)


def overcast(towards: Floats) -> Paint:
    """A grey sky, brighter low down, with soft clouds."""
    return _sky(towards, DAY_BGR, (224, 222, 220), 0.7)


def _sky(
    towards: Floats,
    colours: tuple[tuple[float, float, float], ...],
    cloud: tuple[float, float, float],
    covered: float,
) -> Paint:
    length = np.linalg.norm(towards, axis=1)
    up = np.clip(towards[:, 2] / length, 0, 1)
    bgr = np.stack([np.interp(up, AT, [c[k] for c in colours]) for k in range(3)], 1)
    high = 1 / np.maximum(towards[:, 2] / length, 0.06)
    x, y = (towards[:, k] / length * high for k in (0, 1))
    still = np.zeros(len(up))
    puff = sum(
        noise(x, y * 1.8, size, 20 + k, still) * size for k, size in enumerate((2.0, 1.0, 0.5))
    )
    share = np.clip(0.45 + puff * 0.8, 0, 1) * covered * np.clip(up / 0.1, 0, 1)
    return Paint(mixed(bgr, cloud, share), np.ones(len(up)))
