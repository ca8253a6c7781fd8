import json

import av
import pyarrow.parquet as pq
import pytest

from engine.errors import FeedError, GalleryError, SettingsError
from engine.settings import EngineSettings
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
    assert names == {"alerts.jsonl", "faces.parquet", "summary.json"}


def test_a_feed_without_faces_is_watched_to_its_end(feed_of, walk, watchlist, tmp_path):
    summary = watch(feed_of([0 * walk[0]] * 3), watchlist, tmp_path / "out", SETTINGS)
    assert (summary["frames"], summary["faces"], summary["alerts"]) == (3, 0, 0)
    assert (tmp_path / "out" / "alerts.jsonl").read_text() == ""


def test_a_feed_damaged_on_the_way_leaves_nothing_behind(walk_video, watchlist, tmp_path):
    content = walk_video.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[:-200])
    with pytest.raises(FeedError, match="damaged after"):
        watch(cut, watchlist, tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_a_missing_watchlist_leaves_nothing_behind(walk_video, tmp_path):
    with pytest.raises(GalleryError, match="nowhere"):
        watch(walk_video, tmp_path / "nowhere", tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_a_preset_of_another_pack_sets_no_threshold(walk_video, watchlist, tmp_path, pack):
    copy = tmp_path / "other"
    copy.symlink_to(pack.folder)
    with pytest.raises(SettingsError, match="got none for pack other-"):
        watch(walk_video, watchlist, tmp_path / "out", EngineSettings(pack=str(copy)))
