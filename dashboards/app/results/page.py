"""Other results: what commands found that play no scenario, of the engine on people's films and
pictures, and of walkers beside measured people.
"""

import streamlit as st

from dashboards.app.address import amend, at, follows
from dashboards.app.broken import told
from dashboards.app.design.pieces import empty, facts
from dashboards.app.results import crowds, measured, streamed, watched
from dashboards.app.results.found import MAKERS, WORDS, Kind, Result, results
from dashboards.app.runs import runs_folder, when
from dashboards.visible import plain
from sim.errors import DamagedError

SHOWS = {
    "watch": watched.show,
    "stream": streamed.show,
    "stress": measured.show_stress,
    "evaluate": measured.show_evaluation,
    "validate": crowds.show,
}


def show() -> None:
    """A result to choose, and what came of it."""
    st.title("Other results", anchor=False)
    found = results(runs_folder())
    if not found:
        _none()
        return
    asked = at("result")
    chosen = next((one for one in found if one.name == asked), found[0])
    amend("result", chosen.name)
    names = {one.name: _title(one) for one in found}
    st.selectbox(
        "Result",
        list(names),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **follows("result", chosen.name),
    )
    st.html(
        facts(
            [
                MAKERS[chosen.kind],
                WORDS[chosen.kind],
                chosen.name,
                f"made {when(chosen.made_at)}",
            ]
        )
    )
    with told(f"Let `{MAKERS[chosen.kind]}` find it again, or choose another result."):
        _show(chosen)


def _show(one: Result) -> None:
    """What came of it; DamagedError for a file that another version wrote, or nobody of us."""
    try:
        SHOWS[one.kind](one)
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        got = f"{type(err).__name__} {err}"
        wanted = f"what `{MAKERS[one.kind]}` of this version tells"
        raise DamagedError(one.file, "", got, wanted) from err


def _title(one: Result) -> str:
    return f"{when(one.made_at)}  {plain(one.name)}, {WORDS[one.kind]}"


def _none() -> None:
    st.html(
        empty(
            "No results of other commands yet.",
            "They work on films and pictures of yours, or on how crowds walk, and leave a folder"
            " beside the runs, which opens here. Live cameras are refused.",
        )
    )
    for kind, command in COMMANDS.items():
        st.caption(WORDS[kind].capitalize())
        st.code(command, language=None)


COMMANDS: dict[Kind, str] = {
    "watch": "footfall engine watch film.mp4 --watchlist pictures",
    "stream": "footfall engine stream one.mp4 two.mp4 --watchlist pictures",
    "stress": "footfall engine stress --quick",
    "evaluate": "footfall engine evaluate pictures",
    "validate": "footfall crowd validate --out runs/crowds",
}


if __name__ == "__main__":
    show()
