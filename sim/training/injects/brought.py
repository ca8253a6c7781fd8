"""From an inject to its effects: what it changes in the world at the moment it is brought about.

A pure function of the inject, the scene and the moment: played again it comes to the same.
"""

from collections.abc import Callable, Mapping
from itertools import islice

import numpy as np

from scenarios.failures import Failure
from sim.errors import SimError
from sim.people.identities import SEXES
from sim.people.ties import LOOK_ALIKE, TWIN
from sim.training.injects.casting import GROWN, Wanted, again, cast, casts
from sim.training.injects.effects import (
    Alerted,
    Asked,
    Blurred,
    Effect,
    Failed,
    Leaned,
    OfficersAway,
    StopsSlowed,
    ThresholdMoved,
    Told,
    Withdrawn,
)
from sim.training.injects.inject import Inject
from sim.training.injects.kinds import AS_FAILURES
from sim.training.injects.scene import Scene

SPREAD = 30
"""Passers-by among whom the two alerts of a duplicate are looked for."""


def effects(inject: Inject, scene: Scene, now_s: float, first: int) -> tuple[Effect, ...]:
    """What an inject does at a moment of the scenario; its alerts are numbered from `first` on.

    Raises SimError where the moment does not allow it, as where nobody passes.
    """
    told = []
    if inject.means != "none" and (inject.content or inject.kind == "missing_child"):
        text = _with_child(inject, scene, now_s)
        told = [Told(inject.sender, inject.to, inject.means, text)]
    return (*_changes(inject, scene, now_s, first), *told)


def _changes(inject: Inject, scene: Scene, now_s: float, first: int) -> tuple[Effect, ...]:
    if inject.kind in AS_FAILURES:
        return (_failed(inject, scene, now_s),)
    return BROUGHT[inject.kind](inject, scene, now_s, first)


def _failed(inject: Inject, scene: Scene, now_s: float) -> Failed:
    told = {"kind": inject.kind, "from_s": now_s, "what": inject.what, "amount": inject.amount}
    end_s = min(now_s + inject.long_s, scene.scenario.duration_s)
    return Failed(Failure.model_validate(told | {"to_s": end_s}))


def _wanted(inject: Inject) -> Wanted:
    """What alert an inject wants."""
    kin = {
        "look_alike_alert": LOOK_ALIKE,
        "twin_alert": TWIN,
        "under_18": LOOK_ALIKE,
        "burst": LOOK_ALIKE,
        "low_quality": LOOK_ALIKE,
    }
    return Wanted(
        inject.what,
        inject.subject,
        kin.get(inject.kind, ""),
        child=True if inject.kind == "under_18" else None,
        worst=inject.kind == "low_quality",
        barred=inject.kind in ("stale_alert", "under_18"),
    )


def _alert(inject: Inject, scene: Scene, now_s: float, first: int) -> tuple[Effect, ...]:
    return tuple(cast(scene, _wanted(inject), now_s, 1, first))


def _burst(inject: Inject, scene: Scene, now_s: float, first: int) -> tuple[Effect, ...]:
    """As many as are wanted and as pass in time."""
    made = cast(scene, _wanted(inject), now_s, round(inject.much), first)
    in_time = [one for one in made if one.alert.time_s < now_s + inject.long_s]
    if len(in_time) < 2:
        raise SimError(
            f"inject {inject.id}: got {len(in_time)} who would raise an alert within"
            f" {inject.long_s:g} s, wanted two at least: choose another moment, or a longer one"
        )
    return tuple(in_time)


def _twice(inject: Inject, scene: Scene, now_s: float, first: int) -> tuple[Effect, ...]:
    """The first passer-by who raises an alert, and another one so much later."""
    for one in islice(casts(scene, _wanted(inject), now_s, first), SPREAD):
        alert = _numbered(one, first)
        second = again(scene, alert, alert.alert.time_s + inject.much, first + 1)
        if second is not None:
            return alert, second
    raise SimError(
        f"inject {inject.id}: got nobody who would raise two alerts {inject.much:g} s apart, wanted"
        " somebody: choose another moment, or a shorter time"
    )


def _numbered(one: Alerted, number: int) -> Alerted:
    """The same alert with another number."""
    told = {name: getattr(one.alert, name) for name in one.alert.__dataclass_fields__}
    return Alerted(type(one.alert)(**told | {"alert": number}), one.cast, one.looks)


def _withdrawn(inject: Inject, scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    """The entry that is named, or a share of all, by each entry's own chance."""
    if inject.subject is not None:
        return (Withdrawn(now_s, frozenset({inject.subject})),)
    about = np.arange(scene.scenario.watchlist.size)
    chance = scene.streams.uniforms("inject withdrawn", about, 1)[:, 0]
    return (Withdrawn(now_s, frozenset(np.flatnonzero(chance < inject.much).tolist())),)


def _blurred(inject: Inject, _scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    return (Blurred(now_s, now_s + inject.long_s, inject.what, inject.much),)


def _moved(inject: Inject, _scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    return (ThresholdMoved(now_s, inject.much),)


def _leaned(inject: Inject, _scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    return (Leaned(now_s, now_s + inject.long_s, inject.lean()),)


def _away(inject: Inject, scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    """Officers taken off: the one named, or as many as there are at most."""
    posts = len(scene.scenario.officers.posts_m)
    named = (int(inject.what),) if inject.what else ()
    if named and named[0] >= posts:
        raise SimError(f"inject {inject.id}: what: got officer {named[0]}, wanted below {posts}")
    count = len(named) or min(round(inject.much), posts)
    return (OfficersAway(now_s + inject.long_s, count, named, inject.kind),)


def _slowed(inject: Inject, _scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    return (StopsSlowed(now_s + inject.long_s, inject.much),)


def _asked(inject: Inject, _scene: Scene, now_s: float, _first: int) -> tuple[Effect, ...]:
    return (Asked(now_s + inject.long_s, inject.to),)


def _with_child(inject: Inject, scene: Scene, now_s: float) -> str:
    """The message, with the child who is missing: one of the day, as they are."""
    if inject.kind != "missing_child":
        return inject.content
    people, day = scene.day.people, scene.day
    there = (people.arrival_s <= now_s) & ~(people.exit_s <= now_s) & (people.age < GROWN)
    children = np.flatnonzero(there & (people.subject < 0))
    if not len(children):
        raise SimError(f"inject {inject.id}: got no child who is there, wanted one")
    one = int(scene.streams.rng("inject child").permutation(children)[0])
    seen = scene.sightings
    rows = np.flatnonzero((seen.person == one) & (seen.time_s <= now_s))
    last = (
        f", last seen by camera {day.cameras[int(seen.camera[rows[-1]])].id}" if len(rows) else ""
    )
    child = f"{SEXES[people.sex[one]]}, about {round(float(people.age[one]))}{last}"
    return f"{inject.content} ({child})" if inject.content else f"A child is missing: {child}"


BROUGHT: Mapping[str, Callable[[Inject, Scene, float, int], tuple[Effect, ...]]] = {
    "true_alert": _alert,
    "look_alike_alert": _alert,
    "twin_alert": _alert,
    "stale_alert": _alert,
    "under_18": _alert,
    "low_quality": _alert,
    "duplicate": _twice,
    "burst": _burst,
    "blur": _blurred,
    "officer_unavailable": _away,
    "medical": _away,
    "missing_child": _away,
    "stop_contested": _slowed,
    "hostile_filming": _slowed,
    "commander_query": _asked,
    "list_withdrawn": _withdrawn,
    "threshold_changed": _moved,
    "group_skew": _leaned,
}
"""How each kind that is no failure comes about."""
