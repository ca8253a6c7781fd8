"""Where officers are: at their posts, on their way to a stop, at it, on their way back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboards.app.stories import Story
from scenarios.schema import Spot
from sim.events import OfficerFreed, OfficerSent, PersonDisposed, PersonLost, PersonStopped
from sim.world.ways import Stretch, Ways

Point = tuple[float, float]
Errand = list[OfficerSent | PersonStopped | PersonLost | PersonDisposed | OfficerFreed]


@dataclass(frozen=True, slots=True)
class Leg:
    """From `start_s` to `end_s` an officer goes along `line_m` on a level, or stands at its one
    point; a link between levels has no point.
    """

    start_s: float
    end_s: float
    line_m: list[Point]
    doing: str
    level: int


def all_legs(
    posts_m: tuple[Spot, ...],
    stories: Iterable[Story],
    aims_m: dict[int, Spot],
    ways: Ways,
    end_s: float,
) -> list[list[Leg]]:
    """Each officer's legs in the order of time; between legs an officer stands at the post.

    The log has no place of a person who was lost, so `aims_m` says for every alert where an
    officer goes unless there is a stop. Whatever is still open is drawn until `end_s`.
    """
    found: dict[int, list[Leg]] = defaultdict(list)
    for story in stories:
        for officer, errand in _errands(story).items():
            place_m = aims_m[story.raised.alert]
            found[officer] += _legs(posts_m[officer], place_m, errand, ways, end_s)
    return [sorted(found[n], key=lambda leg: leg.start_s) for n in range(len(posts_m))]


def _errands(story: Story) -> dict[int, Errand]:
    """What each officer did about one alert."""
    found: dict[int, Errand] = defaultdict(list)
    kinds = OfficerSent | PersonStopped | PersonLost | PersonDisposed | OfficerFreed
    for answer in story.answers:
        if isinstance(answer, kinds):
            found[answer.officer].append(answer)
    return found


def _legs(post_m: Spot, place_m: Spot, errand: Errand, ways: Ways, end_s: float) -> Iterator[Leg]:
    for event in errand:
        if isinstance(event, PersonStopped):
            place_m = Spot(event.x_m, event.y_m, event.level)
    times_s = [event.time_s for event in errand[1:]] + [end_s]
    stands = [Stretch(ways.floor_of(place_m), np.array([place_m[:2]]))]
    for event, until_s in zip(errand, times_s, strict=True):
        match event:
            case OfficerSent():
                there = ways.path(post_m, place_m)
                yield from _walked(ways, there, event.time_s, until_s, "on the way")
            case PersonStopped():
                yield from _walked(ways, stands, event.time_s, until_s, "at a stop")
            case PersonDisposed(disposal="arrest"):
                yield from _walked(ways, stands, event.time_s, until_s, "away with an arrest")
            case PersonLost() | PersonDisposed():
                back = ways.path(place_m, post_m)
                yield from _walked(ways, back, event.time_s, until_s, "on the way back")
            case OfficerFreed():
                return


def _walked(
    ways: Ways, way: Sequence[Stretch], start_s: float, end_s: float, doing: str
) -> Iterator[Leg]:
    """A way's legs in the time it takes, each as long as its share of it."""
    whole_m = sum(part.length_m + part.link_m for part in way)
    pace_s = (end_s - start_s) / whole_m if whole_m else 0.0
    for part in way:
        level = ways.place.levels[part.floor].ordinal
        until_s = start_s + pace_s * part.length_m if part.on else end_s
        yield Leg(start_s, until_s, _line(part), doing, level)
        if part.on:
            start_s = until_s + pace_s * part.link_m
            yield Leg(until_s, start_s, [], doing, level)


def _line(part: Stretch) -> list[Point]:
    return [(float(x), float(y)) for x, y in part.corners]
