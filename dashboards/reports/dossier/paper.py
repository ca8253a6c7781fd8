"""A dossier as a PDF of A4 pages, set with the fonts that come with the plotting library."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.image import imread
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from dashboards.figures.palette import INK, LINE, QUIET, SOFT
from dashboards.reports.dossier.document import (
    GLOSSARY,
    NOT_EVIDENCED,
    WORDS,
    Dossier,
    Evidence,
    Fact,
    Grid,
    Item,
    Picture,
    Row,
    meanings,
    numbered,
)
from dashboards.reports.dossier.web import TONES

WIDE_IN, HIGH_IN = 8.27, 11.69
LEFT_IN, TOP_IN, FOOT_IN = 0.8, 0.8, 0.85
TEXT_IN = WIDE_IN - 2 * LEFT_IN
LEADING = 1.4
"""Of a line's height over its letters'."""
POINTS = 72.0
BODY, SMALL, HEAD, PART, TITLE = 9.0, 7.0, 10.5, 14.0, 18.0
CELL_IN = 0.06
MEASURED = 200.0
"""Points at which letters are measured: at small sizes they are rounded to whole pixels."""
SLACK_IN = 2 * CELL_IN + 0.03
"""So much wider than its longest cell is a column."""
LARGEST_IN = 4.6
"""No picture is higher."""


class Paper:
    """Pages of a PdfPages that are filled from the top; what does not fit goes to the next one."""

    def __init__(self, pages: Any, foot: str) -> None:
        self._pages, self._foot, self._number = pages, foot, 0
        self._figure, self._y = Figure(), 0.0
        self._begin()

    def text(self, said: str, size: float = BODY, *, bold: bool = False, colour: str = INK) -> None:
        """A paragraph."""
        for line in wrapped(said, TEXT_IN, size, bold=bold):
            self.room(size * LEADING / POINTS)
            self._line(line, LEFT_IN, size, bold=bold, colour=colour)
            self._y -= size * LEADING / POINTS

    def beside(self, said: str, size: float, colour: str) -> None:
        """Words at the right end of the line that was written last."""
        up = -size * LEADING / POINTS
        self._line(said, LEFT_IN + TEXT_IN, size, bold=True, colour=colour, below=up, right=True)

    def air(self, high_in: float) -> None:
        """Leave room."""
        self._y -= high_in

    def room(self, high_in: float) -> None:
        """Begin a page if so much does not fit on this one."""
        if self._y - high_in < FOOT_IN:
            self._end()
            self._begin()

    def rule(self, colour: str, thick: float) -> None:
        """A line across."""
        y = self._y / HIGH_IN
        xs = [LEFT_IN / WIDE_IN, (LEFT_IN + TEXT_IN) / WIDE_IN]
        self._figure.add_artist(Line2D(xs, [y, y], color=colour, linewidth=thick))

    def grid(self, grid: Grid) -> None:
        """A table, its head again on each page."""
        wide = columns(grid)
        head = _cells(grid.heads, wide, bold=True)
        self.room(_height(head) + 0.3)
        self._row(head, wide, bold=True)
        for row in grid.rows:
            cells = _cells(row, wide, bold=False)
            if self._y - _height(cells) < FOOT_IN:
                self.room(HIGH_IN)
                self._row(head, wide, bold=True)
            self._row(cells, wide, bold=False)
        self.air(0.04)

    def picture(self, png: bytes) -> None:
        """A picture as wide as the text, or as high as one may be."""
        pixels = imread(BytesIO(png))
        high, wide = pixels.shape[:2]
        across = min(TEXT_IN, LARGEST_IN * wide / high)
        tall = across * high / wide
        self.room(tall + 0.5)
        place = (LEFT_IN / WIDE_IN, (self._y - tall) / HIGH_IN, across / WIDE_IN, tall / HIGH_IN)
        axes = self._figure.add_axes(place)
        axes.imshow(pixels, interpolation="none", aspect="auto")
        axes.set_axis_off()
        self._y -= tall + 0.08

    def close(self) -> None:
        """Keep the last page."""
        self._end()

    def _row(self, cells: Sequence[Sequence[str]], wide: Sequence[float], *, bold: bool) -> None:
        tall = _height(cells)
        if bold:
            self._shade(tall)
        step = SMALL * LEADING / POINTS
        x = LEFT_IN
        for number, (lines, column) in enumerate(zip(cells, wide, strict=True)):
            at = x + (column - CELL_IN if number else CELL_IN)
            for k, line in enumerate(lines):
                self._line(
                    line, at, SMALL, bold=bold, colour=INK, below=CELL_IN / 2 + k * step,
                    right=number > 0,
                )  # fmt: skip
            x += column
        self._y -= tall
        self.rule(LINE, 0.5)

    def _shade(self, tall: float) -> None:
        place = LEFT_IN / WIDE_IN, (self._y - tall) / HIGH_IN
        size = TEXT_IN / WIDE_IN, tall / HIGH_IN
        self._figure.add_artist(Rectangle(place, *size, facecolor=QUIET, linewidth=0))

    def _line(
        self,
        said: str,
        x: float,
        size: float,
        *,
        bold: bool,
        colour: str,
        below: float = 0.0,
        right: bool = False,
    ) -> None:
        """A line from a place on, or up to it."""
        y = self._y - below - size / POINTS
        self._figure.text(
            x / WIDE_IN, y / HIGH_IN, _plain(said), fontsize=size, color=colour,
            weight="bold" if bold else "normal", parse_math=False, ha="right" if right else "left",
        )  # fmt: skip

    def _begin(self) -> None:
        self._figure, self._y = Figure(figsize=(WIDE_IN, HIGH_IN)), HIGH_IN - TOP_IN
        self._number += 1

    def _end(self) -> None:
        foot, y = f"{self._foot} · page {self._number}", 0.45 / HIGH_IN
        self._figure.text(LEFT_IN / WIDE_IN, y, _plain(foot), fontsize=SMALL, color=SOFT)
        self._pages.savefig(self._figure)


def paper(dossier: Dossier) -> bytes:
    """The PDF; the same dossier makes the same bytes."""
    held = BytesIO()
    told = {"Title": dossier.title, "CreationDate": None, "Producer": "Footfall"}
    with PdfPages(held, metadata=told | {"Creator": "Footfall"}) as pages:
        sheet = Paper(pages, dossier.title)
        _front(sheet, dossier)
        numbers = numbered(dossier.parts)
        for n, part in enumerate(dossier.parts, 1):
            _headed(sheet, f"{n} {part.title}")
            for item in part.items:
                _item(sheet, item, dossier, numbers[item.key])
        _words(sheet, dossier)
        sheet.close()
    return held.getvalue()


def _headed(sheet: Paper, title: str) -> None:
    """A part's head."""
    sheet.air(0.25)
    sheet.room(1.2)
    sheet.text(title, PART, bold=True)
    sheet.rule(INK, 1.0)
    sheet.air(0.08)


