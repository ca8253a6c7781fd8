"""Who comes, told in another way than by profiles: as a kind of day, or as somebody counted."""

from pathlib import Path

from engine.names import perhaps
from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Hour
from scenarios.footfall.counts import counted
from scenarios.footfall.days import days, hours
from scenarios.schema import Scenario


def with_profiles(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario with profiles of what its day or its counts say, as `profiles` has them."""
    found = profiles(scenario, folder)
    if found is None:
        return scenario
    raw = scenario.model_dump()
    changed = raw["arrivals"] | {"counts": None, "day": None, "profile": found.pop("", ())}
    for door, profile in found.items():
        changed["doors"][door] = {**changed["doors"].get(door, {}), "profile": profile}
    return Scenario.model_validate(raw | {"arrivals": changed})


def profiles(scenario: Scenario, folder: Path) -> dict[str, tuple[Hour, ...]] | None:
    """By entrance, "" of all together, what the day or the counts say; None: there are neither.
    Paths are relative to `folder`. ScenarioError, its message beginning with the field, for what
    says nothing.
    """
    arrivals = scenario.arrivals
    if arrivals.day is not None and arrivals.counts is not None:
        raise ScenarioError("day: got it beside counts, wanted one of them")
    if arrivals.day is not None:
        like, people = arrivals.day.like, arrivals.day.people
        if like not in days():
            said = f"one of {', '.join(days())}{perhaps(like, days())}"
            raise ScenarioError(f"day.like: got {like!r}, wanted {said}")
        return {"": hours(like, people, scenario.starts_at, scenario.duration_s)}
    if arrivals.counts is None:
        return None
    try:
        return counted(scenario, arrivals.counts, folder)
    except ScenarioError as err:
        raise ScenarioError(f"counts: {err}") from err
