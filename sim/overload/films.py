"""The films of a pixels run, looked at once by the engine, with who was really to be seen."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from engine.feeds.recorded import Feed, open_feed
from engine.matching.enrolment import enrol_folder
from engine.matching.gallery import Gallery
from engine.packs.pack import load_pack
from engine.pipeline import Analysis, look
from engine.settings import EngineSettings
from engine.sought import shared_threshold
from engine.vision.analyser import Analyser
from sim.cameras.join import BOX, join
from sim.errors import SimError
from sim.events import OpportunityArose
from sim.reader import StoredRun, read_run
from sim.run import Report, play

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Somebody who crosses a camera's zone of recognition; `subject` -1: not on the watchlist."""

    person: int
    subject: int


@dataclass(frozen=True, slots=True)
class JudgedFilm:
    """One camera's frames: what each shows, whose face each face is (-1: nobody's), how long each
    look took beside the mean of all films, and who could be recognised in it.
    """

    camera: str
    feed: Feed
    fps: float
    looks: tuple[Analysis, ...]
    people: tuple[tuple[int, ...], ...]
    effort: Floats
    opportunities: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class Films:
    """All films of a run, and the engine that watched them; `look_s` is the mean of a look."""

    scenario: str
    films: tuple[JudgedFilm, ...]
    gallery: Gallery
    settings: EngineSettings
    threshold: float
    look_s: float


@contextmanager
def films_of(source: str, report: Report) -> Iterator[Films]:
    """The films of a run's folder, or of a scenario that is played in pixels and not kept."""
    seen = partial(report, "Look at the films")
    if Path(source).is_dir():
        yield filmed(read_run(Path(source)), seen)
        return
    with TemporaryDirectory() as folder:
        try:
            played = play(source, out=Path(folder) / "run", fidelity="pixels", progress=report)
        except KeyboardInterrupt:
            raise KeyboardInterrupt from None  # its note names the folder, which is gone
        yield filmed(read_run(played.folder), seen)


def filmed(run: StoredRun, progress: Callable[[float], None] | None = None) -> Films:
    """Look at the run's films, frame by frame on one thread; SimError for a run without any."""
    feeds = sorted((run.path / "feeds").glob("*.mp4"))
    if not run.complete or not feeds:
        raise SimError(f"{run.path}: got no complete run in pixels, wanted one with films")
    settings = run.scenario().engine
    analyser = Analyser(load_pack(settings.pack), settings)
    gallery = enrol_folder(run.path / "watchlist", analyser)
    threshold = shared_threshold(settings, gallery.pack_id, len(gallery)).value
    taken = []
    for number, path in enumerate(feeds):
        taken.append(_looks(open_feed(path), analyser))
        if progress:
            progress((number + 1) / len(feeds))
    look_s = float(np.concatenate([took_s for _, took_s in taken]).mean())
    films = [
        _film(run, path, looks, took_s / look_s)
        for path, (looks, took_s) in zip(feeds, taken, strict=True)
    ]
    name = str(run.record["scenario"])
    return Films(name, tuple(films), gallery, settings, threshold, look_s)


def _looks(feed: Feed, analyser: Analyser) -> tuple[tuple[Analysis, ...], Floats]:
    """Looks at all frames, and the seconds that each took."""
    looks, took_s, threads = [], [], cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"):
            for frame in feed:
                began_s = time.perf_counter()
                looks.append(look(analyser, analyser.settings, frame.bgr))
                took_s.append(time.perf_counter() - began_s)
    finally:
        cv2.setNumThreads(threads)
    return tuple(looks), np.array(took_s)


def _film(run: StoredRun, path: Path, looks: tuple[Analysis, ...], effort: Floats) -> JudgedFilm:
    camera, feed = path.stem, open_feed(path)
    truth = run.table(f"feeds/{camera}.truth.parquet")
    subject = run.people()["subject"].to_pylist()
    arisen = [one.person for one in run.events(OpportunityArose) if one.camera == camera]
    return JudgedFilm(
        camera=camera,
        feed=feed,
        fps=feed.fps,
        looks=looks,
        people=_people(looks, truth),
        effort=effort,
        opportunities=tuple(Opportunity(person, subject[person]) for person in arisen),
    )


def _people(looks: Sequence[Analysis], truth: pa.Table) -> tuple[tuple[int, ...], ...]:
    """Whose each frame's faces are, in their order."""
    frames = np.repeat(np.arange(len(looks)), [len(one.faces) for one in looks])
    boxes = np.array([face.box_px for one in looks for face in one.faces]).reshape(-1, 4)
    sides = dict(zip(BOX, boxes.T.astype(np.float32), strict=True))
    who = join(pa.table({"frame": frames.astype(np.int32), **sides}), truth)
    ends = np.cumsum([len(one.faces) for one in looks])
    return tuple(tuple(part.tolist()) for part in np.split(who, ends[:-1]))
