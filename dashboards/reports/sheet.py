"""A self-contained page: headings, tables and figures, nothing from a network."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from dashboards.figures.palette import INK, LINE, PAPER, QUIET, SOFT
from dashboards.glossary import meanings
from dashboards.visible import escape

STYLE = f"""
body {{ font: 15px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: {INK};
  background: {PAPER}; max-width: 1040px; margin: 32px auto; padding: 0 24px; }}
h1 {{ font-size: 26px; margin-bottom: 0; }} h2 {{ font-size: 18px; margin-top: 36px; }}
p {{ color: {SOFT}; max-width: 75ch; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{ padding: 6px 12px; border-bottom: 1px solid {LINE}; text-align: right; }}
th {{ background: {QUIET}; font-weight: 600; }}
th:first-child, td:first-child {{ text-align: left; }}
.wide {{ overflow-x: auto; }}
dt {{ font-weight: 600; }} dd {{ color: {SOFT}; margin: 0 0 8px 0; max-width: 75ch; }}
@media (max-width: 640px) {{
  body {{ margin: 16px auto; padding: 0 12px; font-size: 14px; }}
  th, td {{ padding: 4px 6px; font-size: 12px; }}
}}
"""


def page(title: str, parts: Sequence[str]) -> str:
    """The whole page of parts that are already HTML."""
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    style, script = f"<style>{STYLE}</style>", f"<script>{get_plotlyjs()}</script>"
    head = f"<head>{meta}<title>{escape(title)}</title>{style}{script}</head>"
    body = "\n".join([f"<h1>{escape(title)}</h1>", *parts])
    return f'<!doctype html><html lang="en">{head}<body>{body}</body></html>\n'


def section(title: str, text: str, content: str) -> str:
    """A heading, a sentence below it, and what they are about."""
    return f"<h2>{escape(title)}</h2><p>{escape(text)}</p>{content}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of text; all but the first column to the right."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows
    )
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'


def words(*terms: str) -> str:
    """A part that tells what these words of the glossary mean."""
    return section("What the words mean", "", glossary(meanings(*terms)))


def glossary(terms: Mapping[str, str]) -> str:
    """Terms and what they mean."""
    told = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>" for term, meaning in terms.items()
    )
    return f"<dl>{told}</dl>"


def drawing(figure: go.Figure, name: str) -> str:
    """A figure; `name` tells it from the page's others."""
    config = {"displaylogo": False, "responsive": True}
    return str(figure.to_html(full_html=False, include_plotlyjs=False, div_id=name, config=config))
