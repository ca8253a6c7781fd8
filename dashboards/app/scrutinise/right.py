"""Was it right: how forecasts of the record's own deployments came out, beside simple rivals."""

from collections.abc import Sequence

import streamlit as st

from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import table, term
from dashboards.cli.scrutinise.predict import MEANT
from dashboards.figures.scrutinise.calibration import places, within
from dashboards.reports.verdict import (
    AGAINST,
    BETTER,
    COUNTS,
    EXPECTED,
    INSIDE_HEADS,
    SCORE_HEADS,
    WAYS,
    inside_rows,
    score_rows,
)
from dashboards.visible import escape
from sim.record.judging.verdict import judged

INTRODUCED = (
    "Every published deployment was foretold twice: by all others, and by those of the months"
    " before it alone. No deployment after June 2025 is among them."
)
DRAWN = ("leave_one_out", "forward")
OF_PLACES = (
    "Where what came lies in what was foretold, at random within a whole number's own probability,"
    " so that 0 counts rightly too. Bars are level where forecasts are right, high at the ends"
    " where they are too narrow, and in the middle where they are too wide."
)


def show() -> None:
    """The whole view."""
    st.markdown(INTRODUCED)
    for line in (EXPECTED, BETTER, AGAINST):
        st.caption(line)
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


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of text; heads that come twice stand for two columns."""
    return table(
        {f"{head}{' ' * number}": number > 0 for number, head in enumerate(heads)},
        ((_named(row[0]), *map(escape, row[1:])) for row in rows),
    )


def _named(count: str) -> str:
    """A count that says what it means; faces are told with what they were foretold from."""
    key = next(key for key, words in COUNTS.items() if words == count)
    return term(count, MEANT[key])
