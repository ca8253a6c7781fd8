"""Search of a watchlist beside the better of numpy and FAISS; its recall; its memory."""

import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.matching.watchlist import Watchlist
from engine.matching.watchlists import Watchlists
from engine.stress.parts.search import DIMENSION, searched
from engine.stress.strangers import drawn, views
from engine.stress.terms import Terms

LONG = 1_000_000
MEMORY = """
import sys
from pathlib import Path

import numpy as np
import psutil

from engine.matching.vault import load_watchlist, save_watchlist
from engine.matching.watchlists import Watchlists
from engine.stress.parts.search import DIMENSION
from engine.stress.strangers import drawn
from tests.bench.test_watchlist import listed

path, key = Path(sys.argv[1]), bytes(32)
if not path.exists():
    rng = np.random.default_rng(1)
    save_watchlist(listed(drawn(int(sys.argv[2]), DIMENSION, rng, np.float16)), path, key)
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


def listed(templates: np.ndarray) -> Watchlist:
    names = tuple(f"subject {k:07d}" for k in range(len(templates)))
    return Watchlist("bench", "bench", names, templates, "test")


@pytest.mark.parametrize("probes", [1, 8, 32])
@pytest.mark.parametrize("size", [1_000, 10_000, 100_000, LONG])
def test_search_beside_the_better_of_numpy_and_faiss(benchmark, capsys, size, probes):
    terms = Terms(search_probes=probes, rounds=5)
    found = benchmark.pedantic(searched, (size, terms, lambda _: None), rounds=1)
    over = found.over[found.better]
    with capsys.disabled():
        times = {"ours": found.ours_ms, **found.rivals_ms}
        told = ", ".join(f"{name} {one.median:.2f}" for name, one in times.items())
        sys.stdout.write(f"\nms for {probes} probes of {size:,}: {told}\n")
        pairs = f"(pairs {over.low:.2f} to {over.high:.2f})"
        sys.stdout.write(f"over {found.better}: {over.median:.2f} {pairs}\n")
        shares = ", ".join(f"{name} {one:.3f}" for name, one in found.recalls.items())
        sys.stdout.write(f"recall of the five best: ours {found.recall:.3f}, {shares}\n")


@pytest.mark.parametrize("size", [100_001, LONG])
def test_recall_of_rank_1(benchmark, capsys, size):
    rng = np.random.default_rng(1)
    templates = drawn(size, DIMENSION, rng)
    held = Watchlists([listed(templates.astype(np.float16))], 0.5)
    asked = np.concatenate([views(templates, 500, rng), drawn(500, DIMENSION, rng)])
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
