"""What if: threshold, staffing and policy of a finished run turned, beside the run's own figures.

Only the stages that feel a dial are played again, for the same people with the same luck.
"""

from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import streamlit as st

from dashboards.app.address import at, follows, go, holds, number, whole
from dashboards.app.beside import figures
from dashboards.app.beside.trial import EarlierError, ahead, keep, tried
from dashboards.app.design.pieces import empty
from dashboards.app.experiments import works
from dashboards.app.experiments.begin import OFTEN, ask_of
from dashboards.app.runs import kept, name_of
from dashboards.app.start import begin
from dashboards.visible import plain
from dashboards.words import nth
from scenarios.errors import ScenarioError
from scenarios.fields.parts import Spot
from scenarios.schema import Scenario
from scenarios.seams import DISPATCH, known
from sim.reader import StoredRun

REACH = 0.15
"""To either side of the run's own threshold."""
STEP = 0.005
MOST_OPERATORS, MOST_AT_POST = 20, 9
MOST_POSTS = 6
"""Of which each has a dial of its own; of more, all together have one."""
DIALS = ("threshold", "operators", "officers", "dispatch")
"""Names in the address."""
NAMES = ("this run", "with these dials")
USUAL_TIMES, MOST_TIMES = 20, 1000


def show(run: StoredRun) -> None:
    """The whole view."""
    scenario, outcomes = run.scenario(), kept(StoredRun.outcomes, run)
    dials, found = st.columns([3, 9], gap="large")
    with dials:
        st.header("Dials", anchor=False)
        changes = dict(_turned(run, scenario, float(outcomes["threshold"])))
        st.button(
            "Back to the run's own", key="untouched", on_click=go, disabled=not changes,
            kwargs=dict.fromkeys(DIALS), width="stretch",
        )  # fmt: skip
    with found:
        if changes:
            _play(run, changes)
        else:
            said = "Turn one: what follows from it is played again for the same people."
            st.html(empty("Every dial is as the run has it.", said))
            if run.record["fidelity"] == "scores":
                ahead(run, {"engine.threshold": f"{float(outcomes['threshold']) + STEP:g}"})
        if run.record["fidelity"] == "scores":
            _often(run, changes)


def _turned(run: StoredRun, scenario: Scenario, threshold: float) -> Iterator[tuple[str, str]]:
    """The fields that are another than the run's, each as a change writes it."""
    pixels = run.record["fidelity"] == "pixels"
    asked = _threshold(threshold, pixels)
    if not pixels and abs(asked - threshold) >= STEP / 2:
        yield "engine.threshold", f"{asked:g}"
    operators = _operators(scenario.operators.count)
    if operators != scenario.operators.count:
        yield "operators.count", str(operators)
    posts = _posts(scenario.officers.posts_m)
    if Counter(posts) != Counter(scenario.officers.posts_m):
        yield "officers.posts_m", str([list(post) for post in posts])
    policy = _policy(scenario.officers.dispatch)
    if policy != scenario.officers.dispatch:
        yield "officers.dispatch", policy
        yield "officers.dispatch_dials", "{}"


def _threshold(own: float, pixels: bool) -> float:
    """A run in pixels does not feel it afterwards: the engine looked at its films with its own."""
    low, high = max(own - REACH, STEP), min(own + REACH, 1.0)
    asked = number("threshold")
    shown = own if asked is None or pixels else min(max(asked, low), high)
    chosen = st.slider(
        "Threshold", low, high, step=STEP, format="%.3f", disabled=pixels,
        help="Faces that are at least so alike are claimed to be the same person.",
        **follows("threshold", shown),
    )  # fmt: skip
    st.caption(
        "The engine looked at the films with this threshold. Another one takes Play again."
        if pixels
        else f"The run's own: {own:.3f}."
    )
    return float(chosen)


def _operators(own: int) -> int:
    asked = whole("operators")
    shown = own if asked is None else min(asked, max(MOST_OPERATORS, own))
    chosen = st.number_input(
        f"Operators (the run's own: {own})", 0, max(MOST_OPERATORS, own), step=1,
        **follows("operators", shown),
    )  # fmt: skip
    return int(chosen)


