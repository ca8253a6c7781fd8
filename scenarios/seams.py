"""Where others hang in: what a scenario asks for by name, of our own or of an installed package."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any
from uuid import uuid4

from scenarios.errors import ScenarioError

JUDGE, DISPATCH = "footfall.judge", "footfall.dispatch"
PLAN, WALKERS = "footfall.plan", "footfall.walkers"
"""Groups of entry points."""
OWN: dict[str, dict[str, str]] = {
    JUDGE: {
        "coin": "sim.response.judges.coin:Coin",
        "score": "sim.response.judges.score:ByScore",
        "signal": "sim.response.judges.signal:Signal",
    },
    DISPATCH: {
        "nearest": "sim.response.policies.nearest:Nearest",
        "longest-idle": "sim.response.policies.longest_idle:LongestIdle",
        "soonest": "sim.response.policies.soonest:Soonest",
        "priority": "sim.response.policies.priority:Priority",
        "cover": "sim.response.policies.cover:Cover",
        "chance": "sim.response.policies.chance:Chance",
    },
    PLAN: {
        "geojson": "scenarios.importers.geojson:GeoJson",
        "imdf": "scenarios.importers.imdf:Imdf",
        "osm": "scenarios.importers.osm:OpenStreetMap",
        "dxf": "scenarios.importers.dxf:Dxf",
        "picture": "scenarios.importers.picture.plan:Picture",
    },
    WALKERS: {
        "flow": "sim.world.walkers.flow:Flow",
        "jupedsim": "sim.world.walkers.jupedsim:Jupedsim",
    },
}
"""Our own by name, found without being installed, too; nobody else's of the same name is taken."""


def known(seam: str) -> list[str]:
    """The names there are, our own first.

    >>> known("footfall.judge")[:2]
    ['coin', 'score']
    """
    others = {one.name for one in entry_points(group=seam)} - OWN[seam].keys()
    return [*OWN[seam], *sorted(others)]


def has(seam: str, name: str) -> bool:
    """Whether there is one of that name."""
    return name in OWN[seam] or name in known(seam)


def find(seam: str, name: str) -> Any:
    """What stands under a name; ScenarioError for one that is unknown, there twice, or cannot be
    loaded.
    """
    if name in OWN[seam]:
        return EntryPoint(name, OWN[seam][name], seam).load()
    found = list(_once(entry_points(group=seam, name=name)))
    if len(found) != 1:
        among = ", ".join(one.value for one in found) or "none"
        raise ScenarioError(f"{seam}: {name}: got {among}, wanted one of {', '.join(known(seam))}")
    try:
        return found[0].load()
    except Exception as err:  # whatever the foreign module does while it is imported
        said = f"got {type(err).__name__}: {err}, wanted it to load"
        raise ScenarioError(f"{seam}: {name}: {found[0].value}: {said}") from err


def _once(points: Iterable[EntryPoint]) -> Iterable[EntryPoint]:
    """Without those that say the same again, as a package installed twice does."""
    return {one.value: one for one in points}.values()


def code_of(seam: str, name: str) -> bytes:
    """What stands for the code behind a name: nothing for ours; for somebody else's something that
    never comes again, since nobody can say which of their files it needs.
    """
    return b"" if name in OWN[seam] else uuid4().bytes
