"""Ctrl-C, a polite end and a terminal that goes away: each ends a command in the same way."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from engine.stream.bell import ENDINGS

COMMANDS = "dashboards.cli."
"""So begin the names of the commands' modules."""
SIGNALLED = 128
"""Added to a signal's number where one ended the command, as shells count it."""


class EndedError(KeyboardInterrupt):
    """A signal ended the command; whatever answers the keyboard's interruption answers it, too."""

    def __init__(self, number: int) -> None:
        super().__init__(signal_told(number))
        self.number = number


class Ear:
    """Hears the first signal that ends the command; while that is answered, others change nothing.

    With `at_once` the process ends there and then: good as long as it holds nothing, and needed
    while modules are imported, some of which take an exception for a fault of their own. So it does
    while a command imports what it needs, which it does before it begins.
    """

    def __init__(self) -> None:
        self.at_once = True

    def hear(self, number: int, frame: FrameType | None) -> None:
        """The signals' handler."""
        for one in ENDINGS:
            if signal.getsignal(one) == self.hear:
                signal.signal(one, signal.SIG_IGN)
        if self.at_once or _getting_ready(frame):
            os.write(2, f"footfall: {signal_told(number)}\n".encode())
            os._exit(SIGNALLED + number)
        raise EndedError(number)


def _getting_ready(frame: FrameType | None) -> bool:
    """Whether a command is importing what it needs; what is imported by what it needs, later and
    while it is at work, does not count.
    """
    importer = None
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            importer = frame.f_back
        frame = frame.f_back
    return importer is not None and str(importer.f_globals.get("__name__")).startswith(COMMANDS)


def signal_told(number: int) -> str:
    """What happened, in words.

    >>> signal_told(signal.SIGINT), signal_told(signal.SIGTERM)
    ('interrupted', 'ended by SIGTERM')
    """
    return "interrupted" if number == signal.SIGINT else f"ended by {signal.Signals(number).name}"


@contextmanager
def ends_heard() -> Iterator[Ear]:
    """Hear signals that would end the process; those somebody else hears or ignores are left.

    Once one was heard the others stay ignored to the process's end, which takes a while: a second
    Ctrl-C must not kill what the first one tidies up. Only the main thread can hear any.
    """
    ear, usual = Ear(), (signal.SIG_DFL, signal.default_int_handler)
    if threading.current_thread() is not threading.main_thread():
        yield ear
        return
    before = {one: signal.getsignal(one) for one in ENDINGS if signal.getsignal(one) in usual}
    for one in before:
        signal.signal(one, ear.hear)
    try:
        yield ear
    finally:
        for one, handler in before.items():
            if signal.getsignal(one) == ear.hear:
                signal.signal(one, handler)
