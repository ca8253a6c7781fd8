"""Search of a watchlist beside the better of numpy and FAISS; its recall; its memory."""

import subprocess
import sys
import time

import faiss
import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.matching.watchlist import Watchlist
from engine.matching.watchlists import CANDIDATES, Watchlists

DIMENSION, LONG = 192, 1_000_000
MEMORY = """
import sys
from pathlib import Path

import numpy as np
import psutil

from engine.matching.vault import load_watchlist, save_watchlist
from engine.matching.watchlists import Watchlists
from tests.bench.test_watchlist import drawn, listed

path, key = Path(sys.argv[1]), bytes(32)
if not path.exists():
    save_watchlist(listed(drawn(int(sys.argv[2]), np.float16)), path, key)
else:
    held = Watchlists([load_watchlist(path, key)], 0.5)
    held.search(np.zeros((32, 192), np.float32) + 192**-0.5)
    print(f"{psutil.Process().memory_info().rss / 1e6:.0f}", end=" ")
status = Path("/proc/self/status").read_text()
print(f"{int(status.split('VmHWM:')[1].split()[0]) * 1024 / 1e6:.0f}")
"""


@pytest.fixture(autouse=True)
def one_thread():
    """As in a worker: the other cores have jobs of their own."""
    with threadpool_limits(1):
        yield


def drawn(rows: int, kind=np.float32, seed=1) -> np.ndarray:
    """Unit templates of nobody, made part by part to take no more memory than they need."""
    rng, made = np.random.default_rng(seed), np.empty((rows, DIMENSION), kind)
    for at in range(0, rows, 50_000):
        part = rng.standard_normal((len(made[at : at + 50_000]), DIMENSION), dtype=np.float32)
        made[at : at + 50_000] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return made


def listed(templates: np.ndarray) -> Watchlist:
    names = tuple(f"subject {k:07d}" for k in range(len(templates)))
    return Watchlist("bench", "bench", names, templates, "test")


def views(templates: np.ndarray, count: int) -> np.ndarray:
    """Probes that compare at about .58 with their own subject, as a poor view does."""
    rng = np.random.default_rng(2)
    own = templates[rng.integers(0, len(templates), count)].astype(np.float32)
    noisy = own + 0.1 * rng.standard_normal(own.shape, dtype=np.float32)
    return noisy / np.linalg.norm(noisy, axis=1, keepdims=True)


def rivals(templates: np.ndarray, probes: np.ndarray):
    """The five best by bare libraries: name and call."""

    def product():
        scores = probes @ templates.T
        return np.argpartition(-scores, CANDIDATES, axis=1)[:, :CANDIDATES]

    inner = faiss.METRIC_INNER_PRODUCT
    indices = {"SQ8": faiss.IndexScalarQuantizer(DIMENSION, faiss.ScalarQuantizer.QT_8bit, inner)}
    if len(templates) < LONG:
        indices["flat"] = faiss.IndexFlatIP(DIMENSION)
    else:
        kind = faiss.ScalarQuantizer.QT_fp16
        indices["fp16"] = faiss.IndexScalarQuantizer(DIMENSION, kind, inner)
    for index in indices.values():
        index.train(templates[:100_000])
        index.add(templates)
    searches = {
        f"FAISS {name}": lambda index=index: index.search(probes, CANDIDATES)
        for name, index in indices.items()
    }
    return {"numpy": product} | searches


def seconds(call) -> float:
    """The middle of five."""
    call()
    times = []
    for _ in range(5):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return sorted(times)[2]


@pytest.mark.parametrize("probes", [8, 32])
@pytest.mark.parametrize("size", [1_000, 10_000, 100_000, LONG])
def test_search_beside_the_better_of_numpy_and_faiss(beside, capsys, size, probes):
    templates = drawn(size)
    held = Watchlists([listed(templates.astype(np.float16) if size == LONG else templates)], 0.5)
    asked = views(templates, probes)
    bare = rivals(templates, asked)
    took = {name: seconds(call) for name, call in bare.items()}
    best = min(took, key=took.get)
    with capsys.disabled():
        told = ", ".join(f"{name} {1e3 * one:.2f}" for name, one in took.items())
        sys.stdout.write(f"\nms for {probes} probes of {size:,}: {told}\n")
    name = f"the best five of {size:,} for {probes} probes, beside {best}"
    beside(name, lambda: held.search(asked), bare[best])
    product = f"... beside numpy's product and only the best of {size:,}"
    with capsys.disabled():
        ours, theirs = seconds(lambda: held.search(asked)), seconds(_rank_1(templates, asked))
        sys.stdout.write(f"{product}: {theirs / ours:.2f} times as fast\n")


def _rank_1(templates, asked):
    return lambda: (asked @ templates.T).argmax(1)


@pytest.mark.parametrize("size", [100_001, LONG])
def test_recall_of_rank_1(benchmark, capsys, size):
    templates = drawn(size)
    held = Watchlists([listed(templates.astype(np.float16))], 0.5)
    asked = np.concatenate([views(templates, 500), drawn(500, seed=3)])
    exact = [(part @ templates.T).argmax(1) for part in np.split(asked, 20)]
    found = benchmark.pedantic(lambda: held.search(asked), rounds=1)
    recall = (found.row_of[:, 0] == np.concatenate(exact)).mean()
    with capsys.disabled():
        sys.stdout.write(f"\nrank-1 recall among {size:,}: {recall:.4f} of 1,000 probes\n")


def test_memory_of_a_million(benchmark, capsys, tmp_path):
    """In processes of their own: one saves the list, one loads and searches it."""
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "long.watchlist"), str(LONG)]

    def told() -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    saving = told()
    now, peak = benchmark.pedantic(told, rounds=1).split()
    with capsys.disabled():
        said = f"{now} MB resident once loaded and searched, {peak} MB at most; saving {saving} MB"
        sys.stdout.write(f"\n{LONG:,} subjects: {said}\n")
