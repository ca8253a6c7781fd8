"""What runs in the background: how far it is, how long it still takes, a way to end it."""

import streamlit as st

from dashboards.app.address import go
from dashboards.app.design.pieces import facts, going, sign
from dashboards.app.runs import runs_folder, when
from dashboards.figures.palette import Tone
from dashboards.visible import escape, visible
from dashboards.words import span
from dashboards.work.registry import Progress, Work, cancel, find, forget, works

BEAT_S = 1.0
SHOWN = 6
TOLD: dict[str, tuple[Tone, str]] = {
    "running": ("busy", "under way"),
    "done": ("right", "done"),
    "cancelled": ("neutral", "cancelled"),
    "failed": ("wrong", "failed"),
    "lost": ("wrong", "ended from outside"),
}


def show() -> None:
    """A line a piece of work; it is renewed by itself as long as something runs."""
    found = works(runs_folder(), SHOWN)
    if found:
        st.header("Begun here", anchor=False)
        running = any(work.state == "running" for work in found)
        st.fragment(_lines, run_every=BEAT_S if running else None)()


def show_said(ident: str) -> None:
    """What a piece of work said last."""
    work = find(runs_folder(), ident)
    if work is not None:
        st.code("\n".join(visible(line) for line in work.said) or "Nothing.", language=None)


def _lines() -> None:
    found = works(runs_folder(), SHOWN)
    for work in found:
        _line(work)
    before = st.session_state.get("under_way")
    st.session_state["under_way"] = [work.id for work in found if work.state == "running"]
    if before and before != st.session_state["under_way"]:
        st.rerun()  # something ended: what was played has changed


def _line(work: Work) -> None:
    tone, state = TOLD[work.state]
    words, first, second = st.columns([6, 1, 1], vertical_alignment="center")
    with words:
        title = f"<span><b>{escape(work.title)}</b></span>"
        st.html(f'<div class="facts">{title} {sign(tone, state)}</div>' + facts(_standing(work)))
        if work.state == "running":
            st.html(going(work.progress.share))
    if work.state == "running":
        first.button("Cancel", key=f"cancel-{work.id}", on_click=cancel, args=(work,))
        return
    if work.state == "done" and work.out is not None and (work.out / "run.json").exists():
        first.page_link("explore/page.py", label="Open", query_params={"run": work.out.name})
    elif work.said:
        first.button("Why", key=f"why-{work.id}", on_click=go, kwargs={"work": work.id})
    second.button(
        "Forget", key=f"forget-{work.id}", on_click=forget, args=(work,),
        help="Take it off this list; what it made stays.",
    )  # fmt: skip


def _standing(work: Work) -> list[str]:
    """How far it is, in words."""
    if work.state != "running":
        return [f"begun {when(work.began_at)}"]
    progress = work.progress
    share = [] if progress.share is None else [f"{100 * progress.share:.0f} %"]
    return [progress.text or "getting ready", *share, *_left(progress)]


def _left(progress: Progress) -> list[str]:
    """How long it still takes: all of it, or what is known of that."""
    if progress.all_left_s is not None:
        return [f"about {span(progress.all_left_s)} left in all"]
    return [] if progress.left_s is None else [f"about {span(progress.left_s)} left in this part"]
