"""Two views of one deployment: what its error rates come to, divided by alerts and by people."""

from typing import Any

import streamlit as st

from dashboards.app.address import FIGURES, at, follows, go, number, whole
from dashboards.app.design.cards import claim_cards
from dashboards.app.design.pieces import empty, table
from dashboards.app.design.style import theme
from dashboards.figures.scrutinise.people import a_square, alerted, everybody, in_words, legend
from dashboards.two_views import HEADS, ROWS, how_sure, row, two_views
from dashboards.visible import escape, plain
from engine.errors import SettingsError
from sim.outcomes.expected.examples import EXAMPLES
from sim.outcomes.expected.expectation import STOPPED_SOURCE, Expectation
from sim.outcomes.expected.unsure import Share, Unsure

MOST_FACES, MOST_LIST = 10_000_000, 100_000_000
CASES = {
    "tpir_of": "TPIR: listed people",
    "fpir_of": "FPIR: other people",
    "wrong_of": "Stopped wrongly: false alerts",
}
"""Rates that rest on so many cases, by their names in the address."""
CASES_HELP = (
    "On how many cases each rate rests. With a number, intervals hold how sure the rate is, too"
    " (Jeffreys's posterior); left empty, the rate holds exactly."
)
STEPS = tuple(digit * 10**power for power in range(8) for digit in (1, 2, 5))
INTRODUCED = (
    "Most alerts may be false and hardly anybody may be alerted wrongly, both in one deployment:"
    " people on the list are so rare among those who pass that a tiny share of everybody else"
    " outnumbers them. How rare they are is called the base rate."
)


def show() -> None:
    """The whole view."""
    st.markdown(INTRODUCED)
    usual = _dials_of(EXAMPLES["early-trials"].deployment)
    dials, found = st.columns([4, 8], gap="large")
    with dials:
        _examples()
        asked = _asked(usual)
    with found:
        try:
            deployment = Unsure.of(asked)
        except SettingsError as err:
            st.error(plain(str(err)))
            return
        _found(deployment.to_json())
    _sources(usual)


def _found(told: dict[str, Any]) -> None:
    st.html(claim_cards(two_views(told)))
    every, some = (f"a square for every {n}" if n > 1 else "a square each" for n in a_square(told))
    st.header(f"Everybody who passes, {every}", anchor=False)
    people = in_words(told)
    st.image(everybody(told, theme()), width="stretch", alt=f"Everybody who passes: {people}")
    st.html(legend(told, theme()))
    st.header(f"Those alerted, {some}", anchor=False)
    if drawn := alerted(told, theme()):
        st.image(drawn, width="stretch", alt=f"Those alerted: {people}")
    else:
        st.html(empty("Nobody is alerted.", "Fewer than one person is expected to be."))
    st.header("In counts", anchor=False)
    heads = {head: number > 0 for number, head in enumerate(HEADS)}
    st.html(table(heads, (map(escape, row(told, key)) for key in ROWS), label="In counts"))
    for line in how_sure(told):
        st.caption(plain(line))
    st.caption(told["reads"])


def _examples() -> None:
    st.header("Begin from published figures", anchor=False)
    for key, one in EXAMPLES.items():
        title = one.title[0].upper() + one.title[1:]
        st.button(
            title, key=f"from-{key}", width="stretch", on_click=go,
            kwargs=_dials_of(one.deployment),
        )  # fmt: skip


def _dials_of(one: Expectation) -> dict[str, Any]:
    """What the dials show of a deployment."""
    return {
        "faces": one.faces,
        "listed": round(one.listed_expected, 2),
        "tpir": round(100 * one.tpir, 1),
        "one_in": round(one.one_in or 0),
        "list": one.watchlist,
        "measured": one.fpir_watchlist,
        "right": round(100 * one.confirm_true, 1),
        "wrong": round(100 * one.confirm_false, 1),
        **dict.fromkeys(CASES),
    }


