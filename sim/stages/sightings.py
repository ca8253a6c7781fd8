"""Who was in which camera's picture: looked for in scores, read off the films' truth in pixels."""

from dataclasses import dataclass

from scenarios.schema import Camera
from sim.cameras.sightings import Sightings, observe
from sim.folder import RunFolder
from sim.reader import table_of
from sim.stages.film import FILMED
from sim.stages.span import CAMERAS, cameras_of
from sim.stages.stage import Given, Stage
from sim.stages.world import WALKED
from sim.tables import sightings_of, sightings_table

SIGHTINGS = "sightings.parquet"
OPTICS = tuple(
    f"cameras.*.{field}"
    for field in (
        "at_m", "level", "height_m", "heading_deg", "tilt_deg", "fov_deg", "width_px", "height_px",
        "zone_interocular_px", "imaging.k1", "imaging.k2", "active_s",
    )
)  # fmt: skip
"""What of a camera tells who is in its picture."""
SHARPNESS = tuple(
    f"cameras.*.imaging.{field}"
    for field in (
        "place", "hour", "illuminance_lux", "exposure", "f_number", "shutter_s", "shutter_min_s",
        "shutter_max_s", "gain_db", "metered_level", "base_iso", "motion_blur", "focus_m",
        "pixel_um", "softness_px",
    )
)  # fmt: skip
"""What of it tells how sharp they are; light by the shutter that it asks for."""


@dataclass(frozen=True, slots=True)
class Sighted:
    """The sightings, and the cameras in use, among whose rows theirs are."""

    sightings: Sightings
    cameras: tuple[Camera, ...]


def _make(given: Given) -> Sighted:
    world, setting = given.result(WALKED), given.setting
    found = observe(
        cameras_of(given.scenario),
        setting.place,
        world.people,
        world.crowd,
        setting.streams,
        progress=given.report,
    )
    return _kept(found, cameras_of(given.scenario))


def _from_films(given: Given) -> Sighted:
    from sim.recognition import pixels  # as in sim.stages.film

    found = pixels.sightings(cameras_of(given.scenario), given.result(FILMED))
    return _kept(found, cameras_of(given.scenario))


def _kept(found: Sightings, cameras: tuple[Camera, ...]) -> Sighted:
    table = sightings_table(found, cameras)
    return Sighted(sightings_of(table, cameras), cameras)


def _keep(sighted: Sighted, folder: RunFolder) -> None:
    folder.table(SIGHTINGS, sightings_table(sighted.sightings, sighted.cameras))


def _load(given: Given) -> Sighted:
    cameras = cameras_of(given.scenario)
    return Sighted(sightings_of(table_of(given.folder.path / SIGHTINGS), cameras), cameras)


OBSERVED = Stage(
    name="sightings",
    told="Look through the cameras",
    reads=(*CAMERAS, *OPTICS, *SHARPNESS),
    inputs=("venue",),
    streams=("gaze", "talk"),
    on=("world",),
    files=(SIGHTINGS,),
    make=_make,
    keep=_keep,
    load=_load,
)
FILMED_TRUTH = Stage(
    name="sightings",
    told="Read the films' truth",
    reads=CAMERAS,
    on=("film",),
    files=(SIGHTINGS,),
    make=_from_films,
    keep=_keep,
    load=_load,
)
