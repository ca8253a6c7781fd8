"""A stretch of a run for the map: packed walks, alerts, stops, officers, what is told."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboards.app.map.officers import Leg, all_legs
from dashboards.app.map.plan import plan
from dashboards.app.stories import Story, stories, tell
from dashboards.words import nth
from scenarios.fields.parts import Spot
from scenarios.hours import clock_s
from scenarios.place import Place
from scenarios.schema import Scenario
from sim.events import OfficerSent, PersonDisposed, PersonLost, PersonStopped
from sim.reader import StoredRun
from sim.world.crowd import Walks
from sim.world.ways import Ways

STEP_S = 0.5
"""Between two positions; the map draws straight lines between them."""
LARGEST = 32_000
"""Of a packed coordinate, 16 bits with a sign."""
LastPlace = Callable[[int, float], Spot | None]
"""Where a person is at a time, or was when last on the floor."""


def scene(run: StoredRun, start_s: float, end_s: float, level: int) -> dict[str, Any]:
    """From `start_s` to `end_s` of a complete run on one level, as JSON; times in seconds from its
    start. Colours come to it where it is shown.
    """
    scenario, place, told = run.scenario(), run.place(), stories(run)
    here = [story for story in told if _overlaps(story, start_s, end_s)]
    walks = run.walks(start_s, end_s, STEP_S).on(level)
    return {
        "id": f"{run.path}|{start_s:g}|{end_s:g}|{level}",
        "start_s": start_s,
        "end_s": end_s,
        "midnight_s": clock_s(scenario.starts_at),
        "plan": plan(place, level, scenario, scenario.watching),
        "walks": pack(walks),
        "listed": _listed(run, walks),
        **answered(scenario, place, here, run.last_place, level, start_s, end_s),
    }


def answered(
    scenario: Scenario,
    place: Place,
    here: Sequence[Story],
    last_place: LastPlace,
    level: int,
    start_s: float,
    end_s: float,
) -> dict[str, Any]:
    """Alerts, stops, officers and what is told from `start_s` to `end_s`, as far as they are on a
    level, as JSON.
    """
    aims_m = {story.raised.alert: _aim(last_place, scenario, story) for story in here}
    ways = Ways(place, scenario.officers.speed_mps)
    legs = all_legs(scenario.officers.posts_m, here, aims_m, ways, end_s)
    return {
        "alerts": [_alert(story) for story in here],
        "stops": [stop for story in here for stop in _stops(story, end_s, level)],
        "officers": [[_leg(leg, level) for leg in one] for one in legs],
        "told": _told(here, start_s, end_s),
    }


def pack(walks: Walks) -> dict[str, Any]:
    """Unbroken walks, one after another: `person`, `first` tick and `count` of each as 32 bits,
    then all their x and y in turn as 16 bits of `unit_m`, each as base64.
    """
    unit_m = unit_of(walks)
    parts = {name: _base64(values) for name, values in arrays(walks, unit_m).items()}
    return {"dt_s": walks.dt_s, "unit_m": unit_m, **parts}


def unit_of(walks: Walks) -> float:
    """Metres of one step of a packed coordinate: a centimetre, or more where that is too small."""
    furthest = max(float(np.abs(one).max(initial=0)) for one in (walks.x_m, walks.y_m))
    return max(furthest / LARGEST, 0.01)


def arrays(walks: Walks, unit_m: float) -> dict[str, NDArray[Any]]:
    """What `pack` packs, by name."""
    starts = _starts(walks)
    ends = np.append(starts[1:], len(walks.person)) if len(starts) else starts
    xy = np.stack([walks.x_m, walks.y_m], 1)
    return {
        "person": walks.person[starts].astype("<i4"),
        "first": walks.tick[starts].astype("<i4"),
        "count": (ends - starts).astype("<i4"),
        "xy": np.rint(xy / unit_m).astype("<i2"),
    }


def _starts(walks: Walks) -> NDArray[np.intp]:
    """Rows at which somebody appears: another person, or the same one after a gap."""
    if not len(walks.person):
        return np.empty(0, np.intp)
    new = (np.diff(walks.person) != 0) | (np.diff(walks.tick) != 1)
    return np.append(0, np.flatnonzero(new) + 1)


def _base64(values: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")


def _overlaps(story: Story, start_s: float, end_s: float) -> bool:
    last_s = max([story.raised.time_s, *(answer.time_s for answer in story.answers)])
    return story.raised.time_s <= end_s and last_s >= start_s


def _leg(leg: Leg, level: int) -> dict[str, Any]:
    """What an officer does; without a place where that is not on the level."""
    return asdict(leg) | ({} if leg.level == level else {"line_m": []})


def _aim(last_place: LastPlace, scenario: Scenario, story: Story) -> Spot:
    """Where an officer looks for somebody in vain: where they last were before it was given up."""
    sent = [answer.time_s for answer in story.answers if isinstance(answer, OfficerSent)]
    lost = any(isinstance(answer, PersonLost) for answer in story.answers)
    if sent and lost and story.raised.person >= 0:
        place = last_place(story.raised.person, sent[0] + scenario.officers.give_up_s)
        if place:
            return place
    camera = next(one for one in scenario.cameras if one.id == story.raised.camera)
    return Spot(*camera.at_m, camera.level)


def _listed(run: StoredRun, walks: Walks) -> list[int]:
    people = run.people()
    listed = people.filter(pc.greater_equal(people["subject"], 0))["person"].to_numpy()
    return [int(person) for person in np.intersect1d(listed, walks.person)]


def _alert(story: Story) -> dict[str, Any]:
    raised = story.raised
    return {
        "alert": raised.alert,
        "time_s": raised.time_s,
        "until_s": story.closed_s,
        "camera": raised.camera,
        "person": raised.person,
        "tone": story.tone,
        "title": story.title,
    }


def _stops(story: Story, end_s: float, level: int) -> list[dict[str, Any]]:
    """Where somebody is being held up, until when, and whether they are led away then; without a
    place where that is not on the level.
    """
    done = [answer for answer in story.answers if isinstance(answer, PersonDisposed)]
    return [
        {
            "person": answer.person,
            "time_s": answer.time_s,
            "until_s": done[0].time_s if done else end_s,
            "led_away": bool(done) and done[0].disposal == "arrest",
            "at": (answer.x_m, answer.y_m) if answer.level == level else None,
            "tone": story.tone,
        }
        for answer in story.answers
        if isinstance(answer, PersonStopped)
    ]


def _told(here: Sequence[Story], start_s: float, end_s: float) -> list[dict[str, Any]]:
    found = []
    for story in here:
        for event in (story.raised, *story.answers):
            if start_s <= event.time_s <= end_s:
                text, tone = tell(event)
                about = f"Alert {nth(event.alert)} · {text}"
                who = story.raised.person
                found.append({"time_s": event.time_s, "text": about, "tone": tone, "person": who})
    return sorted(found, key=lambda one: one["time_s"])
