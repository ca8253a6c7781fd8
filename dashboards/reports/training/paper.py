"""A session's review as a PDF of A4 pages."""

from collections.abc import Sequence
from io import BytesIO

from matplotlib.backends.backend_pdf import PdfPages

from dashboards.figures.palette import INK, SOFT
from dashboards.figures.training.paper import confidence_png, over_time_png
from dashboards.reports.dossier.document import Grid
from dashboards.reports.dossier.paper import BODY, PART, SMALL, TITLE, Paper
from dashboards.reports.training.review import (
    APART_HEADS,
    MOMENTS,
    PLOTS,
    RANK_HEADS,
    RESTS_ON,
    TABLES,
    Rows,
    Told,
    apart_rows,
    moment_lines,
    rank_rows,
)
from dashboards.reports.training.said import SAID

LEAST_IN, WHOLE_IN = 1.2, 4.2
"""So much of a part stays together, and of one with a picture."""
PICTURES = {"What the trainee told apart": confidence_png, "Over time": over_time_png}


def review_paper(
    title: str, told: Told, compared: Told | None = None, moments: Sequence[Told] = ()
) -> bytes:
    """The PDF of a review, other sessions beside it if there are any, and every moment; the same
    review makes the same bytes.
    """
    held = BytesIO()
    about = {"Title": title, "CreationDate": None, "Producer": "Footfall", "Creator": "Footfall"}
    with PdfPages(held, metadata=about) as pages:
        sheet = Paper(pages, title)
        sheet.text(title, TITLE, bold=True)
        sheet.text(RESTS_ON, BODY, colour=SOFT)
        for heading, heads, rows in TABLES:
            _part(sheet, heading, WHOLE_IN if heading in PICTURES else LEAST_IN)
            for make in PLOTS.get(heading, ()):
                sheet.text(SAID[make.__name__](told))
            if heading in PICTURES:
                sheet.picture(PICTURES[heading](told))
            _grid(sheet, heads, rows(told))
        if compared is not None:
            _compared(sheet, compared)
        elif told["no_ranking"]:
            _part(sheet, "No ranking")
            sheet.text(told["no_ranking"])
        if moments:
            _part(sheet, "Every moment")
            sheet.text(MOMENTS)
            for said, more in moment_lines(moments):
                sheet.air(0.03)
                sheet.text(said, SMALL)
                if more:
                    sheet.text(more, SMALL, colour=SOFT)
        _part(sheet, "How it is made")
        sheet.text(told["method"], SMALL)
        sheet.close()
    return held.getvalue()


def _part(sheet: Paper, title: str, room_in: float = LEAST_IN) -> None:
    sheet.air(0.2)
    sheet.room(room_in)
    sheet.text(title, PART, bold=True)
    sheet.rule(INK, 1.0)
    sheet.air(0.08)


def _grid(sheet: Paper, heads: tuple[str, ...], rows: Rows) -> None:
    if rows:
        sheet.grid(Grid(heads, tuple(rows), ""))
        sheet.air(0.05)


def _compared(sheet: Paper, told: Told) -> None:
    _part(sheet, "Beside other sessions")
    if told["why"]:
        sheet.text(told["why"])
    _grid(sheet, APART_HEADS, apart_rows(told))
    _grid(sheet, RANK_HEADS, rank_rows(told))
