"""Watch one recorded feed with watchlists, and keep what came of it; templates are not kept."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from engine.disk.files import no_place, write_bytes, write_text
from engine.disk.parquet import write_table
from engine.drawing.annotate import Annotator, canvas, onto
from engine.drawing.crops import beside, first_picture, png
from engine.errors import SettingsError
from engine.faces import Frame, Loss
from engine.feeds.cut import WHOLE, Cut, begin_s, part_of
from engine.feeds.recorded import Feed, listed, open_feed
from engine.film.told import about
from engine.film.video import VideoWriter, write_video
from engine.matching.claims import Claims
from engine.matching.evidence import TrackScore
from engine.matching.gallery import NOBODY, Gallery
from engine.packs.pack import load_pack
from engine.pictures.folders import told
from engine.pipeline import Alert, Pipeline, Seen, SeenFace
from engine.settings import EngineSettings
from engine.sought import Sought, check_sought, seek
from engine.stream.bell import interruption
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
        "yaw_deg": pa.float32(),
        "pitch_deg": pa.float32(),
        "roll_deg": pa.float32(),
        "sharpness": pa.float32(),
        "luminance": pa.float32(),
        "under_exposed": pa.float32(),
        "over_exposed": pa.float32(),
        "dynamic_range_bits": pa.float32(),
        "uniformity": pa.float32(),
        "weight": pa.float32(),
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
    crops: list[bytes] = field(default_factory=list)
    undecodable: int = 0
    damage: str | None = None
    interrupted_at_s: float | None = None
    """Of the last frame, if somebody ended it there; None if the feed ended."""
    sizes: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def lose(self, loss: Loss) -> None:
        """A picture could not be decoded."""
        self.undecodable += 1
        self.damage = self.damage or loss.why

    def add(self, seen: Seen, sought: Sought) -> None:
        """Take one frame's result in."""
        self.frames += 1
        self.sizes[seen.frame.bgr.shape[1::-1]] += 1
        self.tracks |= {one.track for one in seen.faces if one.track >= 0}
        self.faces += [_row(seen.frame, one, sought.gallery) for one in seen.faces]
        self.alerts += seen.alerts
        for alert in seen.alerts:
            candidate = first_picture(sought.pictures_for(alert), alert.subject)
            box = np.array(alert.box_px, np.float32)
            said = (f"{alert.time_s:.1f} s, score {alert.score:.3f}", alert.subject)
            self.crops.append(png(beside(seen.frame.bgr, box, candidate, said)))

    def summary(self) -> dict[str, Any]:
        """Counts, as JSON."""
        searched = sum(face["reason"] is None for face in self.faces)
        return {
            "feed": self.feed,
            "frames": self.frames,
            "interrupted_at_s": self.interrupted_at_s,
            "undecodable": self.undecodable,
            "damage": self.damage,
            "frames_of_another_size": self.frames - next(iter(self.sizes.values()), 0),
            "faces": len(self.faces),
            "faces_searched": searched,
            "tracks": len(self.tracks),
            "alerts": len(self.alerts),
            "subjects_alerted": sorted({alert.subject for alert in self.alerts}),
        }


def _row(frame: Frame, one: SeenFace, gallery: Gallery | Claims) -> dict[str, Any]:
    """A face as a row of FACES."""
    box = dict(zip(("x1_px", "y1_px", "x2_px", "y2_px"), one.face.box_px, strict=True))
    measured = asdict(one.quality) | {"weight": one.quality.weight} if one.quality else {}
    claim = {
        "frame": frame.index,
        "time_s": frame.time_s,
        "track": one.track,
        "detector_score": one.face.score,
        "interocular_px": one.face.interocular_px,
        "reason": one.reason,
        "subject": None if one.subject == NOBODY else gallery.subjects[one.subject],
        "score": one.score,
    }
    return measured | claim | box


