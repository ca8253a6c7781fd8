"""A finished figure in another theme: every colour that the palette knows, by its name there."""

from typing import Any

import plotly.graph_objects as go

from dashboards.figures.palette import Theme, themed


def in_theme(figure: go.Figure, theme: Theme) -> go.Figure:
    """The same figure with the theme's colours."""
    if theme == "light":
        return figure
    return go.Figure(_recoloured(figure.to_plotly_json(), theme))


def _recoloured(value: Any, theme: Theme) -> Any:
    if isinstance(value, str):
        return themed(value, theme)
    if isinstance(value, dict):
        return {name: _recoloured(one, theme) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_recoloured(one, theme) for one in value]
    return value
