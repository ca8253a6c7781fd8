"""A place to plan for: one of the library, a scenario file of one's own, or a plan to be read."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboards.app.plan import measure, studies
from dashboards.app.plan.base import Coming, base, farthest, lacking, with_entrance
from dashboards.app.plan.reading import Read, Said, layers_of, mends, read
from dashboards.app.runs import runs_folder
from dashboards.figures.place.found import entries, line
from dashboards.figures.place.storeys import drawn
from dashboards.visible import plain
from engine.counts import counted
from engine.errors import EngineError
from scenarios.errors import ScenarioError
from scenarios.importers.drawing.layers import MEANINGS
from scenarios.importers.drawing.units import METRES
from scenarios.loader import library, load_scenario
from scenarios.place import Place

PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
KINDS = ("dxf", "geojson", "json", "zip", "png", "jpg", "jpeg")
OWN, LIBRARY, IMPORT = "A scenario file of yours", "From the library", "Read a plan"
AS_SAID = "as the file says"
Open = Callable[[str], None]
MOST_LINES = 12
COLUMNS = 4


def show(open_study: Open) -> None:
    """Ways to a place; `open_study` is called with the study made of it."""
    way = st.segmented_control("A place", [IMPORT, LIBRARY, OWN], default=IMPORT, required=True)
    if way == LIBRARY:
        _library(open_study)
    elif way == OWN:
        _own(open_study)
    else:
        _import(open_study)


def _library(open_study: Open) -> None:
    name = st.selectbox("Scenario", [*library()], format_func=_titled)
    if st.button("Plan for this place", key="plan-library", type="primary"):
        _made(lambda: studies.from_scenario(runs_folder(), name), open_study)


def _own(open_study: Open) -> None:
    path = st.text_input("Its path on this machine", key="plan-path", placeholder="my.yaml")
    go = st.button("Plan for this place", key="plan-own", disabled=not path.strip())
    if go:
        _made(lambda: studies.from_scenario(runs_folder(), path.strip()), open_study)


@st.cache_data(show_spinner=False)
def _titled(name: str) -> str:
    return load_scenario(name).scenario.title


def _import(open_study: Open) -> None:
    st.caption(
        "A drawing (DXF), a map (our GeoJSON, IMDF as a zip, OpenStreetMap's indoor GeoJSON) or a"
        " picture (PNG, JPEG). It stays on this machine."
    )
    file = st.file_uploader("The plan", type=[*KINDS], key="plan-file")
    if file is None:
        return
    content = file.getvalue()
    said = _said(file.name, content)
    with st.spinner("Reading the plan"):
        found = _read(file.name, content, said)
    if found.picture is None:
        st.error(plain(found.refused), icon=":material/rule:")
        return
    picture, form = st.columns([3, 2], gap="medium")
    with form:
        head = st.empty()
        _found(found)
        place = _with_ways_in(found.place, file.name)
        head.markdown(_headed(place or found.place))
        if place is not None:
            _settle(place, Path(file.name).stem, open_study)
    with picture:
        shown = found.picture if place in (None, found.place) else drawn(place, found.findings)
        st.image(shown, width="stretch", channels="BGR", alt=f"Plan of {file.name}")


def _said(name: str, content: bytes) -> Said:
    """What its file does not say: a drawing's unit and layers, a picture's scale."""
    kind, mend = Path(name).suffix.lower(), False
    if _mends(name, content):
        mend = st.checkbox("Mend what can be mended, and say what was", key="plan-mend")
    if kind == ".dxf":
        unit = st.selectbox(
            "Drawn in", [AS_SAID, *METRES], key="plan-unit",
            help="One in five drawings says a wrong unit; what is read says which one fits best.",
        )  # fmt: skip
        layers = tuple(_layers(name, content).items())
        return Said(None if unit == AS_SAID else unit, layers, mend=mend)
    scale = measure.show(content, PICTURES[kind]) if kind in PICTURES else None
    return Said(scale=scale, mend=mend)


def _layers(name: str, content: bytes) -> dict[str, str]:
    """What each layer of a drawing is, guessed by its name, to be corrected."""
    guessed = _proposed(name, content)
    with st.expander(f"What is on its layers: {counted(len(guessed), 'layer')}"):
        columns = st.columns(COLUMNS)
        return {
            layer: columns[number % COLUMNS].selectbox(
                plain(layer), MEANINGS, MEANINGS.index(taken), key=f"layer-{name}-{layer}"
            )
            for number, (layer, taken) in enumerate(guessed.items())
        }


@st.cache_data(show_spinner=False, max_entries=8)
def _proposed(name: str, content: bytes) -> dict[str, str]:
    return layers_of(name, content)


@st.cache_data(show_spinner=False, max_entries=8)
def _mends(name: str, content: bytes) -> bool:
    return mends(name, content)


@st.cache_resource(show_spinner=False, max_entries=8)
def _read(name: str, content: bytes, said: Said) -> Read:
    return read(name, content, said)


def _headed(place: Place | None) -> str:
    """What a place has, those ways in among it that somebody added."""
    assert place is not None
    floors, doors = counted(len(place.levels), "floor"), counted(len(place.entrances), "way")
    return f"**{plain(place.name)}**: {floors}, {place.area_m2:,.0f} m², {doors} in"


def _found(found: Read) -> None:
    """What was found, by the numbers that it has in the picture."""
    assert found.place is not None
    lines = [line(entry, found.place.own) for entry in entries(found.findings)]
    told = [f"{number}. {plain(one)}" for number, one in enumerate(lines[:MOST_LINES], 1)]
    if len(lines) > MOST_LINES:
        told.append(f"\nand {len(lines) - MOST_LINES} more")
    st.markdown("\n".join(told) or "Nothing of it is in doubt.")


def _with_ways_in(place: Place | None, name: str) -> Place | None:
    """The place with ways in that its plan lacks, where somebody says; None until they have."""
    assert place is not None
    asked = st.empty()
    for number in range(lacking(place)):
        if not number:
            asked.warning(_wanted(place), icon=":material/door_open:")
        ordinal, (east, north) = farthest(place)
        left, right, add = st.columns([2, 2, 3], vertical_alignment="bottom")
        key = f"way-{number}-{name}"
        x = left.number_input("East, x (m)", value=east, step=0.5, key=f"{key}-x")
        y = right.number_input("North, y (m)", value=north, step=0.5, key=f"{key}-y")
        if not add.toggle(f"There is a way in on level {ordinal}", key=key):
            return None
        try:
            place = with_entrance(place, ordinal, (x, y))
        except ScenarioError as err:
            st.error(plain(str(err)))
            return None
    asked.empty()
    return place


def _wanted(place: Place) -> str:
    """What of it keeps people from coming and going."""
    ways, shops = counted(len(place.entrances), "way"), counted(len(place.shops), "shop")
    return (
        f"The plan has {ways} in and {shops}, so people have nowhere to go. They need two ways in,"
        " or one and a shop. Say where another way in is, or draw what is missing and read the"
        " plan again."
    )


def _settle(place: Place, name: str, open_study: Open) -> None:
    """What nobody can read from a plan: how many people come, and how many are looked for."""
    title = st.text_input("What it is called", name, key="plan-title", max_chars=studies.LONGEST)
    left, right = st.columns(2)
    usual = Coming()
    coming = Coming(
        left.number_input("People an hour", 1.0, 1e5, usual.people_per_h, 50.0, key="plan-people"),
        right.number_input("Hours", 0.1, 24.0, usual.hours, 0.5, key="plan-hours"),
        left.number_input("People looked for", 1, 100_000, usual.listed, key="plan-listed"),
        right.number_input(
            "Of 100 who come, looked for", 0.0, 100.0, 100 * usual.listed_share, 1.0,
            key="plan-share",
        ) / 100,
    )  # fmt: skip
    if st.button("Plan for this place", key="plan-import", type="primary"):
        called = title.strip() or name
        _made(
            lambda: studies.from_place(runs_folder(), place, called, base(place, called, coming)),
            open_study,
        )


def _made(make: Callable[[], studies.Study], open_study: Open) -> None:
    try:
        with st.spinner("Looking whether people get from door to door"):
            study = make()
    except (ScenarioError, EngineError) as err:
        st.error(plain(str(err)))
        return
    open_study(study.id)
