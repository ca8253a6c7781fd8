"""How fast people and walkers go where it is how dense."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import LISTED, NEUTRAL, OFFICER, WRONG, faded
from sim.fidelity.crowds.validation import Validation

HEIGHT = 420
COLOURS = (WRONG, LISTED, NEUTRAL)


def diagrams(found: Sequence[Validation]) -> go.Figure:
    """The band and mean of people, Weidmann's curve, and each walkers' mean by density."""
    figure = go.Figure()
    bins = [one.measured for one in found[0].beside]
    density = [one.density_per_m2 for one in bins]
    figure.add_scatter(
        x=[*density, *density[::-1]],
        y=[*(one.high_mps for one in bins), *(one.low_mps for one in bins[::-1])],
        fill="toself",
        fillcolor=faded(OFFICER, 0.15),
        line={"width": 0},
        hoverinfo="skip",
        name="people, 10 to 90 %",
    )
    mean, weidmann = [one.mean_mps for one in bins], [one.weidmann_mps for one in bins]
    figure.add_scatter(x=density, y=mean, name="people, mean", line={"color": OFFICER})
    dashed = {"color": NEUTRAL, "dash": "dot"}
    figure.add_scatter(x=density, y=weidmann, name="Weidmann 1993", line=dashed)
    for one, colour in zip(found, COLOURS, strict=False):
        figure.add_scatter(
            x=density,
            y=[bin_.mean_mps for bin_ in one.beside],
            name=f"walkers {one.walkers}",
            mode="lines+markers",
            line={"color": colour},
        )
    figure.update_xaxes(title="people/m2", rangemode="tozero")
    figure.update_yaxes(title="m/s", rangemode="tozero")
    return quiet(figure, HEIGHT)
