"""The farm beside the bare models in as many processes and beside a loop of FaceAnalysis."""

import sys

import cv2
from insightface.data import get_image

from engine.stress.load import Load
from engine.stress.parts.throughput import throughput
from engine.stress.terms import Terms

SIZE_PX = (1280, 736)


def test_the_farm_with_two_workers(benchmark, capsys):
    load = Load("insightface's six people", (cv2.resize(get_image("t1"), SIZE_PX),), 6.0)
    asked = (load, Terms(work_s=5.0, rounds=3), lambda _: None)
    found = benchmark.pedantic(throughput, asked, rounds=1)
    with capsys.disabled():
        for name in ("efficiency", "vs_insightface"):
            one = getattr(found, name)
            pairs = f"(pairs {one.low:.2f} to {one.high:.2f})"
            sys.stdout.write(f"\n{name}: {one.median:.2f} {pairs}\n")
