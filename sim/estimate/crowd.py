"""How many people come, how long each is on the floor, and so how many rows the crowd has."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scenarios.errors import ScenarioError
from scenarios.fields.parts import Spot
from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.populations import POPULATIONS, Pedestrians, free_speeds
from scenarios.footfall.purposes import foods, goods
from scenarios.place import Place
from scenarios.schema import CrowdSettings, Scenario
from sim.response.horizon import followed_s
from sim.stages.span import span_of
from sim.world.arriving.arrivals import GROUP_SLOWING_MPS, SLOWEST_MPS, SPEEDS_MPS
from sim.world.arriving.errands import KINDS
from sim.world.routes import NARROWEST_M
from sim.world.visitors import WARM_UP_S
from sim.world.walker import DT_S
from sim.world.walkers.places import slowing
from sim.world.ways import Ways, spot_of

Floats = NDArray[np.float64]

DETOUR = 1.25
"""Ways over a floor are longer than straight lines by this, where nobody looked for them."""
FEW_CORNERS, FEW_DOORS = 400, 60
"""Of a floor on which ways are looked for."""
BUNCHED = 4.5
"""Where people walk it is denser than on the mean of the floor, by so much (of the library)."""
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Crowd:
    """On average: `people` who come in all and their `visits`; those `walked`, the ticks of DT_S
    that they walk and rest (`steps`, `rests`), `rows` of these that are noted, over `ticks`;
    `at_once` on the floor at the busiest time; `ways` between doors.
    """

    people: float
    visits: float
    walked: float
    steps: float
    rests: float
    rows: float
    ticks: float
    at_once: float
    ways: float
    corners: int


def crowd_of(scenario: Scenario, place: Place, ways: Ways) -> Crowd:
    """The crowd of a run."""
    arrivals, span = scenario.arrivals, span_of(scenario)
    size = group_mean(arrivals)
    people = arrivals.expected(scenario.duration_s)
    errand = _errand(arrivals, place, ways)
    alone_s = errand.far_m * _slowness(arrivals, scenario.crowd) + _talk_s(scenario)
    begin_s, end_s = max(span.start_s - WARM_UP_S, 0.0), scenario.duration_s
    if span.window:
        end_s = min(span.end_s + followed_s(scenario), end_s)
    else:
        begin_s = 0.0
    walked = max(arrivals.expected(end_s) - arrivals.expected(begin_s), 0.0)
    rate = arrivals.busiest_per_h(scenario.duration_s) / 3600
    about = POPULATIONS[scenario.crowd.population]
    floor_s = alone_s / _slowed(rate * alone_s, walked, place.area_m2, about)
    steps, stay_s = walked * floor_s / DT_S, floor_s + errand.rest_s
    noted = 1.0
    if span.window:
        noted = min(max(end_s - span.start_s + floor_s, 0.0) / max(end_s - begin_s, 1.0), 1.0)
    late_s = 0.0 if span.window else stay_s * (1 + np.log1p(walked))
    doors = len(place.entrances) + len(place.shops)
    seen_s = min(errand.seen_s, floor_s + end_s - begin_s)
    return Crowd(
        people=people,
        visits=people / size,
        walked=walked,
        steps=steps,
        rests=walked * errand.rest_s / DT_S,
        rows=(steps + walked * seen_s / DT_S) * noted,
        ticks=(max(end_s - begin_s, 0.0) + late_s) / DT_S,
        at_once=min(rate * floor_s, walked, about.full_per_m2 * place.area_m2),
        ways=min(walked / size * (1 + errand.stops), float(doors) ** 2),
        corners=_corners(place, ways),
    )


def refuse_cut_off(arrivals: Arrivals, place: Place, ways: Ways) -> None:
    """ScenarioError for a door or a place to stay that people come for and nobody gets to, on
    however large a floor.
    """
    spots, visited = _spots(arrivals, place)
    there, back = ways.distances(spots[0], spots), ways.towards(spots[0], spots)
    _refuse_away(np.maximum(there, back)[visited], place)


def group_mean(arrivals: Arrivals) -> float:
    """People in a group."""
    return sum(size * share for size, share in enumerate(arrivals.group_sizes, 1)) or 1.0


def _corners(place: Place, ways: Ways) -> int:
    """Of all floors."""
    return sum(len(ways.over(floor).corners) for floor in range(len(place.levels)))


@dataclass(frozen=True, slots=True)
class Errand:
    """On the mean, how far it leads, at how many places people stop, how long they rest there, and
    how much of that in sight.
    """

    far_m: float
    stops: float
    rest_s: float
    seen_s: float


def _errand(arrivals: Arrivals, place: Place, ways: Ways) -> Errand:
    """Of all who come, by what they come for."""
    spots, visited = _spots(arrivals, place)
    apart, count = _apart(spots, place, ways), len(place.entrances)
    _refuse_away(np.maximum(apart[0, visited], apart[visited, 0]), place)
    through = _mean(apart[:count, :count], np.ones(count), np.ones(count))
    found = Errand(0.0, 0.0, 0.0, 0.0)
    left = 1.0
    for share, weight, (fewest, most), dwell_s, seen in _aims(arrivals, place):
        within = _mean(apart[count:, count:], weight, weight)
        there = _mean(apart[:count, count:], np.ones(count), weight)
        lengths = [2 * there + (stops - 1) * within if stops else through
                   for stops in range(fewest, most + 1)]  # fmt: skip
        stops, left = share * (fewest + most) / 2, left - share
        found = Errand(
            found.far_m + share * float(np.mean(lengths)),
            found.stops + stops,
            found.rest_s + stops * dwell_s,
            found.seen_s + stops * dwell_s * seen,
        )
    again = 1 + (arrivals.returns.share if arrivals.returns else 0.0)
    far_m = found.far_m + max(left, 0.0) * through
    return Errand(again * far_m, again * found.stops, again * found.rest_s, again * found.seen_s)


def _spots(arrivals: Arrivals, place: Place) -> tuple[list[Spot], slice]:
    """Entrances, shops and, if people come for them, places to stay; and which are come for."""
    doors = [spot_of(door.area, level) for level, door in place.entrances]
    stays = [spot_of(stay.area, level) for level, stay in place.stays] if arrivals.purposes else []
    spots = doors + [Spot(*shop.door_m, level) for level, shop in place.shops] + stays
    return spots, slice(None if arrivals.purposes or arrivals.shops_visited[1] else len(doors))


Aim = tuple[float, Floats, tuple[int, int], float, bool]
"""The share of those who come for it, the weights of shops and stays, fewest and most stops, how
long each is, and whether in sight.
"""


def _aims(arrivals: Arrivals, place: Place) -> list[Aim]:
    shops = np.array([shop.attraction for _, shop in place.shops])
    if not arrivals.purposes:
        return [(1.0, shops, arrivals.shops_visited, arrivals.dwell_s, False)]
    numbers, found = np.arange(len(shops)), list[Aim]()
    for name, one in arrivals.purposes.each.items():
        among = np.isin(numbers, foods(place) if name == "eat" else goods(place))
        inside = shops * among * (name not in KINDS)
        kind = KINDS.get(name)
        stays = np.array([stay.places * (stay.kind == kind) for _, stay in place.stays], float)
        weight = np.concatenate([inside, stays])
        found.append((one.share, weight, one.stops, one.dwell_s, name in KINDS))
    return found


def _refuse_away(away_m: Floats, place: Place) -> None:
    """ScenarioError for a door that nobody gets to from the first entrance, or back from, by how
    far (n,) that is, whichever is farther.
    """
    for number in np.flatnonzero(~np.isfinite(away_m)).tolist():
        doors = [("entrance", door.name) for _, door in place.entrances]
        doors += [("shop", shop.name) for _, shop in place.shops]
        doors += [(stay.kind, stay.name) for _, stay in place.stays]
        of = " ".join(doors[number])
        wanted = f"one as wide as somebody, {NARROWEST_M:g} m"
        first = place.entrances[0][1].name
        raise ScenarioError(f"{of}: got no way from and to entrance {first}, wanted {wanted}")


def _apart(spots: list[Spot], place: Place, ways: Ways) -> Floats:
    """(n, n) metres on foot between spots, infinite where nobody gets through; on a large floor in
    straight lines, made longer.
    """
    if len(spots) <= FEW_DOORS and _corners(place, ways) <= FEW_CORNERS:
        return np.stack([ways.distances(spot, spots) for spot in spots])
    places = np.array([spot[:2] for spot in spots])
    straight: Floats = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    return DETOUR * straight


def _mean(apart: Floats, here: Floats, there: Floats) -> float:
    """The mean of distances between different places, by their weights."""
    weight = here[:, None] * there[None] * (np.isfinite(apart) & (apart > 0))
    total = float(weight.sum())
    return float((weight * np.where(weight > 0, apart, 0)).sum() / total) if total > 0 else 0.0


def _slowness(arrivals: Arrivals, crowd: CrowdSettings) -> float:
    """Seconds a metre of somebody on the mean, in a group as slow as its slowest."""
    sizes = np.arange(1, len(arrivals.group_sizes) + 1)
    people = np.array(arrivals.group_sizes) * sizes
    mean, spread = free_speeds(arrivals, crowd)
    slowest = mean + spread * ndtri(1 - 0.5 ** (1 / sizes))
    speed = np.maximum(slowest.clip(*SPEEDS_MPS) - GROUP_SLOWING_MPS * (sizes - 1), SLOWEST_MPS)
    return float((people / speed).sum() / people.sum())


def _talk_s(scenario: Scenario) -> float:
    """How long somebody stands and talks, on the mean."""
    sizes = scenario.arrivals.group_sizes
    people = [size * share for size, share in enumerate(sizes, 1)]
    together = sum(people[1:]) / (sum(people) or 1.0)
    return together * scenario.crowd.talk_share * scenario.crowd.talk_s


def _slowed(alone: float, most: float, area_m2: float, people: Pedestrians) -> float:
    """Their factor of speed where it is as dense as those who are slowed make it: so many people
    are on the floor if nobody is, and `most` if nobody gets off it. Who finds it full waits
    outside.
    """
    factor = 1.0
    for _ in range(ROUNDS):
        bunched = BUNCHED * min(alone / factor, most) / max(area_m2, 1.0)
        density = min(bunched, people.full_per_m2)
        factor = (factor + float(slowing(density, people.gamma_per_m2, people.jam_per_m2))) / 2
    return factor
