"""Train: begin an exercise, or take a seat in one by its link."""

import streamlit as st

from dashboards.app.address import at, go
from dashboards.app.broken import told
from dashboards.app.train import begin
from dashboards.app.train.component import show_desk
from dashboards.app.train.hall import HALL, REFUSED
from dashboards.app.train.review import page as review
from dashboards.visible import plain
from sim.training.store import began_of

CALLED = {
    "trainee": "Operator",
    "commander": "Commander",
    "instructor": "Instructor",
    "observer": "Observer",
}
"""What the desk of a role is called."""


def show() -> None:
    """The desk of the address, or the way to one."""
    name, secret = at("session"), at("key")
    if not name or not secret:
        begin.show()
        return
    try:
        role = HALL.role(name, secret)
        folder = HALL.folder(name)
        title = began_of(folder).title
    except REFUSED:
        st.title("No such desk", anchor=False)
        st.warning("This link opens no session here. Ask whoever runs the exercise for a new one.")
        st.button("All sessions", on_click=go, kwargs={"session": None, "key": None})
        return
    with told("Ask whoever runs the exercise."):
        head, ways = st.columns([5, 4], vertical_alignment="center")
        head.title(plain(f"{CALLED[role]} · {title}"), anchor=False)
        if review.asked_for(ways, folder, role):
            review.show(folder, role)
        else:
            show_desk(name, secret, role)


if __name__ == "__main__":
    show()
