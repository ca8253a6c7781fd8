"""Worker processes whose parent is gone, however it went, end by themselves."""

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import wait

GRACE_S = 2.0
"""What is under way has so long to give up and tidy before the process ends."""
ORPHANED = 1
"""The exit code that nobody is there to read."""


def end_with_parent(give_up: Callable[[], None]) -> None:
    """From now on, once the parent has gone: call `give_up`, then end, at the latest GRACE_S later.

    The parent holds one end of a pipe that closes with it, on any system and for any death. A
    thread waits for that, since the operating system's own message comes with the end of the
    parent's thread, not of the parent. Where there is no parent, nothing happens.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        leave(give_up)

    threading.Thread(target=watch, name="footfall-parent", daemon=True).start()


def leave(give_up: Callable[[], None]) -> None:
    """Call `give_up`, give what is under way its grace, and end the process."""
    give_up()
    time.sleep(GRACE_S)
    os._exit(ORPHANED)
