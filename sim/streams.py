"""Chance by name: every draw of a replication comes from a stream found by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

MULTIPLIERS = np.array([[0xD2511F53], [0xCD9E8D57]], np.uint64)
GROWTH = np.array([0x9E3779B9, 0xBB67AE85], np.uint64)
ROUNDS = 10
"""Philox-4x32: what words are multiplied by, what the key grows by, how often (Salmon et al. 2011,
"Parallel random numbers: as easy as 1, 2, 3").
"""
WORD, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
POOL = 4
"""Words that numpy's SeedSequence holds."""
INTO, OUT = (0x43B0D7E5, 0x931E8875), (0x8B51F9DD, 0x58F38DED)
"""What its words are hashed with as they go in and as they come out: at first, and by what that
grows from word to word (O'Neill 2015, "Developing a seed_seq alternative").
"""
MIXED = (np.uint32(0xCA01F9DD), np.uint32(0x4973F715))
HALF = np.uint32(16)

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

    def rngs(self, name: str, about: NDArray[np.integer[Any]]) -> Iterator[np.random.Generator]:
        """The streams `name` of the numbers `about` (n,), one after another, each as `rng` gives
        it: where all of them begin is found at once.

        >>> both = [rng.random() for rng in Streams(1).rngs("a", np.array([7, 3]))]
        >>> both == [Streams(1).rng("a", k).random() for k in (7, 3)]
        True
        """
        numbers = np.asarray(about, np.int64)
        if not ((numbers >= 0) & (numbers <= int(LOW))).all():
            yield from (self.rng(name, number) for number in numbers.tolist())
            return
        before = POOL * (max(_words(self.seed), POOL) + _words(self.replication) + 1)
        for begin in _begins(self._seeds(name).pool, before, numbers.astype(np.uint32)):
            state: Any = _Begun(begin)  # PCG64 takes any ISeedSequence, its types name one
            yield np.random.Generator(np.random.PCG64(state))

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


class _Begun(ISeedSequence):
    """What a generator begins with, known already."""

    def __init__(self, begin: Words) -> None:
        self.begin = begin

    def generate_state(self, *_: Any) -> Words:
        """The words (4,) that PCG64 asks for."""
        return self.begin


def _words(number: int) -> int:
    """How many words of 32 bits a number takes."""
    return max(-(-number.bit_length() // 32), 1)


def _begins(pool: NDArray[np.uint32], before: int, last: NDArray[np.uint32]) -> Words:
    """(n, 4) what generators begin with, as numpy's SeedSequence has it: of one that holds `pool`
    (4,) after `before` hashes and to which one word more is given, each of `last` (n,) in turn.
    """
    into, growth = INTO
    into = into * pow(growth, before, 2**32) % 2**32
    held = []
    for word in MIXED[0] * pool:
        hashed, into = _hashed(last, into, growth)
        mixed = word - MIXED[1] * hashed
        held.append(mixed ^ (mixed >> HALF))
    told, (out, growth) = np.empty((len(last), 2 * POOL), "<u4"), OUT
    for k in range(2 * POOL):
        told[:, k], out = _hashed(held[k % POOL], out, growth)
    return told.view("<u8").astype(np.uint64)


def _hashed(words: NDArray[np.uint32], by: int, growth: int) -> tuple[NDArray[np.uint32], int]:
    """Words hashed, and by what the next ones are."""
    after = by * growth % 2**32
    found = (words ^ np.uint32(by)) * np.uint32(after)
    return found ^ (found >> HALF), after