def watch(
    source: str | Path,
    watchlist: Path | Sequence[Path],
    out: Path,
    settings: EngineSettings,
    *,
    cut: Cut = WHOLE,
    annotate: bool = True,
    dropped: Collection[int] = (),
    stream: int | None = None,
    progress: Callable[[float], None] | None = None,
    enrolling: Callable[[float], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Watch a recorded feed or a part of it; the summary, also kept as out/summary.json.

    `watchlist` is a folder of pictures, or several folders and saved watchlists, `stream` the
    number of one of several films in a file. Frames whose numbers are `dropped` count, but nobody
    looks at them, as where a farm drops them. `enrolling` is told the share of pictures enrolled,
    `progress` that of frames, `tell` whoever is not enrolled, and what is no picture. Beside the
    summary: alerts.jsonl, alerts/ with a picture an alert, faces.parquet, times.json (apart, since
    no two runs take as long) and, unless told not to, annotated.mp4. A signal that ends the program
    ends the feed after the frame under way, and what was seen so far is kept. Raises FeedError,
    GalleryError, PackError, AssetError or SettingsError and then leaves nothing behind.
    """
    if why := no_place(out):
        raise SettingsError(f"{out}: got {why}, wanted a folder to write into")
    recorded = open_feed(source, stream=stream)
    feed = part_of(recorded, cut)
    check_sought(watchlist, settings)
    analyser = Analyser(load_pack(settings.pack), settings)
    sought = seek(watchlist, analyser, settings, enrolling)
    folders = listed([recorded])
    _tell(chain(*(one.lines() for one in folders), sought.lines()), tell)
    gallery, threshold, watched = sought.gallery, sought.threshold, Watched(feed.name)
    pipeline = Pipeline(analyser, gallery, settings, threshold)
    try:
        with interruption() as interrupted:
            with _annotated(out, feed, Annotator(gallery, threshold), annotate) as draw:
                for frame in feed.since(0.0, lost=watched.lose):
                    seen = Seen(frame) if frame.index in dropped else pipeline.process(frame)
                    watched.add(seen, sought)
                    draw(seen)
                    if progress and feed.frames:
                        progress(min(watched.frames / feed.frames, 1.0))
                    if interrupted.is_set():
                        watched.interrupted_at_s = frame.time_s
                        break
            summary = watched.summary() | {"pack": analyser.pack.id, "watchlist": len(gallery)}
            summary |= sought.told | about(feed)
            summary |= {"feed_folder": told(folders)} if folders else {}
            summary |= {"dropped": len(dropped)} if dropped else {}
            summary |= {"fps": feed.fps, "cut": asdict(cut), "settings": settings.model_dump()}
            summary["track_scores"] = _told(pipeline.track_scores(), gallery)
            _keep(out, watched, summary, pipeline.times.to_json())
    except KeyboardInterrupt as stop:
        if (until_s := watched.interrupted_at_s) is not None:
            stop.add_note(f"what was seen up to {until_s:.1f} s is kept in {out}")
        raise
    return summary


def _tell(lines: Iterable[str], tell: Callable[[str], None] | None) -> None:
    if tell:
        for line in lines:
            tell(line)


def _told(scores: Sequence[TrackScore], gallery: Gallery | Claims) -> list[dict[str, Any]]:
    """Fused evidence as JSON; it stands beside the alerts and decided none of them."""
    return [
        {
            "track": one.track,
            "subject": None if one.subject == NOBODY else gallery.subjects[one.subject],
            "track_score": round(one.score, 4),
            "frames": one.frames,
        }
        for one in scores
    ]


@contextmanager
def _annotated(
    out: Path, feed: Feed, annotator: Annotator, annotate: bool
) -> Iterator[Callable[[Seen], None]]:
    """A function that draws a frame into out/annotated.mp4, at its time after the cut's start."""
    size_px = canvas(feed.size_px)
    opened = write_video(out / "annotated.mp4", feed.fps, size_px, timed=True)
    try:
        with opened if annotate else nullcontext() as writer:

            def draw(seen: Seen) -> None:
                if isinstance(writer, VideoWriter):
                    drawn = onto(size_px, annotator.draw(seen))
                    writer.add(drawn, seen.frame.time_s - begin_s(feed))

            yield draw
    except BaseException:
        if out.is_dir() and not any(out.iterdir()):
            out.rmdir()
        raise


def _keep(out: Path, watched: Watched, summary: dict[str, Any], times: dict[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(asdict(alert)) + "\n" for alert in watched.alerts)
    write_text(out / "alerts.jsonl", lines)
    for alert, crop in zip(watched.alerts, watched.crops, strict=True):
        (out / "alerts").mkdir(exist_ok=True)
        write_bytes(out / "alerts" / f"{alert.id:05d}.png", crop)
    write_table(out / "faces.parquet", pa.Table.from_pylist(watched.faces, schema=FACES))
    write_text(out / "summary.json", json.dumps(summary, indent=2) + "\n")
    write_text(out / "times.json", json.dumps(times, indent=2) + "\n")
