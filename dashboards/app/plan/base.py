"""What is taken to be so of a place that was only drawn: who comes, and a first camera to move."""

from dataclasses import dataclass
from math import atan2, degrees

import shapely

from engine.settings import EngineSettings
from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Arrivals, Hour
from scenarios.place import Place
from scenarios.schema import Camera, Scenario, Watchlist, Window

AHEAD_M = 6.0
"""The first camera hangs so far inside, at most, from the way in that it looks at."""
WINDOW_S = 10.0
"""Of the middle of what is played, pictures are made: enough for a look through a camera."""
CLEAR_M = 0.3
"""The first camera keeps so far from walls."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes, as a planner expects it: so many an hour for some hours, and how many of them, by
    a share, are on a list of so many.
    """

    people_per_h: float = 600.0
    hours: float = 1.0
    listed: int = 200
    listed_share: float = 0.02


def base(place: Place, title: str, coming: Coming) -> Scenario:
    """A scenario of the place with one camera; ScenarioError for a place without a way in."""
    length_s = 3600 * coming.hours
    return Scenario(
        name="first",
        title=title,
        duration_s=length_s,
        venue="venue.geojson",
        arrivals=Arrivals(
            profile=(Hour(from_s=0, people_per_h=coming.people_per_h),),
            listed_share=coming.listed_share,
            **({} if place.shops else {"shops_visited": (0, 0)}),
        ),
        watchlist=Watchlist(size=coming.listed),
        cameras=(first_camera(place),),
        engine=EngineSettings(),
        window=Window(start_s=length_s / 2, duration_s=min(WINDOW_S, length_s / 4)),
    )


def first_camera(place: Place) -> Camera:
    """A camera that looks at the first way in, from the floor in front of it."""
    if not place.entrances:
        raise ScenarioError(f"{place.name}: got no entrance, wanted one by which people come")
    ordinal, door = place.entrances[0]
    here = door.area.centroid
    floor = place.on(ordinal, (here.x, here.y)).venue.floor
    free = floor.buffer(-CLEAR_M)
    inner = (floor if free.is_empty else free).representative_point()
    way = shapely.LineString([here, inner])
    at = way.interpolate(min(AHEAD_M, way.length)) if way.length else inner
    if not floor.buffer(-CLEAR_M / 2).contains(at):
        at = inner
    heading = degrees(atan2(here.y - at.y, here.x - at.x))
    return Camera(
        id="c1",
        at_m=(round(at.x, 2), round(at.y, 2)),
        level=ordinal,
        heading_deg=round(heading, 1),
        width_px=1920,
        height_px=1080,
    )
