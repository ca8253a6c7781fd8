"""Memory follows the largest picture and not how many sizes there were."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import numpy as np
from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser

def held(name):
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))

largest = (900, 1200)
sizes = {"one": [largest] * 8, "many": [(868 - 32 * k, 1200 - 32 * (k % 3)) for k in range(7)]}
analyser = Analyser(load_pack())
analyser.detect(np.zeros((64, 64, 3), np.uint8))
before = held("VmRSS")
for height, width in [*sizes[sys.argv[1]], largest]:
    analyser.detect(np.full((height, width, 3), 90, np.uint8))
peak, left = held("VmHWM") - before, held("VmRSS") - before
analyser.pack.arena.release()
print(peak, left, held("VmRSS") - before)
"""
MORE = 1.3


def grown(series: str) -> tuple[float, float, float]:
    """Peak, what is held at the end, and after a release, over the loaded process; MB."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, series], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    peak, left, released = (int(one) / 1e3 for one in done.stdout.split())
    return peak, left, released


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells a process's peak")
def test_pictures_of_many_sizes_need_what_as_many_of_the_largest_need():
    (one, _, _), (many, left, released) = grown("one"), grown("many")
    assert many <= MORE * one
    assert released < left / 2


def test_sizes_that_repeat_are_kept_and_others_make_room(pack):
    detector, arena = pack.detector, pack.arena
    arena.release()
    arena.make_room(1280, 736)
    detector.center_cache[1, 1, 8] = "kept"
    for _ in range(3):
        arena.make_room(192, 128)  # a feed's shrunk copies
        arena.make_room(1280, 736)
    assert detector.center_cache == {(1, 1, 8): "kept"}
    arena.make_room(1312, 736)
    assert detector.center_cache == {}


def test_portraits_one_after_another_give_nothing_back(pack):
    detector, arena = pack.detector, pack.arena
    arena.release()
    arena.make_room(320, 320)
    detector.center_cache[1, 1, 8] = "kept"
    for _ in range(3):
        for side_px in (320, 96, 256, 352, 480):  # the picture, its copy, second looks
            arena.make_room(side_px, side_px)
    assert detector.center_cache == {(1, 1, 8): "kept"}
