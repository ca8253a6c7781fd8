"""One clock a film: when each picture is shown, from the first on, whatever its file stamps."""

from collections import deque
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

BACK_FRAMES, BACK_S = 2, 0.25
"""Stamps that fall by no more than the larger of the two shake; by more, they start again."""
REORDERED = 16
"""Pictures that may be stored before one and shown after it: the most that any coder allows."""
WRAP = 1 << 33
"""Ticks of 1/90000 s after which the stamps of MPEG streams begin again: 26.5 hours."""
WRAP_S = 3600.0
"""A fall that lacks less than this to a whole wrap is one, with a gap in it."""
LONGEST_GAP_S = 86_400.0
"""A longer time without a picture is no gap but two clocks that have nothing to do with each other:
a recorder that films on motion only does so within a day.
"""
TOLD_S, TOLD_FRAMES = 1.0, 3
"""Gaps of at least the larger of the two are counted."""


class Order(StrEnum):
    """In which order pictures are shown."""

    by_stamp = "by_stamp"
    """That of their stamps."""
    as_stored = "as_stored"
    """That of the file."""
    counted = "counted"
    """One that only the decoder knows: the n-th that it gives has the n-th stamp of the file."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is known of a stream's stamps: their unit, how many of it a usual frame lasts, the order
    in which pictures are shown, how many packets there are before the first keyframe, whether
    there are stamps at all (without, a frame is a tick), and whether they are 33 bits wide.
    """

    tick_s: Fraction
    frame: int
    order: Order
    begins: int = 0
    stamped: bool = True
    wraps: bool = False

    def seconds(self, ticks: int) -> float:
        """Ticks as seconds.

        >>> Scale(Fraction(1, 90_000), 3600, Order.by_stamp).seconds(9000)
        0.1
        """
        return float(ticks * self.tick_s)


@dataclass(slots=True)
class Findings:
    """What a clock had to mend, as far as a film was read."""

    first_stamp_s: float | None = None
    """Of the first picture; None: the file stamps none, pictures are counted."""
    restarts: int = 0
    """The stamps began again; time went on by a frame."""
    wraps: int = 0
    """Their 33 bits ran over; time went on as if they had not."""
    jumps: int = 0
    """They went on more than a day later; time went on by a frame."""
    gaps: int = 0
    """Nothing was recorded for a second or more; time went on."""
    longest_gap_s: float = 0.0
    before_keyframe: int = 0
    """Pictures before the first that can be decoded by itself; they are left out."""
    not_shown: int = 0
    """Pictures that the file holds and says not to show: trimmed ones; they are left out."""

    def as_json(self) -> dict[str, Any]:
        """By name."""
        return asdict(self) | {"longest_gap_s": round(self.longest_gap_s, 4)}

    def clear(self) -> None:
        """As before anything was read."""
        for name, value in asdict(Findings()).items():
            setattr(self, name, value)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A packet's picture: when it is shown, in ticks from the first, which packet of the stream it
    is, counted from 0, whether it is shown at all, and whether it would be shown before the first
    keyframe, so that hardly a decoder can give it.
    """

    ticks: int
    number: int
    shown: bool = field(default=True, compare=False)
    leading: bool = field(default=False, compare=False)


class Clock:
    """Gives each packet of a stream, in the order of the file, its slot."""

    def __init__(self, scale: Scale, found: Findings) -> None:
        self.scale, self.found = scale, found
        self.unshown, self._packets = 0, 0
        self._first: int | None = None
        self._offset = self._highest = self._last = 0
        self._former: tuple[int, int] | None = None
        self._recent: deque[int] = deque(maxlen=REORDERED + 1)

    def slot(self, packet: Any) -> Slot:
        """The next packet's."""
        number, stamp = self._packets, self._stamp(packet)
        self._packets += 1
        if number < self.scale.begins:
            self.found.before_keyframe += 1
        self.found.not_shown += packet.is_discard
        if number < self.scale.begins or packet.is_discard or _hidden(packet):
            return self._left_out(number)
        if self._first is None:
            ticks = self._begin(stamp)
        elif stamp is None:
            ticks = self._last + self.scale.frame
        else:
            ticks = self._mended(stamp, packet.is_keyframe)
        if self.scale.order is not Order.by_stamp:
            ticks = max(ticks, self._last)
        if ticks < 0:
            if number <= self.scale.begins + REORDERED:
                return self._left_out(number, leading=True)
            ticks = self._last
        self._last = max(self._last, ticks)
        return Slot(ticks, number)

    @property
    def highest(self) -> int | None:
        """The latest stamp so far; None if there is none or they did not just rise."""
        mended = self.found.restarts + self.found.wraps + self.found.jumps
        return None if mended or self._first is None else self._highest

    def _stamp(self, packet: Any) -> int | None:
        if not self.scale.stamped:
            return None
        stamp: int | None = packet.dts if self.scale.order is Order.counted else packet.pts
        return packet.dts if stamp is None else stamp

    def _left_out(self, number: int, leading: bool = False) -> Slot:
        self.unshown += 1
        return Slot(-1, number, shown=False, leading=leading)

    def _begin(self, stamp: int | None) -> int:
        self._first = self._highest = stamp or 0
        self._offset = -self._first
        if stamp is not None:
            self.found.first_stamp_s = round(self.scale.seconds(stamp), 6)
        return 0

    def _mended(self, stamp: int, key: bool) -> int:
        """A stamp's ticks; what it shows may change how stamps are read from now on."""
        jump = stamp - self._highest
        if self._former and not key:
            offset, highest = self._former
            if abs(stamp - highest) < abs(jump):  # stored after the break, shown before
                return max(stamp + offset, 0)
        if jump > LONGEST_GAP_S / self.scale.tick_s:
            self.found.jumps += 1
            self._break(stamp, self._last + self.scale.frame - stamp)
        elif self.scale.wraps and abs(jump + WRAP) * self.scale.tick_s < WRAP_S:
            self.found.wraps += 1
            self._break(stamp, self._offset + WRAP)
        elif self._falls(stamp, key):
            self.found.restarts += 1
            self._break(stamp, self._last + self.scale.frame - stamp)
            self._former = None  # short pieces lie too near to each other to be told apart
        else:
            self._tell(self.scale.seconds(jump))
            self._highest = max(self._highest, stamp)
        self._recent.append(stamp)
        return stamp + self._offset

    def _break(self, stamp: int, offset: int) -> None:
        self._former = self._offset, self._highest
        self._offset, self._highest = offset, stamp

    def _falls(self, stamp: int, key: bool) -> bool:
        """Whether stamps start again. What is stored before a keyframe is shown before it; of any
        other picture, all but a few.
        """
        least = stamp + max(BACK_FRAMES * self.scale.frame, BACK_S / self.scale.tick_s)
        if key or self.scale.order is not Order.by_stamp:
            return self._highest > least
        return len(self._recent) > REORDERED and min(self._recent) > least

    def _tell(self, jump_s: float) -> None:
        if jump_s >= max(TOLD_S, self.scale.seconds(TOLD_FRAMES * self.scale.frame)):
            self.found.gaps += 1
            self.found.longest_gap_s = max(self.found.longest_gap_s, jump_s)


def _hidden(packet: Any) -> bool:
    """Whether a VP8 packet only helps to decode others: bit 4 of its head says `show_frame`."""
    return packet.stream.codec_context.name in ("vp8", "libvpx") and not memoryview(packet)[0] & 16
