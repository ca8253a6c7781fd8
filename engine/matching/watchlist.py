"""A watchlist: whom it seeks, why, from which score on, and until when it may be kept."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.matching.index import Templates
from engine.names import alike, is_printable

UNIT_WITHIN = 0.01


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Subjects in the order of their names, each with one unit template (n, d).

    `threshold` None: the preset's; `expires` None: no end, else the last day it may be kept. Half
    floats (float16) take half the memory and move a score by less than .001. Raises GalleryError
    for what does not fit together.
    """

    name: str
    category: str
    subjects: tuple[str, ...]
    templates: Templates
    pack_id: str
    threshold: float | None = None
    expires: date | None = None

    def __post_init__(self) -> None:
        for field, text in (("name", self.name), ("category", self.category)):
            if not is_printable(text):
                raise GalleryError(f"watchlist {field}: got {text!r}, wanted printable words")
        if self.threshold is not None and not -1 <= self.threshold <= 1:
            raise GalleryError(f"{self.name}: got threshold {self.threshold}, wanted -1 to 1")
        self._check_subjects()
        self._check_templates()

    def __len__(self) -> int:
        return len(self.subjects)

    def is_expired(self, today: date) -> bool:
        """Whether it may no longer be kept."""
        return self.expires is not None and today > self.expires

    def with_subject(self, subject: str, template: NDArray[np.float32]) -> "Watchlist":
        """The same with one more subject, or with another template of a known one."""
        subject = self._named(subject)
        held = self.without(subject) if subject in self.subjects else self
        row = bisect_left(held.subjects, subject)
        subjects = (*held.subjects[:row], subject, *held.subjects[row:])
        before, after = held.templates[:row], held.templates[row:]
        row_of = template.astype(held.templates.dtype)[None]
        return replace(held, subjects=subjects, templates=np.concatenate([before, row_of, after]))

    def without(self, subject: str) -> "Watchlist":
        """The same without one subject; GalleryError for somebody who is not on it."""
        subject = self._named(subject)
        if subject not in self.subjects:
            raise GalleryError(f"{self.name}: got {subject!r}, wanted somebody on the list")
        row = self.subjects.index(subject)
        subjects = (*self.subjects[:row], *self.subjects[row + 1 :])
        return replace(self, subjects=subjects, templates=np.delete(self.templates, row, axis=0))

    def _named(self, subject: str) -> str:
        """A name as the list has it or, of somebody new, in the form in which they are compared."""
        return subject if subject in self.subjects else alike(subject)

    def _check_subjects(self) -> None:
        pairs = zip(self.subjects, self.subjects[1:], strict=False)
        if any(a >= b for a, b in pairs):
            raise GalleryError(f"{self.name}: got subjects twice or out of the order of names")
        if odd := [one for one in self.subjects if not is_printable(one)]:
            raise GalleryError(f"{self.name}: got subject {odd[0]!r}, wanted a printable name")

    def _check_templates(self) -> None:
        held = self.templates
        if held.ndim != 2 or len(held) != len(self) or held.dtype not in (np.float32, np.float16):
            raise GalleryError(
                f"{self.name}: got templates {held.shape} {held.dtype} for {len(self)} subjects"
            )
        squares = np.einsum("nd,nd->n", held, held, dtype=np.float32)
        if not (np.abs(squares - 1) < UNIT_WITHIN).all():
            raise GalleryError(f"{self.name}: got templates of another length than 1")
