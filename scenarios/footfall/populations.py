"""Populations by name: how fast people like to walk, and how near they come to each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.footfall.arrivals import Arrivals
from scenarios.schema import CrowdSettings


@dataclass(frozen=True, slots=True)
class Pedestrians:
    """Free speeds of `speed_mps` +- `speed_sd_mps`, and where they come from; bodies of `radius_m`
    that follow whoever is ahead as if to close the gap to them in `time_gap_s`.

    Radius and time gap are those with which the population `corridor` walks as fast as people in
    corridors do, at every density from .25 to 3 people/m2 (`footfall crowd validate`); nobody
    measured them for the others, who get the same: assumed.

    Among others people go at 1 - exp(-gamma (1/density - 1/jam)) of their speed, `jam` being the
    density at which nobody moves, and at most `capacity_per_m_s` of them pass a metre of a gap:
    form and usual figures are those of Weidmann 1993. In `flow` who stops is `stand_m` behind
    whoever stands, in cells that take in up to `full_per_m2`, or `queue_per_m2` of those who join a
    queue: assumed. Who comes alone keeps beside others until `abreast_m` before a gap; None: they
    stay on their own line. For `corridor` all of these are fitted to corridors.
    """

    speed_mps: float
    speed_sd_mps: float
    source: str
    radius_m: float = 0.15
    time_gap_s: float = 0.6
    gamma_per_m2: float = 1.913
    jam_per_m2: float = 5.4
    capacity_per_m_s: float = 1.22
    stand_m: float = 0.55
    full_per_m2: float = 3.4
    queue_per_m2: float = 2.4
    abreast_m: float | None = None


POPULATIONS: Mapping[str, Pedestrians] = {
    "weidmann": Pedestrians(1.34, 0.26, "Weidmann 1993: means of 52 studies, mixed purposes"),
    "shopping": Pedestrians(1.13, 0.31, "published recordings of shopping streets: 1.11 to 1.15"),
    "corridor": Pedestrians(
        1.47,
        0.19,
        "HERMES corridors (doi 10.34735/ped.2009.14): students",
        gamma_per_m2=2.2,
        capacity_per_m_s=2.005,
        stand_m=0.281,
        full_per_m2=3.844,
        queue_per_m2=3.844,
        abreast_m=0.967,
    ),
}


def free_speeds(arrivals: Arrivals, crowd: CrowdSettings) -> tuple[float, float]:
    """Mean and standard deviation of the free speeds of those who come, in m/s: what the arrivals
    say, else those of the crowd's population.
    """
    people = POPULATIONS[crowd.population]
    mean, spread = arrivals.speed_mps, arrivals.speed_sd_mps
    return (
        people.speed_mps if mean is None else mean,
        people.speed_sd_mps if spread is None else spread,
    )
