"""What else a planner may ask of the cameras to be found: doors, zones, a free way, days, money."""

import streamlit as st

from engine.counts import counted
from scenarios.place import Place
from scenarios.schema import Scenario
from sim.placement.candidates import classes_of
from sim.placement.wanted import zone_names

Wish = tuple[list[str], list[str]]
"""Options of the command, and the same in words."""
NOWHERE = "–"
MOST_DAYS = 30


def wishes(study: str, place: Place, scenario: Scenario) -> Wish:
    """What is asked for beyond a number of cameras."""
    with st.expander("Doors, zones, ways, days and money"):
        left, right = st.columns(2, gap="large")
        with left:
            told = [_seen(study, place), _kept_out(study, place), _free(study, place)]
        with right:
            told += [_days(study), _paid(study, scenario)]
    options = [option for one in told for option in one[0]]
    return options, [words for one in told for words in one[1]]


def _doors(place: Place) -> dict[str, str]:
    """What each entrance is called here, and for the command: its number."""
    names = [one.name for _, one in place.entrances]
    return {
        name if names.count(name) == 1 else f"{name} ({number})": str(number)
        for number, name in enumerate(names)
    }


def _seen(study: str, place: Place) -> Wish:
    doors = _doors(place)
    chosen = st.multiselect(
        "Entrances that must be seen", list(doors), key=f"see-{study}",
        help="One camera finds the faces of at least half of those who come in there.",
    )  # fmt: skip
    options = [part for name in chosen for part in ("--see", doors[name])]
    return options, [f"{name} seen" for name in chosen]


def _kept_out(study: str, place: Place) -> Wish:
    chosen = st.multiselect(
        "Where nobody's face is searched", list(zone_names(place)), key=f"out-{study}",
        help="Shops (the floor before their doors), seats, waiting areas, checkpoints, entrances.",
    )  # fmt: skip
    options = [part for name in chosen for part in ("--keep-out", name)]
    return options, [f"nobody searched at {name}" for name in chosen]


def _free(study: str, place: Place) -> Wish:
    doors = _doors(place)
    a, b = st.columns(2)
    start = a.selectbox("One way stays free, from", [NOWHERE, *doors], key=f"from-{study}")
    end = b.selectbox("to", [NOWHERE, *doors], key=f"to-{study}")
    if NOWHERE in (start, end) or start == end:
        return [], []
    return ["--free-way", f"{doors[start]}:{doors[end]}"], [f"a way free from {start} to {end}"]


def _days(study: str) -> Wish:
    days = st.number_input(
        "Days looked at", 1, MOST_DAYS, 1, key=f"days-{study}",
        help="Others come on each day. More days take as many times as long.",
    )  # fmt: skip
    worst = st.checkbox("Choose for the worst of them", key=f"worst-{study}", disabled=days == 1)
    if days == 1:
        return [], []
    rule = "the worst of" if worst else "the average of"
    return ["--days", str(int(days)), *(["--worst"] if worst else [])], [
        f"{rule} {counted(int(days), 'day')}"
    ]


def _paid(study: str, scenario: Scenario) -> Wish:
    budget = st.number_input(
        "Budget", min_value=0.0, value=None, key=f"budget-{study}", placeholder="no limit",
        help="In any money: prices are yours, there are none in Footfall.",
    )  # fmt: skip
    if budget is None:
        return [], []
    prices = {
        one.id: st.number_input(
            f"Price of a camera as {one.id}", min_value=0.01, value=None, placeholder="none yet",
            key=f"price-{one.id}-{study}",
        )
        for one in classes_of(scenario.cameras)
    }  # fmt: skip
    told = {kind: one for kind, one in prices.items() if one is not None}
    if len(told) < len(prices):
        st.caption("A budget needs the price of each kind.")
    options = [part for kind, one in told.items() for part in ("--price", f"{kind}={one:.12g}")]
    return ["--budget", f"{budget:.12g}", *options], [f"for at most {budget:,.0f}"]
