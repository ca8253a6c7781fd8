"""Figures as the page draws them: in the reader's theme, without tools, with a word for those who
cannot see them.
"""

import plotly.graph_objects as go
import streamlit as st

from dashboards.app.design.style import theme
from dashboards.figures.themes import in_theme


def draw(figure: go.Figure, key: str) -> None:
    """A chart."""
    shown = in_theme(figure, theme())
    st.plotly_chart(shown, key=key, config={"displayModeBar": False}, theme=None)
