"""Whether what is said of who comes holds together, and fits the entrances there are."""

from collections.abc import Iterator

from engine.names import perhaps
from scenarios.footfall.arrivals import Arrivals, Door, Hour
from scenarios.footfall.purposes import passing
from scenarios.place import Place

FieldPath = tuple[str | int, ...]


def profile_problems(arrivals: Arrivals) -> Iterator[tuple[FieldPath, str]]:
    """What does not hold together, by the fields below `arrivals`."""
    profiles: dict[FieldPath, tuple[Hour, ...]] = {("profile",): arrivals.profile}
    profiles |= {("doors", name, "profile"): door.profile for name, door in arrivals.doors.items()}
    for at, profile in profiles.items():
        starts = [hour.from_s for hour in profile]
        if profile and (starts != sorted(starts) or starts[0] != 0):
            yield at, f"got from_s {starts}, wanted 0 first, then rising"
    if arrivals.purposes and (left := passing(arrivals.purposes)) < -1e-6:
        yield ("purposes",), f"got shares that add up to {1 - left:g}, wanted at most 1"
    if not (arrivals.surges or any(profiles.values()) or arrivals.day or arrivals.counts):
        said = "got nobody who comes, wanted a profile, a day, counts, a door's profile or a surge"
        yield ("profile",), said


def staff_problems(
    arrivals: Arrivals, place: Place | None, duration_s: float
) -> Iterator[tuple[FieldPath, str]]:
    """What does not fit of those who work there, by the fields below `arrivals`."""
    for k, shift in enumerate(arrivals.staff):
        if not shift.from_s < min(shift.to_s, duration_s):
            wanted = f"one that begins before it ends, and before {duration_s:g} s"
            yield ("staff", k, "from_s"), f"got {shift.from_s:g} to {shift.to_s:g}, wanted {wanted}"
        names = [shop.name for _, shop in place.shops] if place else []
        if place and not names:
            yield ("staff", k), "got some on a plan without shops, wanted shops where they work"
        elif place and shift.shop is not None and shift.shop not in names:
            near = perhaps(shift.shop, names)
            yield ("staff", k, "shop"), f"got {shift.shop!r}, wanted the name of a shop{near}"


def door_problems(arrivals: Arrivals, place: Place) -> Iterator[tuple[FieldPath, str]]:
    """What does not fit the entrances, by the fields below `arrivals`."""
    names = [entrance.name for _, entrance in place.entrances]
    asked: list[tuple[FieldPath, str]] = [(("doors", name), name) for name in arrivals.doors]
    for k, surge in enumerate(arrivals.surges):
        asked += [(("surges", k, "door"), surge.door)] if surge.door is not None else []
    asked += [
        (("staff", k, "door"), shift.door)
        for k, shift in enumerate(arrivals.staff)
        if shift.door is not None
    ]
    for at, name in asked:
        if name not in names:
            wanted = f"one of {', '.join(names)}{perhaps(name, names)}"
            yield at, f"got {name!r}, wanted the name of an entrance, {wanted}"
        elif names.count(name) > 1:
            yield at, f"got {name!r}, wanted a name that only one entrance has"
    for way in ("comes", "goes"):
        if not sum(getattr(arrivals.doors.get(name, Door()), way) for name in names):
            yield ("doors",), f"got weights that are all 0 of {way}, wanted one that is not"
