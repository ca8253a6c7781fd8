"""Trainees and attempts beside each other: sessions of one exercise, in pairs where they met the
same alerts.
"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import empty, table
from dashboards.app.train.hall import REFUSED, sessions_folder
from dashboards.app.train.review.made import Made, Told, made
from dashboards.figures.training.answers import side_by_side
from dashboards.reports.training.review import APART_HEADS, RANK_HEADS, apart_rows, rank_rows
from dashboards.reports.training.said import ranged
from dashboards.visible import escape, plain
from dashboards.words import interval, percent, share_of
from engine.counts import counted
from sim.training.links import LINKS
from sim.training.review.compared import compared
from sim.training.sharing import is_over, shared_of
from sim.training.store import began_of

MOST = 11
"""Sessions beside one's own."""
OFFERED = 200
"""Sessions that are looked at for it, the latest by their names."""
ABOUT = (
    "Sessions of the same exercise that are over and that their instructors let be set beside"
    " others. Those who met the same alerts are compared alert by alert, the others as they are."
)
HEADS = {
    "session": False, "alerts": True, "d'": True, "criterion": True, "hits": True,
    "false alarms": True, "median, s": True,
}  # fmt: skip


def show(folder: Path, _role: str, found: Made) -> None:
    """The whole view."""
    st.caption(ABOUT)
    people = chosen(folder, found, choose=True)
    if people is None:
        return
    if len(people) < 2:
        st.html(empty("Nothing is beside this session yet.", "Choose one or more above."))
        return
    told = compared({name: one.table for name, one in people.items()}).to_json()
    reviews = {name: one.told for name, one in people.items()}
    left, right = st.columns(2, gap="large")
    with left:
        draw(side_by_side(reviews, "d_prime", "d', with its 95 % interval"), "beside-d")
    with right:
        draw(side_by_side(reviews, "criterion", "criterion c"), "beside-c")
    st.html(table(HEADS, [_row(name, one) for name, one in reviews.items()]))
    st.header("Differences", anchor=False)
    st.caption(_said(told))
    st.html(_table(APART_HEADS, apart_rows(told)))
    st.header("Ranking" if told["ranks"] is not None else "No ranking", anchor=False)
    if told["ranks"] is not None:
        st.caption("Nobody stands before somebody from whom the alerts do not tell them apart.")
        st.html(_table(RANK_HEADS, rank_rows(told)))
    else:
        st.markdown(plain(told["why"]))


def chosen(folder: Path, found: Made, *, choose: bool = False) -> Mapping[str, Made] | None:
    """A session and those beside it, by name; a list to `choose` others from. None, and why is
    said, where there is no other.
    """
    others = offered(folder, found.told)
    asked = [one for one in (at("others") or "").split(",") if one in others][:MOST]
    if choose and not others:
        st.html(
            empty(
                "There is no other session of this exercise to set beside it.",
                "One is offered here once it is over and its instructor shares its figures.",
            )
        )
        return None
    if choose:
        st.multiselect(
            "Beside", others, format_func=plain, max_selections=MOST,
            placeholder="Sessions of this exercise", **follows("others", asked),
        )  # fmt: skip
    people = {folder.name: found}
    for name in asked:
        with st.spinner(f"Scoring {name}"):
            people[name] = made(sessions_folder() / name)
    return people


def offered(folder: Path, told: Told) -> list[str]:
    """Names of other sessions of the same exercise, or of the same scenario where it is of none,
    that are over and shared.
    """
    about = (told["exercise"], told["scenario"])
    files = sorted(folder.parent.glob(f"*/{LINKS}"), reverse=True)[:OFFERED]
    return [
        file.parent.name for file in files if file.parent != folder and _is_of(file.parent, about)
    ]


def _is_of(folder: Path, about: tuple[str, str]) -> bool:
    try:
        began = began_of(folder)
        same = (began.exercise, began.scenario) == about
        return same and shared_of(folder).beside and is_over(folder)
    except REFUSED:
        return False


def _row(name: str, told: Told) -> list[str]:
    of = told["against"]
    median = told["reactions"]["all"]["p50"]
    return [
        escape(name),
        f"{told['alerts']:,}",
        *(ranged(told["sensitivity"][one]) for one in ("d_prime", "criterion")),
        *(_share(of[one]) for one in ("hits", "false_alarms")),
        ranged(median),
    ]


def _share(rate: Told) -> str:
    if not rate["denominator"]:
        return "–"
    return f"{percent(rate['value'])} ({interval(rate)}; {share_of(rate)})"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    sides = {head: number > 0 for number, head in enumerate(heads)}
    return table(sides, [[escape(cell) for cell in row] for row in rows])


def _said(told: Told) -> str:
    """Which differences are of the same alerts."""
    paired = sum(one["same"] > 0 for one in told["apart"])
    return (
        f"Of {counted(len(told['apart']), 'pair')} of sessions {paired:,} met some of the same"
        " alerts, and are compared over these alone; an interval that leaves 0 out tells two apart,"
        " one in twenty by chance."
    )
