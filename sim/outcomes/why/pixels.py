"""The stories of a run in pixels: the feeds' truth joined with the engine's faces."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from engine.counts import numbered
from engine.errors import FeedError
from engine.why.account import Kept, looks_of, read_watched, verdict
from engine.why.stretches import NOT_DETECTED, Glimpse, Stretch, filled, fold
from scenarios.failures import TROUBLES, named
from scenarios.hours import clock
from scenarios.schema import Scenario
from sim.cameras.join import BOX, join
from sim.cameras.outages import FAILURE, NONE, in_view, shown_between
from sim.cameras.truth import SEEN
from sim.errors import DamagedError
from sim.outcomes.why.cases import BEHIND_DEG, HIDDEN_BELOW, Case
from sim.reader import StoredRun
from sim.recognition.traffic import LEDGER, read_traffic

TRUE = ("frame", "time_s", "person", *BOX, *SEEN)
"""What is asked of a feed's truth."""
OVERLOAD = "engine_overload"
"""The kind of failure that drops frames of a film."""


class PixelsWitness:
    """Every camera's looks at everybody, joined once."""

    def __init__(self, case: Case) -> None:
        scenario = case.scenario
        self.starts_at = scenario.starts_at
        self.start_s = scenario.window.start_s if scenario.window else 0.0
        self.kept: dict[str, Kept] = {}
        self.looks: dict[str, dict[int, list[Glimpse]]] = {}
        for camera in sorted(camera.id for camera in case.scenario.watching):
            self.kept[camera] = _watched(case.run, camera)
            truth = case.run.table(f"feeds/{camera}.truth.parquet")
            faces = case.run.table(f"watch/{camera}/faces.parquet")
            taken = _taken(scenario, dropped_frames(case.run, camera))
            planned = _by_person(truth, faces, self.kept[camera], taken)
            came = {person: case.seen(person, looks) for person, looks in planned.items()}
            self.looks[camera] = {person: looks for person, looks in came.items() if looks}

    def stretches(self, person: int) -> dict[str, list[Stretch]]:
        """Each camera that filmed the person, with their stretches there."""
        found = {camera: looks[person] for camera, looks in self.looks.items() if person in looks}
        return {camera: fold(filled(looks, 1, "not_in_view")) for camera, looks in found.items()}

    def verdict(self, person: int) -> str:
        """The camera's at which the person came nearest to an alert."""
        seen = [(camera, looks[person]) for camera, looks in self.looks.items() if person in looks]
        detected = [(camera, _detected(looks)) for camera, looks in seen]
        detected = [(camera, looks) for camera, looks in detected if looks]
        if not detected:
            return _undetected([look for _, looks in seen for look in looks])
        camera, looks = max(detected, key=lambda one: _reach(one[1]))
        return f"{camera}: {verdict(looks, self.kept[camera], self._clock)}"

    def _clock(self, time_s: float) -> str:
        """The time of day of a moment of a feed."""
        return clock(self.starts_at, self.start_s + time_s)


def _watched(run: StoredRun, camera: str) -> Kept:
    """What the engine kept of a camera's film."""
    for name in ("summary.json", "alerts.jsonl", "faces.parquet"):
        run.file(f"watch/{camera}/{name}")
    folder = run.path / "watch" / camera
    try:
        kept = read_watched(folder)
    except FeedError as err:
        said = str(err).removeprefix(f"{folder}").lstrip("/: ")
        raise DamagedError(folder, "", said, "what `engine watch` keeps") from err
    return replace(kept, faces=_numbered(kept.faces), alerts=_numbered(kept.alerts))


def dropped_frames(run: StoredRun, camera: str) -> frozenset[int]:
    """Numbers of the frames that an overloaded engine did not look at."""
    for name in run.names(f"watch/{camera}/{LEDGER}"):
        run.file(name)
    traffic = read_traffic(run.path / "watch" / camera)
    return traffic.dropped if traffic else frozenset()


def _numbered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Subjects by their numbers, as everywhere in a run, not by the names of their pictures."""
    return [
        row if row["subject"] is None else row | {"subject": str(int(row["subject"]))}
        for row in rows
    ]


def _taken(scenario: Scenario, dropped: Collection[int]) -> Callable[[dict[str, Any]], str]:
    """The kind of failure that took a row of a film's truth; "": none did."""
    start_s = scenario.window.start_s if scenario.window else 0.0
    length_s = scenario.window.duration_s if scenario.window else scenario.duration_s
    outages = shown_between(scenario, start_s, start_s + length_s)

    def taken(row: dict[str, Any]) -> str:
        number = int(row.get(FAILURE, NONE))
        if number != NONE:
            return outages[number].kind
        return OVERLOAD if row["frame"] in dropped else ""

    return taken


def _by_person(
    truth: pa.Table, faces: pa.Table, kept: Kept, taken: Callable[[dict[str, Any]], str]
) -> dict[int, list[Glimpse]]:
    """Each filmed person's looks in the order of time, those not detected among them."""
    who = join(faces, truth).tolist()
    looks = looks_of(kept.faces, kept)
    at = {(person, look.frame): look for person, look in zip(who, looks, strict=True)}
    found: defaultdict[int, list[Glimpse]] = defaultdict(list)
    asked = [name for name in (*TRUE, FAILURE) if name in truth.column_names]
    for row in truth.filter(pa.array(in_view(truth))).select(asked).to_pylist():
        look = at.get((row["person"], row["frame"]))
        found[row["person"]].append(_placed(row, look, taken(row)))
    return {person: sorted(one, key=lambda look: look.frame) for person, one in found.items()}


def _placed(row: dict[str, Any], look: Glimpse | None, taken: str) -> Glimpse:
    """A look at the scenario's time; without a face, with the reason that the truth gives, or the
    kind of failure by which it was `taken`.
    """
    if look is not None:
        state, value, subject, track = look.state, look.value, look.subject, look.track
        return Glimpse(row["time_s"], row["frame"], state, value, subject, track)
    if taken:
        return Glimpse(row["time_s"], row["frame"], taken)
    if abs(row["yaw_deg"]) > BEHIND_DEG:
        return Glimpse(row["time_s"], row["frame"], "facing_away")
    state = "hidden" if row["visible_share"] < HIDDEN_BELOW else NOT_DETECTED
    return Glimpse(row["time_s"], row["frame"], state, row["interocular_px"])


def _detected(looks: Sequence[Glimpse]) -> list[Glimpse]:
    unseen = {NOT_DETECTED, "hidden", "facing_away", *TROUBLES}
    return [look for look in looks if look.state not in unseen]


def _reach(looks: Sequence[Glimpse]) -> float:
    """How near to an alert: the best score, below all scores if nothing was searched."""
    return max((look.value or 0.0 for look in looks if look.subject is not None), default=-2.0)


def _undetected(looks: Sequence[Glimpse]) -> str:
    counts = Counter(look.state for look in looks)
    names = {NOT_DETECTED: "in the open", "hidden": "hidden", "facing_away": "from behind"}
    said = ", ".join(
        f"{names.get(state) or named(state)} in {count}" for state, count in counts.most_common()
    )
    widths = [look.value for look in looks if look.value is not None]
    largest = f"; at most {max(widths):.0f} px between the eyes" if widths else ""
    return f"in view, never detected: {said} {numbered(len(looks), 'frame')}{largest}"
