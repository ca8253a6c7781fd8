"""Chance by name: every draw of a replication comes from a stream found by its name."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """All the chance in one replication.

    A stream is found by its name, never by its turn: adding one leaves the others as they were.
    """

    seed: int
    replication: int = 0

    def rng(self, name: str, index: int = 0) -> np.random.Generator:
        """The stream `name` from its start; `index` tells people or alerts apart.

        >>> bool(Streams(1).rng("a").random() == Streams(1).rng("a").random())
        True
        """
        key = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big")
        spawn_key = (self.replication, key, index)
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=spawn_key))
