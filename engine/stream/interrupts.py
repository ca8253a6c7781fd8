"""Processes that are started where no interruption of the terminal reaches them."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.resource_tracker import ensure_running


@contextmanager
def interrupts_held() -> Iterator[None]:
    """A process started inside never hears the keyboard's interruption, nor that its terminal has
    gone away; this thread hears them after.

    The mask of blocked signals is inherited by what is started.
    """
    ensure_running()  # its start would unblock the signals that are blocked here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
