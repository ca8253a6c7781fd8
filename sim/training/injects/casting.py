"""Passers-by cast as somebody on the list, or as their kin, and the alerts that come of it.

Nothing of such an alert is made up. A passer-by who is really there plays another person: their
looks at the camera are those that they have, with the noise that they have, and templates of who
they play are drawn from the model of scores fidelity, searched in the real gallery and decided on
by the real rule. Whoever would not have raised an alert so is passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.matching.decide import Match, decide
from scenarios.schema import Camera
from sim.cameras.sightings import passes
from sim.errors import SimError
from sim.events import AlertRaised
from sim.people.ties import LOOK_ALIKE, TWIN
from sim.recognition.claims import face_of
from sim.recognition.looks import noise
from sim.training.injects.effects import Alerted, Cast
from sim.training.injects.scene import Scene
from sim.training.probes import Probe

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

RESEMBLANCE = {TWIN: 0.92, LOOK_ALIKE: 0.68}
"""How much of what tells people apart kin have in common: of the way from strangers' mean
comparison score, .23, to one picture's with itself, 1, that of their enrolment pictures, .94 and
.75 (60 of each, docs/people.md)."""
WAITS_S = 120.0
"""Somebody passes within so long, or nobody does."""
TRIED = 48
"""Entries, or kin of one entry, that a passer-by is cast as until an alert comes of it."""
ROUNDING = 1e-4
"""By which two ways to multiply templates may differ."""
GROWN = 18
"""Years from which on somebody is no child."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What alert is wanted: from which camera ("": any), about which entry (None: any), of which
    kin of theirs ("": themselves), of a child or not, of the worst seen first.
    """

    camera: str = ""
    subject: int | None = None
    kin: str = ""
    child: bool | None = None
    worst: bool = False
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Playing:
    """A passer-by's searched looks at a camera from a moment on, in the order of time, and the
    noise of their templates, lasting and passing, (k, d) both.
    """

    person: int
    camera: Camera
    rows: Rows
    lasting: Floats
    passing: Floats


def candidates(scene: Scene, wanted: Wanted, now_s: float) -> Iterator[Playing]:
    """Passers-by who are on no list, have no alert and are looked at within WAITS_S, in the order
    in which they come, or the worst seen first; by no camera whose picture they are not in, as it
    is out or stands still.
    """
    seen, day = scene.sightings, scene.day
    alerted = {alert.person for alert in scene.alerts}
    alerted |= {one.cast.person for one in scene.injected}
    ids = [camera.id for camera in day.cameras]
    rows = np.arange(*np.searchsorted(seen.time_s, [now_s, now_s + WAITS_S]))
    near = scene.looked_at[rows] & (day.people.subject[seen.person[rows]] < 0)
    if wanted.camera:
        camera = ids.index(wanted.camera) if wanted.camera in ids else -1
        near &= seen.camera[rows] == camera
    if wanted.child is not None:
        near &= (day.people.age[seen.person[rows]] < GROWN) == wanted.child
    rows = rows[near]
    if wanted.worst:
        rows = rows[np.argsort(seen.interocular_px[rows], kind="stable")]
    pairs = zip(seen.person[rows].tolist(), seen.camera[rows].tolist(), strict=True)
    for person, camera in dict.fromkeys(pairs):
        if person not in alerted:
            yield playing(scene, person, camera, now_s)


def playing(scene: Scene, person: int, camera: int, now_s: float) -> Playing:
    """What a passer-by's looks at a camera (its row) are from a moment on."""
    standin, _, _ = scene.enrolled
    rows = scene.looks(person, camera)
    about = scene.day.cameras[camera]
    luck = noise(about, scene.sightings, rows, standin.degrees, scene.streams)
    drawn = luck.normal(slice(0, 1), len(standin.within), scene.streams)
    drawn *= np.diag(standin.within) * luck.tail
    later = (scene.sightings.time_s[rows] >= now_s) & scene.looked_at[rows]
    lasting, passing = drawn[luck.lasting][later], drawn[luck.moment][later]
    return Playing(person, about, rows[later], lasting, passing)


