"""What `crowd validate` measured: walkers beside people, as on its page."""

import streamlit as st

from dashboards.app.design.drawn import draw
from dashboards.app.results.found import Result
from dashboards.app.results.measured import rows_table
from dashboards.figures.crowd import diagrams
from dashboards.reports.crowd import (
    BIN_HEADS,
    RIMEA,
    SOURCE,
    TEST_HEADS,
    bin_rows,
    passed,
    replay_table,
    test_rows,
)
from dashboards.visible import plain
from sim.fidelity.crowds.validation import Validation, read


def show(result: Result) -> None:
    """The fundamental diagram of all, then each walkers' tests, densities and recorded walks."""
    found = read(result.file.read_text(encoding="utf-8"))
    for one in found:
        st.markdown(plain(passed(one)))
    st.header("How fast, where it is how dense", anchor=False)
    draw(diagrams(found), "crowd-diagram")
    st.caption(plain(SOURCE))
    for one in found:
        _show(one)


def _show(one: Validation) -> None:
    st.header(f"Walkers {plain(one.walkers)}", anchor=False)
    st.html(rows_table(TEST_HEADS, test_rows(one), figures=False))
    st.caption(plain(RIMEA))
    with st.expander(f"Each density, walkers {plain(one.walkers)}"):
        st.html(rows_table(BIN_HEADS, bin_rows(one)))
    if one.replays:
        st.html(rows_table(*replay_table(one)))
