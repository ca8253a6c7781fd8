"""What `engine stress` and `engine evaluate` measured: tables and figures, as on their pages."""

from collections.abc import Sequence

import streamlit as st

from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import table
from dashboards.app.results.found import Result
from dashboards.figures.det import det
from dashboards.figures.evaluation import score_histogram, search_rates
from dashboards.reports.evaluation import (
    RATE_HEADS,
    UNDRAWN,
    cautions,
    lacks_mated,
    rate_rows,
    summary,
)
from dashboards.reports.stress import FIGURES
from dashboards.reports.stress_answers import answers
from dashboards.reports.stress_tables import about, shown, verdicts
from dashboards.visible import escape, plain


def show_stress(result: Result) -> None:
    """What it says of the machine, the verdicts, then a figure and a table a part."""
    told = result.read()
    for line in answers(told):
        st.markdown(plain(line))
    st.caption(plain(about(told)))
    judged = verdicts(told)
    if judged.rows:
        st.header(judged.title, anchor=False)
        st.html(rows_table(judged.heads, judged.rows))
        st.caption(plain(judged.text))
    for name, part in told["parts"].items():
        one = shown(name, part)
        st.header(plain(one.title), anchor=False)
        st.markdown(plain(one.text))
        draw(FIGURES[name](part), f"stress-{name}")
        st.html(rows_table(one.heads, one.rows))


def show_evaluation(result: Result) -> None:
    """What was looked at, the rates, and their figures."""
    told = result.read()
    st.markdown(plain(summary(told)))
    for caution in cautions(told):
        st.warning(plain(caution))
    st.html(rows_table(RATE_HEADS, rate_rows(told)))
    search = told.get("search")
    threshold = search["threshold"]["value"] if search else told["at"]["threshold"]
    scores, errors = st.columns(2, gap="large")
    with scores:
        st.header("Comparison scores", anchor=False)
        draw(score_histogram(told["scores"], threshold), "evaluated-scores")
    with errors:
        st.header("Detection error trade-off", anchor=False)
        if lacks_mated(told):
            st.markdown(UNDRAWN)
        else:
            draw(det(told["det"], told["eer"]), "evaluated-det")
    if search:
        st.header(f"Search before a watchlist of {search['watchlist']:,}", anchor=False)
        draw(search_rates(told["curves"], search), "evaluated-search")


def rows_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, figures: bool = True) -> str:
    """Rows of text; of `figures`, all but the first column to the right."""
    sides = {
        head or " " * (number + 1): figures and number > 0 for number, head in enumerate(heads)
    }
    return table(sides, (tuple(map(escape, row)) for row in rows))
