"""The optimiser in the background: asked, told how far it is, its layout taken over."""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.app.address import go
from dashboards.app.plan import studies, works
from dashboards.app.plan.studies import Study
from dashboards.app.plan.wishes import wishes
from dashboards.work.registry import Work
from engine.counts import counted
from engine.disk.files import UnreadError, from_json, text
from engine.disk.places import free_name
from scenarios.loader import Loaded
from scenarios.schema import Camera

FOUND = ".found"
"""The folder of what the optimiser found, in that of a study."""
RESULT = "placement.json"
LARGEST_BYTES = 16 << 20
SAMPLE = 1000


def show(study: Study, name: str, loaded: Loaded) -> None:
    """The question, and what came of those asked before."""
    st.header("Let the cameras be found", anchor=False)
    st.caption(
        "Of mounts along walls, on pillars and under ceilings those are chosen at which most of the"
        " people looked for are recognised, with a bound that no other choice exceeds. Kinds of"
        " camera are those of the layout shown."
    )
    many, long, most, go_ = st.columns([2, 2, 3, 2], vertical_alignment="bottom")
    cameras = many.number_input(
        "Cameras at most", 1, 100, len(loaded.scenario.cameras), key=f"many-{study.id}"
    )
    within_s = long.number_input("Seconds to choose", 1, 3600, 30, key=f"within-{study.id}")
    scanned = most.number_input(
        "Most innocents scanned", min_value=0, value=None, key=f"scanned-{study.id}",
        placeholder="no limit", help="People not looked for whose face is found at least once.",
    )  # fmt: skip
    options, words = wishes(study.id, loaded.place, loaded.scenario)
    options += [] if scanned is None else ["--scanned", str(scanned)]
    words += [] if scanned is None else [f"at most {scanned:,} innocents scanned"]
    go_.button(
        "Find the best places", key="find", type="primary", width="stretch", on_click=_begin,
        args=(study, name, int(cameras), ["--within", str(int(within_s)), *options], words),
    )  # fmt: skip
    works.show(study, "place", lambda work: _taken(study, name, work, loaded.venue_path))


def _begin(study: Study, name: str, cameras: int, options: list[str], words: list[str]) -> None:
    asked = ", ".join((counted(cameras, "camera"), *words))
    (study.folder / FOUND).mkdir(exist_ok=True)
    out = free_name(study.folder / FOUND / f"best-{cameras}")
    told = ["place", str(study.file(name).resolve()), "--cameras", str(cameras), *options]
    works.start(study, asked, [*told, "--sample", str(SAMPLE), "--out", str(out.resolve())], out)


def _taken(study: Study, name: str, work: Work, plan: Path) -> None:
    """What was found, and a button that makes a layout of it as long as the place is the same;
    nothing where nothing was.
    """
    found = _result(work)
    if found is None or work.out is None:
        return
    st.caption(told(found))
    if (work.out / RESULT).stat().st_mtime_ns < plan.stat().st_mtime_ns:
        st.caption("The place has changed since: find them again.")
    elif st.button("Make a layout of it", key=f"take-{work.id}", width="stretch"):
        cameras = [Camera.model_validate(one) for one in found["cameras"]]
        go(layout=studies.copy(study, name, f"best {len(cameras)}", cameras))
        st.rerun()  # all of the page, not this part of it alone


def told(found: dict[str, Any]) -> str:
    """What a search came to, in a sentence.

    >>> told({"recognised": 3.2, "bound": 3.25, "listed": 12, "gap": 0.0156})
    'Recognises 3.20 of 12 listed people, and no choice more than 3.25.'
    """
    return (
        f"Recognises {found['recognised']:.2f} of {found['listed']:g} listed people, and no choice"
        f" more than {found['bound']:.2f}."
    )


def _result(work: Work) -> dict[str, Any] | None:
    """What it wrote; None where it came to nothing."""
    if work.out is None:
        return None
    try:
        found = from_json(text(work.out / RESULT, LARGEST_BYTES))
    except (UnreadError, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None
