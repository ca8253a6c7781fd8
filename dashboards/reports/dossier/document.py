"""What a dossier is made of: items, each with its evidence or with what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dashboards.glossary import explained

Status = Literal["evidenced", "in part", "not evidenced"]
NOT_EVIDENCED = "Not evidenced."
WORDS, GLOSSARY = "What the words mean", "footfall words"
"""The last heading, and the source of what stands below it."""
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known, in a sentence or two, and where it is from."""

    said: str
    source: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text, all but the first column figures, and where it is from."""

    heads: Row
    rows: tuple[Row, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the document's pictures, by its name, with what it shows and where it is from."""

    name: str
    caption: str
    source: str


Evidence = Fact | Grid | Picture


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked: `key` names it in a file of statements, `lacks` says what is missing, "" where
    nothing is.
    """

    key: str
    title: str
    evidence: tuple[Evidence, ...] = ()
    lacks: str = ""

    @property
    def status(self) -> Status:
        """How far it is answered."""
        if not self.evidence:
            return "not evidenced"
        return "in part" if self.lacks else "evidenced"


@dataclass(frozen=True, slots=True)
class Part:
    """Items that belong together."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: `svg` for a page, and `png`, the same for paper."""

    svg: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole: a title, what it is about, what one had better know before reading, what it comes
    to in short, the parts, and pictures by name.
    """

    title: str
    about: tuple[str, ...]
    caution: str
    short: tuple[Fact, ...]
    parts: tuple[Part, ...]
    pictures: dict[str, Drawn] = field(default_factory=dict)

    @property
    def items(self) -> list[Item]:
        """All items, in order."""
        return [item for part in self.parts for item in part.items]

    def count(self, status: Status) -> int:
        """How many items stand so."""
        return sum(item.status == status for item in self.items)


def meanings(dossier: Dossier) -> dict[str, str]:
    """What the words of the glossary mean that stand in a dossier, in the order of the alphabet."""
    found = {entry.term: entry.meaning for _, entry in explained(_said(dossier)) if entry}
    return dict(sorted(found.items(), key=lambda one: one[0].casefold()))


def _said(dossier: Dossier) -> str:
    """All its text, a line each."""
    items = dossier.items
    lines = [dossier.caution, *(one.title for one in items), *(one.lacks for one in items)]
    for one in (*dossier.short, *(one for item in items for one in item.evidence)):
        lines += _lines(one)
    return "\n".join(lines)


def _lines(one: Evidence) -> Iterator[str]:
    if isinstance(one, Fact):
        yield one.said
    elif isinstance(one, Grid):
        yield from one.heads
        yield from (cell for row in one.rows for cell in row)
    else:
        yield one.caption


def numbered(parts: Sequence[Part]) -> dict[str, str]:
    """The number of each item, by its key.

    >>> numbered([Part("a", (Item("x", ""), Item("y", ""))), Part("b", (Item("z", ""),))])
    {'x': '1.1', 'y': '1.2', 'z': '2.1'}
    """
    return {
        item.key: f"{n}.{k}"
        for n, part in enumerate(parts, 1)
        for k, item in enumerate(part.items, 1)
    }
