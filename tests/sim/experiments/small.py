"""Experiments as small as they may be: half a minute at one gate."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sim.experiments.designs.design import design_of
from sim.experiments.playing.crew import Crew
from sim.stages.store import user_store

HALF_A_MINUTE = {"duration_s": "30", "window": "null", "operators.judging_s": "2"}


def small(name="small", **changes):
    """A design of the corridor by its name; changes as `officers__speed_mps="2.5"`."""
    told = {field.replace("__", "."): value for field, value in changes.items()}
    return design_of("corridor", HALF_A_MINUTE | told, name)[0]


@contextmanager
def at_hand(**more):
    """A crew of one thread of this process."""
    with ThreadPoolExecutor(1) as pool:
        yield Crew(1, pool, user_store(), **more)
