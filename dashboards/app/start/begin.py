"""A new run from the page: what is asked before it begins, and its beginning in the background."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboards.app.runs import runs_folder
from dashboards.app.start import fields
from dashboards.app.start.scenes import Scene, scene
from dashboards.visible import plain
from dashboards.work.registry import begin
from engine.disk.places import free_name
from scenarios.errors import OVERRIDE, ScenarioError
from scenarios.fields.changes import parsed
from scenarios.hours import lasting
from scenarios.loader import load_scenario
from sim.cameras import coverage
from sim.estimate import Estimate, refuse
from sim.estimate.refusal import size
from sim.response import answer
from sim.run import estimated

ASKED = "asked_for"
"""Names in the session the scenario of which a run is asked for."""
FIDELITIES = {
    "scores": "All of it: comparison scores are drawn from a model of the engine.",
    "pixels": "Its window: people are rendered, and the engine looks at them.",
}
HINT = "engine.threshold=0.7\nofficers.posts_m=[[12, 8]]"


def ask(name: str) -> None:
    """Ask about a run of this scenario."""
    st.session_state[ASKED] = name


def show() -> None:
    """The dialog, if a run was asked for."""
    name = st.session_state.pop(ASKED, None)
    if name is not None:
        _dialog(name)


@st.dialog("A new run", width="medium")
def _dialog(name: str) -> None:
    one = scene(name)
    st.markdown(f"**{plain(one.title)}**")
    st.caption(plain(one.description))
    fidelity = _fidelity(one)
    seed = st.text_input(
        "Seed", key=f"seed-{name}", placeholder="the scenario's own",
        help="A whole number. All chance follows from it: the same seed, the same run.",
    )  # fmt: skip
    written = st.text_area(
        "Changes of the scenario, one a line", placeholder=HINT, key=f"changes-{name}", height=88,
        help="field=value, with the fields below. What comes in a list is numbered from 0, as"
        " cameras.0.height_m; .+ puts one more at its end, as officers.posts_m.+=[12, 8]: there is"
        " an officer for each.",
    )  # fmt: skip
    fields.show(load_scenario(one.name).scenario, f"find-{name}")
    asked = Asked(one.name, fidelity if fidelity != one.fidelity else None, seed, written)
    well = _foresee(asked)
    begins = st.button(
        "Begin", type="primary", icon=":material/play_arrow:", width="stretch", disabled=not well
    )
    if begins:
        out = free_name(runs_folder() / f"{one.short}-{fidelity}")
        title = ", ".join([one.title, f"in {fidelity}", *asked.told])
        begin(runs_folder(), title, asked.arguments(out), out)
        st.rerun()


def _fidelity(one: Scene) -> str:
    offered = list(FIDELITIES) if one.window_s else ["scores"]
    chosen = st.radio(
        "How", offered, key=f"fidelity-{one.name}", format_func=lambda f: f"in {f}",
        captions=[FIDELITIES[f] for f in offered], index=offered.index(one.fidelity),
    )  # fmt: skip
    if not one.window_s:
        st.caption("This scenario names no window, so it cannot be played in pixels.")
    return str(chosen)


def _foresee(asked: "Asked") -> bool:
    """Say what it would take, and what to know of its cameras; or why it cannot begin."""
    try:
        needs, warned = asked.foreseen()
    except ScenarioError as err:
        st.error(plain(str(err).removeprefix(f"{OVERRIDE} ")))
        return False
    for warning in warned:
        st.warning(plain(warning))
    time, memory = lasting(max(needs.wall_s, 1.0)), size(needs.memory_bytes)
    st.caption(f"About {time} here, and {memory} of memory; less where it was made before.")
    return True


@dataclass(frozen=True, slots=True)
class Asked:
    """A run as it is asked for: the scenario, another `fidelity` than its own, `seed` and changes
    as they are written; nothing written: the scenario's own.
    """

    name: str
    fidelity: str | None
    seed: str
    changes: str

    @property
    def told(self) -> list[str]:
        """What is another than the scenario's, in a few words each."""
        return [*([f"seed {self.seed.strip()}"] if self.seed.strip() else []), *self._lines]

    def fields(self) -> dict[str, str]:
        """Each changed field with its new value; ScenarioError for a line that is no change, and
        for a field that is changed twice.
        """
        seed = [f"seed={self.seed.strip()}"] if self.seed.strip() else []
        return parsed([*seed, *self._lines])

    def arguments(self, out: Path) -> list[str]:
        """Those of `footfall` that play it."""
        asked = ["run", self.name, "--out", str(out)]
        asked += ["--fidelity", self.fidelity] if self.fidelity else []
        return asked + [
            part for field, value in self.fields().items() for part in ("--set", f"{field}={value}")
        ]

    def foreseen(self) -> tuple[Estimate, list[str]]:
        """What it would need, and what one had better know of its cameras; ScenarioError for what
        the run would refuse at once.
        """
        fields = self.fields()
        needs = estimated(self.name, fidelity=self.fidelity, overrides=fields)
        refuse(needs)
        loaded = load_scenario(
            self.name, fields | ({"fidelity": self.fidelity} if self.fidelity else {})
        )
        told = coverage.warnings(loaded.scenario.watching, loaded.place)
        return needs, [*told, *answer.warnings(loaded.scenario)]

    @property
    def _lines(self) -> list[str]:
        return [line.strip() for line in self.changes.splitlines() if line.strip()]