def _posts(own: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """The post of each officer: so many at each of the run's, or the first so many of them."""
    places = list(dict.fromkeys(own))
    if not places:
        st.caption("The run has no officers, and no post to put one at.")
        return own
    several = len(places) <= MOST_POSTS
    usual = [own.count(one) for one in places] if several else [len(own)]
    most = max(MOST_AT_POST, *usual) if several else len(own)
    shown = _asked_officers(len(usual), most) or usual
    st.caption("Officers at each post" if several else "Officers, from the first post on")
    columns = st.columns(2) if several else [st.container()]
    for n, count in enumerate(shown):
        label = f"Post {nth(n)} (own: {usual[n]})" if several else f"Own: {usual[0]}"
        columns[n % len(columns)].number_input(
            label, 0, most, step=1,
            help=_told(places[n]) if several else None,
            on_change=_follow_officers, args=(len(shown),), **holds(f"officers-{n}", count),
        )  # fmt: skip
    if not several:
        return own[: shown[0]]
    return tuple(place for place, count in zip(places, shown, strict=True) for _ in range(count))


def _asked_officers(of: int, most: int) -> list[int] | None:
    """How many officers the address wants at each post; None where it does not fit."""
    parts = (at("officers") or "").split(",")
    if len(parts) != of or not all(one.isascii() and one.isdigit() for one in parts):
        return None
    return [min(int(one[:4]), most) for one in parts]


def _follow_officers(of: int) -> None:
    go(officers=",".join(str(st.session_state[f"officers-{n}"]) for n in range(of)))


def _told(post: Spot) -> str:
    level = f", level {post.level}" if post.level else ""
    return f"at {post.x_m:g}, {post.y_m:g} m{level}"


def _policy(own: str) -> str:
    """Who is sent, by name."""
    names = list(dict.fromkeys([own, *known(DISPATCH)]))
    asked = at("dispatch")
    chosen = st.selectbox(
        f"Who is sent (the run's own: {own})", names,
        **follows("dispatch", asked if asked in names else own),
    )  # fmt: skip
    return str(chosen)


def _play(run: StoredRun, changes: dict[str, str]) -> None:
    """The figures of the run with the dials as they stand, beside its own."""
    began_s = perf_counter()
    try:
        with st.spinner("Playing the later stages again"):
            trial = tried(run, changes)
    except EarlierError as err:
        _refuse(run, str(err))
        return
    except ScenarioError as err:
        st.error(plain(str(err)))
        return
    lasted_s = perf_counter() - began_s
    mine, theirs = kept(StoredRun.outcomes, run), kept(StoredRun.outcomes, trial)
    words, act = st.columns([7, 3], vertical_alignment="center")
    words.header("Rates, beside the run's own", anchor=False)
    act.button(
        "Keep it as a run", on_click=_keep, args=(trial,), width="stretch",
        help="Then it has views, a replay and an address of its own.",
    )  # fmt: skip
    st.html(figures.rates(mine, theirs, NAMES))
    st.caption(f"{figures.DIFFERENCES} {figures.SAME_PEOPLE} Here in {lasted_s:.1f} s.")
    st.header("Counts", anchor=False)
    st.html(figures.counts(mine, theirs, NAMES))


def _often(run: StoredRun, changes: dict[str, str]) -> None:
    """The way to how sure that is: an experiment in the background."""
    st.header("How sure is that, over many days?", anchor=False)
    how, count, act = st.columns([5, 2, 3], vertical_alignment="bottom")
    what = how.selectbox("What differs each time", list(OFTEN), format_func=OFTEN.__getitem__)
    times = count.number_input("Replications", 2, MOST_TIMES, USUAL_TIMES, step=1)
    act.button(
        "Play both again and again" if changes else "Play it again and again", width="stretch",
        on_click=works.start, args=(run, changes, what, int(times)),
    )  # fmt: skip
    works.show()
    if st.button("Vary its fields…", help="A sweep, a sensitivity or a selection."):
        ask_of(run)
        st.switch_page("experiments/page.py")
    st.page_link("experiments/page.py", label="What came of experiments")


def _keep(trial: StoredRun) -> None:
    go(run=name_of(keep(trial)), view="outcomes")


def _refuse(run: StoredRun, stages: str) -> None:
    """Say why the dials of a run do not answer at once."""
    said = (
        f"It was played by another version of Footfall, or lacks files: {stages} would have to be"
        " done anew, which takes longer. Play it again, and the dials of that run answer at once."
    )
    st.html(empty("This run's earlier stages cannot be taken over.", said))
    st.button("Play again…", key="again-dials", on_click=begin.ask_again, args=(run,))
