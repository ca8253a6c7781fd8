import json

import av
import cv2
import pyarrow.parquet as pq
import pytest

from engine.errors import FeedError, GalleryError, SettingsError
from engine.feeds.cut import Cut
from engine.settings import EngineSettings
from engine.stopwatch import STAGES
from engine.vision.quality import LIMITS
from engine.watch import watch

SETTINGS = EngineSettings(threshold=0.55)


@pytest.fixture(scope="module")
def watched(walk_video, watchlist, tmp_path_factory):
    out = tmp_path_factory.mktemp("watched") / "out"
    shares = []
    summary = watch(walk_video, watchlist, out, SETTINGS, progress=shares.append)
    return out, summary, shares


def test_what_is_kept_says_the_same_as_the_summary(watched):
    out, summary, _ = watched
    alerts = [json.loads(line) for line in (out / "alerts.jsonl").read_text().splitlines()]
    faces = pq.read_table(out / "faces.parquet")
    assert json.loads((out / "summary.json").read_text()) == summary
    assert len(alerts) == summary["alerts"] >= 3
    assert sorted({alert["subject"] for alert in alerts}) == summary["subjects_alerted"]
    assert faces.num_rows == summary["faces"]
    assert faces["reason"].null_count == summary["faces_searched"]
    assert len({t for t in faces["track"].to_pylist() if t >= 0}) == summary["tracks"]
    assert (summary["frames"], summary["watchlist"], summary["threshold"]) == (12, 6, 0.55)


def test_each_alert_is_a_row_of_the_faces(watched):
    out, _, _ = watched
    rows = pq.read_table(out / "faces.parquet").to_pylist()
    for line in (out / "alerts.jsonl").read_text().splitlines():
        alert = json.loads(line)
        row = next(r for r in rows if (r["frame"], r["track"]) == (alert["frame"], alert["track"]))
        assert row["subject"] == alert["subject"]
        assert row["score"] == pytest.approx(alert["score"], abs=1e-4)
        assert row["x1_px"] == pytest.approx(alert["box_px"][0], abs=0.06)


def test_the_annotated_video_has_every_frame_and_something_drawn(watched, walk):
    out, _, _ = watched
    with av.open(str(out / "annotated.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        frames = [f.to_ndarray(format="bgr24") for f in container.decode(video=0)]
    assert [f.shape for f in frames] == [f.shape for f in walk]
    assert all(f[:26].mean() < drawn[:26].mean() for f, drawn in zip(frames, walk, strict=True))


def test_each_alert_has_its_picture(watched):
    out, summary, _ = watched
    pictures = sorted((out / "alerts").iterdir())
    assert [file.name for file in pictures] == [f"{k:05d}.png" for k in range(summary["alerts"])]
    assert {cv2.imread(str(file)).shape for file in pictures} == {(248, 456, 3)}


def test_the_faces_quality_is_kept(watched):
    out, _, _ = watched
    faces = pq.read_table(out / "faces.parquet")
    assert all(faces[limit.measure].null_count == 0 for limit in LIMITS)
    assert 0 < min(faces["weight"].to_pylist()) <= max(faces["weight"].to_pylist()) <= 1


def test_the_fused_evidence_stands_beside_the_alerts(watched):
    out, summary, _ = watched
    told = {one["track"]: one for one in summary["track_scores"]}
    for line in (out / "alerts.jsonl").read_text().splitlines():
        alert = json.loads(line)
        assert told[alert["track"]]["subject"] == alert["subject"]
        assert alert["track_score"] >= alert["threshold"] - 0.1
    assert all(1 <= one["frames"] <= SETTINGS.evidence_frames for one in told.values())


def test_times_stand_apart_stage_by_stage(watched):
    times = json.loads((watched[0] / "times.json").read_text())
    assert tuple(times) == STAGES
    for spent in times.values():
        assert spent["per_frame_s"] == pytest.approx(spent["sum_s"] / 12, abs=1e-4)
    assert "times_s" not in watched[1]


def test_a_part_of_a_feed_is_watched_alone(watched, walk_video, watchlist, tmp_path):
    cut = Cut(0.8, 2.0, 2)
    summary = watch(walk_video, watchlist, tmp_path / "out", SETTINGS, cut=cut, annotate=False)
    faces = pq.read_table(tmp_path / "out" / "faces.parquet").to_pylist()
    whole = pq.read_table(watched[0] / "faces.parquet").to_pylist()
    wanted = [row for row in whole if row["frame"] in (4, 6, 8)]
    unseen = {"track": None}
    assert summary["frames"] == 3
    assert [row | unseen for row in faces] == [row | unseen for row in wanted]


def test_a_part_beyond_the_end_leaves_nothing_behind(walk_video, watchlist, tmp_path):
    with pytest.raises(FeedError, match="got no frame from 50 s to the end"):
        watch(walk_video, watchlist, tmp_path / "out", SETTINGS, cut=Cut(50))
    assert not (tmp_path / "out").exists()


def test_progress_rises_to_one(watched):
    _, _, shares = watched
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_feed_watched_twice_gives_the_same_files(watched, walk_video, watchlist, tmp_path):
    out, _, _ = watched
    watch(walk_video, watchlist, tmp_path / "again", SETTINGS)
    for name in ("alerts.jsonl", "summary.json", "annotated.mp4"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_without_annotation_there_is_no_video(feed_of, walk, watchlist, tmp_path):
    out = tmp_path / "out"
    watch(feed_of(walk[:2]), watchlist, out, SETTINGS, annotate=False)
    names = {file.name for file in out.iterdir()}
    assert names - {"alerts"} == {"alerts.jsonl", "faces.parquet", "summary.json", "times.json"}


def test_a_feed_without_faces_is_watched_to_its_end(feed_of, walk, watchlist, tmp_path):
    summary = watch(feed_of([0 * walk[0]] * 3), watchlist, tmp_path / "out", SETTINGS)
    assert (summary["frames"], summary["faces"], summary["alerts"]) == (3, 0, 0)
    assert (tmp_path / "out" / "alerts.jsonl").read_text() == ""


def test_a_feed_damaged_on_the_way_is_watched_as_far_as_it_can_be_read(
    watched, walk_video, watchlist, tmp_path
):
    cut, out = tmp_path / "cut.mp4", tmp_path / "out"
    cut.write_bytes(walk_video.read_bytes()[:-2000])
    summary = watch(cut, watchlist, out, SETTINGS)
    assert summary["frames"] + summary["undecodable"] == 12
    assert 0 < summary["undecodable"] < 12
    assert "cut.mp4: damaged after" in summary["damage"]
    assert (watched[1]["undecodable"], watched[1]["damage"]) == (0, None)
    whole = pq.read_table(watched[0] / "faces.parquet").to_pylist()
    rows = pq.read_table(out / "faces.parquet").to_pylist()
    assert rows == [row for row in whole if row["frame"] < summary["frames"]]


def test_a_missing_watchlist_leaves_nothing_behind(walk_video, tmp_path):
    with pytest.raises(GalleryError, match="nowhere"):
        watch(walk_video, tmp_path / "nowhere", tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_a_preset_of_another_pack_sets_no_threshold(walk_video, watchlist, tmp_path, pack):
    copy = tmp_path / "other"
    copy.symlink_to(pack.folder)
    with pytest.raises(SettingsError, match="got none for pack other-"):
        watch(walk_video, watchlist, tmp_path / "out", EngineSettings(pack=str(copy)))
