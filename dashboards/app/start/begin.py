"""A new run from the page: what is asked before it begins, and its beginning in the background."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboards.app.design.style import theme
from dashboards.app.runs import follow, runs_folder
from dashboards.app.start import fields
from dashboards.app.start.present import present_table
from dashboards.app.start.scenes import Scene, scene
from dashboards.visible import plain
from dashboards.work.registry import begin
from engine.disk.places import free_name, from_home
from scenarios.copies import copy_scenario
from scenarios.errors import OVERRIDE, ScenarioError
from scenarios.fields.changes import parsed
from scenarios.hours import lasting
from scenarios.loader import Loaded, library, load_scenario
from scenarios.loader import written as as_written
from scenarios.schema import Scenario
from sim.cameras import coverage
from sim.estimate import Estimate, refuse
from sim.estimate.refusal import size
from sim.reader import StoredRun
from sim.response import answer
from sim.run import dated_name, estimated

ASKED = "asked_for"
"""Names in the session what is asked for."""
FIDELITIES = {
    "scores": "All of it: comparison scores are drawn from a model of the engine.",
    "pixels": "A stretch of it, its window: people are rendered, and the engine looks at them.",
}
HINT = "engine.threshold=0.7\nofficers.posts_m=[[12, 8]]"


def ask(name: str) -> None:
    """Ask about a run of this scenario."""
    st.session_state[ASKED] = name


def ask_again(run: StoredRun, fidelity: str | None = None) -> None:
    """Ask about a run like another one, with its changes; in its fidelity, if none is named."""
    like = Asked.like(run)
    st.session_state[ASKED] = like.name
    st.session_state[f"fidelity-{like.name}"] = fidelity or like.fidelity
    st.session_state[f"seed-{like.name}"] = like.seed
    st.session_state[f"changes-{like.name}"] = like.changes


def show() -> None:
    """The dialog, if a run was asked for."""
    name = st.session_state.pop(ASKED, None)
    if name is not None:
        _dialog(name)


@st.dialog("A new run", width="medium")
def _dialog(name: str) -> None:
    one = scene(name, theme())
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
    fields.show(as_written(load_scenario(one.name)), f"find-{name}")
    asked = Asked(one.name, fidelity if fidelity != one.fidelity else None, seed, written)
    well = _foresee(asked)
    begins = st.button(
        "Begin", type="primary", icon=":material/play_arrow:", width="stretch", disabled=not well
    )
    if begins:
        out = free_name(runs_folder() / dated_name(one.short, fidelity))
        title = ", ".join([one.title, f"in {fidelity}", *asked.told])
        follow(begin(runs_folder(), title, asked.arguments(out), out))
        st.switch_page("start/page.py")  # where it is told how far it is
    with st.expander("What it is set to now", icon=":material/tune:", expanded=True):
        st.html(present_table((asked if well else Asked(one.name)).loaded().scenario))
    with st.expander("The plan in metres, before any change", icon=":material/straighten:"):
        st.image(one.large, width="stretch", alt=f"Plan of {one.title} with a grid in metres")
    if one.name in library():
        _copy(one)


def _copy(one: Scene) -> None:
    """The scenario and its plan as files of one's own."""
    with st.expander("Copy to a file", icon=":material/file_copy:"):
        st.caption(
            "A camera or a wall more, another crowd: copy the scenario and its plan, change the"
            " copies (docs/scenarios.md names every field), and play the file by its path."
        )
        beside = runs_folder().resolve().parent / "scenarios"
        folder = st.text_input("Into the folder", str(beside / one.short), key=f"into-{one.name}")
        if st.button("Copy to a file", key=f"copy-{one.name}", disabled=not folder.strip()):
            try:
                file = copy_scenario(one.name, from_home(folder.strip()))
            except ScenarioError as err:
                st.error(plain(str(err)))
            else:
                st.success(plain(f"Copied: {file}"))


def _fidelity(one: Scene) -> str:
    offered = list(FIDELITIES) if one.window_s else ["scores"]
    key = f"fidelity-{one.name}"
    if st.session_state.get(key) not in offered:
        st.session_state[key] = one.fidelity
    chosen = st.radio(
        "How", offered, key=key, format_func=lambda f: f"in {f}",
        captions=[FIDELITIES[f] for f in offered],
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
    fidelity: str | None = None
    seed: str = ""
    changes: str = ""

    @classmethod
    def like(cls, run: StoredRun) -> "Asked":
        """What another run was asked for: the library's scenario and the changes, or where that
        does not make the same any more, the scenario as the run's folder keeps it.
        """
        name, played = str(run.record["scenario"]), run.scenario()
        changes = {field: str(value) for field, value in run.record.get("overrides", {}).items()}
        if name in library():
            with suppress(ScenarioError):  # the library's has changed since
                again = load_scenario(name, changes).scenario
                if again == Scenario(**{**dict(played), "venue": again.venue}):
                    seed = changes.pop("seed", "")
                    changes.pop("fidelity", None)
                    lines = "\n".join(f"{field}={value}" for field, value in changes.items())
                    return cls(name, played.fidelity, seed, lines)
        return cls(str(run.path / "scenario.yaml"), played.fidelity)

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
        needs = estimated(self.name, fidelity=self.fidelity, overrides=self.fields())
        refuse(needs)
        loaded = self.loaded()
        told = coverage.warnings(loaded.scenario.watching, loaded.place)
        return needs, [*told, *answer.warnings(loaded.scenario)]

    def loaded(self) -> Loaded:
        """The scenario with its changes; ScenarioError for what does not hold together."""
        also = {"fidelity": self.fidelity} if self.fidelity else {}
        return load_scenario(self.name, self.fields() | also)

    @property
    def _lines(self) -> list[str]:
        return [line.strip() for line in self.changes.splitlines() if line.strip()]
