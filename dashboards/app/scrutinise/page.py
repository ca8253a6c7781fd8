"""Scrutinise: what a deployment would do to people, who says so, and whether that was right before.

It works without any run.
"""

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.broken import told
from dashboards.app.scrutinise import foretold, right, rows, two_views

VIEWS = {
    "two_views": ("Two views", two_views.show),
    "predict": ("Predict", foretold.show),
    "record": ("Record", rows.show),
    "right": ("Was it right", right.show),
}
"""Each view by its name in the address: what people call it, and what shows it."""


def show() -> None:
    """The views, and the one that is open."""
    st.title("Scrutinise", anchor=False)
    asked = at("view")
    view = asked if asked in VIEWS else next(iter(VIEWS))
    st.segmented_control(
        "View",
        list(VIEWS),
        format_func=lambda name: VIEWS[name][0],
        label_visibility="collapsed",
        required=True,
        wrap=True,
        **follows("view", view),
    )
    with told("Open another view."):
        VIEWS[view][1]()


if __name__ == "__main__":
    show()
