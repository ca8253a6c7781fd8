"""What a scenario's schema cannot see: things that must fit each other and the plan."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial

from engine.counts import counted
from engine.names import perhaps
from scenarios.errors import ScenarioError
from scenarios.failures import failure_problems
from scenarios.fields.plain import FieldPath
from scenarios.footfall.demography import demography_problems
from scenarios.footfall.fit import door_problems, profile_problems, staff_problems
from scenarios.footfall.planted import planted_problems
from scenarios.footfall.purposes import purpose_problems
from scenarios.lenses import farthest, focal_m
from scenarios.mounts import lens_m, level_problem, post_problem, sign_problem
from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from scenarios.seams import DISPATCH, JUDGE, WALKERS, has, known
from scenarios.things import OPEN_AIR

PUBLISHED_PRESET = "published"
Problem = tuple[FieldPath, str]
"""A field, with what was got and what was wanted."""
MOST_PEOPLE = 1_000_000
"""Of one scenario; twenty times a large venue's day."""


def passing(*, whole: bool) -> AbstractContextManager[None]:
    """Pass over what reads a gap of a scenario; one that is whole has none."""
    return nullcontext() if whole else suppress(AttributeError)


def problems(scenario: Scenario, place: Place | None, *, whole: bool) -> list[Problem]:
    """What the schema cannot see: things that must fit each other and, where there is one, the
    plan. Of a scenario that is not whole, what is about its gaps is passed over.
    """
    checks: list[Callable[[], Iterable[Problem]]] = [
        lambda: _twice(scenario.cameras),
        lambda: _shares(scenario),
        lambda: _categories(scenario),
        lambda: _pairs(scenario),
        lambda: _under("failures", _failures(scenario, place)),
        lambda: _manners(scenario),
        lambda: _demography(scenario),
        lambda: _under("arrivals", profile_problems(scenario.arrivals)),
        lambda: _under("arrivals", staff_problems(scenario.arrivals, place, scenario.duration_s)),
        lambda: _under("planted", planted_problems(scenario.planted, place)),
        lambda: _published(scenario),
        lambda: _crowd(scenario),
        lambda: _window_problems(scenario),
        lambda: _window_cameras(scenario),
        lambda: _desks(scenario),
        lambda: _turning(scenario),
    ]
    for k, camera in enumerate(getattr(scenario, "cameras", ())):
        checks.append(partial(_imaging, k, camera))
        if place:
            checks += [partial(one, k, camera, place) for one in (_level, _hung, _height)]
    if place:
        checks += [
            lambda: _posts(scenario, place),
            lambda: _lookouts(scenario, place),
            lambda: _signs(scenario, place),
            lambda: _under("arrivals", door_problems(scenario.arrivals, place)),
            lambda: _shops(scenario, place),
        ]
    checks += [partial(_named, scenario, *seam) for seam in SEAMS]
    found: list[Problem] = []
    for check in checks:
        with passing(whole=whole):
            found += check()
    return found


