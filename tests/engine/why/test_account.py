import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.errors import FeedError
from engine.settings import EngineSettings
from engine.watch import FACES, watch
from engine.why.account import account, read_watched, roll


def seen(frame, score=-1.0, subject=None, track=1, reason=None, **measures):
    row = {"frame": frame, "time_s": frame / 5, "track": track, "reason": reason}
    return row | {"score": score, "subject": subject} | measures


@pytest.fixture
def kept(tmp_path):
    """Writes a folder as watching would."""

    def write(faces, alerts=(), every=1, **settings):
        table = pa.Table.from_pylist(faces, schema=FACES)
        pq.write_table(table, tmp_path / "faces.parquet")
        lines = "".join(json.dumps(alert) + "\n" for alert in alerts)
        (tmp_path / "alerts.jsonl").write_text(lines)
        summary = {"feed": "hall", "threshold": 0.75, "cut": {"every": every}}
        summary["settings"] = EngineSettings(**settings).model_dump()
        (tmp_path / "summary.json").write_text(json.dumps(summary))
        return tmp_path

    return write


def test_a_track_s_story_is_told_stretch_by_stretch(kept):
    faces = [seen(k, reason="too_small", interocular_px=9.0 + k) for k in (0, 1)]
    faces += [seen(2, reason="turned_away", yaw_deg=-61.0)]
    faces += [seen(4, 0.5, "bob"), seen(5, 0.66, "ann"), seen(6, 0.78, "ann"), seen(7, 0.8, "ann")]
    alert = {"frame": 7, "track": 1, "subject": "ann", "time_s": 1.4}
    told = account(kept(faces, [alert]), 1)
    assert told.words == [
        "too small: 9 to 10 px, wanted at least 12",
        "turned away: -61 degrees, wanted at most 50",
        "not detected",
        "searched: best 0.660 against 0.750, nearest ann",
        "matched ann: best 0.780 against 0.750",
        "alert: ann at 0.800",
    ]
    assert told.verdict == "alert: ann at 1.4 s (0.800)"
    assert [one["component"] for one in told.to_json()["stretches"]][:3] == [
        "InterEyeDistance",
        "HeadPoseYaw",
        None,
    ]


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        ([seen(0, 0.6, "ann"), seen(1, 0.5, "bob")], "below the threshold in 2 searched frames"),
        ([seen(0, 0.8, "ann")], "matched ann in 1 of the 2 frames of a track"),
        ([seen(k, reason="blurred", sharpness=0.1) for k in (0, 1)], "not sharp enough in 2"),
        ([seen(0, reason="flat")], "never good enough to be searched: too little contrast"),
        ([seen(0)], "nobody is on the watchlist"),
    ],
    ids=["below", "too few", "blurred", "flat", "nobody"],
)
def test_a_silent_track_says_what_it_wanted(kept, faces, said):
    assert said in account(kept(faces), 1).verdict


def test_a_match_within_the_cool_down_names_the_alert_that_silences_it(kept):
    faces = [seen(0, 0.8, "ann", 0), seen(1, 0.8, "ann", 0)]
    faces += [seen(9, 0.8, "ann"), seen(10, 0.8, "ann")]
    alert = {"frame": 1, "track": 0, "subject": "ann", "time_s": 0.2}
    assert account(kept(faces, [alert]), 1).verdict == (
        "matched ann, silent for 60 s since the alert at 0.2 s"
    )


def test_whom_else_a_track_matched_is_told_with_or_without_an_alert(kept):
    """Two people at one place in following pictures may be joined into one track."""
    faces = [seen(0, 0.8, "ann"), seen(1, 0.9, "bob"), seen(2, 0.4, "cleo")]
    wanted = (
        "matched ann in 1 of the 2 frames of a track that an alert wants; matched, too: bob in 1"
    )
    assert account(kept(faces), 1).verdict == wanted
    faces += [seen(3, 0.8, "ann")]
    alert = {"frame": 3, "track": 1, "subject": "ann", "time_s": 0.6}
    told = account(kept(faces, [alert]), 1)
    assert told.verdict == "alert: ann at 0.6 s (0.800); matched, too: bob in 1"
    assert roll(kept(faces, [alert])).tracks[0].verdict == told.verdict


def test_frames_left_out_on_purpose_are_no_gaps(kept):
    faces = [seen(k, 0.5, "ann") for k in (0, 3, 6)]
    assert [one.state for one in account(kept(faces, every=3), 1).stretches] == ["below_threshold"]


