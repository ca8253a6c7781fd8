"""Whether models, people's data and room are there, and what to do where they are not."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboards.app.design.pieces import coded, sign
from dashboards.app.runs import runs_folder
from engine.errors import EngineError
from engine.packs.built import built_folder
from engine.packs.fetch import cache_folder
from engine.packs.manifest import check_files, read_manifest
from sim.estimate import Machine, this_machine

GIGA = 1e9
LEAST_FREE_GB = 2.0
"""A day in pixels writes less than this."""
LEAST_MEMORY_GB = 3.0
"""A window in pixels takes about as much."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a run needs: whether it is there, and what to know or to do."""

    name: str
    well: bool
    told: str


def show() -> None:
    """A line a thing."""
    st.header("Is all there?", anchor=False)
    rows = "".join(
        f'<div style="margin:.35rem 0"><div class="facts row">'
        f"{sign('right' if one.well else 'wrong', one.name)}"
        f"<span>{coded(one.told)}</span></div></div>"
        for one in signs()
    )
    st.html(rows)


def signs() -> list[Sign]:
    """Everything that is looked at."""
    machine = this_machine(runs_folder())
    return [_models(built_folder()), _people(), _room(machine), _machine(machine)]


@st.cache_data(show_spinner=False, ttl=30)
def _models(folder: Path) -> Sign:
    """Whether the open pack is there and whole; nothing is fetched or loaded for it."""
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except EngineError as err:
        told = f"{err}; the first run in pixels fetches them, as does `footfall engine fetch`"
        return Sign("Models", False, told)
    return Sign("Models", True, f"pack {manifest.model_id}, whole")


def _people() -> Sign:
    size = sum(file.stat().st_size for file in (cache_folder() / "assets").glob("*"))
    if not size:
        return Sign("People's data", False, "not there yet; the first run in pixels fetches it")
    return Sign("People's data", True, f"{size / 1e6:,.0f} MB in the cache")


def _room(machine: Machine) -> Sign:
    free = machine.disk_bytes / GIGA
    return Sign("Room on disk", free > LEAST_FREE_GB, f"{free:,.0f} GB free where runs are kept")


def _machine(machine: Machine) -> Sign:
    free = machine.memory_bytes / GIGA
    told = f"{machine.cores:g} cores, {free:,.0f} GB of memory free"
    return Sign("Machine", free > LEAST_MEMORY_GB, told)
