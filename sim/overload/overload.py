"""The overload curve: what it costs in recognition when more frames come than can be looked at.

Films of a pixels run are looked at once by the real engine. Then the same frames go through the
real traffic and followers in virtual time at each load, so that a curve can be repeated exactly.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from engine.measure.realism.bounds import standing_of
from engine.pipeline import Follower, Seen
from engine.settings import EngineSettings
from engine.stream.farm import Conditions, Farm
from engine.stream.ledger import Ledger
from engine.stream.policies import Policy
from engine.stress.arrivals import Floats, TimedFeed
from engine.stress.decided import Ages, ages, bearable_hz
from engine.stress.virtual import VirtualFarm, shown
from sim.overload.films import Films, JudgedFilm
from sim.overload.tally import Share, Tally, said
from sim.streams import Streams

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class OverloadTerms:
    """Offered loads (1: what `workers` bear), `draws` of the streams' phases at each, over so many
    streams at least: the films, each as often as needed. `replayed` is the load played for real.
    """

    workers: int = 2
    loads: tuple[float, ...] = (0.5, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0)
    policies: tuple[Policy, ...] = (Policy.drop_oldest, Policy.drop_newest)
    draws: int = 3
    streams: int = 4
    queue: int = 4
    replayed: float = 2.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """One load under one policy: share of frames dropped, TPIR, FPIR, how old alerts were."""

    load: float
    policy: Policy
    dropped: float
    tpir: Share
    fpir: Share
    alert_age: Ages


@dataclass(frozen=True, slots=True)
class Overload:
    """The curve in virtual time; `replayed` is one of its loads under drop_oldest as the real farm
    bore it, `beside` the same streams in virtual time. `reading` says how rates may be read.
    """

    scenario: str
    terms: OverloadTerms
    bearable_hz: float
    points: tuple[Point, ...]
    replayed: Point
    beside: Point
    reading: str = ""

    def as_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Offer:
    """Streams before workers: the film that each shows, its name, and when its frames are due, all
    of it `speed` times as fast as it was filmed; `look_s` is how long a look takes on average.
    """

    films: tuple[JudgedFilm, ...]
    names: tuple[str, ...]
    times_s: tuple[Floats, ...]
    speed: float
    look_s: float

    @property
    def feeds(self) -> list[TimedFeed]:
        """The films themselves at these times."""
        columns = zip(self.films, self.times_s, self.names, strict=True)
        return [TimedFeed(film.feed, due_s, name) for film, due_s, name in columns]

    def settings(self, settings: EngineSettings) -> EngineSettings:
        """The engine's, with the dials that count a film's seconds by the clock sped up, too."""
        seconds = ("cooldown_s", "lost_after_s")
        sped_up = {name: getattr(settings, name) / self.speed for name in seconds}
        return EngineSettings(**settings.model_dump() | sped_up)


@dataclass(frozen=True, slots=True)
class Borne:
    """What became of an offer: every decision and when it was made, and where frames ended."""

    offer: Offer
    decided: tuple[tuple[float, Seen], ...]
    ledger: Ledger

    @property
    def dropped(self) -> float:
        """Share of the frames that came."""
        accounts = self.ledger.accounts.values()
        return 1 - sum(a.processed for a in accounts) / max(sum(a.decoded for a in accounts), 1)


def overload(films: Films, terms: OverloadTerms, progress: Progress | None = None) -> Overload:
    """The curve, and one of its loads for real."""
    hz = bearable_hz(
        offer(films, 1.0, 1.0, terms, 0).feeds, films.gallery, films.settings, terms.workers
    )
    steps = [(policy, load) for policy in terms.policies for load in terms.loads]
    points = []
    for policy, load in steps:
        points.append(virtual_point(films, load, hz, terms, policy))
        if progress:
            progress(len(points) / (len(steps) + 1))
    load, policy, offered = (
        terms.replayed,
        Policy.drop_oldest,
        offer(films, terms.replayed, hz, terms, 0),
    )
    return Overload(
        scenario=films.scenario,
        terms=terms,
        bearable_hz=hz,
        points=tuple(points),
        replayed=point(load, policy, [replay(films, offered, terms, policy)]),
        beside=point(load, policy, [virtual(films, offered, terms, policy)]),
        reading=standing_of(films.settings.preset)["statement"],
    )


def offer(films: Films, load: float, hz: float, terms: OverloadTerms, draw: int) -> Offer:
    """Streams that together bring `load` times `hz` frames a second, their phases drawn anew."""
    count = max(terms.streams, len(films.films))
    chosen = tuple(films.films[k % len(films.films)] for k in range(count))
    speed = load * hz / sum(film.fps for film in chosen)
    phases = Streams(terms.seed, 0).rng("overload", draw).uniform(size=count)
    times_s = tuple(
        (np.arange(len(film.looks)) + phase) / (film.fps * speed)
        for film, phase in zip(chosen, phases.tolist(), strict=True)
    )
    names = tuple(f"{film.camera} {k + 1}" for k, film in enumerate(chosen))
    return Offer(chosen, names, times_s, speed, terms.workers / hz)


def virtual_point(
    films: Films, load: float, hz: float, terms: OverloadTerms, policy: Policy
) -> Point:
    """One load under one policy over all draws, in virtual time."""
    draws = [offer(films, load, hz, terms, draw) for draw in range(terms.draws)]
    return point(load, policy, [virtual(films, one, terms, policy) for one in draws])


def virtual(films: Films, offered: Offer, terms: OverloadTerms, policy: Policy) -> Borne:
    """An offer in virtual time, each look as long beside the mean as it was measured."""
    settings = offered.settings(films.settings)
    mean = np.concatenate([film.effort for film in offered.films]).mean()
    streams = [
        shown(name, due_s, film.fps, film.looks, film.effort / mean * offered.look_s)
        for film, name, due_s in zip(offered.films, offered.names, offered.times_s, strict=True)
    ]
    follower = partial(Follower, films.gallery, settings, films.threshold)
    played = VirtualFarm(streams, follower, terms.workers, policy, terms.queue).play()
    return Borne(offered, played.decided, played.ledger)


def replay(films: Films, offered: Offer, terms: OverloadTerms, policy: Policy) -> Borne:
    """An offer before a real farm."""
    conditions = Conditions(terms.workers, policy, terms.queue, pace=True)
    settings = offered.settings(films.settings)
    decided: list[tuple[float, Seen]] = []
    with Farm(films.gallery, settings, films.threshold, conditions) as farm:
        ledger = farm.run(
            offered.feeds,
            lambda _: None,
            lambda one: decided.append((time.monotonic() - farm.began_s, one)),
        )
    return Borne(offered, tuple(decided), ledger)


def point(load: float, policy: Policy, borne: Sequence[Borne]) -> Point:
    """What the draws of one load come to together."""
    tally = Tally()
    for one in borne:
        for film, name in zip(one.offer.films, one.offer.names, strict=True):
            mine = [(now_s, seen) for now_s, seen in one.decided if seen.frame.feed == name]
            tally.add(film, [alert for now_s, seen in mine for alert in said(film, seen, now_s)])
    return Point(
        load=load,
        policy=policy,
        dropped=float(np.mean([one.dropped for one in borne])),
        tpir=tally.tpir(),
        fpir=tally.fpir(),
        alert_age=ages(tally.ages_s),
    )
