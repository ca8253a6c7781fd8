"""What can be done with a run that was played: give it a name, delete it."""

import streamlit as st

from dashboards.app.address import at, go
from dashboards.app.runs import name_of, runs_folder
from dashboards.visible import plain
from dashboards.work.kept import LONGEST, delete, give_name, own_name, weight
from engine.counts import counted
from engine.disk.files import NOTHING, oddity
from engine.errors import EngineError
from sim.errors import SimError
from sim.estimate.refusal import size
from sim.reader import StoredRun, read_run

ASKED, REFUSED = "asked_to_delete", "refused_to_delete"
"""Name in the session the run that is to be deleted, and why one was not."""


def show(run: StoredRun) -> None:
    """A menu with both; a run that is being played, or is the folder of runs itself, can only be
    named.
    """
    name = name_of(run)
    with st.popover("More", key=f"more-{name}"):
        st.text_input(
            "A name for it", own_name(run), max_chars=LONGEST, key=f"named-{name}",
            on_change=_named, args=(run,), help="Shown wherever runs are listed; its folder stays.",
        )  # fmt: skip
        st.button(
            "Delete…", key=f"delete-{name}", icon=":material/delete:", on_click=_ask, args=(name,),
            disabled=run.state == "running" or name == ".",
        )  # fmt: skip


def ask() -> None:
    """The dialog, if a run is to be deleted, and why one was not."""
    _refused()
    name = st.session_state.pop(ASKED, None)
    if name is not None:
        _dialog(name)


def _refused() -> None:
    if said := st.session_state.pop(REFUSED, None):
        st.error(plain(said))


def _ask(name: str) -> None:
    st.session_state[ASKED] = name


def _named(run: StoredRun) -> None:
    give_name(run, str(st.session_state[f"named-{name_of(run)}"]))


@st.dialog("Delete this run?")
def _dialog(name: str) -> None:
    if oddity(runs_folder() / name) == NOTHING:
        st.rerun()  # it is done
    _refused()
    run = read_run(runs_folder() / name)
    goes = weight(run)
    st.markdown(f"**{plain(own_name(run) or str(run.record['title']))}**")
    st.write(plain(f"Its folder {run.path} goes for good, with everything in it:"))
    st.write(f"{counted(goes.files, 'file')}, {size(goes.size_bytes)}.")
    st.button(
        "Delete it", type="primary", key="delete-it", icon=":material/delete_forever:",
        on_click=_delete, args=(run,),
    )  # fmt: skip


def _delete(run: StoredRun) -> None:
    try:
        delete(run, runs_folder())
    except (SimError, EngineError, OSError) as err:
        st.session_state[REFUSED] = str(err)
        return
    if at("run") == name_of(run):
        go(run=None)