def test_every_track_of_a_watched_feed_can_be_told(walk_video, watchlist, tmp_path):
    settings = EngineSettings(threshold=0.55)
    watch(walk_video, watchlist, tmp_path / "out", settings, annotate=False)
    found = read_watched(tmp_path / "out")
    raised = {alert["track"] for alert in found.alerts}
    for track in {face["track"] for face in found.faces}:
        told = account(tmp_path / "out", track)
        assert told.verdict.startswith("alert") == (track in raised)
        seen_there = [one for one in told.stretches if one.state != "not_detected"]
        faces = [face for face in found.faces if face["track"] == track]
        assert sum(one.frames for one in seen_there) == len(faces)


def test_a_track_that_is_not_there_is_refused(kept):
    with pytest.raises(FeedError, match="track: got 7, wanted one from 0 to 1"):
        account(kept([seen(0, 0.5, "ann")]), 7)
    with pytest.raises(FeedError, match="track: got 7, wanted a feed with faces"):
        account(kept([]), 7)


def test_a_folder_of_something_else_is_refused_by_name(kept, tmp_path):
    with pytest.raises(FeedError, match="nowhere"):
        account(tmp_path / "nowhere", 0)
    folder = kept([])
    (folder / "summary.json").write_text('{"threshold": 0.7}')
    with pytest.raises(FeedError, match=r"summary.json: got no cut, settings"):
        account(folder, 0)
    (folder / "faces.parquet").write_text("no table")
    with pytest.raises(FeedError, match="wanted what `engine watch` keeps"):
        account(folder, 0)


def test_every_track_is_listed_in_a_line_with_its_nearest_and_its_verdict(kept):
    faces = [seen(0, reason="too_small", interocular_px=9.0), seen(1, 0.5, "bob")]
    faces += [seen(1, reason="too_small", track=2), seen(4, 0.81, "ann"), seen(5, 0.8, "ann")]
    faces += [seen(5, track=-1), seen(5, track=-2)]
    alert = {"frame": 5, "track": 1, "subject": "ann", "time_s": 1.0}
    found = roll(kept(faces, [alert]))
    assert (found.feed, found.threshold) == ("hall", 0.75)
    one, two = found.tracks
    assert (one.track, one.from_s, one.to_s, one.frames) == (1, 0.0, 1.0, 4)
    assert (round(one.best_score, 2), one.nearest) == (0.81, "ann")
    assert one.verdict == account(kept(faces, [alert]), 1).verdict
    assert (two.track, two.best_score, two.nearest) == (2, None, None)
    assert found.untracked == 2
    assert found.to_json()["tracks"][1]["track"] == 2


def test_a_feed_without_faces_has_an_empty_list(kept):
    assert roll(kept([])).tracks == ()


@pytest.mark.parametrize(
    ("file", "told", "said"),
    [
        ("summary.json", {"threshold": "high"}, "threshold: got 'high', wanted"),
        ("summary.json", {"cut": {"every": 0}}, "cut.every: got 0, wanted"),
        ("summary.json", {"settings": {"cooldown_s": "long"}}, "settings.cooldown_s: got 'long'"),
        ("summary.json", {"track_scores": [{}]}, "track_scores.0.track: got none, wanted"),
        ("alerts.jsonl", {"frame": None}, "frame: got none, wanted a whole number"),
    ],
)
def test_a_field_of_another_type_is_refused_by_its_name(kept, file, told, said):
    folder = kept([seen(0)], [{"frame": 0, "track": 1, "subject": "ann", "time_s": 0.0}])
    before = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps(before | told) + "\n")
    with pytest.raises(FeedError, match=f"{file}: {said}"):
        roll(folder)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("score", pa.array(["high"]), "score: got string, wanted numbers"),
        ("time_s", pa.array([None], pa.float64()), "time_s: got empty places"),
        ("reason", pa.array(["odd"]), "reason: got 'odd', wanted one of"),
    ],
)
def test_a_column_of_another_kind_is_refused_by_its_name(kept, name, values, said):
    file = kept([seen(0)]) / "faces.parquet"
    table = pq.read_table(file)
    pq.write_table(table.set_column(table.schema.get_field_index(name), name, values), file)
    with pytest.raises(FeedError, match=f"faces.parquet: {said}"):
        roll(file.parent)
