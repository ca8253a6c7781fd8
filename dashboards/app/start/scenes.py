"""The library's scenarios as cards with their plans."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboards.app.design.pieces import facts
from dashboards.app.design.style import theme
from dashboards.app.map.plan import plan
from dashboards.figures.palette import Theme
from dashboards.figures.plans import plan_svg
from dashboards.visible import plain
from dashboards.words import span
from engine.counts import counted
from scenarios.errors import ScenarioError
from scenarios.loader import library, load_scenario

CARD_PX = 202
"""A card's width: six beside each other in a window of 1366."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario as its card shows it: what finds it, what it calls itself, its title, its plan,
    small and large; `window_s` is played in pixels, if any is.
    """

    name: str
    short: str
    title: str
    description: str
    facts: tuple[str, ...]
    picture: str
    large: str
    window_s: float | None
    fidelity: str


def show(ask: Callable[[str], None]) -> None:
    """A card a scenario; its button calls `ask` with the scenario's name."""
    found = [scene(name, theme()) for name in library()]
    with st.container(horizontal=True, gap="small"):
        for one in found:
            with st.container(border=True, width=CARD_PX, key=f"card-{one.name}"):
                _card(one, ask)


def own(ask: Callable[[str], None]) -> None:
    """A scenario file of one's own, by its path on this machine."""
    with st.expander("A scenario file of your own", icon=":material/description:"):
        st.caption("docs/scenarios.md names every field; `footfall validate my.yaml` checks one.")
        path = st.text_input("Its path on this machine", key="own-path", placeholder="my.yaml")
        if st.button("Play this file", key="play-own", disabled=not path.strip()):
            try:
                scene(path.strip())
            except ScenarioError as err:
                st.error(plain(str(err)))
            else:
                ask(path.strip())


def scene(name: str, shades: Theme = "light") -> Scene:
    """What a card says; ScenarioError for what cannot be played."""
    file = library().get(name, Path(name))
    return _scene(name, shades, file.stat().st_mtime_ns if file.is_file() else 0)


@st.cache_data(show_spinner=False, max_entries=64)
def _scene(name: str, shades: Theme, written_ns: int) -> Scene:
    """The same, kept until its file is written anew."""
    del written_ns
    loaded = load_scenario(name)
    scenario, window = loaded.scenario, loaded.scenario.window
    people = round(scenario.arrivals.expected(scenario.duration_s))
    floors = len({one.ordinal for one in loaded.place.levels})
    told = (
        *([counted(floors, "floor")] if floors > 1 else []),
        span(scenario.duration_s),
        f"{counted(people, 'person')}",
        f"{scenario.watchlist.size:,} listed",
        counted(len(scenario.cameras), "camera"),
        counted(scenario.operators.count, "operator"),
        counted(len(scenario.officers.posts_m), "officer"),
    )
    still = plan(loaded.place, scenario.cameras[0].level, scenario, scenario.cameras)
    drawn = plan_svg(still, f"Plan of {still['name']}", shades)
    return Scene(
        name=name,
        short=scenario.name,
        title=scenario.title,
        description=" ".join(scenario.description.split()),
        facts=told,
        picture=drawn,
        large=plan_svg(still, f"Plan of {loaded.venue.name} in metres", shades, measured=True),
        window_s=window.duration_s if window else None,
        fidelity=scenario.fidelity,
    )


def _card(one: Scene, ask: Callable[[str], None]) -> None:
    st.image(one.picture, width="stretch", alt=f"Plan of {one.title}")
    st.markdown(f"**{plain(one.title)}**")
    st.html(facts(one.facts))
    st.button(
        "Play it", key=f"play-{one.name}", icon=":material/play_arrow:", width="stretch",
        on_click=ask, args=(one.name,), help=plain(one.description) or None,
    )  # fmt: skip