def _words(sheet: Paper, dossier: Dossier) -> None:
    _headed(sheet, WORDS)
    for term, meaning in meanings(dossier).items():
        sheet.room(3 * BODY * LEADING / POINTS)
        sheet.text(term, BODY, bold=True)
        sheet.text(meaning, BODY)
        sheet.air(0.05)
    sheet.text(f"Source: {GLOSSARY}", SMALL, colour=SOFT)


def _front(sheet: Paper, dossier: Dossier) -> None:
    sheet.text(dossier.title, TITLE, bold=True)
    for line in dossier.about:
        sheet.text(line, BODY, colour=SOFT)
    sheet.air(0.1)
    sheet.text(dossier.caution, BODY, bold=True)
    sheet.air(0.15)
    sheet.text("In short", PART, bold=True)
    sheet.rule(INK, 1.0)
    sheet.air(0.06)
    for one in dossier.short:
        _evidence(sheet, one, dossier)
    sheet.room(1.2)
    sheet.text("What is answered", PART, bold=True)
    sheet.rule(INK, 1.0)
    sheet.air(0.06)
    numbers = numbered(dossier.parts)
    for item in dossier.items:
        sheet.text(f"{numbers[item.key]} {item.title}", BODY)
        sheet.beside(item.status, BODY, TONES[item.status])


