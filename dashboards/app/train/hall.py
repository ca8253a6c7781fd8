"""The sessions that this server has open: one hall for the page and for its routes."""

from pathlib import Path

import streamlit as st

from dashboards.app.runs import runs_folder
from engine.errors import EngineError
from sim.errors import SimError
from sim.training.events import INSTRUCTOR
from sim.training.hall import PLACE, Hall

REFUSED = (SimError, EngineError)
"""What a desk is refused by, in words for people."""


def sessions_folder() -> Path:
    """Where sessions lie, beside the runs."""
    return runs_folder() / PLACE


HALL = Hall(sessions_folder, pictures=True)


def at_a_desk() -> bool:
    """Whether the address is that of a desk from which no other room is to be seen: anybody's but
    the instructor's.
    """
    name, secret = st.query_params.get("session"), st.query_params.get("key")
    if not name or not secret:
        return False
    try:
        return HALL.role(name, secret) != INSTRUCTOR
    except REFUSED:
        return False
