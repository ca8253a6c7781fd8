"""The pinhole camera: where points come to lie in the picture, how large, and back again.

Its x axis points to the picture's right, y down and z into the picture. Pixel density, in pixels
a metre at the target, is the measure that IEC 62676-4 sorts cameras by.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera

Floats = NDArray[np.floating[Any]]

NEAREST_M = 0.1
"""Points at a smaller depth than this have no place in the picture."""


def focal_px(camera: Camera) -> float:
    """The focal length: half the picture's width over the tangent of half the field of view."""
    return float(camera.width_px / 2 / np.tan(np.radians(camera.fov_deg) / 2))


def axes(camera: Camera) -> NDArray[np.float64]:
    """(3, 3) unit vectors east, north, up of the picture's right, down and depth, in rows."""
    heading, tilt = np.radians([camera.heading_deg, camera.tilt_deg])
    ahead = np.array([np.cos(heading), np.sin(heading), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    right = np.cross(ahead, up)
    depth = np.cos(tilt) * ahead - np.sin(tilt) * up
    return np.stack([right, np.cross(depth, right), depth])


def station(camera: Camera) -> NDArray[np.float64]:
    """(3,) where the camera hangs."""
    return np.array([*camera.at_m, camera.height_m], np.float64)


def project(camera: Camera, points_m: ArrayLike) -> tuple[Floats, Floats]:
    """Pixels (n, 2) and depths (n,) in metres of points (n, 3); NaN pixels behind the camera."""
    seen = (np.asarray(points_m, np.float64) - station(camera)) @ axes(camera).T
    depth = seen[:, 2]
    ahead = np.where(depth > NEAREST_M, depth, np.nan)
    middle = np.array([camera.width_px / 2, camera.height_px / 2])
    return middle + focal_px(camera) * seen[:, :2] / ahead[:, None], depth


def depth_m(camera: Camera, points_m: Floats) -> Floats:
    """Depths (n,) in metres of points (n, 3), as `project` has them."""
    found: Floats = (points_m - station(camera)) @ axes(camera)[2]
    return found


def velocity_px_s(camera: Camera, points_m: Floats, going_mps: Floats) -> Floats:
    """(..., 2) across the picture, of points (..., 3) ahead of the camera that go (..., 3)."""
    at, way = (points_m - station(camera)) @ axes(camera).T, going_mps @ axes(camera).T
    depth = at[..., 2:]
    found: Floats = focal_px(camera) * (way[..., :2] - at[..., :2] / depth * way[..., 2:]) / depth
    return found


def rays(camera: Camera, uv_px: ArrayLike) -> NDArray[np.float64]:
    """Directions (..., 3) from the camera through pixels (..., 2), of depth 1."""
    uv = np.asarray(uv_px, np.float64)
    middle = np.array([camera.width_px / 2, camera.height_px / 2])
    across = (uv - middle) / focal_px(camera)
    towards = np.concatenate([across, np.ones((*uv.shape[:-1], 1))], axis=-1)
    found: NDArray[np.float64] = towards @ axes(camera)
    return found


def px_per_m(camera: Camera, depth_m: Floats) -> Floats:
    """Pixel density at a depth."""
    found: Floats = focal_px(camera) / depth_m
    return found


def in_picture(camera: Camera, uv_px: Floats) -> NDArray[np.bool_]:
    """Which pixels (n, 2) lie inside the picture; none that are NaN."""
    u, v = uv_px[:, 0], uv_px[:, 1]
    inside: NDArray[np.bool_] = (u >= 0) & (u < camera.width_px) & (v >= 0) & (v < camera.height_px)
    return inside


def reach_m(camera: Camera, frontal_px: float) -> float:
    """How far, on the floor, a frontal face can still have so many pixels between the eyes."""
    corner = np.hypot(camera.width_px, camera.height_px) / 2 / focal_px(camera)
    return float(focal_px(camera) * INTEROCULAR_M / frontal_px * np.hypot(1, corner))
