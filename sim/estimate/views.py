"""What cameras see of a crowd: sightings in scores, figures in frames in pixels."""

from dataclasses import dataclass

import numpy as np
import shapely

from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.sensor.lens import Lens
from sim.cameras.visibility import FAR_M, face_reach_m, near_m
from sim.estimate.crowd import Crowd
from sim.stages.span import cameras_of, span_of
from sim.world.walker import DT_S

ARC = 16
"""Corners of a sector's round edge."""
CROWDED = 1.3
"""Where cameras look it is denser than on the mean of the floor, by so much (of the library)."""
TOWARDS = 0.3
"""Of those in a picture, the share whose face is found and good enough to search."""
TALL_M = 1.7
USUAL_MPS = 1.3


@dataclass(frozen=True, slots=True)
class View:
    """On average, of one camera: sightings and those among them that are searched, pairs of people
    in its picture at one time, how many it sees on their way (`passes`); frames and pixels that it
    films, figures in its frames and their pixels.
    """

    sightings: float
    probes: float
    pairs: float
    passes: float
    frames: float
    pixels: float
    figures: float
    figure_pixels: float


def views_of(scenario: Scenario, place: Place, crowd: Crowd) -> list[View]:
    """Of each camera in use."""
    return [_view(camera, scenario, place, crowd) for camera in cameras_of(scenario)]


def _view(camera: Camera, scenario: Scenario, place: Place, crowd: Crowd) -> View:
    span, area = span_of(scenario), max(place.area_m2, 1.0)
    venue = place.on(camera.level, camera.at_m).venue
    faces = _share(camera, venue, face_reach_m(camera), area)
    bodies = _share(camera, venue, max(FAR_M, face_reach_m(camera)), area)
    here = crowd.steps / max(crowd.ticks, 1.0)
    there, stay_s = here * bodies, max(_across_m(camera), 1.0) / USUAL_MPS
    frames = max(round(span.duration_s * camera.fps), 1) if span.window else 0
    sightings = frames * here * faces if span.window else crowd.rows * faces
    passes = there * (1 + span.duration_s / stay_s) if span.window else sightings * DT_S / stay_s
    pinhole = Lens(camera).pinhole
    pixels = pinhole.width_px * pinhole.height_px
    return View(
        sightings=sightings,
        probes=sightings * TOWARDS,
        pairs=sightings * crowd.at_once * faces / 2,
        passes=min(crowd.walked, passes),
        frames=frames,
        pixels=frames * pixels,
        figures=frames * there,
        figure_pixels=frames * there * _figure_px(camera),
    )


def _share(camera: Camera, venue: Venue, reach_m: float, area_m2: float) -> float:
    """Of the crowd, those before the camera and within its reach; no wall is asked."""
    seen = shapely.intersection(_sector(camera, reach_m), venue.floor)
    return min(CROWDED * float(seen.area) / area_m2, 1.0)


def _sector(camera: Camera, reach_m: float) -> shapely.Polygon:
    """The floor before a camera, from where a face comes into the picture."""
    half, x, y = min(camera.fov_deg / 2 + 2, 89.0), *camera.at_m
    tilt, low = camera.tilt_deg, _half_high_deg(camera)
    drop_m = max(camera.height_m - TALL_M, 0.0)
    steep = np.radians(np.clip(tilt + low, 1.0, 89.0))
    near = min(max(near_m(camera), drop_m / np.tan(steep)), 0.99 * reach_m)
    angles = np.radians(camera.heading_deg + np.linspace(-half, half, ARC))
    out = np.stack([np.cos(angles), np.sin(angles)], 1)
    ring = np.concatenate([reach_m * out, near * out[::-1]])
    return shapely.Polygon(ring + np.array([x, y]))


def _half_high_deg(camera: Camera) -> float:
    half = np.tan(np.radians(camera.fov_deg) / 2) * camera.height_px / camera.width_px
    return float(np.degrees(np.arctan(half)))


def _across_m(camera: Camera) -> float:
    """How far somebody walks before the camera."""
    return min(face_reach_m(camera), FAR_M)


def _figure_px(camera: Camera) -> float:
    """Pixels of somebody at half the reach, no more than there are in the picture."""
    density = optics.focal_px(camera) / max(_across_m(camera) / 2, near_m(camera))
    return float(min(TALL_M * 0.6 * density**2, camera.width_px * camera.height_px))
