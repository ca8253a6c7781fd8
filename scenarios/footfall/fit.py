"""Whether what is said of who comes holds together, and fits the entrances there are."""

from engine.names import perhaps
from scenarios.footfall.arrivals import Arrivals, Door, Hour
from scenarios.place import Place

FieldPath = tuple[str | int, ...]


def footfall_problems(arrivals: Arrivals, place: Place) -> list[tuple[FieldPath, str]]:
    """What does not fit, by the fields below `arrivals`, with what was got and wanted."""
    found = list[tuple[FieldPath, str]]()
    names = [entrance.name for _, entrance in place.entrances]
    profiles: list[tuple[FieldPath, tuple[Hour, ...]]] = [(("profile",), arrivals.profile)]
    asked: list[tuple[FieldPath, str]] = []
    for name, door in arrivals.doors.items():
        profiles.append((("doors", name, "profile"), door.profile))
        asked.append((("doors", name), name))
    for k, surge in enumerate(arrivals.surges):
        asked += [(("surges", k, "door"), surge.door)] if surge.door is not None else []
    if not (arrivals.surges or any(profile for _, profile in profiles)):
        said = "got nobody who comes, wanted a profile, a day, counts, a door's profile or a surge"
        found.append((("profile",), said))
    for at, profile in profiles:
        starts = [hour.from_s for hour in profile]
        if profile and (starts != sorted(starts) or starts[0] != 0):
            found.append((at, f"got from_s {starts}, wanted 0 first, then rising"))
    for at, name in asked:
        if name not in names:
            wanted = f"one of {', '.join(names)}{perhaps(name, names)}"
            found.append((at, f"got {name!r}, wanted the name of an entrance, {wanted}"))
        elif names.count(name) > 1:
            found.append((at, f"got {name!r}, wanted a name that only one entrance has"))
    for way in ("comes", "goes"):
        if not sum(getattr(arrivals.doors.get(name, Door()), way) for name in names):
            found.append(
                (("doors",), f"got weights that are all 0 of {way}, wanted one that is not")
            )
    return found
