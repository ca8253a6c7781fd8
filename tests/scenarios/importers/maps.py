"""Small maps in longitude and latitude, drawn in metres somewhere on Earth and turned."""

import json
import zipfile
from dataclasses import dataclass
from math import cos, radians, sin

import pyproj


def box(west, south, east, north):
    """A rectangle's ring, metres."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@dataclass(frozen=True)
class Earth:
    """Where on Earth a map lies, and how it is turned."""

    longitude_deg: float = 13.4
    latitude_deg: float = 52.5
    turned_deg: float = 31.0

    def degrees(self, coordinates):
        """Coordinates in metres, however deep they are nested, as longitude and latitude."""
        if isinstance(coordinates[0], list | tuple):
            return [self.degrees(one) for one in coordinates]
        x, y = coordinates
        angle = radians(self.turned_deg)
        east, north = x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
        flat = pyproj.Proj(proj="aeqd", lon_0=self.longitude_deg, lat_0=self.latitude_deg)
        return list(flat(east, north, inverse=True))

    def feature(self, geometry, coordinates, key=None, **properties):
        """A feature of a kind of geometry, its coordinates in metres."""
        placed = {"type": geometry, "coordinates": self.degrees(coordinates)}
        made = {"type": "Feature", "properties": properties, "geometry": placed}
        return made if key is None else {"id": key, **made}


def collection(features):
    return {"type": "FeatureCollection", "features": list(features)}


def zipped(path, files):
    """An archive of features by file name; text goes in as it is."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            text = content if isinstance(content, str) else json.dumps(collection(content))
            packed.writestr(name, text)
    return path


def unit(earth, category, ring, level="L0", name=None, **properties):
    called = {"en": name} if name else None
    says = {"category": category, "level_id": level, "name": called} | properties
    return earth.feature("Polygon", [ring], name or f"{category} {ring[0]} {level}", **says)


def opening(earth, ends, level="L0"):
    says = {"category": "pedestrian", "level_id": level}
    return earth.feature("LineString", ends, f"opening {ends} {level}", **says)


def level(earth, ordinal, name, outline=None):
    says = {"ordinal": ordinal, "name": {"en": f"Floor {ordinal}"}, "category": "unspecified"}
    return earth.feature("Polygon", [outline or box(0, 0, 30, 10)], name, **says)


def arcade(earth=Earth()):  # frozen
    """The files of an archive: a corridor of 30 x 4 m on two levels, rooms along it, stairs and a
    lift, doors drawn on the lower one only.
    """
    units = [
        one
        for on in ("L0", "L1")
        for one in (
            unit(earth, "walkway", box(0, 0, 30, 4), on),
            unit(earth, "room", box(0, 4, 10, 10), on, f"Books {on}"),
            unit(earth, "restaurant", box(10, 4, 20, 10), on, f"Soup {on}"),
            unit(earth, "stairs", box(20, 4, 24, 10), on),
            unit(earth, "elevator", box(24, 4, 26, 10), on),
            unit(earth, "nonpublic", box(26, 4, 30, 10), on, f"Boiler {on}"),
        )
    ]
    doors = [
        opening(earth, [[0, 1], [0, 3]]),
        opening(earth, [[4.5, 4], [5.5, 4]]),
        opening(earth, [[14.5, 4], [15.5, 4]]),
    ]
    return {
        "manifest.json": '{"version": "1.0.0", "language": "en"}',
        "venue.geojson": [
            earth.feature("Polygon", [box(-5, -5, 40, 20)], "V", name={"en": "Arcade"})
        ],
        "level.geojson": [level(earth, 0, "L0"), level(earth, 1, "L1")],
        "unit.geojson": units,
        "opening.geojson": doors,
    }