def _asked(usual: dict[str, Any]) -> dict[str, Any]:
    """What the dials say, as a deployment has it."""
    st.header("The deployment", anchor=False)
    faces = int(_stepped("faces", "People who pass", usual, 100, MOST_FACES))
    listed = _stepped("listed", "Of these on the watchlist, on average", usual, 0, faces)
    one, other = st.columns(2)
    size = _size(one, "list", "People on the watchlist", usual)
    measured = _size(other, "measured", "FPIR was measured with a list of", usual)
    st.header("The engine", anchor=False)
    tpir = _percent("tpir", "TPIR: of those on the list, alerted", usual)
    one_in = _stepped("one_in", "FPIR: of everybody else, one alerted in", usual, 10, MOST_FACES)
    st.header("Operators and officers", anchor=False)
    right = _percent("right", "Stopped, of those alerted rightly", usual)
    wrong = _percent("wrong", "Stopped, of those alerted wrongly", usual)
    cases = _cases()
    return {
        "faces": faces,
        "listed_share": min(listed / faces, 1.0),
        "tpir": _known(tpir, cases["tpir_of"]),
        "fpir": _known(1 / one_in, cases["fpir_of"]),
        "watchlist": size,
        "fpir_watchlist": measured if size is not None else None,
        "confirm_true": right,
        "confirm_false": _known(wrong, cases["wrong_of"]),
    }


def _cases() -> dict[str, int | None]:
    """On how many cases each rate rests; None: it holds exactly."""
    st.header("How sure the rates are", anchor=False, help=CASES_HELP)
    found = {}
    for (name, label), where in zip(CASES.items(), st.columns(len(CASES)), strict=True):
        asked = whole(name)
        shown = None if asked is None else min(max(asked, 1), MOST_LIST)
        chosen = where.number_input(
            label, 1, MOST_LIST, None, step=10, placeholder="exact", **follows(name, shown)
        )
        found[name] = None if chosen is None else int(chosen)
    return found


def _known(share: float, cases: int | None) -> float | Share:
    """A rate as it is, or as so many cases show it."""
    return share if cases is None else Share.counted(share * cases, cases)


def _stepped(name: str, label: str, usual: dict[str, Any], least: float, most: float) -> float:
    """A slider over round numbers, and the one that the address names."""
    asked = number(name)
    shown = min(max(float(usual[name]) if asked is None else asked, least), most)
    steps = sorted({least, shown, most, *(one for one in STEPS if least < one < most)})
    chosen = st.select_slider(
        label, steps, format_func=lambda one: f"{one:,.10g}", **follows(name, shown)
    )
    return float(chosen)


def _percent(name: str, label: str, usual: dict[str, Any]) -> float:
    asked = number(name)
    shown = min(max(float(usual[name]) if asked is None else asked, 0.0), 100.0)
    chosen = st.slider(label, 0.0, 100.0, step=0.1, format="%.1f %%", **follows(name, shown))
    return round(float(chosen) / 100, 6)


def _size(where: Any, name: str, label: str, usual: dict[str, Any]) -> int | None:
    """A list's size; None where nobody says."""
    asked = number(name) if any(at(one) is not None for one in FIGURES) else usual[name]
    shown = None if asked is None else int(min(max(asked, 1), MOST_LIST))
    chosen = where.number_input(
        label, 1, MOST_LIST, None, step=100, placeholder="not known", **follows(name, shown)
    )
    return None if chosen is None else int(chosen)


def _sources(usual: dict[str, Any]) -> None:
    """Where the figures are from: those of an example, where the dials stand so."""
    st.header("Sources", anchor=False)
    shown = {name: at(name) for name in FIGURES}
    for one in EXAMPLES.values():
        own = {name: _text(value) for name, value in _dials_of(one.deployment).items()}
        untouched = not any(shown.values()) and _dials_of(one.deployment) == usual
        if untouched or own == shown:
            lines = [*one.sources, *(f"Worked out: {line}" for line in one.derived)]
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.markdown(f"- {plain(STOPPED_SOURCE[0].upper() + STOPPED_SOURCE[1:])}")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
