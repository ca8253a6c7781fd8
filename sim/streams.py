"""Chance by name: every draw of a replication comes from a stream found by its name."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

MULTIPLIERS = np.array([[0xD2511F53], [0xCD9E8D57]], np.uint64)
GROWTH = np.array([0x9E3779B9, 0xBB67AE85], np.uint64)
ROUNDS = 10
"""Philox-4x32: what words are multiplied by, what the key grows by, how often (Salmon et al. 2011,
"Parallel random numbers: as easy as 1, 2, 3").
"""
WORD, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Streams:
    """All the chance in one replication.

    A stream is found by its name and by what it is about, never by its turn: adding one leaves the
    others as they were.
    """

    seed: int
    replication: int = 0

    def rng(self, name: str, index: int = 0) -> np.random.Generator:
        """The stream `name` from its start; `index` tells people or alerts apart.

        >>> bool(Streams(1).rng("a").random() == Streams(1).rng("a").random())
        True
        """
        return np.random.default_rng(self._seeds(name, index))

    def uniforms(
        self, name: str, about: NDArray[np.integer[Any]], count: int
    ) -> NDArray[np.float64]:
        """(n, count) numbers from 0 to below 1: of each number of `about` (n,) the beginning of its
        own stream, all drawn at once.

        >>> both, one = (Streams(1).uniforms("a", np.array(whom), 3) for whom in ([7, 3], [3]))
        >>> bool((both[1] == one[0]).all())
        True
        """
        key = self._seeds(name).generate_state(2).astype(np.uint64)
        pairs = -(-count // 2)
        number = np.asarray(about, np.int64).view(np.uint64)[:, None]
        turn = np.broadcast_to(np.arange(pairs, dtype=np.uint64), (len(number), pairs))
        low, high = (np.broadcast_to(half, turn.shape) for half in (number & LOW, number >> WORD))
        words = philox(np.stack([turn, low, high, np.zeros_like(turn)]), key)
        wide = (words[::2] >> np.uint64(5)) * 2.0**26 + (words[1::2] >> np.uint64(6))
        found: NDArray[np.float64] = np.moveaxis(wide / 2.0**53, 0, 2)
        return found.reshape(len(number), 2 * pairs)[:, :count]

    def _seeds(self, name: str, *about: int) -> np.random.SeedSequence:
        key = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big")
        return np.random.SeedSequence(self.seed, spawn_key=(self.replication, key, *about))


def philox(counter: Words, key: Words) -> Words:
    """As many random words as there are in counters (4, ...), of 32 bits, under a key (2,)."""
    shape = counter.shape
    words = counter.reshape(4, -1)
    for turn in range(ROUNDS):
        product = words[::2] * MULTIPLIERS
        high, low = product >> WORD, product & LOW
        mixed = high[::-1] ^ words[1::2] ^ ((key + np.uint64(turn) * GROWTH) & LOW)[:, None]
        words = np.stack([mixed[0], low[1], mixed[1], low[0]])
    return words.reshape(shape)
