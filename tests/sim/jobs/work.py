"""Work for processes, which import this file alone: little."""

import os
import signal
import time

from engine.disk.files import whole, write_text
from sim.jobs.job import Job, Keeping


def double(value, progress):
    progress(0.5)
    return 2 * value


def slow(_value, progress):
    time.sleep(0.6)
    progress(1.0)


def fail(value, _progress):
    raise ValueError(f"job {value} failed")


def endless(folder, progress):
    (folder / "began").touch()
    while True:
        time.sleep(0.01)
        progress(0.5)


def die(_value, _progress):
    os.kill(os.getpid(), signal.SIGKILL)


def film(folder, progress):
    """A job that holds a file as long as it is not told to give up."""
    with whole(folder / "film") as part:
        part.touch()
        while True:
            time.sleep(0.01)
            progress(0.5)


def save(file, value):
    write_text(file, str(value))


def load(file):
    return 10 * int(file.read_text())


def keeping(folder, number):
    return Job(double, (number,), 1.0, Keeping(folder / str(number), load, save))