def _under(field: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    return (((field, *at), said) for at, said in problems)


def _published(scenario: Scenario) -> Iterator[Problem]:
    """What was published of one engine is in the scores of its own preset alone."""
    asked, preset = scenario.planted.published, scenario.engine.preset
    if asked and preset != PUBLISHED_PRESET:
        wanted = f"wanted it with engine.preset {PUBLISHED_PRESET!r}, whose scores it is about"
        yield ("planted", "published"), f"got {asked:g} with preset {preset!r}, {wanted}"


def _twice(cameras: Sequence[Camera]) -> Iterator[Problem]:
    seen = set[str]()
    for k, camera in enumerate(cameras):
        name = getattr(camera, "id", None)
        if name in seen:
            yield ("cameras", k, "id"), f"got {name!r} twice, wanted it once"
        elif name is not None:
            seen.add(name)


def _failures(scenario: Scenario, place: Place | None) -> Iterable[Problem]:
    names = {
        "camera": [camera.id for camera in scenario.cameras],
        "door": [door.name for _, door in place.entrances] if place else None,
    }
    return failure_problems(scenario.failures, names, scenario.duration_s)


def _pairs(scenario: Scenario) -> Iterator[Problem]:
    count = len(scenario.officers.posts_m)
    if scenario.officers.pairs and count % 2:
        said = f"got {counted(count, 'post')}, wanted an even number: officers go in pairs"
        yield ("officers", "posts_m"), said


def _posts(scenario: Scenario, place: Place) -> Iterator[Problem]:
    for k, post in enumerate(scenario.officers.posts_m):
        if said := post_problem(post, place):
            yield ("officers", "posts_m", k), said


def _lookouts(scenario: Scenario, place: Place) -> Iterator[Problem]:
    briefed = scenario.briefed
    for k, post in enumerate(briefed.posts_m if briefed else ()):
        if said := post_problem(post, place):
            yield ("briefed", "posts_m", k), said
    if briefed and briefed.faces > scenario.watchlist.size:
        said = f"got {briefed.faces:,}, wanted at most the watchlist's {scenario.watchlist.size:,}"
        yield ("briefed", "faces"), said


def _signs(scenario: Scenario, place: Place) -> Iterator[Problem]:
    avoiders = scenario.arrivals.avoiders
    for k, sign in enumerate(avoiders.signs if avoiders else ()):
        if said := sign_problem(sign, place):
            yield ("arrivals", "avoiders", "signs", k), said


def _shares(scenario: Scenario) -> Iterator[Problem]:
    whole = sum(scenario.arrivals.group_sizes)
    if abs(whole - 1) > 1e-6:
        yield ("arrivals", "group_sizes"), f"got a sum of {whole:.9g}, wanted 1"


def _categories(scenario: Scenario) -> Iterator[Problem]:
    seen, whole = set[str](), 0.0
    for k, category in enumerate(scenario.watchlist.categories):
        if category.name in seen:
            at = ("watchlist", "categories", k, "name")
            yield at, f"got {category.name!r} twice, wanted it once"
        seen.add(category.name)
        whole += category.share
    if whole > 1 + 1e-9:
        yield ("watchlist", "categories"), f"got shares that add up to {whole:g}, wanted at most 1"


def _manners(scenario: Scenario) -> Iterator[Problem]:
    manners = scenario.crowd.manners
    whole = sum(getattr(manners, name) for name in type(manners).model_fields)
    if whole > 1:
        yield ("crowd", "manners"), f"got shares that add up to {whole:g}, wanted at most 1"


def _demography(scenario: Scenario) -> Iterator[Problem]:
    problems = demography_problems(scenario.crowd.demography)
    return ((("crowd", "demography", *at), said) for at, said in problems)


def _crowd(scenario: Scenario) -> Iterator[Problem]:
    if (people := scenario.arrivals.expected(scenario.duration_s)) > MOST_PEOPLE:
        said = f"got {people:,.0f} people on average, wanted at most {MOST_PEOPLE:,}"
        yield ("arrivals", "profile"), said


def _shops(scenario: Scenario, place: Place) -> Iterator[Problem]:
    at = ("arrivals", "shops_visited")
    if scenario.arrivals.purposes:
        found = purpose_problems(scenario.arrivals.purposes, place)
        yield from _under("arrivals", ((("purposes", *where), said) for where, said in found))
        return
    fewest, most = scenario.arrivals.shops_visited
    if not 0 <= fewest <= most <= len(place.shops):
        there = counted(len(place.shops), "shop")
        yield at, f"got [{fewest}, {most}], wanted fewest and most of {there}"
    if fewest == 0 and len(place.entrances) == 1:
        if place.shops:
            said = "wanted 1: with one entrance nobody can only walk through"
        else:
            said = "and the plan has one entrance and no shop, wanted a plan with more of either"
        yield at, f"got {fewest} at least, {said}"


SEAMS = (("crowd", "walkers", WALKERS), ("operators", "judge", JUDGE),
         ("officers", "dispatch", DISPATCH))  # fmt: skip
"""Fields that name what is found by a name."""


def _named(scenario: Scenario, part: str, field: str, seam: str) -> Iterator[Problem]:
    """A name under which nobody stands."""
    name = getattr(getattr(scenario, part), field)
    if not has(seam, name):
        said = f"one of {', '.join(known(seam))}{perhaps(name, known(seam))}"
        yield (part, field), f"got {name!r}, wanted {said}"


def _level(k: int, camera: Camera, place: Place) -> Iterator[Problem]:
    if said := level_problem(camera.level, place):
        yield ("cameras", k, "level"), f"got {camera.level}, wanted {said}"


def _hung(k: int, camera: Camera, place: Place) -> Iterator[Problem]:
    if level_problem(camera.level, place) is None:
        try:
            lens_m(camera, place.on(camera.level, camera.at_m).venue)
        except ScenarioError as err:
            yield ("cameras", k, "at_m"), str(err)


def _height(k: int, camera: Camera, place: Place) -> Iterator[Problem]:
    if level_problem(camera.level, place) is None:
        venue = place.on(camera.level, camera.at_m).venue
        if venue.scene not in OPEN_AIR and camera.height_m > venue.ceiling_m:
            said = f"got {camera.height_m:g}, wanted at most the ceiling's {venue.ceiling_m:g} m"
            yield ("cameras", k, "height_m"), f"{said} of {venue.name}"


def _imaging(k: int, camera: Camera) -> Iterator[Problem]:
    return ((("cameras", k, "imaging", *at), said) for at, said in imaging_problems(camera))


def imaging_problems(camera: Camera) -> Iterator[Problem]:
    """What of a camera's imaging does not fit together, by the fields below it."""
    imaging = camera.imaging
    if imaging is None:
        return
    x1, y1, x2, y2 = imaging.backlight_box
    if not (x1 < x2 and y1 < y2):
        yield ("backlight_box",), f"got {[x1, y1, x2, y2]}, wanted x1 < x2 and y1 < y2"
    if imaging.shutter_min_s > imaging.shutter_max_s:
        yield ("shutter_min_s",), f"got {imaging.shutter_min_s:g}, wanted at most shutter_max_s"
    if imaging.focus_m is not None and imaging.focus_m <= (focal := focal_m(camera)):
        said = f"got {imaging.focus_m:g}, wanted more than the focal length, {focal:g} m"
        yield ("focus_m",), said
    try:
        farthest(camera)
    except ScenarioError as err:
        yield ("k1",), str(err)


def _window_problems(scenario: Scenario) -> Iterator[Problem]:
    window = scenario.window
    if window is None:
        if scenario.fidelity == "pixels":
            yield ("window",), "got none, wanted one: pixels fidelity plays a window"
        return
    if window.start_s + window.duration_s > scenario.duration_s:
        said = f"got {window.duration_s:g} s from {window.start_s:g} s, wanted it inside the day"
        yield ("window", "duration_s"), said


def _desks(scenario: Scenario) -> Iterator[Problem]:
    """Desks of cameras or operators that are not there, and cameras that two desks have."""
    room, names = scenario.operators, [camera.id for camera in scenario.cameras]
    taken = set[str]()
    for k, desk in enumerate(room.desks):
        for place, name in enumerate(desk.cameras):
            at = ("operators", "desks", k, "cameras", place)
            if name not in names:
                yield at, f"got {name!r}, wanted one of {', '.join(names)}{perhaps(name, names)}"
            elif name in taken:
                yield at, f"got {name!r} twice, wanted it at one desk"
            taken.add(name)
        for place, number in enumerate(desk.operators):
            at = ("operators", "desks", k, "operators", place)
            if number >= room.count:
                last = f"0 to {room.count - 1}" if room.count else "none: there are no operators"
                yield at, f"got {number}, wanted {last}"
            elif number in desk.operators[:place]:
                yield at, f"got {number} twice, wanted it once"


def _window_cameras(scenario: Scenario) -> Iterator[Problem]:
    names = [camera.id for camera in scenario.cameras]
    for k, name in enumerate(scenario.window.cameras if scenario.window else ()):
        if name not in names:
            said = f"got {name!r}, wanted one of {', '.join(names)}{perhaps(name, names)}"
            yield ("window", "cameras", k), said


def _turning(scenario: Scenario) -> Iterator[Problem]:
    """Cameras that do not look the same way for all of a window that is filmed."""
    window = scenario.window
    if scenario.fidelity != "pixels" or window is None:
        return
    begins, ends = window.start_s, window.start_s + window.duration_s
    for camera in scenario.watching:
        spans = camera.active_s
        if spans and not any(first <= begins and ends <= last for first, last in spans):
            said = f"got {camera.id}, which does not look so for all of the window"
            wanted = "wanted cameras that do, and a window within one of their spans"
            yield ("window", "cameras"), f"{said}, {wanted}"
