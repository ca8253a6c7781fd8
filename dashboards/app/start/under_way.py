"""What runs in the background: how far it is, how long it still takes, a way to end it."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.app.address import at, go, publish
from dashboards.app.design.pieces import facts, going, sign
from dashboards.app.runs import ENDED, FOLLOWED, cancel_key, go_on, runs_folder, when
from dashboards.figures.palette import Tone
from dashboards.visible import escape, visible
from dashboards.words import span
from dashboards.work.registry import Progress, Work, cancel, forget, works
from sim.errors import SimError
from sim.reader import StoredRun, read_run

BEAT_S = 1.0
SHOWN = 6
CANCELLING = "cancelling"
"""Names in the session the work that was asked to end."""
TOLD: dict[str, tuple[Tone, str]] = {
    "running": ("busy", "under way"),
    CANCELLING: ("busy", "cancelling…"),
    "done": ("right", "done"),
    "cancelled": ("neutral", "interrupted"),
    "failed": ("wrong", "failed"),
    "lost": ("wrong", "ended from outside"),
}


def show() -> None:
    """A line a piece of work whose run is not listed among those that were played; it is renewed by
    itself as long as something runs.
    """
    found = _works()
    if found:
        st.header("Begun here", anchor=False)
        running = any(work.state == "running" for work in found)
        st.fragment(_lines, run_every=BEAT_S if running else None)()


def standing(work: Work) -> list[str]:
    """How far it is, in words."""
    if work.state != "running":
        return [f"begun {when(work.began_at)}"]
    return how_far(work.progress)


def how_far(progress: Progress) -> list[str]:
    """What it does now, how much of that is done, and how long it still takes."""
    share = [] if progress.share is None else [f"{100 * progress.share:.0f} %"]
    return [progress.text or "getting ready", *share, *_left(progress)]


def _left(progress: Progress) -> list[str]:
    """How long it still takes: all of it, or what is known of that."""
    if progress.all_left_s is not None:
        return [f"about {span(progress.all_left_s)} left in all"]
    return [] if progress.left_s is None else [f"about {span(progress.left_s)} left in this part"]


def told_here() -> set[Path]:
    """The folders of runs that have their line here."""
    return {work.out.resolve() for work in _works() if work.out}


def _works() -> list[Work]:
    """What is told of: of a run that was taken up again only the latest, and of what is done only
    what was begun here last, and what should be a run and is none.
    """
    found = works(runs_folder())
    outs = [work.out for work in found]
    latest = [work for n, work in enumerate(found) if not work.out or work.out not in outs[:n]]
    followed = st.session_state.get(FOLLOWED)
    told = [
        one for one in latest if one.state != "done" or one.id == followed or _lacks_run(one)
    ]  # fmt: skip
    return told[:SHOWN]


def _lacks_run(work: Work) -> bool:
    return work.arguments[:1] == ("run",) and _run_of(work) is None


def _lines() -> None:
    found = _works()
    for work in found:
        _line(work)
    publish("")
    renew("under_way", found)


def renew(key: str, found: Sequence[Work]) -> None:
    """Draw the whole page anew if one of these began or ended since: what was made has changed."""
    before = st.session_state.get(key)
    st.session_state[key] = [work.id for work in found if work.state == "running"]
    if before is not None and before != st.session_state[key]:
        st.rerun()


def told_of(work: Work, title: str, words: DeltaGenerator, act: DeltaGenerator) -> bool:
    """Say how far it is in the column for `words`; whether it runs, and can be cancelled by the
    column to `act` in.
    """
    running = work.state == "running"
    cancelling = running and work.id in st.session_state.get(CANCELLING, ())
    tone, state = TOLD[CANCELLING if cancelling else work.state]
    named = f"<span><b>{escape(title)}</b></span>"
    words.html(f'<div class="facts row">{named} {sign(tone, state)}</div>{facts(standing(work))}')
    if running:
        words.html(going(work.progress.share))
        act.button("Cancel", key=cancel_key(work), on_click=end, args=(work,), disabled=cancelling)
    return running


def _line(work: Work) -> None:
    words, first, second, third = st.columns([6, 1, 1, 1], vertical_alignment="center")
    if told_of(work, work.title, words, first):
        return
    run = _run_of(work)
    if run is not None and run.state in ENDED:
        first.button("Go on", key=f"take-up-{work.id}", on_click=go_on, args=(run,))
    elif run is not None:
        query = {"run": run.path.name}
        first.page_link("explore/page.py", label="Open", query_params=query)
    shown = at("work") == work.id
    if work.said and work.state != "done":
        other = {"work": None if shown else work.id}
        second.button("Hide" if shown else "Why", key=f"why-{work.id}", on_click=go, kwargs=other)
    third.button(
        "Forget", key=f"forget-{work.id}", on_click=_forget, args=(work,),
        help="Take it off this list; what it made stays.",
    )  # fmt: skip
    if shown:
        st.code("\n".join(visible(line) for line in work.said) or "Nothing.", language=None)


def _run_of(work: Work) -> StoredRun | None:
    """The run that it made, as far as it came to be one."""
    try:
        return read_run(work.out) if work.out else None
    except SimError:
        return None


def end(work: Work) -> None:
    """Have it cancelled, which it is told to be from now on."""
    st.session_state[CANCELLING] = {*st.session_state.get(CANCELLING, ()), work.id}
    cancel(work)


def _forget(work: Work) -> None:
    """Take it off, and whatever earlier work made the same."""
    for one in works(runs_folder()):
        if one.id == work.id or (work.out is not None and one.out == work.out):
            forget(one)
    if at("work") == work.id:
        go(work=None)
