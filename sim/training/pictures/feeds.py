"""What cameras' screens show at the desks of one session: a picture of each now and then, with the
moment at which it was taken.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import cv2
import numpy as np

from engine.disk.files import UnreadError
from engine.moments import INSTANT_S
from scenarios.failures import UPHEAVALS, Failure
from scenarios.schema import Camera
from sim.training.ground import Ground
from sim.training.injects.ahead import Clock
from sim.training.live import Live
from sim.training.pictures.screen import blurred, on_screen
from sim.training.pictures.shots import blur_of, pictured
from sim.training.pictures.snapshots import QUALITY, View

KEPT = 6
"""Pictures of a camera that are held."""
APART_S = 2.0
"""Of people's time between two pictures of a camera, at least."""
WATCHED_S = 10.0
"""So long after a desk last asked for feeds pictures are still made."""
USUAL_S = 2.0
"""What the first picture of a camera is taken to need."""
PUT_OFF_S = 30.0
"""Before a picture that could not be made is tried again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A view as JPEG, and its number."""

    view: View
    number: int
    coded: bytes


@dataclass(frozen=True, slots=True)
class Screened:
    """What a camera's screen shows: `snapshot`, None while there is none; or it is `dark`."""

    camera: str
    snapshot: Snapshot | None
    dark: bool


class Feeds:
    """The screens of a session's cameras. Pictures are made for the moment at which they are likely
    to be ready, as nobody's part in the world changes what cameras film but surges and evacuations.
    """

    def __init__(
        self, ground: Ground, live: Live, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.live, self._now_s = live, now_s
        self.scenario = ground.setting.scenario
        self.there = pictured(ground.setting.preset)
        self.cameras: Sequence[Camera] = self.scenario.watching
        names = [one.id for one in self.cameras]
        self._held: dict[str, list[Snapshot]] = {name: [] for name in names}
        self._shown: dict[str, deque[int]] = {name: deque(maxlen=KEPT) for name in names}
        self._takes_s = dict.fromkeys(names, USUAL_S)
        self._put_off_s: dict[str, float] = {}
        self._asked_s, self._made = -inf, 0

    def show(self, clock_s: float) -> list[Screened]:
        """What stands on every screen now; from now on, for a while, pictures are made."""
        self._asked_s = self._now_s()
        found = []
        for camera in self.cameras:
            taken_s = on_screen(camera, clock_s, self._failures)
            one = None if taken_s is None else self._newest(camera.id, taken_s)
            if one is not None and one.number not in self._shown[camera.id]:
                self._shown[camera.id].append(one.number)
            found.append(Screened(camera.id, one, taken_s is None))
        return found

    @property
    def watched(self) -> bool:
        """Whether a desk asked for feeds lately."""
        return self._now_s() - self._asked_s <= WATCHED_S

    def picture(self, camera: str, number: int) -> tuple[bytes, float]:
        """A picture that was shown lately, and how many times less detail its camera had, as
        `softened` takes it; UnreadError for any other.
        """
        for one in self._held.get(camera, ()):
            if one.number == number and number in self._shown[camera]:
                steering = self.live.steering if self.live.steered else None
                times = blur_of(steering.scene, camera, one.view.taken_s) if steering else 1.0
                return one.coded, times
        raise UnreadError("no picture")

    def wanted(self, clock: Clock) -> tuple[float, View] | None:
        """Which picture is missed most, and by how many seconds of people's time the one before is
        older; None: none, or nobody looks.
        """
        if not self.there or not self.watched:
            return None
        missed = [found for one in self.cameras if (found := self._missed(one, clock))]
        return max(missed, key=lambda found: found[0], default=None)

    def take(self, view: View, coded: bytes, took_s: float) -> None:
        """Keep a picture that was made, and for how long it took: if less than usual the next is
        expected as soon, as the one before may have had a process to begin.
        """
        held = self._held[view.camera]
        held.append(Snapshot(view, self._made, coded))
        held[:] = [one for one in held if self._true(one.view)][-KEPT:]
        self._made += 1
        usual_s = self._takes_s[view.camera]
        self._takes_s[view.camera] = min(took_s, (usual_s + took_s) / 2)

    def put_off(self, view: View) -> None:
        """A picture could not be made: for a while none of its camera is tried again."""
        self._put_off_s[view.camera] = self._now_s() + PUT_OFF_S

    def _missed(self, camera: Camera, clock: Clock) -> tuple[float, View] | None:
        if self._now_s() < self._put_off_s.get(camera.id, -inf):
            return None
        ready_s = clock.now_s + self._takes_s[camera.id] * clock.speed
        ready_s = min(ready_s, max(clock.now_s, self.live.until_s))
        taken_s = on_screen(camera, ready_s, self._failures)
        if taken_s is None:
            return None
        before = self._newest(camera.id, taken_s)
        older_s = inf if before is None else (taken_s - before.view.taken_s) / max(clock.speed, 1.0)
        if older_s <= APART_S:
            return None
        return older_s, View(camera.id, taken_s, self._brought(taken_s))

    def _newest(self, camera: str, upto_s: float) -> Snapshot | None:
        """The last picture of a camera that was taken by a moment."""
        of = [one for one in self._held[camera] if one.view.taken_s <= upto_s + INSTANT_S]
        of = [one for one in of if self._true(one.view)]
        return max(of, key=lambda one: one.view.taken_s, default=None)

    def _true(self, view: View) -> bool:
        """Whether the day is still as it was when a picture was made of it."""
        return view.brought == self._brought(view.taken_s)

    @property
    def _failures(self) -> list[Failure]:
        return [*self.scenario.failures, *self._by_hand]

    @property
    def _by_hand(self) -> list[Failure]:
        return self.live.steering.scene.brought if self.live.steered else []

    def _brought(self, taken_s: float) -> tuple[Failure, ...]:
        """Surges and evacuations by hand that a camera may have seen by a moment."""
        found = (one for one in self._by_hand if one.kind in UPHEAVALS)
        return tuple(one for one in found if one.from_s <= taken_s)


def softened(coded: bytes, times: float) -> bytes:
    """A picture as its camera sent it, out of focus or not; work for which no clock should wait."""
    if times <= 1:
        return coded
    bgr = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_COLOR)
    soft = blurred(np.asarray(bgr, np.uint8), times)
    return cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
