"""What goes wrong in a run, as its replay tells it: in lists by time, on feeds by the frame."""

from collections.abc import Mapping
from itertools import groupby
from math import inf
from typing import Any

import numpy as np

from scenarios.failures import TROUBLES, Failure, Trouble, headed
from scenarios.schema import Camera, Scenario
from sim.cameras.outages import BLACK, NONE, Handed, handed, lasting
from sim.events import FailureBegan, FailureEnded
from sim.outcomes.failures import failings
from sim.outcomes.why.pixels import dropped_frames
from sim.reader import StoredRun
from sim.stages.span import outages_of
from sim.streams import Streams

NAMED: Mapping[str, Trouble] = {str(kind): one for kind, one in TROUBLES.items()}
OUT = "Camera out: no picture"
LOST = "Network loss: this frame did not come"
DROPPED = "Engine overload: not looked at"


def failures_of(run: StoredRun) -> list[dict[str, Any]]:
    """What the run's log has of failures, each with the time at which it began and was over (None:
    not in the log), and in words.
    """
    return [
        {
            "from_s": one.from_s,
            "to_s": one.to_s if one.to_s < inf else None,
            "text": f"{headed(one.kind, one.what)}: {NAMED[one.kind].told}",
        }
        for one in failings(run.events(FailureBegan, FailureEnded))
    ]


def wrong_of(run: StoredRun, camera: str, fps: float, frames: int) -> list[tuple[int, str]]:
    """What is wrong with frames of a camera's film, in words: each with the first frame of which it
    is true; "": nothing. The same chance as the film's is drawn anew.
    """
    scenario, start_s = run.scenario(), float(run.record["window"]["start_s"])
    seen = next(one for one in scenario.cameras if one.id == camera)
    if not scenario.failures:
        return []
    time_s = start_s + np.arange(frames) / fps
    told = _late(scenario, seen, time_s)
    for frame in dropped_frames(run, camera):
        told[frame] = DROPPED
    outages = outages_of(scenario)
    streams = Streams(scenario.seed, int(run.record["replication"]))
    came = handed(seen, time_s, outages, streams)
    for frame in np.flatnonzero(came.failure != NONE).tolist():
        told[frame] = _gone(outages[came.failure[frame]], came, frame)
    runs = [(text, len([*same])) for text, same in groupby(told)]
    ends = np.cumsum([count for _, count in runs]).tolist()
    return [(end - count, text) for end, (text, count) in zip(ends, runs, strict=True)]


def _late(scenario: Scenario, camera: Camera, time_s: Any) -> list[str]:
    """Of each frame by how much later it is looked at, of those that the network delays."""
    late_s = np.zeros(len(time_s))
    for one in scenario.failures:
        if one.kind == "network_delay" and one.what in ("", camera.id):
            late_s += one.much * lasting(one, time_s)
    return [f"Network delay: looked at {late:g} s late" if late else "" for late in late_s.tolist()]


def _gone(one: Failure, came: Handed, frame: int) -> str:
    if one.kind == "camera_out":
        return OUT
    if one.kind == "network_loss":
        return LOST
    shown = int(came.picture[frame])
    if shown == BLACK:
        return "Feed frozen before there was a picture"
    return f"Feed frozen: frame {shown + 1} stands still"
