"""What wakes a thread that waits on pipes: other threads, and the keyboard."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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
    """An event that the keyboard's interruption sets, instead of breaking into what is going on.

    However often it comes inside, it is passed on once the end is reached: to whoever had asked
    for it before, else as KeyboardInterrupt. Only the main thread can ask for that; in another,
    and where interruptions are ignored, the event is never set.
    """
    told = threading.Event()
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored or threading.current_thread() is not threading.main_thread():
        yield told
        return

    def tell(*_: object) -> None:
        told.set()
        if bell:
            bell.ring()

    before = signal.signal(signal.SIGINT, tell)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, before)
    if told.is_set():
        if callable(before):
            before(signal.SIGINT, None)
        raise KeyboardInterrupt
