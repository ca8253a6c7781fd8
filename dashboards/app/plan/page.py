"""Plan: a place, cameras on it, and what they would do; all of it without a terminal."""

import streamlit as st

from dashboards.app.address import at, go
from dashboards.app.broken import told
from dashboards.app.design.pieces import facts
from dashboards.app.plan import arrive, bench, studies
from dashboards.app.runs import runs_folder
from dashboards.visible import plain
from engine.counts import counted

OTHER = "Choose another place."


def show() -> None:
    """The place of the address, or the way to one."""
    name = at("study")
    study = studies.find(runs_folder(), name) if name else None
    if study is None:
        if name:
            st.warning(plain(f"There is no plan called {name!r} here."))
            go(study=None)
        _choose()
        return
    with told(OTHER):
        bench.show(study)


def _choose() -> None:
    st.title("Where do the cameras go?", anchor=False)
    st.markdown(
        "Choose a place, put cameras on its plan, and see whom they would recognise, at what cost"
        " to everybody else. Each layout of cameras is kept as a scenario that can be played."
    )
    arrive.show(_open)
    found = studies.studies(runs_folder())
    if found:
        st.header("Planned here", anchor=False)
    for study in found:
        words, way = st.columns([7, 1], vertical_alignment="center")
        words.html(facts([study.title, counted(len(study.layouts), "layout"), study.id]))
        way.button("Open", key=f"open-{study.id}", on_click=go, kwargs={"study": study.id})


def _open(study: str) -> None:
    go(study=study)
    st.rerun()


if __name__ == "__main__":
    show()
