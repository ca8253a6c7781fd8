"""Watchlists as feeds meet them: whom a face is claimed to be, and who else it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.matching.gallery import NOBODY, Gallery
from engine.matching.watchlists import Candidate, Watchlists


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom a face is nearest to: the first of the `candidates`, `margin` above the next subject.

    `number` stands for that subject of that list; NOBODY where all lists are empty.
    """

    number: int
    candidates: tuple[Candidate, ...]
    margin: float

    @property
    def score(self) -> float:
        """The first candidate's."""
        return self.candidates[0].score if self.candidates else -1.0


class Claims:
    """Searches watchlists, for one thread; a subject keeps its number, however the lists change."""

    def __init__(self, watchlists: Watchlists) -> None:
        self.watchlists = watchlists
        self._numbers: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        return len(self.watchlists)

    @property
    def subjects(self) -> Sequence[str]:
        """The names of those who were claimed so far, by number."""
        return [subject for _, subject in self._numbers]

    def search(self, probes: NDArray[np.float32]) -> list[Claim]:
        """One claim a unit probe (m, d)."""
        found = self.watchlists.search(probes)
        claims = []
        for probe in range(len(found)):
            candidates = found.candidates(probe)
            if candidates:
                claims.append(Claim(self._number(candidates[0]), candidates, found.margin(probe)))
            else:
                claims.append(Claim(NOBODY, (), 0.0))
        return claims

    def _number(self, first: Candidate) -> int:
        return self._numbers.setdefault((first.watchlist, first.subject), len(self._numbers))


def packs_of(sought: Gallery | Claims) -> frozenset[str]:
    """The packs whose templates are searched; none where there is no watchlist."""
    lists = sought.watchlists.lists if isinstance(sought, Claims) else [sought]
    return frozenset(one.pack_id for one in lists)
