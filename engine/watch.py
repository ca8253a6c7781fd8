"""Watch one recorded feed with a watchlist, and keep what came of it; templates are not kept."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.annotate import Annotator
from engine.errors import SettingsError
from engine.feeds import Feed, open_feed
from engine.matching.gallery import NOBODY, Gallery, enrol_folder
from engine.measure.presets import load_preset
from engine.packs.pack import load_pack
from engine.pipeline import Alert, Pipeline, Seen
from engine.settings import EngineSettings
from engine.video import VideoWriter, write_video
from engine.vision.analyser import Analyser

FACES = pa.schema(
    {
        "frame": pa.int32(),
        "time_s": pa.float64(),
        "track": pa.int32(),
        "x1_px": pa.float32(),
        "y1_px": pa.float32(),
        "x2_px": pa.float32(),
        "y2_px": pa.float32(),
        "detector_score": pa.float32(),
        "interocular_px": pa.float32(),
        "reason": pa.string(),
        "subject": pa.string(),
        "score": pa.float32(),
    }
)


@dataclass(slots=True)
class Watched:
    """What came of one feed so far."""

    feed: str
    frames: int = 0
    tracks: set[int] = field(default_factory=set)
    faces: list[dict[str, Any]] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)

    def add(self, seen: Seen, gallery: Gallery) -> None:
        """Take one frame's result in."""
        self.frames += 1
        self.alerts += seen.alerts
        for one in seen.faces:
            if one.track >= 0:
                self.tracks.add(one.track)
            row = dict(zip(("x1_px", "y1_px", "x2_px", "y2_px"), one.face.box_px, strict=True))
            found = None if one.subject == NOBODY else gallery.subjects[one.subject]
            self.faces.append(
                {
                    "frame": seen.frame.index,
                    "time_s": seen.frame.time_s,
                    "track": one.track,
                    "detector_score": one.face.score,
                    "interocular_px": one.face.interocular_px,
                    "reason": one.reason,
                    "subject": found,
                    "score": one.score,
                }
                | row
            )

    def summary(self) -> dict[str, Any]:
        """Counts, as JSON."""
        searched = sum(face["reason"] is None for face in self.faces)
        return {
            "feed": self.feed,
            "frames": self.frames,
            "faces": len(self.faces),
            "faces_searched": searched,
            "tracks": len(self.tracks),
            "alerts": len(self.alerts),
            "subjects_alerted": sorted({alert.subject for alert in self.alerts}),
        }


def watch(
    source: str | Path,
    watchlist: Path,
    out: Path,
    settings: EngineSettings,
    *,
    annotate: bool = True,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """Watch a recorded feed; the summary, also kept as out/summary.json.

    Beside it: alerts.jsonl, faces.parquet and, unless told not to, annotated.mp4. Raises
    FeedError, GalleryError, PackError, AssetError or SettingsError and then leaves nothing behind.
    """
    feed = open_feed(source)
    analyser = Analyser(load_pack(settings.pack), settings)
    gallery = enrol_folder(watchlist, analyser)
    threshold = _threshold(settings, gallery)
    pipeline = Pipeline(analyser, gallery, settings, threshold, feed.fps)
    watched = Watched(feed.name)
    with _annotated(out, feed, Annotator(gallery, threshold), annotate) as draw:
        for frame in feed:
            seen = pipeline.process(frame)
            watched.add(seen, gallery)
            draw(seen)
            if progress and feed.frames:
                progress(min(watched.frames / feed.frames, 1.0))
    head = {"pack": analyser.pack.id, "preset": settings.preset, "watchlist": len(gallery)}
    summary = watched.summary() | head | {"threshold": round(threshold, 4)}
    _keep(out, watched, summary)
    return summary


def _threshold(settings: EngineSettings, gallery: Gallery) -> float:
    """The settings' own, else the preset's for this watchlist's size and this pack."""
    if settings.threshold is not None:
        return settings.threshold
    preset = load_preset(settings.preset)
    if preset.pack_id != gallery.pack_id:
        raise SettingsError(
            f"engine.threshold: got none for pack {gallery.pack_id}, wanted one:"
            f" preset {preset.name!r} was measured with pack {preset.pack_id}"
        )
    return preset.threshold(settings, len(gallery))


@contextmanager
def _annotated(
    out: Path, feed: Feed, annotator: Annotator, annotate: bool
) -> Iterator[Callable[[Seen], None]]:
    """A function that draws a frame into out/annotated.mp4, cut to even sides."""
    width, height = (side // 2 * 2 for side in feed.size_px)
    opened = write_video(out / "annotated.mp4", feed.fps, (width, height))
    try:
        with opened if annotate else nullcontext() as writer:

            def draw(seen: Seen) -> None:
                if isinstance(writer, VideoWriter):
                    writer.add(annotator.draw(seen)[:height, :width])

            yield draw
    except BaseException:
        if out.is_dir() and not any(out.iterdir()):
            out.rmdir()
        raise


def _keep(out: Path, watched: Watched, summary: dict[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(asdict(alert)) + "\n" for alert in watched.alerts)
    _write(out / "alerts.jsonl", lines)
    part = out / "faces.parquet.part"
    pq.write_table(pa.Table.from_pylist(watched.faces, schema=FACES), part, compression="zstd")
    part.rename(out / "faces.parquet")
    _write(out / "summary.json", json.dumps(summary, indent=2) + "\n")


def _write(path: Path, content: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(content, encoding="utf-8")
    part.rename(path)
