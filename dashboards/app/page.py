"""The page's frame: a room a job, and what all of them share. `footfall dashboard` starts it."""

from pathlib import Path
from typing import Literal

import streamlit as st

from dashboards.app.address import adopt, publish
from dashboards.app.admission import admitted, leaving
from dashboards.app.design.style import style, theme
from dashboards.app.focus import give
from dashboards.app.train.hall import at_a_desk

HERE = Path(__file__).parent
ROOMS = (
    ("start/page.py", "Start", ":material/home:", "start"),
    ("explore/page.py", "Explore", ":material/travel_explore:", "explore"),
    ("plan/page.py", "Plan", ":material/architecture:", "plan"),
    ("train/page.py", "Train", ":material/headset_mic:", "train"),
    ("experiments/page.py", "Experiments", ":material/science:", "experiments"),
    ("scrutinise/page.py", "Scrutinise", ":material/balance:", "scrutinise"),
    ("results/page.py", "Other results", ":material/biotech:", "results"),
)
"""A line a job: its page, name, sign and place in the address. A new job is a line and a folder."""
LOGOS = {"light": "logo.svg", "dark": "logo-dark.svg"}
PIECES = ("pieces/page.py", "Pieces", ":material/widgets:", "pieces")
"""The design language's own page, which no menu names."""


def main() -> None:
    """Set the page up and run the room that is open."""
    st.set_page_config(page_title="Footfall", page_icon=str(HERE / "mark.svg"), layout="wide")
    st.logo(str(HERE / LOGOS[theme()]), size="large")
    st.html(style())
    if not admitted():
        return
    rooms = [_room(*room, default=room is ROOMS[0]) for room in ROOMS]
    menu: Literal["hidden", "top"] = "hidden" if at_a_desk() else "top"
    page = st.navigation([*rooms, _room(*PIECES, hidden=True)], position=menu)
    leaving()
    adopt()
    if page is rooms[0] and "run" in st.query_params:
        st.switch_page(rooms[1])  # a run is looked at there
    try:
        page.run()
    finally:  # a page may end before its last line
        publish(page.url_path)
    give()


def _room(
    file: str, name: str, icon: str, place: str, *, default: bool = False, hidden: bool = False
) -> st.Page:
    shown: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
    return st.Page(file, title=name, icon=icon, url_path=place, default=default, visibility=shown)


if __name__ == "__main__":
    main()
