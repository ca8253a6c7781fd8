"""Where pictures of a session's alerts are made: the crowd of that moment before that camera, with
the alert's passer-by and listed person cast so that the engine finds them as alike as was drawn.
"""

from collections import OrderedDict
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from math import inf
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.measure.album import main_face
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from scenarios.failures import UPHEAVALS, Failure
from scenarios.schema import Camera
from sim.cameras.frames import Filming, imager_of
from sim.cameras.sensor.imager import Imager
from sim.casting.everybody import everybody
from sim.casting.nearness import apart, labels_of, nearest
from sim.casting.roles import embodied
from sim.casting.staging import PEOPLE_SEED
from sim.errors import SimError
from sim.estimate.machine import this_machine
from sim.fidelity.walkpast import around, compared
from sim.people.sprites import PEOPLE_HELD, PERSON_BYTES
from sim.stages.world import WALKED
from sim.training.ground import ground
from sim.training.pictures.moments import camera_of, close_up, day_around, marks_of, seen_s
from sim.training.pictures.parts import Cast, Part, cast_of, others, parts
from sim.training.pictures.screen import blurred
from sim.training.pictures.shots import EXTRAS, Candidate, Shot, pictured
from sim.world.crowd import People
from sim.world.day import Day

CAST = "cast.json"
TRIES, OTHER_TRIES = 6, 2
"""Parts that are tried for an alert, and for a further candidate, where there is a choice."""
MEMORY_SHARE, LEAST_PEOPLE, MOST_PEOPLE = 0.25, 16, 80
"""People are held ready in such a share of the memory that is left: extras, and some cast."""
SHOWN_IN_EYES = 2.4
"""A face is shown with so many times its landmarks' spread to each side."""
Tried = TypeVar("Tried", Part, int)


@dataclass(frozen=True, slots=True)
class Stock:
    """How many cameras' empty places, and how many people, a studio holds ready."""

    imagers: int = 4
    people: int = PEOPLE_HELD