def cast(scene: Scene, wanted: Wanted, now_s: float, count: int, first: int) -> list[Alerted]:
    """Up to `count` alerts that come next, of different people and about different entries,
    numbered from `first` on; SimError if nobody who passes would raise one.
    """
    found = list(islice(casts(scene, wanted, now_s, first), count))
    if not found:
        where = f"camera {wanted.camera}" if wanted.camera else "a camera"
        raise SimError(
            f"inject: got nobody who passes {where} within {WAITS_S:g} s and would raise an alert,"
            " wanted somebody: choose another moment or camera"
        )
    return found


def casts(scene: Scene, wanted: Wanted, now_s: float, first: int) -> Iterator[Alerted]:
    """Alert after alert that would come next, as `cast` has them."""
    taken = set(scene.withdrawn_at(now_s))
    taken |= set(scene.day.people.subject[scene.day.people.subject >= 0].tolist())
    taken |= {one.cast.subject for one in scene.injected}
    people: set[int] = set()
    for one in candidates(scene, wanted, now_s):
        if one.person in people:
            continue
        made = raised(scene, one, wanted, taken, now_s, first + len(people))
        if made is not None:
            people.add(one.person)
            taken.add(made.cast.subject)
            yield made


def again(scene: Scene, first: Alerted, from_s: float, number: int) -> Alerted | None:
    """The next alert about somebody who is cast already, by whichever camera; None if none comes
    within WAITS_S.
    """
    ids = range(len(scene.day.cameras))
    found = [
        made
        for camera in ids
        if (made := _replayed(scene, first, camera, from_s, number)) is not None
        and made.alert.time_s < from_s + WAITS_S
    ]
    return min(found, key=lambda one: one.alert.time_s, default=None)


def _replayed(
    scene: Scene, first: Alerted, camera: int, from_s: float, number: int
) -> Alerted | None:
    of, rows = first.cast, scene.looks(first.cast.person, camera)
    if not (scene.sightings.time_s[rows] >= from_s).any():
        return None
    one = playing(scene, of.person, camera, from_s)
    people = played(scene, [of.subject], [of.which], of.kin)
    claimed, score = _searched(scene, one, people, from_s)
    match = _first(scene, one, claimed, score, of.subject, from_s)
    if match is None:
        return None
    looks = _looks(scene, one, claimed, score)
    alert = _alert(scene, one, match, number, true=not of.kin)
    return Alerted(alert, replace(of, seen_s=match.time_s), looks)


def raised(
    scene: Scene, one: Playing, wanted: Wanted, taken: set[int], now_s: float, number: int
) -> Alerted | None:
    """The alert that somebody raises who plays an entry, or kin of one; of TRIED the first of whom
    one comes.
    """
    subjects, which = _subjects(scene, one, wanted, taken)
    people = played(scene, subjects, which, wanted.kin)
    for k in _alike(scene, one, people, subjects, now_s):
        claimed, score = _searched(scene, one, people[k : k + 1], now_s)
        match = _first(scene, one, claimed, score, subjects[k], now_s)
        if match is not None:
            alert = _alert(scene, one, match, number, true=not wanted.kin)
            about = (one.person, subjects[k], match.time_s, wanted.kin, which[k])
            of = Cast(*about, wanted.barred)
            return Alerted(alert, of, _looks(scene, one, claimed, score))
    return None


def _searched(scene: Scene, one: Playing, people: Floats, now_s: float) -> tuple[Rows, Floats]:
    """Whom the first of `people` is most like in each look, and the score, as the engine has it."""
    _, gallery, _ = scene.enrolled
    claimed, score = gallery.search(templates_of(scene, one, people)[0])
    lean = np.float32(scene.leaning_at(one.person, now_s))
    return claimed.astype(np.int64), np.minimum(score + lean, 1)


def _alike(
    scene: Scene, one: Playing, people: Floats, subjects: Sequence[int], now_s: float
) -> list[int]:
    """Which of the tries are like their own entry in so many looks that they could raise an alert;
    the whole gallery is searched for those alone. The score of a unit template of p + e before g is
    (p g + e g) / |p + e|, with no template made.
    """
    standin, gallery, _ = scene.enrolled
    entries = gallery.templates[np.array(subjects, np.int64)]
    share = standin.pass_share
    noise = np.sqrt(share) * one.lasting + np.sqrt(1 - share) * one.passing
    noise *= _scale(scene, one)[:, None]
    along = (people * entries).sum(1)[:, None] + entries @ noise.T
    squared = (people**2).sum(1)[:, None] + 2 * people @ noise.T + (noise**2).sum(1)
    wanted = scene.threshold_at(now_s) - scene.leaning_at(one.person, now_s) - ROUNDING
    near = along / np.sqrt(squared) >= wanted
    return np.flatnonzero(near.sum(1) >= scene.scenario.engine.minimum_frames).tolist()


