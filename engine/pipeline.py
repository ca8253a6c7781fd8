"""Frame in, claims out: detect, judge, embed, search, track, decide for one feed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from engine.errors import GalleryError
from engine.faces import Face, Frame, Image
from engine.matching.claims import Claim, Claims, packs_of
from engine.matching.decide import Decisions, Match
from engine.matching.evidence import Evidence, TrackScore
from engine.matching.gallery import NOBODY, Gallery
from engine.matching.track import Tracker
from engine.matching.watchlists import Candidate
from engine.settings import EngineSettings
from engine.stopwatch import StageTimes
from engine.vision.analyser import Analyser, align
from engine.vision.quality import Quality, assess, too_poor


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a picture shows by itself: its faces, how good each is, why each is not searched
    (None: it is), and the (n, d) templates of those that are, in their order.
    """

    faces: tuple[Face, ...]
    qualities: tuple[Quality, ...]
    reasons: tuple[str | None, ...]
    probes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SeenFace:
    """One face of one frame: `reason` says why it was not searched (None: it was), `subject` is
    the nearest row of the gallery (NOBODY: not searched), `score` the comparison's. Before
    watchlists `subject` is the claim's number. `quality` is None where nobody measured it.
    """

    face: Face
    track: int
    reason: str | None
    subject: int
    score: float
    quality: Quality | None = None
    claim: Claim | None = None

    @property
    def threshold(self) -> float | None:
        """That of the claimed subject's watchlist; None: the feed's."""
        return self.claim.candidates[0].threshold if self.claim and self.claim.candidates else None


@dataclass(frozen=True, slots=True)
class Alert:
    """The engine's claim that a face is a subject's; `track_score` is that of the whole track's
    fused evidence so far against the same subject, for information (None before watchlists).
    """

    id: int
    feed: str
    time_s: float
    frame: int
    track: int
    subject: str
    score: float
    threshold: float
    track_score: float | None
    box_px: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ListedAlert(Alert):
    """An alert that says on which watchlist, by how much, and who else it may be."""

    watchlist: str
    category: str
    margin: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the engine made of one frame."""

    frame: Frame
    faces: tuple[SeenFace, ...] = ()
    alerts: tuple[Alert, ...] = ()


def look(
    analyser: Analyser, settings: EngineSettings, bgr: Image, times: StageTimes | None = None
) -> Analysis:
    """Detect, judge and embed: all that needs the pixels, and nothing that needs a memory."""
    times = times or StageTimes()
    with times.of("detect"):
        faces = analyser.detect(bgr)
    with times.of("judge"):
        crops = [align(bgr, face.landmarks_px) for face in faces]
        qualities = [assess(face, crop) for face, crop in zip(faces, crops, strict=True)]
        reasons = [too_poor(quality, settings) for quality in qualities]
    with times.of("embed"):
        good = [
            analyser.chip(bgr, face.landmarks_px, crop)
            for face, crop, reason in zip(faces, crops, reasons, strict=True)
            if reason is None
        ]
        return Analysis(tuple(faces), tuple(qualities), tuple(reasons), analyser.embed(good))


class Follower:
    """One feed's memory: tracks, search and decisions; looks go in by their frames' order.

    What it holds of a track goes once the track cannot return, so that a feed may last for ever.
    Time is what the frames say it is.
    """

    def __init__(
        self,
        gallery: Gallery | Claims,
        settings: EngineSettings,
        threshold: float,
    ) -> None:
        self.gallery, self.settings, self.threshold = gallery, settings, threshold
        self.times = StageTimes()
        self._evidence = Evidence(settings.evidence_frames)
        self._tracker = Tracker(settings)
        self._decisions = Decisions(settings, threshold)
        self._alerts = 0

    def follow(self, frame: Frame, look: Analysis) -> Seen:
        """Take in what the next frame shows; the frame's pixels are not looked at."""
        self.times.frames += 1
        with self.times.of("track"):
            tracks = self._tracker.update(look.faces, frame.time_s).tolist()
        with self.times.of("search"):
            found = self._search(look, tracks)
        columns = zip(look.faces, tracks, look.reasons, found, look.qualities, strict=True)
        seen = tuple(
            SeenFace(face, track, reason, subject, score, quality, claim)
            for face, track, reason, (subject, score, claim), quality in columns
        )
        with self.times.of("decide"):
            alerts = tuple(self._decide(frame, seen))
            alive = self._tracker.alive
            self._decisions.forget(alive)
            self._over(self._evidence.drop(alive))
        return Seen(frame, seen, alerts)

    def _over(self, evidence: Evidence) -> None:
        """These tracks cannot return."""

    def _search(
        self, look: Analysis, tracks: Sequence[int]
    ) -> list[tuple[int, float, Claim | None]]:
        good = [k for k, reason in enumerate(look.reasons) if reason is None]
        found: list[tuple[int, float, Claim | None]] = [(NOBODY, -1.0, None)] * len(look.faces)
        if good:
            for k, one in zip(good, self._nearest(look.probes), strict=True):
                found[k] = one
        if isinstance(self.gallery, Claims):
            return found
        for k, probe in zip(good, look.probes, strict=True):
            self._evidence.add(tracks[k], probe, look.qualities[k].weight)
        return found

    def _nearest(self, probes: NDArray[np.float32]) -> list[tuple[int, float, Claim | None]]:
        if isinstance(self.gallery, Claims):
            return [(claim.number, claim.score, claim) for claim in self.gallery.search(probes)]
        rows, scores = self.gallery.search(probes)
        pairs = zip(rows.tolist(), scores.tolist(), strict=True)
        return [(row, score, None) for row, score in pairs]

    def _decide(self, frame: Frame, faces: Sequence[SeenFace]) -> list[Alert]:
        alerts = []
        for seen in faces:
            match = Match(
                frame.time_s, frame.index, seen.track, seen.subject, seen.score, seen.threshold
            )
            if self._decisions.see(match):
                alerts.append(self._alert(frame, seen))
        return alerts

    def _alert(self, frame: Frame, seen: SeenFace) -> Alert:
        self._alerts += 1
        box = seen.face.box_px.astype(float).round(1).tolist()
        threshold = self.threshold if seen.threshold is None else seen.threshold
        alert = Alert(
            id=self._alerts - 1,
            feed=frame.feed,
            time_s=round(frame.time_s, 4),
            frame=frame.index,
            track=seen.track,
            subject=self.gallery.subjects[seen.subject],
            score=round(seen.score, 4),
            threshold=round(threshold, 4),
            track_score=self._track_score(seen),
            box_px=(box[0], box[1], box[2], box[3]),
        )
        return _listed(alert, seen.claim) if seen.claim else alert

    def _track_score(self, seen: SeenFace) -> float | None:
        if isinstance(self.gallery, Claims):
            return None
        return round(self._evidence.against(seen.track, seen.subject, self.gallery), 4)


