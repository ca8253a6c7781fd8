"""What wakes a thread that waits on pipes: other threads, and signals that end a program."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Signals that end a program: the keyboard's, a polite one, and a terminal that goes away."""


class Bell:
    """A pipe to oneself; `number` is the descriptor to wait on."""

    def __init__(self) -> None:
        self.number, self._rope = os.pipe()
        os.set_blocking(self.number, False)
        os.set_blocking(self._rope, False)

    def ring(self) -> None:
        """Wake whoever waits; from any thread, and from a signal's handler."""
        with suppress(BlockingIOError):  # a full pipe is already ringing
            os.write(self._rope, b"!")

    def hush(self) -> None:
        """Forget what has rung so far."""
        with suppress(BlockingIOError):
            os.read(self.number, 65536)

    def close(self) -> None:
        """Give both ends back."""
        os.close(self.number)
        os.close(self._rope)


@contextmanager
def interruption(bell: Bell | None = None) -> Iterator[threading.Event]:
    """An event that a signal of ENDINGS sets, instead of breaking into what is going on.

    However often one comes inside, the last is passed on once the end is reached: to whoever had
    asked for it before, and then as KeyboardInterrupt. Only the main thread can ask for that; in
    another the event is never set, nor by signals that nobody had asked for, or that are ignored.
    """
    told, came = threading.Event(), [signal.SIGINT]
    if threading.current_thread() is not threading.main_thread():
        yield told
        return

    def tell(number: int, _: object) -> None:
        came[0] = signal.Signals(number)
        told.set()
        if bell:
            bell.ring()

    before = {one: signal.getsignal(one) for one in ENDINGS}
    heard = {one: handler for one, handler in before.items() if callable(handler)}
    for one in heard:
        signal.signal(one, tell)
    try:
        yield told
    finally:
        for one, handler in heard.items():
            signal.signal(one, handler)
    if told.is_set():
        heard[came[0]](came[0], None)
        raise KeyboardInterrupt
