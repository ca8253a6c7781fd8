import json
from dataclasses import replace

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.settings import EngineSettings
from engine.watch import FACES
from scenarios.loader import load_scenario
from scenarios.schema import Scenario
from sim.cameras.join import BOX
from sim.cameras.truth import SEEN
from sim.casting.staging import enrolled, in_view
from sim.events import OpportunityArose
from sim.jobs.notes import Notes
from sim.recognition import pixels
from sim.recognition.claims import Recognition, happenings
from sim.streams import Streams
from sim.tables import sightings_table
from tests.sim.cameras.stage import SMALL, crowd, day, people

NEAR = SMALL.model_copy(update={"width_px": 480, "height_px": 320, "height_m": 1.7})
NEAR = NEAR.model_copy(update={"tilt_deg": 2.0, "zone_interocular_px": 18.0})
WATCHLIST = 3


def scenario(**more: str) -> Scenario:
    fields = {"window.watchlist": str(WATCHLIST), "window.duration_s": "1"} | more
    return load_scenario("corridor", fields).scenario


def staged(subject: list[int]):
    """A second of two people who walk towards the camera side by side."""
    walks = [[(3.9 - 0.5 * k, y) for k in range(3)] for y in (9.7, 10.4)]
    played = day(*walks, camera=NEAR)
    return replace(played, people=replace(people(2), subject=np.array(subject, np.int32)))


def test_listed_people_in_the_picture_are_enrolled_and_then_the_lowest_numbers():
    crowded = replace(people(5), subject=np.array([-1, 7, 9, -1, 150], np.int32))
    assert enrolled(scenario(), crowded, np.array([0, 1, 4])).tolist() == [0, 7, 150]


def test_only_people_of_whom_a_camera_films_something_are_in_view():
    played = staged([-1, -1])
    behind = crowd([(3.9, 9.7), (3.4, 9.7)], [(0.3, 10.0), (0.3, 10.2)])
    assert in_view(replace(played, crowd=behind)).tolist() == [0]


