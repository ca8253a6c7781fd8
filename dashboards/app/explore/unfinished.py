"""A run that is not complete: how far it is, or where it ended and the way on."""

import streamlit as st

from dashboards.app.design.pieces import facts, going
from dashboards.app.runs import ENDED, STATES, cancel_key, choose, go_on, name_of, runs_folder
from dashboards.app.start.under_way import BEAT_S, end, how_far, standing
from dashboards.visible import escape, plain
from dashboards.work.registry import Work, progress_in, works
from sim.reader import StoredRun, read_run
from sim.stages.line import LINES


def show(run: StoredRun, found: list[StoredRun]) -> None:
    """The whole page."""
    st.title(plain(str(run.record["title"])), anchor=False)
    choose(found, name_of(run))
    if _work_on(run) is not None or run.state == "running":
        st.fragment(_going, run_every=BEAT_S)(run)
    else:
        st.warning(f"This run is {STATES.get(run.state, run.state)}.")
    if run.state in ENDED and _work_on(run) is None:
        st.button("Go on", icon=":material/resume:", on_click=go_on, args=(run,))
        st.caption("What it had already made is taken over.")
    st.page_link("start/page.py", label="To the start page", icon=":material/arrow_forward:")
    st.caption(f"Its folder: {plain(str(run.path))}")


def _work_on(run: StoredRun) -> Work | None:
    """What plays it in the background, if that was begun from here."""
    here = run.path.resolve()
    return next(
        (
            work
            for work in works(runs_folder())
            if work.state == "running" and work.out and work.out.resolve() == here
        ),
        None,
    )


def _going(run: StoredRun) -> None:
    """How far it is now; the whole page anew once it has ended."""
    now, work = read_run(run.path), _work_on(run)
    if work is None and now.state != "running":
        st.rerun()
    again = "Taken up again" if "--resume" in (work.arguments if work else ()) else "Under way"
    told, share = _by_stages(now) if work is None else (standing(work), work.progress.share)
    st.html(f'<div class="facts"><b>{escape(again)}</b></div>{facts(told)}{going(share)}')
    if work is not None:
        st.button("Cancel", key=cancel_key(work), on_click=end, args=(work,))


def _by_stages(run: StoredRun) -> tuple[list[str], float | None]:
    """Of a run that was begun elsewhere its folder tells how far it is, or else which stages are
    done.
    """
    if progress := progress_in(run.path):
        return [*how_far(progress), "begun outside this page"], progress.share
    stages = [stage.name for stage in LINES[run.record["fidelity"]]]
    done = [name for name in stages if name in run.stages]
    told = [f"{len(done)} of {len(stages)} stages done", *done, "begun outside this page"]
    return told, len(done) / len(stages)
