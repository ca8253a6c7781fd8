"""Where officers are: at their posts, on their way to a stop, at it, on their way back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboards.app.stories import Story
from sim.events import OfficerFreed, OfficerSent, PersonDisposed, PersonLost, PersonStopped
from sim.world.routes import Routes

Point = tuple[float, float]
Errand = list[OfficerSent | PersonStopped | PersonLost | PersonDisposed | OfficerFreed]


@dataclass(frozen=True, slots=True)
class Leg:
    """From `start_s` to `end_s` an officer goes along `line_m`, or stands at its one point."""

    start_s: float
    end_s: float
    line_m: list[Point]
    doing: str


def all_legs(
    posts_m: tuple[Point, ...],
    stories: Iterable[Story],
    aims_m: dict[int, Point],
    routes: Routes,
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
            found[officer] += _legs(posts_m[officer], place_m, errand, routes, end_s)
    return [sorted(found[n], key=lambda leg: leg.start_s) for n in range(len(posts_m))]


def _errands(story: Story) -> dict[int, Errand]:
    """What each officer did about one alert."""
    found: dict[int, Errand] = defaultdict(list)
    kinds = OfficerSent | PersonStopped | PersonLost | PersonDisposed | OfficerFreed
    for answer in story.answers:
        if isinstance(answer, kinds):
            found[answer.officer].append(answer)
    return found


def _legs(
    post_m: Point, place_m: Point, errand: Errand, routes: Routes, end_s: float
) -> Iterator[Leg]:
    for event in errand:
        if isinstance(event, PersonStopped):
            place_m = (event.x_m, event.y_m)
    there = [(float(x), float(y)) for x, y in routes.path(post_m, place_m)]
    times_s = [event.time_s for event in errand[1:]] + [end_s]
    for event, until_s in zip(errand, times_s, strict=True):
        match event:
            case OfficerSent():
                yield Leg(event.time_s, until_s, there, "on the way")
            case PersonStopped():
                yield Leg(event.time_s, until_s, [place_m], "at a stop")
            case PersonDisposed(disposal="arrest"):
                yield Leg(event.time_s, until_s, [place_m], "away with an arrest")
            case PersonLost() | PersonDisposed():
                yield Leg(event.time_s, until_s, there[::-1], "on the way back")
            case OfficerFreed():
                return