def kept(folder, faces: list[dict], truth: dict, alerts: list[dict]) -> None:
    """What filming and watching leave behind for one camera."""
    (folder / "feeds").mkdir()
    out = folder / "watch" / NEAR.id
    out.mkdir(parents=True)
    pq.write_table(pa.table(truth), folder / "feeds" / f"{NEAR.id}.truth.parquet")
    pq.write_table(pa.Table.from_pylist(faces, schema=FACES), out / "faces.parquet")
    (out / "alerts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in alerts))
    (out / "summary.json").write_text(json.dumps({"threshold": 0.7}))


def recognised(played, folder, start_s=0.0):
    return pixels.recognised(played.cameras, played.people, start_s, folder)


def face(frame: int, x: float, reason: str | None = None) -> dict:
    sides = dict(zip(BOX, (x, 50.0, x + 30, 80.0), strict=True))
    return {"frame": frame, "time_s": frame / 4, "track": int(x), "reason": reason} | sides


def truth(frames: list[int], person: list[int], x: list[float]) -> dict:
    n = len(frames)
    boxes = np.array([[left, 50, left + 30, 80] for left in x], np.float32).reshape(-1, 4).T
    seen = dict.fromkeys(SEEN, np.ones(n, np.float32)) | {"in_zone": np.ones(n, bool)}
    time_s = 60 + np.array(frames) / 4
    head = {"frame": np.array(frames, np.int32), "time_s": time_s}
    return head | {"person": np.array(person, np.int32)} | dict(zip(BOX, boxes, strict=True)) | seen


@pytest.mark.parametrize(("subject", "true"), [(5, True), (6, False)])
def test_an_alert_is_true_if_its_face_is_the_subject_s(tmp_path, subject, true):
    alert = {"id": 0, "time_s": 0.25, "frame": 1, "track": 102, "subject": f"{subject:05d}"}
    faces = [face(0, 100, "too_small"), face(1, 102), face(1, 300)]
    kept(tmp_path, faces, truth([0, 1], [1, 1], [100, 104]), [alert | {"score": 0.9}])
    found = recognised(staged([-1, 5]), tmp_path, 60.0)
    (raised,) = found.alerts
    assert (raised.person, raised.subject, raised.true, raised.time_s) == (1, subject, true, 60.25)
    assert [(one.time_s, one.person) for one in found.detected] == [(60.0, 1)]
    assert [(one.time_s, one.person) for one in found.searched] == [(60.25, 1)]
    assert found.threshold == 0.7


def test_a_sighting_has_the_camera_that_filmed_it_whichever_others_there_are(tmp_path):
    cameras = load_scenario(
        "shopping_centre", {"fidelity": "pixels", "window.cameras": "[mall-west, east]"}
    ).scenario.watching
    assert [camera.id for camera in cameras] == ["east", "mall-west"]
    (tmp_path / "feeds").mkdir()
    for number, camera in enumerate(cameras):
        table = pa.table(truth([0, 1], [number, number], [100, 104]))
        pq.write_table(table, tmp_path / "feeds" / f"{camera.id}.truth.parquet")
    played = replace(staged([-1, 5]), cameras=cameras)
    seen = pixels.sightings(played.cameras, tmp_path)
    kept = sightings_table(seen, cameras).to_pylist()
    assert {(row["person"], row["camera"]) for row in kept} == {(0, "east"), (1, "mall-west")}
    told = happenings(played, seen, Recognition(0.7, [], [], [], []))
    arose = {(one.person, one.camera) for one in told if isinstance(one, OpportunityArose)}
    assert arose == {(0, "east"), (1, "mall-west")}


def test_an_alert_where_nobody_is_is_about_nobody(tmp_path):
    alert = {"id": 0, "time_s": 0.0, "frame": 0, "track": 300, "subject": "00005", "score": 0.9}
    kept(tmp_path, [face(0, 300)], truth([0], [1], [100]), [alert])
    (raised,) = recognised(staged([-1, 5]), tmp_path).alerts
    assert (raised.person, raised.true) == (-1, False)


def test_a_feed_without_faces_is_a_recognition_of_nobody(tmp_path):
    kept(tmp_path, [], truth([], [], []), [])
    found = recognised(staged([-1, 5]), tmp_path)
    assert (found.detected, found.searched, found.alerts) == ([], [], [])


def notes_in(folder) -> Notes:
    return Notes(folder / "notes", folder)


def test_the_listed_one_who_is_filmed_is_recognised_and_a_planted_twin_taken_for_another(tmp_path):
    played, done = staged([-1, 5]), []
    seeded = scenario(**{"window.doubles.twin": "1"})
    pixels.film(seeded, played, Streams(1), notes_in(tmp_path), done.append)
    images = sorted((tmp_path / "watchlist").iterdir())
    assert [file.name for file in images] == ["00000.png", "00001.png", "00005.png"]
    assert cv2.imread(str(images[0])).shape == (320, 320, 3)
    cast = pq.read_table(tmp_path / "cast.parquet", columns=["kin", "kin_of"])
    kin, kin_of = (cast[name].to_pylist() for name in cast.column_names)
    assert (kin, kin_of[1]) == (["twin", ""], -1)
    pixels.look(played.cameras, EngineSettings(), notes_in(tmp_path), done.append)
    sightings, found = pixels.sightings(played.cameras, tmp_path), recognised(played, tmp_path)
    assert len(sightings) == 2 * 4
    assert (sightings.visible_share > 0.5).all()
    assert {one.person for one in found.detected} == {0, 1}
    alerted = {(alert.person, alert.subject, alert.true) for alert in found.alerts}
    assert alerted == {(0, kin_of[0], False), (1, 5, True)}
    assert done[-1] == 1.0
