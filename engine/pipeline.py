"""Frame in, claims out: detect, judge, embed, search, track, decide for one feed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.faces import Face, Frame
from engine.matching.decide import Decisions, Match
from engine.matching.gallery import NOBODY, Gallery
from engine.matching.track import Tracker
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser
from engine.vision.quality import too_poor


@dataclass(frozen=True, slots=True)
class SeenFace:
    """One face of one frame: `reason` says why it was not searched (None: it was), `subject` is
    the nearest row of the gallery (NOBODY: not searched), `score` the comparison's.
    """

    face: Face
    track: int
    reason: str | None
    subject: int
    score: float


@dataclass(frozen=True, slots=True)
class Alert:
    """The engine's claim that a face is a subject's."""

    id: int
    feed: str
    time_s: float
    frame: int
    track: int
    subject: str
    score: float
    threshold: float
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
        self._tracker = Tracker(settings, fps)
        self._decisions = Decisions(settings, threshold)
        self._alerts = 0

    def process(self, frame: Frame) -> Seen:
        """Look at the next frame."""
        faces = self.analyser.detect(frame.bgr)
        tracks = self._tracker.update(faces)
        reasons = [too_poor(face, self.settings) for face in faces]
        subjects, scores = self._search(frame, faces, reasons)
        seen = tuple(
            SeenFace(*one)
            for one in zip(faces, tracks.tolist(), reasons, subjects, scores, strict=True)
        )
        return Seen(frame, seen, tuple(self._decide(frame, seen)))

    def _search(
        self, frame: Frame, faces: Sequence[Face], reasons: Sequence[str | None]
    ) -> tuple[list[int], list[float]]:
        good = [k for k, reason in enumerate(reasons) if reason is None]
        subjects, scores = np.full(len(faces), NOBODY), np.full(len(faces), -1.0)
        if good:
            probes = self.analyser.templates(frame.bgr, [faces[k] for k in good])
            subjects[good], scores[good] = self.gallery.search(probes)
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
            box_px=(box[0], box[1], box[2], box[3]),
        )