def _item(sheet: Paper, item: Item, dossier: Dossier, number: str) -> None:
    sheet.air(0.1)
    sheet.room(0.7)
    sheet.text(f"{number} {item.title}", HEAD, bold=True)
    sheet.beside(item.status, SMALL, TONES[item.status])
    sheet.air(0.03)
    for one in item.evidence:
        _evidence(sheet, one, dossier)
    if item.lacks or not item.evidence:
        said = item.lacks if item.evidence else f"{NOT_EVIDENCED} {item.lacks}".strip()
        sheet.text(said)


def _evidence(sheet: Paper, one: Evidence, dossier: Dossier) -> None:
    if isinstance(one, Fact):
        sheet.text(one.said)
    elif isinstance(one, Grid):
        sheet.grid(one)
    elif isinstance(one, Picture):
        sheet.picture(dossier.pictures[one.name].png)
        sheet.text(one.caption, SMALL)
    sheet.text(f"Source: {one.source}", SMALL, colour=SOFT)
    sheet.air(0.05)


def wrapped(said: str, wide_in: float, size: float, *, bold: bool = False) -> Iterator[str]:
    """The text in lines no wider than that; a word that is wider is cut."""
    blank, line, long_in = width_in("n n", size) - 2 * width_in("n", size), list[str](), 0.0
    for word in said.split():
        for piece in _pieces(word, wide_in, size, bold=bold):
            more_in = width_in(piece, size, bold=bold)
            if line and long_in + blank + more_in > wide_in:
                yield " ".join(line)
                line, long_in = [], 0.0
            long_in += more_in + (blank if line else 0.0)
            line.append(piece)
    yield " ".join(line)


def _pieces(word: str, wide_in: float, size: float, *, bold: bool) -> Iterator[str]:
    while len(word) > 1 and width_in(word, size, bold=bold) > wide_in:
        fits = next(
            n for n in range(len(word) - 1, 0, -1)
            if n == 1 or width_in(word[:n], size, bold=bold) <= wide_in
        )  # fmt: skip
        yield word[:fits]
        word = word[fits:]
    yield word


@cache
def width_in(said: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in inches."""
    font = _font(bold=bold)
    font.set_text(_plain(said), 0.0)
    return float(font.get_width_height()[0]) / 64 / POINTS * size / MEASURED


@cache
def _font(*, bold: bool) -> FT2Font:
    font = FT2Font(findfont(FontProperties(weight="bold" if bold else "normal")))
    font.set_size(MEASURED, POINTS)
    return font


def _plain(said: str) -> str:
    """Text of one line, of letters that the font has."""
    return " ".join(said.split())


def columns(grid: Grid) -> list[float]:
    """How wide each column is: as its longest cell; where that is too much each keeps its longest
    word whole, if all can, and gives alike of the rest. The first takes what is left.
    """
    whole, least = _widest(grid, lambda cell: [cell]), _widest(grid, str.split)
    rest, words = sum(whole[1:]), sum(least[1:])
    room = TEXT_IN - min(whole[0], max(TEXT_IN - rest, 0.24 * TEXT_IN))
    if rest <= room:
        others = whole[1:]
    elif words <= room:
        share = (room - words) / (rest - words)
        others = [few + share * (all_ - few) for few, all_ in zip(least, whole, strict=True)][1:]
    else:
        others = [one * room / words for one in least[1:]]
    return [TEXT_IN - sum(others), *others]


def _widest(grid: Grid, parts: Callable[[str], Sequence[str]]) -> list[float]:
    """Of each column how much its widest cell's widest part needs."""
    rows = (grid.heads, *grid.rows)
    return [
        SLACK_IN
        + max(
            width_in(part, SMALL, bold=row is grid.heads)
            for row in rows
            for part in parts(row[n]) or [""]
        )
        for n in range(len(grid.heads))
    ]


def _cells(row: Row, wide: Sequence[float], *, bold: bool) -> list[list[str]]:
    return [
        [*wrapped(cell, column - 2 * CELL_IN, SMALL, bold=bold)]
        for cell, column in zip(row, wide, strict=True)
    ]


def _height(cells: Sequence[Sequence[str]]) -> float:
    return max(len(lines) for lines in cells) * SMALL * LEADING / POINTS + CELL_IN