class Pipeline(Follower):
    """One feed's engine; frames go in by their order. A track that is over leaves its score.

    Raises GalleryError for templates of another pack than the analyser's.
    """

    def __init__(
        self,
        analyser: Analyser,
        gallery: Gallery | Claims,
        settings: EngineSettings,
        threshold: float,
    ) -> None:
        super().__init__(gallery, settings, threshold)
        for pack in packs_of(gallery) - {analyser.pack.id}:
            raise GalleryError(
                f"watchlist: got templates of pack {pack}, wanted {analyser.pack.id}"
            )
        self.analyser = analyser
        self._scores: list[TrackScore] = []

    def process(self, frame: Frame) -> Seen:
        """Look at the next frame."""
        return self.follow(frame, look(self.analyser, self.settings, frame.bgr, self.times))

    def track_scores(self) -> list[TrackScore]:
        """The fused evidence of every track with a searched face so far, in the order of their
        numbers; none of watchlists.
        """
        return sorted(self._scores + self._scored(self._evidence), key=lambda one: one.track)

    def _over(self, evidence: Evidence) -> None:
        self._scores += self._scored(evidence)

    def _scored(self, evidence: Evidence) -> list[TrackScore]:
        if isinstance(self.gallery, Claims):
            return []
        return evidence.scores(self.gallery)


def _listed(alert: Alert, claim: Claim) -> ListedAlert:
    first = claim.candidates[0]
    return ListedAlert(
        **{field.name: getattr(alert, field.name) for field in fields(alert)},
        watchlist=first.watchlist,
        category=first.category,
        margin=round(claim.margin, 4),
        candidates=tuple(
            replace(one, score=round(one.score, 4), threshold=round(one.threshold, 4))
            for one in claim.candidates
        ),
    )