def _subjects(
    scene: Scene, one: Playing, wanted: Wanted, taken: set[int]
) -> tuple[list[int], list[int]]:
    """Whom to try as, and the which-th kin of them."""
    if wanted.subject is not None:
        tries = TRIED if wanted.kin else 1
        return [wanted.subject] * tries, list(range(tries))
    rng = scene.streams.rng(f"inject {one.camera.id} {wanted.kin}", one.person)
    order = rng.permutation(scene.scenario.watchlist.size).tolist()
    free = [subject for subject in order if subject not in taken][:TRIED]
    return free, [0] * len(free)


def played(scene: Scene, subjects: Sequence[int], which: Sequence[int], kin: str) -> Floats:
    """(n, d) those subjects themselves, or somebody who has RESEMBLANCE to them."""
    standin, _, means = scene.enrolled
    themselves = means[np.array(subjects, np.int64)]
    if not kin:
        return themselves
    share = RESEMBLANCE[kin]
    fresh = np.stack([
        scene.streams.rng(f"inject {kin} {number}", subject).standard_normal(
            len(standin.mean), np.float32
        )
        for subject, number in zip(subjects, which, strict=True)
    ])  # fmt: skip
    own = np.float32(np.sqrt(1 - share**2)) * (fresh @ standin.between.T)
    found: Floats = standin.mean + np.float32(share) * (themselves - standin.mean) + own
    return found


def templates_of(scene: Scene, one: Playing, people: Floats) -> Floats:
    """(n, k, d) of each of `people` in the passer-by's looks."""
    standin, _, _ = scene.enrolled
    n, k = len(people), len(one.rows)
    found = standin.seen(
        np.repeat(people, k, axis=0),
        np.tile(_scale(scene, one), n),
        np.tile(one.lasting, (n, 1)),
        np.tile(one.passing, (n, 1)),
    )
    return found.reshape(n, k, -1)


def _scale(scene: Scene, one: Playing) -> NDArray[np.float64]:
    """(k,) the noise of faces so seen."""
    seen = scene.sightings
    names = ("interocular_px", "yaw_deg", "pitch_deg", "visible_share")
    found: NDArray[np.float64] = scene.enrolled[0].scale(
        *(getattr(seen, name)[one.rows] for name in names)
    )
    return found


def _first(
    scene: Scene, one: Playing, claimed: Rows, score: Floats, subject: int, now_s: float
) -> Match | None:
    """The look at which the engine would raise an alert about that subject."""
    settings, threshold = scene.scenario.engine, scene.threshold_at(now_s)
    time_s = scene.sightings.time_s[one.rows]
    one_of_each = np.zeros(len(time_s), np.int16), np.zeros(len(time_s), np.int32)
    track = passes(time_s, *one_of_each, settings.lost_after_s)
    matches = [
        Match(float(time_s[k]), k, int(track[k]), int(claimed[k]), float(score[k]))
        for k in range(len(time_s))
        if score[k] >= threshold
    ]
    return next((m for m in decide(matches, settings, threshold) if m.subject == subject), None)


def _looks(scene: Scene, one: Playing, claimed: Rows, score: Floats) -> tuple[Probe, ...]:
    seen = scene.sightings
    told = (seen.time_s, seen.interocular_px, seen.yaw_deg)
    columns = [column[one.rows].tolist() for column in told]
    return tuple(map(Probe, *columns, claimed.tolist(), score.tolist()))


def _alert(scene: Scene, one: Playing, match: Match, number: int, *, true: bool) -> AlertRaised:
    row = int(one.rows[match.frame])
    return AlertRaised(
        time_s=match.time_s + scene.late_s(one.camera.id, match.time_s),
        alert=number,
        camera=one.camera.id,
        person=one.person,
        subject=match.subject,
        score=match.score,
        true=true,
        **face_of(scene.sightings, row),
    )
