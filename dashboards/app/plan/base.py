"""What is taken to be so of a place that was only drawn: who comes, a first camera to move, and
ways in that the drawing lacks.
"""

from dataclasses import dataclass, replace
from math import atan2, degrees

import shapely

from engine.settings import EngineSettings
from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Arrivals, Hour
from scenarios.place import Place
from scenarios.schema import Camera, Scenario, Watchlist, Window
from scenarios.venue import Entrance

AHEAD_M = 6.0
"""The first camera hangs so far inside, at most, from the way in that it looks at."""
WINDOW_S = 10.0
"""Of the middle of what is played, pictures are made: enough for a look through a camera."""
CLEAR_M = 0.3
"""The first camera keeps so far from walls."""
DOOR_M, LEAST_DOOR_M2 = 3.0, 0.5
"""A way in that is added takes up a square so wide, of which some must lie on a floor."""
MOST_VISITED = 3
"""Shops that a group goes to at most, as scenarios have it."""


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
            shops_visited=visited(place),
        ),
        watchlist=Watchlist(size=coming.listed),
        cameras=(first_camera(place),),
        engine=EngineSettings(),
        window=Window(start_s=length_s / 2, duration_s=min(WINDOW_S, length_s / 4)),
    )


def lacking(place: Place) -> int:
    """How many more ways in the place needs so that people have somewhere to go: from one to
    another, or to a shop.
    """
    wanted = 1 if place.shops else 2
    return max(wanted - len(place.entrances), 0)


def farthest(place: Place) -> tuple[int, tuple[float, float]]:
    """Where another way in may be: the ordinal of the lowest level, and of the corners of its floor
    the one that is farthest from all ways in, or from its middle.
    """
    level = place.levels[0]
    doors = [door.area.centroid for ordinal, door in place.entrances if ordinal == level.ordinal]
    others = shapely.MultiPoint(doors or [level.venue.floor.centroid])
    corners = shapely.get_coordinates(level.venue.floor.exterior)
    x, y = max(corners.tolist(), key=lambda at: others.distance(shapely.Point(at)))
    return level.ordinal, (round(x, 2), round(y, 2))


def with_entrance(place: Place, ordinal: int, at_m: tuple[float, float]) -> Place:
    """The place with a way in at a point of a level; ScenarioError for one beside its floor."""
    here = place.on(ordinal, at_m)
    square = shapely.Point(at_m).buffer(DOOR_M / 2, cap_style="square")
    parts = shapely.get_parts(square.intersection(here.venue.floor))
    areas = [one for one in parts if one.geom_type == "Polygon" and one.area >= LEAST_DOOR_M2]
    if not areas:
        raise ScenarioError(f"way in: got {at_m[0]:g}, {at_m[1]:g}, wanted a point on the floor")
    name = f"Way in {len(place.entrances) + 1}"
    door = Entrance(name, max(areas, key=lambda one: float(one.area)))
    venue = replace(here.venue, entrances=(*here.venue.entrances, door))
    levels = tuple(replace(one, venue=venue) if one is here else one for one in place.levels)
    return replace(place, levels=levels)


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


def visited(place: Place) -> tuple[int, int]:
    """How many shops a group goes to, from and to: who cannot walk through goes to one."""
    most = min(MOST_VISITED, len(place.shops))
    return (1 if len(place.entrances) == 1 and most else 0), most
