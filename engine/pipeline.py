"""Frame in, claims out: detect, judge, embed, search, track, decide for one feed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.faces import Face, Frame, Image
from engine.matching.decide import Decisions, Match
from engine.matching.evidence import Evidence, TrackScore
from engine.matching.gallery import NOBODY, Gallery
from engine.matching.track import Tracker
from engine.settings import EngineSettings
from engine.stages import StageTimes
from engine.vision.analyser import Analyser, align
from engine.vision.quality import Quality, assess, too_poor


@dataclass(frozen=True, slots=True)
class SeenFace:
    """One face of one frame: `reason` says why it was not searched (None: it was), `subject` is
    the nearest row of the gallery (NOBODY: not searched), `score` the comparison's.
    `quality` is None where nobody measured it.
    """

    face: Face
    track: int
    reason: str | None
    subject: int
    score: float
    quality: Quality | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """The engine's claim that a face is a subject's; `track_score` is that of the whole track's
    fused evidence so far against the same subject, for information.
    """

    id: int
    feed: str
    time_s: float
    frame: int
    track: int
    subject: str
    score: float
    threshold: float
    track_score: float
    box_px: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the engine made of one frame."""

    frame: Frame
    faces: tuple[SeenFace, ...]
    alerts: tuple[Alert, ...]


class Pipeline:
    """One feed's engine; frames go in by their order."""

    def __init__(
        self,
        analyser: Analyser,
        gallery: Gallery,
        settings: EngineSettings,
        threshold: float,
        fps: float,
    ) -> None:
        self.analyser, self.gallery = analyser, gallery
        self.settings, self.threshold = settings, threshold
        self.times = StageTimes()
        self._evidence = Evidence(settings.evidence_frames)
        self._tracker = Tracker(settings, fps)
        self._decisions = Decisions(settings, threshold)
        self._alerts = 0

    def process(self, frame: Frame) -> Seen:
        """Look at the next frame."""
        self.times.frames += 1
        with self.times.of("detect"):
            faces = self.analyser.detect(frame.bgr)
        with self.times.of("track"):
            tracks = self._tracker.update(faces).tolist()
        with self.times.of("judge"):
            crops = [align(frame.bgr, face.landmarks_px) for face in faces]
            qualities = [assess(face, crop) for face, crop in zip(faces, crops, strict=True)]
            reasons = [too_poor(quality, self.settings) for quality in qualities]
        subjects, scores = self._search(crops, tracks, qualities, reasons)
        columns = (faces, tracks, reasons, subjects, scores, qualities)
        seen = tuple(SeenFace(*one) for one in zip(*columns, strict=True))
        with self.times.of("decide"):
            return Seen(frame, seen, tuple(self._decide(frame, seen)))

    def track_scores(self) -> list[TrackScore]:
        """The fused evidence of every track with a searched face so far."""
        return [one for one in self._evidence.scores(self.gallery) if one.track >= 0]

    def _search(
        self,
        crops: Sequence[Image],
        tracks: Sequence[int],
        qualities: Sequence[Quality],
        reasons: Sequence[str | None],
    ) -> tuple[list[int], list[float]]:
        good = [k for k, reason in enumerate(reasons) if reason is None]
        subjects, scores = np.full(len(crops), NOBODY), np.full(len(crops), -1.0)
        if good:
            with self.times.of("embed"):
                probes = self.analyser.embed([crops[k] for k in good])
            with self.times.of("search"):
                subjects[good], scores[good] = self.gallery.search(probes)
            for k, probe in zip(good, probes, strict=True):
                self._evidence.add(tracks[k], probe, qualities[k].weight)
        return subjects.tolist(), scores.tolist()

    def _decide(self, frame: Frame, faces: Sequence[SeenFace]) -> list[Alert]:
        alerts = []
        for seen in faces:
            match = Match(frame.time_s, frame.index, seen.track, seen.subject, seen.score)
            if self._decisions.see(match):
                alerts.append(self._alert(frame, seen))
        return alerts

    def _alert(self, frame: Frame, seen: SeenFace) -> Alert:
        self._alerts += 1
        box = seen.face.box_px.astype(float).round(1).tolist()
        return Alert(
            id=self._alerts - 1,
            feed=frame.feed,
            time_s=round(frame.time_s, 4),
            frame=frame.index,
            track=seen.track,
            subject=self.gallery.subjects[seen.subject],
            score=round(seen.score, 4),
            threshold=round(self.threshold, 4),
            track_score=round(self._evidence.against(seen.track, seen.subject, self.gallery), 4),
            box_px=(box[0], box[1], box[2], box[3]),
        )
