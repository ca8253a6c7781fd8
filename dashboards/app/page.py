"""The page: navigation only. `footfall dashboard` starts it."""

from pathlib import Path

import streamlit as st

from dashboards.app.cards import style
from dashboards.app.chosen import choose

HERE = Path(__file__).parent


def main() -> None:
    """Set the page up, let a run be chosen, and run the page that is open."""
    st.set_page_config(page_title="Footfall", page_icon=str(HERE / "mark.svg"), layout="wide")
    st.logo(str(HERE / "logo.svg"), size="large")
    st.html(style())
    page = st.navigation(
        [
            st.Page("explore/outcomes.py", title="Outcomes", icon=":material/balance:"),
            st.Page("explore/map.py", title="Map", icon=":material/map:"),
            st.Page("explore/feeds.py", title="Feeds", icon=":material/videocam:"),
            st.Page("explore/log.py", title="Log", icon=":material/list_alt:"),
            st.Page("explore/limits.py", title="Limits", icon=":material/info:"),
        ]
    )
    choose()
    page.run()


if __name__ == "__main__":
    main()
