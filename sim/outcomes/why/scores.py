"""The stories of a run in scores: it keeps where people were seen, the best score of each look that
was searched, and events.
"""

from collections import defaultdict
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow.compute as pc

from engine.counts import counted, numbered
from engine.why.stretches import ALERT, REASONS, Glimpse, Stretch, fold
from scenarios.hours import clock
from sim.events import FaceDetected, ProbeSearched
from sim.outcomes.why.cases import BEHIND_DEG, HIDDEN_BELOW, Case

KNOWN = [limit for limit in REASONS.values() if limit.measure in {
    "interocular_px", "yaw_deg", "pitch_deg"
}]  # fmt: skip
"""Limits on what a sighting tells; it knows no light."""


class ScoresWitness:
    """Sightings and first events of everybody; sightings are as rounded as they were kept."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.searched = case.run.events(ProbeSearched)
        planned = case.run.planned_alerts()
        self.alerts = {(one.person, one.camera, one.time_s): one for one in planned}
        self.detected = case.run.events(FaceDetected)

    def stretches(self, person: int) -> dict[str, list[Stretch]]:
        """Each camera that had the person in view, with their stretches there."""
        found: defaultdict[str, list[Glimpse]] = defaultdict(list)
        for row in self._rows(person):
            found[row["camera"]].append(self._look(row))
        came = {camera: self.case.seen(person, looks) for camera, looks in found.items()}
        return {camera: _by_pass(looks) for camera, looks in came.items() if looks}

    def verdict(self, person: int) -> str:
        """From events and from the best score of every look that was searched."""
        searched = [one for one in self.searched if one.person == person]
        looks = [self._look(row) for row in self._rows(person)]
        if searched:
            good = sum(look.state == "searchable" for look in looks)
            starts_at = self.case.scenario.starts_at
            cameras = ", ".join(
                f"{one.camera} from {clock(starts_at, one.time_s)} on" for one in searched
            )
            looked = f"searched by {cameras}, {counted(good, 'look')} good enough"
            return f"{looked}; {self._nearest(person)}"
        if any(one.person == person for one in self.detected):
            return f"detected, never good enough to be searched: {_counted(looks)}"
        return f"in view, never detected: {_counted(looks)}"

    def _nearest(self, person: int) -> str:
        """Whom the watchlist found most alike, and why that raised no alert."""
        people = self.case.run.table("sightings.parquet", columns=["person"])["person"]
        here = np.flatnonzero(people.to_numpy() == person)
        found = self.case.run.table("searched.parquet").take(here)
        score = np.where(found["searched"], found["score"].to_numpy(), -np.inf)
        best = int(np.argmax(score))
        subject, threshold = found["subject"][best].as_py(), self.case.threshold
        own = subject == self.case.subjects[person]
        who = f"subject {subject}, {'who they are' if own else 'somebody else'}"
        told = f"the most alike was {who}, with {score[best]:.3f}"
        if score[best] < threshold:
            return f"below the threshold: {told}, and {threshold:.3f} is wanted"
        wanted = self.case.scenario.engine.minimum_frames
        return (
            f"{told}: matched at {threshold:.3f}, but not in {wanted} looks of one track, or the"
            " cool-down after an alert held"
        )

    def _rows(self, person: int) -> list[dict[str, Any]]:
        table = self.case.run.table("sightings.parquet", filters=pc.field("person") == person)
        rows: list[dict[str, Any]] = table.to_pylist()
        return rows

    def _look(self, row: dict[str, Any]) -> Glimpse:
        """An alert, or what stood between this sighting and a search, as far as it knows."""
        time_s, number = row["time_s"], row["pass_id"]
        alert = self.alerts.get((row["person"], row["camera"], time_s))
        if alert:
            return Glimpse(time_s, number, ALERT, alert.score, str(alert.subject))
        if abs(row["yaw_deg"]) > BEHIND_DEG:
            return Glimpse(time_s, number, "facing_away")
        if row["visible_share"] < HIDDEN_BELOW:
            return Glimpse(time_s, number, "hidden", row["interocular_px"])
        for limit in KNOWN:
            value, bound = row[limit.measure], getattr(self.case.scenario.engine, limit.setting)
            if value < bound if limit.least else abs(value) > bound:
                return Glimpse(time_s, number, limit.reason, value)
        return Glimpse(time_s, number, "searchable", row["interocular_px"])


def _by_pass(looks: list[Glimpse]) -> list[Stretch]:
    """Stretches of looks in the order of time (`frame`: the pass's number), absences between."""
    found: list[Stretch] = []
    for _, group in groupby(looks, key=lambda look: look.frame):
        stretches = fold(group)
        if found:
            gone = (found[-1].to_s, stretches[0].from_s)
            found.append(Stretch("not_in_view", *gone, 0, None, None, None))
        found += stretches
    return found


def _counted(looks: list[Glimpse]) -> str:
    counts: defaultdict[str, int] = defaultdict(int)
    for look in looks:
        counts[look.state.replace("_", " ")] += 1
    most_first = sorted(counts.items(), key=lambda item: -item[1])
    said = ", ".join(f"{state} in {count}" for state, count in most_first)
    return f"{said} {numbered(len(looks), 'sighting')}"
