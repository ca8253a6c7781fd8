"""What a run in pixels promises, on a real one: rendered, written, watched, answered."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from engine.feeds.cut import Cut
from engine.settings import EngineSettings
from engine.watch import watch

LARGE_PX, FACING_DEG = 24.0, 30.0
SHOWN = 0.5
"""Faces that others hide by half or more are no faces seen."""


@pytest.fixture(scope="module")
def well_seen(window) -> set[int]:
    """Listed people whose face was large and faced the camera at least twice."""
    truth = pq.read_table(window.folder / "feeds" / "west.truth.parquet").to_pylist()
    subject = pq.read_table(window.folder / "people.parquet")["subject"].to_pylist()
    good = [
        row["person"]
        for row in truth
        if row["interocular_px"] >= LARGE_PX
        and max(abs(row["yaw_deg"]), abs(row["pitch_deg"])) <= FACING_DEG
        and row["visible_share"] > SHOWN
        and subject[row["person"]] >= 0
    ]
    people, times = np.unique(good, return_counts=True)
    return set(people[times >= EngineSettings().minimum_frames].tolist())


def alerts(window) -> list[dict]:
    lines = (window.folder / "alerts.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_four_of_five_listed_people_who_were_well_seen_are_alerted_as_themselves(window, well_seen):
    found = {alert["person"] for alert in alerts(window) if alert["true"]}
    assert len(well_seen) >= 4
    assert len(found & well_seen) >= 0.8 * len(well_seen)


def test_an_alert_carries_what_the_engine_measured_of_its_face_and_no_covering(window):
    folder = window.folder / "watch" / "west"
    faces = pq.read_table(folder / "faces.parquet").to_pylist()
    measured = {(one["frame"], one["track"]): one for one in faces}
    said = map(json.loads, (folder / "alerts.jsonl").read_text().splitlines())
    for alert, claim in zip(alerts(window), said, strict=True):
        face = measured[claim["frame"], claim["track"]]
        for name in ("interocular_px", "yaw_deg", "pitch_deg", "sharpness", "luminance"):
            assert alert[name] == pytest.approx(face[name], abs=0.00051)
        assert alert["visible_share"] is None


def test_at_most_one_in_a_hundred_others_is_alerted(window):
    fpir = window.outcomes["fpir"]
    assert fpir["denominator"] >= 8
    assert fpir["numerator"] <= 0.01 * fpir["denominator"]


def test_watching_the_written_feed_again_gives_the_same_alerts(window, tmp_path):
    """Up to half of them; the more of the feed, the longer it takes."""
    record = json.loads((window.folder / "run.json").read_text())
    before = (window.folder / "watch" / "west" / "alerts.jsonl").read_text().splitlines()
    assert len(before) == len(alerts(window)) > 1
    to_s = json.loads(before[len(before) // 2])["time_s"] + 0.01
    watch(
        window.folder / "feeds" / "west.mp4",
        window.folder / "watchlist",
        tmp_path,
        EngineSettings(preset=record["preset"]),
        cut=Cut(to_s=to_s),
        annotate=False,
    )
    again = (tmp_path / "alerts.jsonl").read_text().splitlines()
    assert again == [one for one in before if json.loads(one)["time_s"] < to_s]
    assert len(again) > len(before) // 2


def test_the_books_of_a_window_close(window):
    assert sum(window.outcomes["books"].values()) == window.outcomes["passers_by"]


def test_nobody_is_anybody_s_kin_where_none_are_planted(window):
    people = pq.read_table(window.folder / "cast.parquet", columns=["kin", "kin_of"])
    assert set(people["kin"].to_pylist()) == {""}
    assert set(people["kin_of"].to_pylist()) == {-1}


def test_the_engine_gets_no_truth(window):
    faces = pq.read_table(window.folder / "watch" / "west" / "faces.parquet")
    assert "person" not in faces.column_names
    assert not list((window.folder / "watch").rglob("*truth*"))


def test_people_on_film_are_as_they_were_drawn_and_how_near_they_are_played_is_told(window):
    people = pq.read_table(window.folder / "people.parquet")
    cast = pq.read_table(window.folder / "cast.parquet")
    theirs = people.take(cast["person"])
    told = json.loads((window.folder / "casting.json").read_text())
    near = told["passers_by"]
    assert near["people"] == len(cast) > 10
    assert told["subjects"]["people"] >= 10
    for label in ("sex", "ancestry"):
        wanted, played = cast[label].to_pylist(), cast[f"played_{label}"].to_pylist()
        assert wanted == theirs[label].to_pylist()
        assert sum(map(str.__eq__, wanted, played)) == near[label] == len(cast)
    years = np.abs(cast["age"].to_numpy() - cast["played_age"].to_numpy())
    assert near["most_years"] == pytest.approx(years.max(), abs=0.01)
    assert near["years"] < 3
    subjects = pq.read_table(window.folder / "subjects.parquet").to_pylist()
    enrolled = {one["subject"]: one for one in subjects}
    listed = [one for one in cast.to_pylist() if one["subject"] >= 0]
    assert len(listed) > 3
    for one in listed:
        names = ("identity", "sex", "age", "ancestry", "tone", "played_age", "played_tone")
        assert [one[name] for name in names] == [enrolled[one["subject"]][name] for name in names]
    assert min(one["age"] for one in subjects) >= 18
    steps = np.abs(cast["tone"].to_numpy().astype(int) - cast["played_tone"].to_numpy())
    assert near["tone"] == (steps < 2).sum()