@dataclass(frozen=True, slots=True)
class Pair:
    """Both pictures of an alert, and what the engine makes of them: None where it finds no face in
    one of them. The same of further candidates in `others`.
    """

    probe: Image
    enrolled: Image
    score: float | None
    others: tuple[tuple[Image, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Caught:
    """A camera's picture with somebody's landmarks (5, 2) in it."""

    bgr: Image
    marks_px: NDArray[np.floating[Any]]


class Studio:
    """One session's pictures, made in the order in which they are asked for."""

    def __init__(self, folder: Path, out: Path, stock: Stock = Stock()) -> None:
        """Of the session of `folder`; who plays whom is kept in `out`. SimError for a preset that
        is not about rendered people.
        """
        self.planned = self.ground = ground(folder, seated=False)
        self.out, self.file = out, out / CAST
        setting = self.ground.setting
        if not pictured(setting.preset):
            got = setting.scenario.engine.preset
            raise SimError(f"pictures: got preset {got!r}, wanted one of rendered people")
        self.place, self.streams = setting.place, setting.streams
        order = self.streams.rng("pictures").permutation(setting.preset.admitted)
        self.extras, self.pool = order[:EXTRAS], order[EXTRAS:]
        self.cast: Cast = cast_of(self.file)
        self.sprites, self.stock = everybody(stock.people), stock
        self.sprites.styles.update(self.cast.styles)
        self._imagers: OrderedDict[Camera, Imager] = OrderedDict()
        self._brought: tuple[Failure, ...] = ()

    @cached_property
    def analyser(self) -> Analyser:
        """The scenario's engine."""
        pack = self.ground.setting.scenario.engine.pack
        return Analyser(load_pack(pack), EngineSettings(pack=pack))

    @property
    def people(self) -> People:
        """Everybody of the day."""
        return self.ground.given.result(WALKED).people

    def go_to(self, failures: Sequence[Failure]) -> float:
        """To the day of these: the plan's, or as surges and evacuations by hand have made it; and
        from when on it is another than before, infinite where it is the same.

        Whoever came by then is who they were; those who come later are counted anew, and are
        nobody yet.
        """
        brought = tuple(one for one in failures if one.kind in UPHEAVALS)
        brought = tuple(one for one in brought if one not in self.planned.scenario.failures)
        if brought == self._brought:
            return inf
        other_s = min(one.from_s for one in {*brought} ^ {*self._brought})
        self._brought, self.ground = brought, self.planned
        self.file = self._file(brought)
        self.cast = cast_of(self.file)
        if brought:
            self.ground = self.planned.overturned(brought)
            if not self.file.exists():
                self.cast = self._cast_before(brought)
        self._dress()
        return other_s

    def _cast_before(self, brought: Sequence[Failure]) -> Cast:
        """Of the latest day before these on which anything was settled, those who came by then."""
        days = range(len(brought) - 1, 0, -1)
        last = next((n for n in days if self._file(brought[:n]).exists()), 0)
        came = np.flatnonzero(self.people.arrival_s < brought[last].from_s)
        return cast_of(self._file(brought[:last])).only(came.tolist())

    def _file(self, brought: Sequence[Failure]) -> Path:
        """Where who plays whom is kept of a day with these: one may be foreseen that never comes,
        and another in its place.
        """
        told = blake2b(repr(brought).encode(), digest_size=8).hexdigest()
        return self.out / (f"cast-{told}.json" if brought else CAST)

    def reread(self) -> None:
        """Take over who plays whom as another process has settled it meanwhile."""
        if self.file.exists():
            self.cast = cast_of(self.file)
            self._dress()

    def _dress(self) -> None:
        self.sprites.styles.clear()
        self.sprites.styles.update(self.cast.styles)

    def pair(self, shot: Shot) -> Pair:
        """The alert's two pictures, with whoever of those tried comes nearest to its score."""
        self.go_to(shot.failures)
        camera = camera_of(self.ground, shot)
        day, frame = day_around(self.ground, camera, seen_s(self.ground, shot), 1, 1)
        filming = self.filming(camera, day, {shot.person})
        close_up(filming, shot.person, frame)
        tried: list[tuple[tuple[bool, bool, float], Part, Caught, Pair]] = []
        asked = parts(shot, self.cast, self._free(shot))
        part = next(asked, None)
        while part is not None:
            seen = self._seen(filming, shot, part, frame)
            found = self._compared(seen, part.face)
            tried.append((_worth(found.score, shot), part, seen, found))
            part = _another(asked, found.score) if len(tried) < TRIES else None
        if not tried:
            raise SimError("pictures: got nobody to play, wanted a preset of more people")
        _, best, seen, pair = min(tried, key=lambda one: one[0])
        self.cast.settle(shot, best)
        self.sprites.styles[best.plays] = best.style
        beside = [self._other(seen, shot, one) for one in shot.others]
        self.cast.keep(self.file)
        return replace(pair, others=tuple((one.enrolled, one.score) for one in beside))

    def _other(self, seen: Caught, shot: Shot, candidate: Candidate) -> Pair:
        """The passer-by beside a further candidate: the face that they have, the passer-by's own if
        it is them, or that of kin who come near the score.
        """
        about = replace(shot, subject=candidate.subject, score=candidate.score, kin="")
        tried: list[tuple[float, int, Pair]] = []
        asked = others(about, self.cast, true=candidate.true)
        face = next(asked, None)
        while face is not None:
            found = self._compared(seen, face)
            off = 1.0 if found.score is None else abs(found.score - candidate.score)
            tried.append((off, face, found))
            face = _another(asked, found.score) if len(tried) < OTHER_TRIES else None
        _, face, pair = min(tried, key=lambda one: one[0])
        self.cast.faces[candidate.subject] = face
        return pair

    def filming(
        self, camera: Camera, day: Day, but: Collection[int], known: Mapping[int, int] | None = None
    ) -> Filming:
        """The camera at work on everybody, all but some played by extras if by nobody yet; `known`
        are whom some were drawn as on the same film.
        """
        filming = Filming(camera, day, self.sprites, self.streams, self._imager(camera))
        shown = np.setdiff1d(filming.shown.person, [*but])
        filming.day = replace(day, people=self._played(day.people, shown, known or {}))
        return filming

    def _seen(self, filming: Filming, shot: Shot, part: Part, frame: int) -> Caught:
        """The camera's picture of the passer-by with one part."""
        identity, person = filming.day.people.identity.copy(), shot.person
        identity[person] = part.plays
        people = replace(filming.day.people, identity=identity)
        filming.day = replace(filming.day, people=people)
        self.sprites.styles[part.plays] = part.style
        bgr, taken, _ = filming.frame(frame)
        return Caught(blurred(bgr, shot.blur), marks_of(filming, taken, person))

    def _compared(self, seen: Caught, face: int) -> Pair:
        """A passer-by beside a listed person with a face, and the engine's score of both."""
        enrolled = self.sprites.enrolment(face)
        faces, score = self.analyser.detect(enrolled), None
        if faces:
            template = self.analyser.templates(enrolled, [main_face(faces, enrolled)])[0]
            score = compared(self.analyser, seen.bgr, seen.marks_px, template)
        return Pair(around(seen.bgr, seen.marks_px, SHOWN_IN_EYES)[0], enrolled, score)

    def _free(self, shot: Shot) -> list[int]:
        """Rendered people who are nobody yet, the nearest to the passer-by first."""
        people, row = self.people, np.array([shot.person])
        free = np.setdiff1d(self.pool, [*self.cast.taken])
        far = apart(people.labels.take(row), people.manner[row], labels_of(free, PEOPLE_SEED))[0]
        found: list[int] = free[np.argsort(far, kind="stable")[:TRIES]].tolist()
        return found

    def _played(
        self, people: People, shown: NDArray[np.integer], known: Mapping[int, int]
    ) -> People:
        """Some people with somebody rendered: whoever is settled as they are, others by the nearest
        of the extras, each once as long as there are enough.
        """
        identity, plays = people.identity.copy(), {**known, **self.cast.plays}
        held = np.array([person for person in shown.tolist() if person in plays], np.int64)
        identity[held] = [plays[person] for person in held.tolist()]
        others = np.setdiff1d(shown, held)
        free = self.extras[~np.isin(self.extras, identity[held])]
        free = free if len(free) >= len(others) else self.extras
        labels = labels_of(free, PEOPLE_SEED)
        for start in range(0, len(others), len(free)):
            part = others[start : start + len(free)]
            rows = nearest(people.labels.take(part), people.manner[part], labels)
            identity[part] = free[rows]
        extras = np.setdiff1d(shown, [*self.cast.plays]).astype(np.intp)
        return embodied(replace(people, identity=identity), extras, PEOPLE_SEED)

    def _imager(self, camera: Camera) -> Imager:
        if camera not in self._imagers:
            self._imagers[camera] = imager_of(camera, self.place, self.streams)
            if len(self._imagers) > self.stock.imagers:
                self._imagers.popitem(last=False)
        self._imagers.move_to_end(camera)
        return self._imagers[camera]


def people_fit() -> int:
    """How many people a process may hold ready here."""
    fit = int(MEMORY_SHARE * this_machine().memory_bytes / PERSON_BYTES)
    return min(max(fit, LEAST_PEOPLE), MOST_PEOPLE)


def _worth(score: float | None, shot: Shot) -> tuple[bool, bool, float]:
    """The smaller, the better: a face is found, the engine would raise the alert, and its score is
    near the drawn one.
    """
    if score is None:
        return True, True, 0.0
    return False, score < shot.threshold, abs(score - shot.score)


def _another(asked: Generator[Tried, float | None, None], score: float | None) -> Tried | None:
    try:
        return asked.send(score)
    except StopIteration:
        return None
