"""A video file's pictures one by one, past what is damaged, with what could not be read between."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import av

from engine.faces import Loss
from engine.film.clock import Clock, Findings, Order, Slot
from engine.film.fields import Weaver
from engine.film.picture import Turn, matrix
from engine.film.shots import Shot
from engine.film.survey import Film, opened, packets


@dataclass(frozen=True, slots=True)
class Landing:
    """Where decoding begins: with which packet, and which picture must come out of it whole (by its
    ticks) for what follows to be as if it had begun with the first.
    """

    packet: int = 0
    proof: int = -1


class AstrayError(Exception):
    """A keyframe from which the decoder does not find its way."""


class _Reel:
    """Where reading stands: `due` is the next picture's index, `ahead` the slots of packets whose
    picture has not come, `faults` what raised since the last picture, `why` the first fault of all.
    """

    def __init__(self, path: Path, film: Film, found: Findings, landing: Landing) -> None:
        self.path, self.film, self.landing = path, film, landing
        self.clock = Clock(film.scale, found)
        self.ahead: list[Slot] = []
        self.due = self.faults = 0
        self.time_s = 0.0
        self.why: str | None = None
        self.proven = landing.proof < 0
        self.turns: dict[int, Turn] = {}

    def read(self, container: Any) -> Iterator[Shot | Loss]:
        """All from the landing on; AstrayError if that was no good place, before anything else."""
        stream = container.streams[self.film.stream]
        stream.codec_context.copy_opaque = True
        for packet in packets(container, stream, self.fail):
            if packet.size and self._wanted(packet):
                yield from self._decoded(packet.decode)
        yield from self._decoded(stream.codec_context.decode)
        yield from self._end(stream)

    def fail(self, err: object) -> None:
        """Something could not be read."""
        if not self.proven:
            raise AstrayError
        self.faults += 1
        self.why = self.why or f"{self.path}: damaged after {self.time_s:.2f} s: {err}"

    def _wanted(self, packet: Any) -> bool:
        """Take in a packet; whether it is to be decoded."""
        slot = self.clock.slot(packet)
        if slot.number < self.landing.packet:
            self.due += slot.shown
            return False
        if slot.number < self.film.scale.begins:
            return False
        if slot.shown:
            heappush(self.ahead, slot)
        packet.opaque = slot  # the decoder hands it on to the packet's picture
        return True

    def _decoded(self, decode: Any) -> Iterator[Shot | Loss]:
        try:
            pictures = decode()
        except av.FFmpegError as err:
            self.fail(err)
        else:
            for picture in pictures:
                yield from self._take(picture)

    def _take(self, picture: Any) -> Iterator[Shot | Loss]:
        """A picture, after those before it that never came."""
        slot = self._slot(picture)
        if not slot.shown and not slot.leading:
            return
        yield from self._pass(slot)
        if self.ahead and self.ahead[0] == slot:
            heappop(self.ahead)
        self._prove(slot, picture)
        self.time_s = max(self.film.scale.seconds(slot.ticks), self.time_s)
        index, self.due, self.faults = self.due, self.due + 1, 0
        if picture.rotation not in self.turns:
            self.turns[picture.rotation] = matrix(picture)
        yield Shot(index, self.time_s, picture, self.film.aspect, self.turns[picture.rotation])

    def _slot(self, picture: Any) -> Slot:
        """A picture's own, or the first that waits for one."""
        if self.film.scale.order is Order.counted:
            waiting = sorted(self.ahead)[: self.faults + 1]
        else:
            waiting = [picture.opaque] if picture.opaque else self.ahead[:1]
        return waiting[-1] if waiting else Slot(self._after(1), -1)

    def _prove(self, slot: Slot, picture: Any) -> None:
        if not self.proven and slot.ticks >= self.landing.proof:
            if slot.ticks > self.landing.proof or picture.is_corrupt:
                raise AstrayError
            self.proven = True

    def _pass(self, until: Slot | None) -> Iterator[Loss]:
        """No picture comes for what is shown before a slot; it is lost if there is damage."""
        while self.ahead and (until is None or self.ahead[0] < until):
            slot = heappop(self.ahead)
            if self.why is not None:
                yield self._loss(slot.ticks)
            self.due += self.why is None

    def _loss(self, ticks: int) -> Loss:
        self.time_s = max(self.film.scale.seconds(ticks), self.time_s)
        index, self.due = self.due, self.due + 1
        return Loss(index, self.time_s, str(self.why))

    def _after(self, frames: int) -> int:
        """The ticks of so many frames after the last picture."""
        scale = self.film.scale
        return round(self.time_s / scale.tick_s) + frames * scale.frame

    def _end(self, stream: Any) -> Iterator[Loss]:
        """What was to come after the last picture, as far as the file says."""
        if not self.proven:
            raise AstrayError
        promised = self.film.promised - self.clock.unshown
        if self.why is None and self.due < promised and self._ends_early(stream):
            self.fail("the end is missing")
        known = self.due + len(self.ahead)
        yield from self._pass(None)
        if self.why is not None:
            for _ in range(known, max(promised, known)):
                yield self._loss(self._after(1))

    def _ends_early(self, stream: Any) -> bool:
        """Whether the last picture was shown more than half a frame before the stream's end; a
        trimmed file may list pictures that are not to be shown.
        """
        if stream.duration is None or self.clock.highest is None:
            return False
        until: int = (stream.start_time or 0) + stream.duration
        return self.clock.highest + 1.5 * self.film.scale.frame < until


def footage(
    path: Path, film: Film, time_s: float = 0.0, found: Findings | None = None
) -> Iterator[Shot | Loss]:
    """The pictures of a film that are shown from a time on, and some before; those that are shown
    interlaced are made whole. What was found of its stamps goes into `found`.

    An index is the rank of a picture's time among all packets, so it holds wherever one begins.
    What lies before the wanted time is read and, up to the last keyframe, not decoded: no index
    of the container is asked, and no byte guessed. What cannot be decoded is a Loss each, once the
    next picture or the end is there. Raises av.FFmpegError if the file cannot be opened.
    """
    landing = landed(path, film, time_s) if time_s > 0 else Landing()
    try:
        yield from _read(path, film, found or Findings(), landing)
    except AstrayError:
        yield from _read(path, film, found or Findings(), Landing())


def landed(path: Path, film: Film, time_s: float) -> Landing:
    """The last keyframe that is shown no later than the last picture before a time."""
    if film.scale.order is Order.counted:
        return Landing()
    clock, keys = Clock(film.scale, Findings()), [Landing()]
    proof, behind = -1, 0
    with opened(path) as container:
        stream = container.streams[film.stream]
        for packet in packets(container, stream, lambda _: None):
            slot = clock.slot(packet) if packet.size else Slot(-1, -1, shown=False)
            if not slot.shown:
                continue
            if film.scale.seconds(slot.ticks) < time_s:
                proof = max(proof, slot.ticks)
            elif packet.is_keyframe:
                behind += 1
            if packet.is_keyframe:
                keys.append(Landing(slot.number, slot.ticks))
                passed = [key for key in keys if key.proof <= proof]
                keys = passed[-1:] + [key for key in keys if key.proof > proof]
            if behind > 1:  # what is stored behind the second is shown behind the first
                break
    return Landing(max(key.packet for key in keys if key.proof <= proof), proof)


def _read(path: Path, film: Film, found: Findings, landing: Landing) -> Iterator[Shot | Loss]:
    found.clear()
    with opened(path) as container:
        yield from Weaver().woven(_Reel(path, film, found, landing).read(container))
