"""The planner's model beside films: random layouts in the order of whom they recognise.

Not a matter of speed; films that are not kept are drawn, which takes many minutes.
"""

import sys
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import spearmanr

from sim.placement.solve.ground import ground
from tests.bench.placement.pool import PRESETS, foretold, pool, recognised

PLACES = {"corridor": {"window.start_s": "140"}, "mall": {"window.start_s": "120"}}
LAYOUTS, EACH, LEAST = 20, 3, 0.8


@pytest.mark.parametrize("name", PLACES)
def test_layouts_rank_on_film_as_foretold(benchmark, capsys, tmp_path, name):
    """Expected beside recognised share of the same listed people, by the rank of 20 layouts; both
    packs watch one film.
    """
    benchmark.pedantic(lambda: None, rounds=1)
    drawn = pool(name, PLACES[name], tmp_path)
    ids = [camera.id for camera in drawn.loaded.scenario.cameras]
    pairs = np.array([*combinations(range(len(ids)), EACH)])
    layouts = np.random.default_rng(2).permutation(pairs)[:LAYOUTS].tolist()
    listed, ranks = set(drawn.listed.tolist()), {}
    for pack in PRESETS:
        gathered = foretold(drawn, pack)
        whole, found = ground(gathered.listed), recognised(drawn, pack)
        each = gathered.people / gathered.on_list / len(drawn.passers_by)
        told = [each * whole.value(layout) for layout in layouts]
        got = [
            len(set.union(*(found[ids[one]] for one in layout)) & listed) / len(listed)
            for layout in layouts
        ]
        ranks[pack] = rank = float(spearmanr(told, got).statistic)
        low, high = _interval(rank, LAYOUTS)
        alone = ", ".join(str(len(found[one] & listed)) for one in ids)
        with capsys.disabled():
            sys.stdout.write(
                f"\n{name}, {pack}: {LAYOUTS} layouts of {EACH} of {len(ids)} cameras,"
                f" {len(listed)} listed of {len(drawn.passers_by)} passers-by;"
                f" recognised {np.mean(got):.3f}"
                f" ({min(got):.3f} to {max(got):.3f}), foretold {np.mean(told):.3f}"
                f" ({min(told):.3f} to {max(told):.3f}); by each camera {alone}; Spearman"
                f" {rank:.2f} ({low:.2f} to {high:.2f})\n"
            )
    assert min(ranks.values()) >= LEAST


def _interval(rank: float, count: int) -> tuple[float, float]:
    """Of 95 %, by Fisher's z with the variance of Bonett & Wright (2000)."""
    if abs(rank) == 1:
        return rank, rank
    half = 1.96 * np.sqrt((1 + rank**2 / 2) / (count - 3))
    low, high = np.tanh(np.arctanh(rank) + np.array([-half, half])).tolist()
    return low, high
