"""The stories of a run in scores: it keeps where people were seen, the best score of each look that
was searched, and events.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.counts import counted, numbered
from engine.why.stretches import ALERT, REASONS, Glimpse, Stretch, fold
from scenarios.hours import clock
from sim.cameras.outages import NONE
from sim.cameras.sightings import passes
from sim.events import FaceDetected, ProbeSearched
from sim.outcomes.why.cases import BEHIND_DEG, HIDDEN_BELOW, Case

FAILED = "failed.parquet"
"""There where something went wrong: what took each sighting, or when it reached the engine."""
KNOWN = [limit for limit in REASONS.values() if limit.measure in {
    "interocular_px", "yaw_deg", "pitch_deg"
}]  # fmt: skip
"""Limits on what a sighting tells; it knows no light."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A look that was searched, of a track: who on the watchlist was most alike (-1: it is empty),
    and how much.
    """

    time_s: float
    camera: str
    track: int
    subject: int
    score: float


class ScoresWitness:
    """Sightings and first events of everybody; sightings are as rounded as they were kept."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.searched = case.run.events(ProbeSearched)
        planned = case.run.planned_alerts()
        self.alerts = {(one.person, one.camera, one.time_s): one for one in planned}
        self.detected = case.run.events(FaceDetected)
        people = case.run.table("sightings.parquet", columns=["person"])["person"]
        self.people = people.to_numpy()
        self.found = case.run.table("searched.parquet")
        failed = case.run.names(FAILED)
        self.failed = case.run.table(FAILED) if failed else None

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
        looks = self._searched(person)
        matched = [look for look in looks if look.score >= self.case.threshold]
        if matched:
            return self._unsaid(matched, person)
        best = max(looks, key=lambda look: look.score)
        if best.subject < 0:
            return "nobody is on the watchlist"
        wanted = f"{self.case.threshold:.3f} is wanted"
        who = self._who(best, person)
        return f"below the threshold: the most alike was {who}, {self._seen(best)}, and {wanted}"

    def _unsaid(self, matched: list[Searched], person: int) -> str:
        """Why matches raised no alert: too few in any one track, or the cool-down after an alert
        about the same subject, on the same camera.
        """
        counts = Counter((look.track, look.subject) for look in matched)
        key = max(counts, key=counts.__getitem__)
        ours = [look for look in matched if (look.track, look.subject) == key]
        settings, best = self.case.scenario.engine, max(ours, key=lambda look: look.score)
        told = f"matched {self._who(best, person)}"
        if len(ours) < settings.minimum_frames:
            looks = f"in {len(ours)} of the {settings.minimum_frames} looks"
            seen = f"{self._seen(best)} against {self.case.threshold:.3f}"
            return f"{told}, {looks} of one track that an alert wants: {seen}"
        last_s = ours[-1].time_s
        before = [
            one
            for one in self.alerts.values()
            if (one.camera, one.subject) == (best.camera, best.subject) and one.time_s <= last_s
        ]
        if not before:  # frames that came late were tracked by when they came
            return f"{told}, {self._seen(best)}, in looks that came late and apart"
        alert = max(before, key=lambda one: one.time_s)
        at = clock(self.case.scenario.starts_at, alert.time_s)
        silent = f"{best.camera} was silent about this listed person for {settings.cooldown_s:g} s"
        return f"{told}, {self._seen(best)}: {silent} after the alert at {at}"

    def _who(self, look: Searched, person: int) -> str:
        own = look.subject == self.case.subjects[person]
        return f"listed person {look.subject}, {'who they are' if own else 'somebody else'}"

    def _seen(self, look: Searched) -> str:
        at = clock(self.case.scenario.starts_at, look.time_s)
        return f"{look.score:.3f} by {look.camera} at {at}"

    def _searched(self, person: int) -> list[Searched]:
        """The looks at a person that were searched, in the order of time, each with its track."""
        seen = self.case.run.table("sightings.parquet", filters=pc.field("person") == person)
        here = np.flatnonzero(self.people == person)
        results, looked = self.found.take(here), self._took(here) == NONE
        looked = pa.array(looked & results["detected"].to_numpy())
        seen, results = seen.filter(looked), results.filter(looked)
        columns = (seen["time_s"].to_numpy(), _numbers(seen["camera"]), seen["person"].to_numpy())
        track = passes(*columns, self.case.scenario.engine.lost_after_s)
        rows = zip(
            seen["time_s"].to_pylist(),
            seen["camera"].to_pylist(),
            track.tolist(),
            results["subject"].to_pylist(),
            results["score"].to_pylist(),
            results["searched"].to_pylist(),
            strict=True,
        )
        return [Searched(*row) for *row, searched in rows if searched]

    def _rows(self, person: int) -> list[dict[str, Any]]:
        table = self.case.run.table("sightings.parquet", filters=pc.field("person") == person)
        rows: list[dict[str, Any]] = table.to_pylist()
        here = np.flatnonzero(self.people == person)
        late = self.failed
        came_s = late["arrives_s"].take(here).to_pylist() if late is not None else None
        for k, (row, took) in enumerate(zip(rows, self._took(here).tolist(), strict=True)):
            row |= {"took": took, "came_s": came_s[k] if came_s else row["time_s"]}
        return rows

    def _took(self, rows: NDArray[np.intp]) -> NDArray[np.int16]:
        """The numbers of the failures that took some sightings; NONE of those that none took."""
        if self.failed is None:
            return np.full(len(rows), NONE, np.int16)
        took: NDArray[np.int16] = self.failed["failure"].to_numpy()[rows]
        return took

    def _look(self, row: dict[str, Any]) -> Glimpse:
        """An alert, or what stood between this sighting and a search, as far as it knows."""
        time_s, number = row["time_s"], row["pass_id"]
        if row["took"] != NONE:
            return Glimpse(time_s, number, self.case.scenario.failures[row["took"]].kind)
        alert = self.alerts.get((row["person"], row["camera"], row["came_s"]))
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


def _numbers(names: pa.ChunkedArray) -> NDArray[np.int16]:
    """A number for each of some names (n,)."""
    codes: NDArray[np.int16] = names.combine_chunks().dictionary_encode().indices.to_numpy()
    return codes.astype(np.int16)


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
