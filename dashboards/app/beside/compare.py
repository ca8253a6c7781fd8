"""Compare: a run beside any other, figure by figure, and what they were set to."""

from pathlib import Path

import streamlit as st

from dashboards.app.address import at, follows, go
from dashboards.app.beside import figures
from dashboards.app.design.pieces import empty, facts
from dashboards.app.runs import about, kept, name_of, offered_runs, runs_folder, told
from dashboards.visible import plain
from dashboards.work.kept import own_name
from engine.disk.files import content
from engine.packs.fetch import sha256
from sim.errors import SimError
from sim.outcomes.differences import set_otherwise
from sim.reader import LARGEST_BYTES, StoredRun, read_run

WORDS = {
    "fidelity": "One was played in scores, the other in pixels: of these only counts of people can"
    " be compared.",
    "preset": "They rest on different presets, so their rates cannot be compared.",
    "scenario": "They are of different scenarios: a difference may come from anything in them.",
}
"""What to know where two runs differ in that field of theirs."""


def show(run: StoredRun) -> None:
    """The whole view."""
    others = [one for one in offered_runs() if one.complete and name_of(one) != name_of(run)]
    if not others and at("beside") is None:
        st.html(
            empty(
                "There is no other run to compare with.",
                "Play this one again with something changed, or turn its dials under What if.",
            )
        )
        return
    other = _choose(run, others)
    if other is None:
        return
    names = ("this run", own_name(other) or name_of(other))
    mine, theirs = kept(StoredRun.outcomes, run), kept(StoredRun.outcomes, other)
    st.html(facts(about(other, theirs), explain=True))
    for field, words in WORDS.items():
        if run.record[field] != other.record[field]:
            st.warning(words)
    _settings(run, other, names)
    st.header("Rates, each with its interval", anchor=False)
    st.html(figures.rates(mine, theirs, names))
    same = f" {figures.SAME_PEOPLE}" if _same_people(run, other) else ""
    st.caption(figures.DIFFERENCES + same)
    st.header("Counts", anchor=False)
    st.html(figures.counts(mine, theirs, names))


def _choose(run: StoredRun, others: list[StoredRun]) -> StoredRun | None:
    """The run of the address, or the first other one of the same scenario, or of any."""
    names = {name_of(one): told(one) for one in others}
    alike = [one for one in others if one.record["scenario"] == run.record["scenario"]]
    usual = name_of((alike or others)[0]) if others else ""
    asked = at("beside") or usual
    go(beside=asked)
    names.setdefault(asked, asked)
    chosen = st.selectbox(
        "Beside this run", list(names), format_func=names.__getitem__, **follows("beside", asked)
    )
    try:
        found = read_run(runs_folder() / Path(str(chosen)).name)
    except SimError as err:
        st.error(plain(str(err)))
        return None
    if not found.complete:
        st.warning("That run is not complete, so nothing can be compared with it yet.")
        return None
    return found


def _settings(run: StoredRun, other: StoredRun, names: tuple[str, str]) -> None:
    st.header("What is set otherwise", anchor=False)
    found = set_otherwise(run.scenario(), other.scenario())
    if found:
        st.html(figures.settings(found, names))
    plans = [content(one.plan(), LARGEST_BYTES) for one in (run, other)]
    if plans[0] != plans[1]:
        st.caption("The plans of the place differ, too.")
    if not found and plans[0] == plans[1]:
        st.caption("Nothing: they differ by the replication or the version alone, if at all.")


def _same_people(run: StoredRun, other: StoredRun) -> bool:
    """Whether the same people came to both."""
    return len({sha256(one.file("people.parquet")) for one in (run, other)}) == 1
