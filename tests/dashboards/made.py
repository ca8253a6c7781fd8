"""A run folder for the page's tests: the real crowd, answer and outcomes, with claims made up.

With `film`, also a feed of grey frames with one claim, as a run in pixels keeps it.
"""

import json
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import yaml

from engine.film.video import write_video
from engine.measure.rates.intervals import clustered_rate, rate
from scenarios.loader import load_scenario
from sim.events import AlertRaised, FaceDetected, OpportunityArose, PersonInView, ProbeSearched
from sim.folder import SCHEMA, RunFolder
from sim.log import Log
from sim.outcomes.rates import outcomes
from sim.recognition.claims import Recognition, happenings
from sim.response.answer import answer
from sim.streams import Streams
from sim.tables import crowd_table, people_table
from sim.world.day import Day
from sim.world.visitors import populate
from sim.world.ways import Ways

THRESHOLD, CAMERA, FRAMES, FPS = 0.6, "west", 20, 5.0
OVERRIDES = {"seed": "1", "engine.threshold": str(THRESHOLD)}


def make_run(path: Path, *, film: bool = False, state: str = "complete") -> Path:
    """Write the folder; `state` is what its run.json says."""
    loaded = load_scenario("corridor", OVERRIDES)
    scenario, streams, ways = loaded.scenario, Streams(1), Ways(loaded.place)
    people, crowd = populate(scenario, loaded.place, streams, ways, start_s=0, end_s=180)
    day = Day(loaded.place, people, crowd, scenario.cameras, 0.0, scenario.duration_s)
    alerts = _alerts(day)
    steps = [_first_steps(alert) for alert in alerts]
    before = sorted((e for step in steps for e in step), key=lambda event: event.time_s)
    entered = happenings(day, _nothing_seen(), Recognition(THRESHOLD, [], [], [], alerts))
    merged = sorted((*entered, *before), key=lambda event: event.time_s)
    log = answer(scenario, alerts, merged, day, ways, streams, THRESHOLD)
    folder, window = RunFolder(path), {"start_s": 0.0, "duration_s": 180.0} if film else None
    head = _head(window) | {"state": state}
    told = scenario.model_dump(mode="json") | {"venue": "venue.geojson"}
    folder.text("scenario.yaml", yaml.safe_dump(told))
    folder.text("venue.geojson", loaded.venue_path.read_text())
    folder.table("people.parquet", people_table(people))
    folder.table("crowd.parquet", crowd_table(crowd))
    folder.lines("alerts.jsonl", [asdict(alert) for alert in alerts])
    folder.table("events.parquet", Log(log).to_table())
    told = (
        head
        | {"threshold": THRESHOLD, "warnings": []}
        | outcomes(
            log,
            scenario.duration_s,
        ).to_json()
    )
    folder.json("outcomes.json", told)
    folder.json("run.json", head)
    if film:
        _film(path, next(alert for alert in alerts if alert.true))
    return path


def grey_film(path: Path) -> None:
    """A feed of grey frames and its annotated copy, in which nobody was claimed."""
    for file in (path / "feeds" / f"{CAMERA}.mp4", path / "watch" / CAMERA / "annotated.mp4"):
        file.parent.mkdir(parents=True, exist_ok=True)
        with write_video(file, FPS, (320, 240)) as writer:
            for shade in range(FRAMES):
                writer.add(np.full((240, 320, 3), 90 + shade, np.uint8))
    (path / "watch" / CAMERA / "alerts.jsonl").touch()


def told_of(alerts, wrong, seen):
    """Outcomes with so many alerts, as many people as false alerts or more."""
    each = [wrong // seen + (k < wrong % seen) for k in range(seen)]
    return {
        "alerts": alerts,
        "false_alerts": wrong,
        "people_in_view": seen,
        "one_in": seen / wrong if wrong else None,
        "alert_precision": rate(alerts - wrong, alerts).to_json(),
        "false_alerts_per_person": clustered_rate(each, [1] * seen).to_json(),
    }


def _head(window: dict[str, float] | None) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "overrides": OVERRIDES,
        "scenario": "corridor",
        "title": "Three minutes at the West Gate",
        "fidelity": "pixels" if window else "scores",
        "seed": 1,
        "replication": 0,
        "preset": "rendered",
        "preset_origin": "Preset 'rendered': fitted to rendered people.",
        "window": window,
        "starts_at": "12:00",
        "duration_s": 180.0,
        "started_at": "2026-01-02T03:04:05+00:00",
        "versions": {"footfall": "0"},
    }


def _alerts(day: Day) -> list[AlertRaised]:
    """Everybody listed who comes by, and some others, a little after they came."""
    people, rng = day.people, np.random.default_rng(1)
    listed = people.subject >= 0
    chosen = np.flatnonzero((listed | (rng.random(len(listed)) < 0.05)) & (people.arrival_s < 150))
    return [
        AlertRaised(
            time_s=float(people.arrival_s[person]) + 6,
            alert=number,
            camera=CAMERA,
            person=int(person),
            subject=int(people.subject[person]) if listed[person] else 7,
            score=0.62 + 0.2 * float(rng.random()),
            true=bool(listed[person]),
            interocular_px=31.4,
            yaw_deg=-12.0,
            pitch_deg=4.0,
            visible_share=0.93,
        )
        for number, person in enumerate(chosen)
    ]


def _first_steps(alert: AlertRaised) -> list[PersonInView]:
    kinds = (PersonInView, OpportunityArose, FaceDetected, ProbeSearched)
    return [kind(alert.time_s - 1, alert.person, CAMERA) for kind in kinds]


def _nothing_seen():
    from sim.cameras.sightings import Sightings

    arrays = {name: np.empty(0) for name in Sightings.__dataclass_fields__}
    return Sightings(**arrays | {"in_zone": np.empty(0, bool), "face_px": np.empty((0, 4))})


def _film(path: Path, alert: AlertRaised) -> None:
    """A grey feed, its annotated copy, an enrolled image and the alert as the engine wrote it."""
    grey_film(path)
    claim = asdict(alert) | {
        "feed": CAMERA,
        "frame": 3,
        "track": 1,
        "subject": f"{alert.subject:04d}",
        "threshold": THRESHOLD,
        "box_px": [100, 60, 150, 120],
    }
    (path / "watch" / CAMERA / "alerts.jsonl").write_text(json.dumps(claim) + "\n")
    (path / "watchlist").mkdir()
    cv2.imwrite(str(path / "watchlist" / f"{alert.subject:04d}.png"), np.full((90, 90, 3), 120))
