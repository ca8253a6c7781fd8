"""What is to be pictured of an alert, under a name that tells nothing of who it is."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.matching.gallery import NOBODY
from engine.measure.calibration.presets import Preset
from engine.moments import INSTANT_S
from scenarios.failures import UPHEAVALS, Failure
from sim.events import AlertRaised
from sim.recognition.troubles import PICTURES
from sim.training.ground import Ground
from sim.training.injects.effects import Blurred, Cast
from sim.training.injects.scene import Scene
from sim.training.live import Live
from sim.training.probes import Probe

NAME_BYTES = 12
EXTRAS = 64
"""Rendered people who play all those who only pass by: few, so that each is drawn often."""
BEFORE_S, AFTER_S = 2.5, 1.0
"""How long the film around an alert goes on before its moment, and after it."""
MOST_OTHERS = 2
LATE_S = 10.0
"""An alert is no later than so after the face it rests on, but for what frames are delayed."""


def pictured(preset: Preset) -> bool:
    """Whether there are rendered people enough on whom a preset rests; else there are no pictures,
    since scores of others have nothing to do with them.
    """
    return len(preset.admitted) >= 2 * EXTRAS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed person whom an engine finds somebody like, with what score at best; whether it is
    them.
    """

    subject: int
    score: float
    true: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """An alert's claim with its truth: who was before which camera when, whom the engine took them
    for, with what drawn `score` before which threshold; `kin` is what kind of kin somebody who was
    cast for it plays, "" for nobody's.

    `seen_s` is when the face was seen, where that is known; else it is worked out from when the
    alert came. `failures` are those that its film may show, and surges and evacuations by hand
    before it; `blur` is how many times less detail the camera had. `others` are those whom the
    engine took further faces of the track for, the most alike first.
    """

    camera: str
    time_s: float
    person: int
    subject: int
    score: float
    threshold: float
    true: bool
    kin: str = ""
    seen_s: float | None = None
    failures: tuple[Failure, ...] = ()
    blur: float = 1.0
    others: tuple[Candidate, ...] = ()

    def name(self, secret: str) -> str:
        """What its pictures are called: the same each time, and to be guessed by nobody without the
        secret.
        """
        about = (self.camera, self.time_s, self.person, self.subject, self.true, self.kin)
        told = repr((*about, self.seen_s, self.failures, self.blur))
        return hmac.new(secret.encode(), told.encode(), "blake2b").hexdigest()[: 2 * NAME_BYTES]

    def to_json(self) -> dict[str, Any]:
        """Everything under its name, as `shot_of_json` reads it."""
        return asdict(self) | {"failures": [one.model_dump() for one in self.failures]}


def shot_of_json(told: Mapping[str, Any]) -> Shot:
    """A shot from what `to_json` gave."""
    failures = tuple(Failure.model_validate(one) for one in told["failures"])
    others = tuple(Candidate(**one) for one in told["others"])
    return Shot(**{**told, "failures": failures, "others": others})


def shots_of(
    ground: Ground, live: Live, looks: Mapping[int, Sequence[Probe]] | None = None
) -> Mapping[int, Shot]:
    """Of every alert of a session, come or to come as things are, what is to be pictured; `looks`
    are the faces of their tracks, of which names hold nothing.
    """
    if not live.steered:
        alerts = {one.alert: one for one in ground.decisions.alerts}
        scene, cast = ground.scene(), {}
    else:
        steering = live.steering
        gone, scene, cast = live.answer.cases.gone, steering.scene, steering.cast
        alerts = {n: one for n, one in steering.coming.items() if n not in gone}
    found = (one for one in alerts.values() if one.time_s < live.until_s)
    seen = {**(looks or {}), **live.looks}
    return {
        one.alert: shot_of(scene, one, cast.get(one.alert), seen.get(one.alert, ()))
        for one in found
    }


def shot_of(
    scene: Scene, alert: AlertRaised, cast: Cast | None = None, looks: Sequence[Probe] = ()
) -> Shot:
    """What is to be pictured of an alert of a scene; `cast` tells who plays whom in it, if it was
    brought about, and `looks` are the faces of its track.
    """
    claim = (alert.camera, alert.time_s, alert.person, alert.subject, alert.score)
    threshold, brought = scene.threshold_at(alert.time_s), scene.brought
    began = [*scene.scenario.failures, *(one for one in brought if one.from_s <= alert.time_s)]
    return Shot(
        *claim,
        threshold,
        alert.true,
        cast.kin if cast else "",
        cast.seen_s if cast else None,
        (*_showing(began, alert), *_upheavals(brought, alert)),
        blur_of(scene, alert.camera, cast.seen_s if cast else alert.time_s),
        _others(scene, alert, cast, looks),
    )


def _others(
    scene: Scene, alert: AlertRaised, cast: Cast | None, looks: Sequence[Probe]
) -> tuple[Candidate, ...]:
    """The further candidates of an alert when it came, MOST_OTHERS at most."""
    listed = int(scene.day.people.subject[alert.person])
    if cast is not None:
        listed = NOBODY if cast.kin else cast.subject
    best: dict[int, float] = {}
    for one in looks:
        if one.time_s <= alert.time_s + INSTANT_S and one.subject != alert.subject:
            best[one.subject] = max(one.score, best.get(one.subject, -1.0))
    order = sorted(best, key=lambda subject: -best[subject])[:MOST_OTHERS]
    return tuple(Candidate(one, best[one], one == listed) for one in order)


def _showing(failures: Iterable[Failure], alert: AlertRaised) -> Iterator[Failure]:
    """Those that may show on the film around an alert. While an engine has too much to do, what
    other cameras send matters, too.
    """
    near = [one for one in failures if one.kind in PICTURES and _near(one, alert.time_s)]
    everywhere = any(one.kind == "engine_overload" for one in near)
    return (one for one in near if everywhere or one.what in ("", alert.camera))


def _near(one: Failure, time_s: float) -> bool:
    late_s = one.much if one.kind == "network_delay" else 0.0
    return one.from_s < time_s + AFTER_S and one.to_s + late_s > time_s - LATE_S - BEFORE_S


def _upheavals(brought: Iterable[Failure], alert: AlertRaised) -> Iterator[Failure]:
    """Surges and evacuations before an alert: whoever it is about may have come by them."""
    return (one for one in brought if one.kind in UPHEAVALS and one.from_s < alert.time_s)


def blur_of(scene: Scene, camera: str, taken_s: float) -> float:
    """How many times less detail a camera's picture of a moment has."""
    times = 1.0
    for one in scene.changes:
        if isinstance(one, Blurred) and one.camera in ("", camera):
            times *= one.times if one.from_s <= taken_s < one.to_s else 1.0
    return times
