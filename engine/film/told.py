"""What a film's file said of itself and what was made of it, as JSON and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from engine.counts import counted
from engine.feeds.recorded import Feed, VideoFeed


def about(feed: Feed) -> dict[str, Any]:
    """Which stream was read, which others there are, the picture as stored and as meant, and what
    the clock had to mend so far; nothing of a feed that is no film.
    """
    film: Any = feed
    while not isinstance(film, VideoFeed):
        film = getattr(film, "feed", None)
        if film is None:
            return {}
    picture = asdict(film.shape)
    return {
        "stream": film.film.said,
        "other_streams": list(film.film.others),
        "picture": {name: list(v) if isinstance(v, tuple) else v for name, v in picture.items()},
        "clock": film.found.as_json() | {"stamped": film.film.scale.stamped},
        "fps": film.fps,
    }


def notes(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    """What somebody who watches a film had better know, a line each, of what is `about` it."""
    if not told.get("stream"):
        return
    beside = [one for one in told["other_streams"] if "beside the film" not in one]
    if beside:
        films = ", ".join(beside)
        yield f"{name}: watched {told['stream']}; not watched: {films} (choose with --stream)"
    picture, clock = told["picture"], told["clock"]
    if picture["shrunk"]:
        stored, shown = ("x".join(map(str, picture[one])) for one in ("stored_px", "shown_px"))
        yield f"{name}: pictures of {stored} px were shrunk to {shown} px"
    if "not believed" in picture["pixel_aspect"]:
        yield f"{name}: got pixels of {picture['pixel_aspect']}; took them for square"
    if not clock["stamped"]:
        yield f"{name}: got no stamps that can be true; counted {told['fps']:g} frames a second"
    breaks = clock["restarts"] + clock["jumps"]
    if breaks:
        yield (
            f"{name}: the file's clock broke {counted(breaks, 'time')}; time went on by a frame"
            " each time"
        )
    if clock["before_keyframe"]:
        yield (
            f"{name}: left out {counted(clock['before_keyframe'], 'picture')} before the first"
            " whole one"
        )
