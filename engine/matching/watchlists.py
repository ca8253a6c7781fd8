"""Several watchlists at once: searched together, changed while searches go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.matching.index import Index, Rows, Scores, build_index, highest
from engine.matching.watchlist import Watchlist
from engine.names import alike

CANDIDATES = 5
"""As many as an operator is shown, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject who may be the probe's; `threshold` is that of the list."""

    watchlist: str
    category: str
    subject: str
    score: float
    threshold: float

    @property
    def lead(self) -> float:
        """How far the score stands above the list's threshold."""
        return self.score - self.threshold


@dataclass(frozen=True, slots=True)
class Found:
    """The best of m probes on every list, by their lead: rows of `lists` and their scores, (m, c).

    With one threshold for all, the order is that of the scores.
    """

    lists: tuple[Watchlist, ...]
    thresholds: tuple[float, ...]
    list_of: Rows
    row_of: Rows
    scores: Scores
    shown: int

    def __len__(self) -> int:
        return len(self.scores)

    def candidates(self, probe: int) -> tuple[Candidate, ...]:
        """Those shown for one probe, best first; nobody if every list is empty."""
        return tuple(self._candidate(probe, k) for k in range(self.scores.shape[1]))[: self.shown]

    def margin(self, probe: int) -> float:
        """The best candidate's score less the best score of another subject.

        Somebody on two lists under one name is one subject. Nobody else scores -1, the lowest
        there is. Negative where another list's threshold put a lower score first.
        """
        first, *others = (self._candidate(probe, k) for k in range(self.scores.shape[1]))
        rivals = (one.score for one in others if alike(one.subject) != alike(first.subject))
        return first.score - max(rivals, default=-1.0)

    def _candidate(self, probe: int, k: int) -> Candidate:
        number = int(self.list_of[probe, k])
        held = self.lists[number]
        subject = held.subjects[int(self.row_of[probe, k])]
        score = float(self.scores[probe, k])
        return Candidate(held.name, held.category, subject, score, self.thresholds[number])


@dataclass(frozen=True, slots=True)
class _State:
    """What one search sees, in the order of the lists' names."""

    lists: tuple[Watchlist, ...] = ()
    indices: tuple[Index, ...] = ()


class Watchlists:
    """Watchlists of one pack, by name.

    A change makes a new state and puts it in the old one's place at once: a search sees all of a
    change or nothing of it, and never waits. Only a changed list's index is built anew.
    `threshold` is for lists without their own.
    """

    def __init__(self, lists: Iterable[Watchlist], threshold: float) -> None:
        self.threshold = threshold
        self._changing = Lock()
        self._state = _State()
        for one in lists:
            if one.name in self.names:
                raise GalleryError(f"{one.name}: got two watchlists of this name, wanted one")
            self.put(one)

    def __len__(self) -> int:
        return sum(len(one) for one in self._state.lists)

    @property
    def lists(self) -> tuple[Watchlist, ...]:
        """The lists as they are now."""
        return self._state.lists

    @property
    def names(self) -> tuple[str, ...]:
        """The lists' names, in order."""
        return tuple(one.name for one in self._state.lists)

    def search(self, probes: NDArray[np.float32], k: int = CANDIDATES) -> Found:
        """The k best of each unit probe (m, d) over all lists."""
        state = self._state
        thresholds = tuple(self.threshold_of(one) for one in state.lists)
        each = max(k, 2)  # of every list: its best, and another subject's for the margin
        found = [index.nearest(probes, each) for index in state.indices]
        if len(found) == 1:
            rows, scores = found[0]
            return Found(state.lists, thresholds, np.zeros_like(rows), rows, scores, k)
        return _merged(state.lists, thresholds, found, len(probes), k)

    def put(self, watchlist: Watchlist) -> None:
        """Add a list, or put it in the place of the one of its name."""
        with self._changing:
            self._put(watchlist)

    def drop(self, name: str) -> None:
        """Search a list no more."""
        with self._changing:
            self._named(name)
            kept = [k for k, one in enumerate(self._state.lists) if one.name != name]
            self._keep(kept)

    def enrol(self, name: str, subject: str, template: NDArray[np.float32]) -> None:
        """Add a subject to a list, or another template of a known one."""
        with self._changing:
            self._put(self._named(name).with_subject(subject, template))

    def withdraw(self, name: str, subject: str) -> None:
        """Take a subject off a list."""
        with self._changing:
            self._put(self._named(name).without(subject))

    def drop_expired(self, today: date) -> tuple[str, ...]:
        """Search no list past its retention date; the names of those dropped."""
        with self._changing:
            lists = self._state.lists
            self._keep([k for k, one in enumerate(lists) if not one.is_expired(today)])
            return tuple(one.name for one in lists if one.is_expired(today))

    def threshold_of(self, watchlist: Watchlist) -> float:
        """A list's own threshold, else the one for all."""
        return self.threshold if watchlist.threshold is None else watchlist.threshold

    def _named(self, name: str) -> Watchlist:
        for one in self._state.lists:
            if one.name == name:
                return one
        raise GalleryError(f"{name}: got no watchlist of this name, wanted {', '.join(self.names)}")

    def _put(self, watchlist: Watchlist) -> None:
        for one in self._state.lists:
            if one.pack_id != watchlist.pack_id:
                raise GalleryError(
                    f"{watchlist.name}: got templates of pack {watchlist.pack_id}, wanted"
                    f" {one.pack_id} as on {one.name}"
                )
        held = zip(self._state.lists, self._state.indices, strict=True)
        pairs = [(one, index) for one, index in held if one.name != watchlist.name]
        pairs.append((watchlist, build_index(watchlist.templates)))
        pairs.sort(key=lambda pair: pair[0].name)
        self._state = _State(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))

    def _keep(self, numbers: list[int]) -> None:
        lists, indices = self._state.lists, self._state.indices
        self._state = _State(tuple(lists[k] for k in numbers), tuple(indices[k] for k in numbers))


def _merged(
    lists: tuple[Watchlist, ...],
    thresholds: tuple[float, ...],
    found: list[tuple[Rows, Scores]],
    probes: int,
    shown: int,
) -> Found:
    """Every list's best as one order by lead; equals in the order of the lists' names."""
    none = np.empty((probes, 0))
    list_of = [np.full(rows.shape, number) for number, (rows, _) in enumerate(found)]
    leads = [scores - lead for (_, scores), lead in zip(found, thresholds, strict=True)]
    order, _ = highest(np.concatenate([none, *leads], axis=1).astype(np.float32), 10**6)
    columns = {
        name: np.take_along_axis(np.concatenate([none, *parts], axis=1), order, 1)
        for name, parts in {
            "list_of": list_of,
            "row_of": [rows for rows, _ in found],
            "scores": [scores for _, scores in found],
        }.items()
    }
    return Found(
        lists,
        thresholds,
        columns["list_of"].astype(np.intp),
        columns["row_of"].astype(np.intp),
        columns["scores"].astype(np.float32),
        shown,
    )
