"""The library's scenarios as cards with their plans."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboards.app.design.pieces import facts
from dashboards.app.design.style import theme
from dashboards.app.map.plan import plan
from dashboards.figures.palette import Theme
from dashboards.figures.plans import plan_svg
from dashboards.visible import plain
from dashboards.words import span
from scenarios.loader import library, load_scenario

ROW = 6
"""Cards beside each other."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario of the library as its card shows it; `window_s` is played in pixels, if any is."""

    name: str
    title: str
    description: str
    facts: tuple[str, ...]
    picture: str
    window_s: float | None


def show(ask: Callable[[str], None]) -> None:
    """A card a scenario; its button calls `ask` with the scenario's name."""
    found = [scene(name, theme()) for name in library()]
    for number in range(0, len(found), ROW):
        row = found[number : number + ROW]
        for one, column in zip(row, st.columns(ROW, gap="small"), strict=False):
            with column.container(border=True, height="stretch"):
                _card(one, ask)


@st.cache_data(show_spinner=False)
def scene(name: str, shades: Theme = "light") -> Scene:
    """What a card says; kept, since the library does not change while the page is served."""
    loaded = load_scenario(name)
    scenario, window = loaded.scenario, loaded.scenario.window
    people = round(scenario.arrivals.expected(scenario.duration_s))
    told = (
        span(scenario.duration_s),
        f"{people:,} people",
        f"{scenario.watchlist.size:,} listed",
        f"{len(scenario.cameras)} cameras",
        f"{len(scenario.officers.posts_m)} officers",
    )
    still = plan(loaded.venue, scenario, scenario.cameras)
    drawn = plan_svg(still, f"Plan of {loaded.venue.name}", shades)
    length_s = window.duration_s if window else None
    return Scene(
        name, scenario.title, " ".join(scenario.description.split()), told, drawn, length_s
    )


def _card(one: Scene, ask: Callable[[str], None]) -> None:
    st.image(one.picture, width="stretch", alt=f"Plan of {one.title}")
    st.markdown(f"**{plain(one.title)}**", help=plain(one.description) or None)
    st.html(facts(one.facts))
    st.button(
        "Play it", key=f"play-{one.name}", icon=":material/play_arrow:", width="stretch",
        on_click=ask, args=(one.name,), help=f"Play {plain(one.title)}",
    )  # fmt: skip
