"""Where officers are: at their posts, on their way to a stop, at it, on their way back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

import numpy as np

from dashboards.app.stories import Story
from scenarios.fields.parts import Spot
from sim.events import (
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.world.ways import Stretch, Ways

Point = tuple[float, float]
Step = OfficerSent | OfficerDiverted | PersonStopped | PersonLost | PersonDisposed | OfficerFreed
Errand = list[Step]


SHARED = PersonStopped | PersonLost | PersonDisposed
"""What the first of two tells of both."""


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
    told = [(aims_m[one.raised.alert], errand) for one in stories for errand in _errands(one)]
    begins = _begins([errand for _, errand in told])
    for aim_m, errand in told:
        officer = errand[0].officer
        start_m = begins.get((officer, errand[0].time_s), posts_m[officer])
        found[officer] += _legs((start_m, posts_m[officer]), aim_m, errand, ways, end_s)
    return [sorted(found[n], key=lambda leg: leg.start_s) for n in range(len(posts_m))]


def _errands(story: Story) -> Iterator[Errand]:
    """What officers did about one alert, each time one was sent; of two who go together what the
    other did is told, too.
    """
    under_way: dict[int, Errand] = {}
    for answer in story.answers:
        if isinstance(answer, SHARED):
            for errand in under_way.values():
                errand.append(replace(answer, officer=errand[0].officer))
        elif isinstance(answer, OfficerSent):
            under_way[answer.officer] = [answer]
        elif isinstance(answer, OfficerDiverted | OfficerFreed) and answer.officer in under_way:
            yield [*under_way.pop(answer.officer), answer]
    yield from under_way.values()


def _begins(errands: Iterable[Errand]) -> dict[tuple[int, float], Spot]:
    """Where officers set out from at a time, of those who were called off before."""
    steps: dict[int, Errand] = defaultdict(list)
    for errand in errands:
        steps[errand[0].officer] += errand
    return {
        (officer, after.time_s): Spot(before.x_m, before.y_m, before.level)
        for officer, mine in steps.items()
        for before, after in pairwise(sorted(mine, key=attrgetter("time_s")))
        if isinstance(before, OfficerDiverted) and isinstance(after, OfficerSent)
    }


def _legs(
    ends_m: tuple[Spot, Spot], place_m: Spot, errand: Errand, ways: Ways, end_s: float
) -> Iterator[Leg]:
    """Legs from the first of the ends, by way of the place, to the second."""
    start_m, post_m = ends_m
    for event in errand:
        if isinstance(event, PersonStopped | OfficerDiverted):
            place_m = Spot(event.x_m, event.y_m, event.level)
    times_s = [event.time_s for event in errand[1:]] + [end_s]
    stands = [Stretch(ways.floor_of(place_m), np.array([place_m[:2]]))]
    for event, until_s in zip(errand, times_s, strict=True):
        match event:
            case OfficerSent():
                there = ways.path(start_m, place_m)
                yield from _walked(ways, there, event.time_s, until_s, "on the way")
            case PersonStopped():
                yield from _walked(ways, stands, event.time_s, until_s, "at a stop")
            case PersonDisposed(disposal="arrest"):
                yield from _walked(ways, stands, event.time_s, until_s, "away with an arrest")
            case PersonLost() | PersonDisposed():
                back = ways.path(place_m, post_m)
                yield from _walked(ways, back, event.time_s, until_s, "on the way back")
            case OfficerFreed() | OfficerDiverted():
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
