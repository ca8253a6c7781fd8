"""What a camera's screen showed around an alert: frames as they were taken, late, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.moments import INSTANT_S
from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.cameras.outages import BLACK, DARK, OUTAGES, handed, lasting
from sim.streams import Streams
from sim.training.pictures.shots import AFTER_S, BEFORE_S, Shot


@dataclass(frozen=True, slots=True)
class Screen:
    """A camera's frames, taken at `taken_s` (n,), and which of them stood on its screen at one
    moment after another (m,), or BLACK.
    """

    taken_s: NDArray[np.float64]
    shown: NDArray[np.int64]

    def runs(self) -> list[NDArray[np.int64]]:
        """The frames that were ever shown, in runs without a gap."""
        ever = np.unique(self.shown[self.shown != BLACK])
        cut = np.flatnonzero(np.diff(ever) > 1) + 1
        return [one for one in np.split(ever, cut) if len(one)]


def screen(camera: Camera, shot: Shot, seen_s: float, streams: Streams) -> Screen:
    """What stood on a camera's screen from BEFORE_S before the moment of an alert until AFTER_S
    after it, at the camera's rate; the face was seen at `seen_s`, so that frame came.

    The moment is when that frame came, or when the alert did where it rests on a picture that
    stands still. Frames that are delayed come in their order: until the first of them is there the
    one before stands.
    """
    before, after = round(BEFORE_S * camera.fps), round(AFTER_S * camera.fps)
    outages = [one for one in shot.failures if one.kind in OUTAGES]
    delays = [one for one in shot.failures if one.kind == "network_delay"]
    still = [one for one in outages if one.kind == "feed_frozen" and one.lasts(shot.time_s)]
    moment_s = shot.time_s if still else seen_s + _late_s(delays, np.array([seen_s]), camera)[0]
    end_s = moment_s + after / camera.fps
    began_s = min([seen_s - before / camera.fps, *(one.from_s - 1 / camera.fps for one in still)])
    first = -round(min(seen_s - began_s, seen_s) * camera.fps - INSTANT_S)
    last = round((end_s - seen_s) * camera.fps)
    taken_s = seen_s + np.arange(first, last + 1) / camera.fps
    came = handed(camera, taken_s, outages, streams)
    picture = came.picture.copy()
    picture[-first] = -first
    arrives_s = np.maximum.accumulate(taken_s + _late_s(delays, taken_s, camera))
    at_s = moment_s + np.arange(-before, after + 1) / camera.fps
    newest = np.searchsorted(arrives_s, at_s[at_s > -INSTANT_S] + INSTANT_S, "right") - 1
    return Screen(taken_s, np.where(newest < 0, BLACK, picture[newest]))


def on_screen(camera: Camera, now_s: float, failures: Sequence[Failure]) -> float | None:
    """When the picture was taken that a camera's screen shows at a moment: earlier where frames
    come late or stand still; None: it shows none. Single frames that get lost are passed over.
    """
    mine = [one for one in failures if one.what in ("", camera.id)]
    dark, frame_s = [one for one in mine if one.kind in DARK], 1 / camera.fps
    taken_s = _come(camera, now_s, [one for one in mine if one.kind == "network_delay"])
    while taken_s >= 0:
        over = next((one for one in dark if one.lasts(taken_s)), None)
        if over is None:
            return taken_s
        if over.kind == "camera_out":
            return None
        others = (one.to_s for one in dark[: dark.index(over)] if one.to_s <= taken_s)
        taken_s = max([over.from_s, *others]) - frame_s  # what it stands still on
    return None


def _come(camera: Camera, now_s: float, delays: Sequence[Failure]) -> float:
    """When the newest frame was taken that has come by a moment; they come in their order."""
    all_came_s = now_s - sum(one.much for one in delays)
    late = [one for one in delays if one.to_s > all_came_s]
    cuts = sorted({0.0, *(at for one in late for at in (one.from_s, one.to_s) if at <= now_s)})
    for start_s, end_s in zip(cuts, [*cuts[1:], inf], strict=True):
        late_s = sum(one.much for one in late if one.lasts(start_s + INSTANT_S))
        if start_s > now_s - late_s:
            return start_s - 1 / camera.fps
        if now_s - late_s < end_s:
            return now_s - late_s
    raise AssertionError("the last of them has no end")


def _late_s(
    delays: Sequence[Failure], time_s: NDArray[np.float64], camera: Camera
) -> NDArray[np.float64]:
    """How much later frames that were taken at these moments come."""
    found = np.zeros(len(time_s))
    for one in delays:
        if one.what in ("", camera.id):
            found += np.where(lasting(one, time_s), one.much, 0.0)
    return found


def blurred(bgr: Image, times: float) -> Image:
    """A picture with so many times less detail, as `interocular_px` has it of a camera that is out
    of focus: as if it had so many times fewer pixels.

    >>> blurred(np.zeros((40, 60, 3), np.uint8), 2.0).shape
    (40, 60, 3)
    """
    if times <= 1:
        return bgr
    high, wide = bgr.shape[:2]
    fewer = (max(round(wide / times), 1), max(round(high / times), 1))
    small: NDArray[Any] = cv2.resize(bgr, fewer, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR), np.uint8)
