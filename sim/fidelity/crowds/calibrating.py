"""`flow` beside `jupedsim` in whole places: what differs, and the figures of flow that fit best."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from scenarios.loader import load_scenario
from scenarios.place import Place
from sim.cameras.sightings import observe
from sim.stages.span import cameras_of
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving
from sim.world.lines import Lines, draw_lines
from sim.world.visitors import populate
from sim.world.walker import Walked, Walkers, walkers_of
from sim.world.walkers.calibrated import Calibrated
from sim.world.walkers.flow import Flow
from sim.world.ways import Ways

FITTED_ON, HELD_OUT = ("mall", "concourse"), ("shopping_centre", "market")
"""Library places on which flow is fitted, and others on which it is tried."""
RATES_PER_H = (1000, 4000, 8000)
LASTS_S, DWELL_S = 600.0, 60
"""For so long people come, and so long they stay in a shop; all are walked until they have left."""
WALKING, SEEN = 0.03, 0.1
"""Wanted: mean walking time, and people whom each camera sees in an hour, within these shares."""
PACES, FELT = (0.94, 1.0), (0.5, 0.75, 1.0, 1.5, 2.0)
"""Figures that are tried: the pace from and to, and how dense others are felt to be."""
TRIED_PACES = 7


@dataclass(frozen=True, slots=True)
class Played:
    """Walkers in a place at a rate: mean seconds from coming to leaving, without those in shops, on
    links and in talk, and how many people each camera saw in an hour.
    """

    walking_s: float
    seen_per_h: tuple[float, ...]
    given_up: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Both walkers in a place at a rate, with the same people on the same lines."""

    place: str
    rate_per_h: int
    flow: Played
    jupedsim: Played
    walking: float = field(init=False)
    seen: float = field(init=False)

    def __post_init__(self) -> None:
        """How far off flow is, as shares: in walking time, and at the camera where most."""
        apart = [
            _off(a, b) for a, b in zip(self.flow.seen_per_h, self.jupedsim.seen_per_h, strict=True)
        ]
        object.__setattr__(self, "walking", _off(self.flow.walking_s, self.jupedsim.walking_s))
        object.__setattr__(self, "seen", max(apart, key=abs, default=0.0))

    @property
    def near(self) -> bool:
        """Whether both are within what is wanted."""
        return abs(self.walking) <= WALKING and abs(self.seen) <= SEEN


class Trials:
    """Places at rates, each played with jupedsim once and with flow as often as asked."""

    def __init__(self, places: Sequence[str], report: Callable[[float], None]) -> None:
        self.asked = [(place, rate) for place in places for rate in RATES_PER_H]
        self._steered: dict[tuple[str, int], Played] = {}
        for k, one in enumerate(self.asked):
            self._steered[one] = play(*one, "jupedsim")
            report((k + 1) / len(self.asked))

    def pairs(self, about: Calibrated | None = None) -> tuple[Pair, ...]:
        """Flow beside jupedsim, with figures of its own or with those kept."""
        return tuple(
            Pair(*one, play(*one, "flow", about), self._steered[one]) for one in self.asked
        )


def fitted(report: Callable[[float], None]) -> tuple[Calibrated, tuple[Pair, ...]]:
    """The figures with which flow's worst walking time in the places FITTED_ON is nearest to
    jupedsim's, and how near.
    """
    trials = Trials(FITTED_ON, lambda share: report(0.8 * share))
    best = _about(1.0, 1.0)
    tried = [(felt, best.pace) for felt in FELT]
    for k, (felt, pace) in enumerate(tried):
        best = min((best, _about(pace, felt)), key=lambda one: _worst(trials.pairs(one)))
        report(0.8 + 0.1 * (k + 1) / len(tried))
    for k, pace in enumerate(np.linspace(*PACES, TRIED_PACES).round(3).tolist()):
        best = min((best, _about(pace, best.felt)), key=lambda one: _worst(trials.pairs(one)))
        report(0.9 + 0.1 * (k + 1) / TRIED_PACES)
    return best, trials.pairs(best)


def _about(pace: float, felt: float) -> Calibrated:
    rates = ", ".join(str(rate) for rate in RATES_PER_H)
    source = (
        f"fitted by crowd calibrate to jupedsim in {' and '.join(FITTED_ON)}, {rates} people an"
        f" hour for {LASTS_S / 60:g} minutes; the worst walking time the nearest"
    )
    return Calibrated(pace=pace, felt=felt, source=source)


def _worst(pairs: Sequence[Pair]) -> float:
    return max(abs(pair.walking) for pair in pairs)


def play(place: str, rate_per_h: int, walkers: str, about: Calibrated | None = None) -> Played:
    """A library place with so many people an hour."""
    changes = {
        "crowd.walkers": walkers,
        "duration_s": str(LASTS_S),
        "arrivals.profile": f"[{{from_s: 0, people_per_h: {rate_per_h}}}]",
        "arrivals.dwell_s": str(DWELL_S),
        "window": "null",
    }
    loaded, streams = load_scenario(place, changes), Streams(1)
    scenario, ways = loaded.scenario, Ways(loaded.place)
    noted = Noted(Flow(scenario.crowd, about) if about else walkers_of(scenario.crowd))
    people, crowd = populate(scenario, loaded.place, streams, ways, walkers=noted)
    lines, cameras = noted.lines, cameras_of(scenario)
    took_s = people.exit_s[lines.person] - people.arrival_s[lines.person]
    stays_s = np.add.reduceat(lines.rest_s + lines.pause_s, lines.first)
    seen = observe(cameras, loaded.place, people, crowd, streams)
    per_camera = [len(np.unique(seen.person[seen.camera == k])) for k in range(len(cameras))]
    return Played(
        walking_s=float((took_s - stays_s).mean()),
        seen_per_h=tuple(count * 3600 / LASTS_S for count in per_camera),
        given_up=int(people.given_up.sum()),
    )


def told(pairs: Sequence[Pair], about: Calibrated) -> dict[str, Any]:
    """All of it as JSON."""
    return {
        "figures": about.model_dump(),
        "wanted": {"walking": WALKING, "seen": SEEN},
        "pairs": [{**asdict(pair), "near": pair.near} for pair in pairs],
    }


class Noted:
    """Walkers, and the `lines` that they were last given."""

    def __init__(self, walkers: Walkers) -> None:
        self.walkers = walkers
        self.lines: Lines

    def walk(
        self,
        arriving: Arriving,
        place: Place,
        ways: Ways,
        streams: Streams,
        from_s: float,
        start_s: float,
        end_s: float | None,
        progress: Callable[[float], None] | None = None,
    ) -> Walked:
        """As they do."""
        self.lines = draw_lines(arriving, ways, streams, from_s, end_s)
        return self.walkers.walk(arriving, place, ways, streams, from_s, start_s, end_s, progress)


def _off(got: float, wanted: float) -> float:
    return got / wanted - 1 if wanted else float(got > 0)
