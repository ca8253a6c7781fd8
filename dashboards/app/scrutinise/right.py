"""Was it right: how forecasts of the record's own deployments came out, beside simple rivals."""

from collections.abc import Sequence

import streamlit as st

from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import table
from dashboards.figures.scrutinise.calibration import places, within
from dashboards.reports.verdict import (
    AGAINST,
    BETTER,
    EXPECTED,
    INSIDE_HEADS,
    SCORE_HEADS,
    WAYS,
    inside_rows,
    score_rows,
)
from dashboards.visible import escape
from sim.record.verdict import judged

INTRODUCED = (
    "Every published deployment was foretold twice: by all others, and by those of the months"
    " before it alone. Rows of July 2025 and later were not read by whoever made this."
)
DRAWN = ("leave_one_out", "forward")
OF_PLACES = (
    "Where what came lies in what was foretold: bars are level where forecasts are right, high at"
    " the ends where they are too narrow, and in the middle where they are too wide."
)


def show() -> None:
    """The whole view."""
    st.markdown(INTRODUCED)
    told = judged()
    for key, words in WAYS.items():
        one = told[key]
        st.header(f"{words}: {one['rows']} deployments", anchor=False)
        st.html(_table(INSIDE_HEADS, inside_rows(one)))
        if key not in DRAWN:
            continue
        st.html(_table(SCORE_HEADS, score_rows(one)))
        draw(within(one), f"within_{key}")
        draw(places(one), f"places_{key}")
        st.caption(OF_PLACES)
    for line in (EXPECTED, BETTER, AGAINST):
        st.caption(line)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of text; heads that come twice stand for two columns."""
    return table(
        {f"{head}{' ' * number}": number > 0 for number, head in enumerate(heads)},
        (map(escape, row) for row in rows),
    )
