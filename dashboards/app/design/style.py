"""The page's style: the theme's colours and sizes as variables, and the sheet that uses them."""

from importlib.resources import files

import streamlit as st

from dashboards.figures.palette import Theme, colours

SIZES = {"small": "0.83rem", "heading": "1.08rem", "large": "1.55rem"}
"""Of type, beside the text's own size."""


def theme() -> Theme:
    """What the reader has chosen, or their system."""
    return "dark" if st.context.theme.type == "dark" else "light"


def style() -> str:
    """The page's style sheet, as an element."""
    named = {**colours(theme()), **SIZES}
    variables = "".join(f"--{name}: {value}; " for name, value in named.items())
    css = (files("dashboards.app.design") / "page.css").read_text(encoding="utf-8")
    return f"<style>:root {{ {variables}}}\n{css}</style>"
