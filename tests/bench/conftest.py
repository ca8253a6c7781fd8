"""Benchmarks: each ours against something run beside it, in turn, printed as a ratio."""

import statistics
import sys
import time

import pytest

ROUNDS = 9


@pytest.fixture
def beside(benchmark, capsys):
    """A function that times `ours` and `theirs` in turn and prints how many times faster ours is;
    the benchmark's own figures are those of `ours`.
    """

    def run(name: str, ours, theirs, rounds: int = ROUNDS) -> float:
        ours()
        theirs()
        pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
        ratio = statistics.median(b / a for a, b in pairs)
        benchmark.pedantic(ours, rounds=rounds)
        benchmark.extra_info["ratio"] = ratio
        with capsys.disabled():
            low, high = min(b / a for a, b in pairs), max(b / a for a, b in pairs)
            said = f"{ratio:.2f} times as fast (pairs {low:.2f} to {high:.2f})"
            sys.stdout.write(f"\n{name}: {said}\n")
        return ratio

    return run


def _seconds(call) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
