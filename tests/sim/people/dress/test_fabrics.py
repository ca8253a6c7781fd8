import numpy as np
import pytest

from sim.people.dress.fabrics import COLUMNS, KNOWN, PATTERNS, UNKNOWN, colour


def cloth(pattern, seed=0.3):
    row = np.zeros(COLUMNS, np.float32)
    row[0], row[1:4], row[4:7] = PATTERNS.index(pattern), (0.2, 0.5, 0.4), (0.7, 0.1, 0.3)
    row[7], row[14] = 0.4, seed
    return row


def seen(row, places, known):
    """Colours (n, 3) at places, by what is remembered in `known`, or of nothing if None."""
    found = np.zeros((len(places), 3), np.float32)
    for place, into in zip(places, found, strict=True):
        held = np.full(KNOWN, UNKNOWN) if known is None else known
        colour(row, *place, 1.0, held, into)
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_cloth_looks_the_same_whatever_was_looked_at_before(pattern):
    places = np.random.default_rng(1).uniform(-3, 3, (300, 2)).astype(np.float32)
    known = np.full(KNOWN, UNKNOWN)
    for seed in (0.3, 0.8):
        row = cloth(pattern, seed)
        assert np.array_equal(seen(row, places, known), seen(row, places, None))


def test_plain_cloth_is_nearly_smooth_from_place_to_place():
    places = np.column_stack([np.linspace(0, 1, 2000), np.full(2000, 0.37)]).astype(np.float32)
    tone = seen(cloth("plain"), places, np.full(KNOWN, UNKNOWN))[:, 0] / 0.2
    assert np.ptp(tone) > 0.03
    assert np.abs(np.diff(tone)).max() < 0.003
