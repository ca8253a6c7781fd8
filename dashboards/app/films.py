"""What a run in pixels kept of each camera: the annotated video, its alerts, faces."""

from collections.abc import Sequence
from dataclasses import dataclass
from glob import escape
from itertools import islice
from pathlib import Path
from typing import Annotated

from pydantic import Field

from engine.errors import FeedError
from engine.faces import Image
from engine.feeds.recorded import open_feed
from sim.errors import DamagedError
from sim.events import AlertRaised
from sim.reader import StoredRun, lines_of
from sim.shapes import NonNegative, Number, Strict, checked

ANNOTATED = "annotated.mp4"
MARGIN = 0.6
"""Of a face's size, left around it when it is cut out."""


class Said(Strict):
    """An alert as a line of `engine watch` has it."""

    time_s: NonNegative
    frame: Number
    subject: str
    score: float
    threshold: float
    box_px: Annotated[list[float], Field(min_length=4, max_length=4)]


@dataclass(frozen=True, slots=True)
class Claim:
    """An alert as the engine wrote it, what it was in truth, and whether it came to be raised: the
    film shows people whom nobody stops.
    """

    time_s: float
    frame: int
    subject: str
    score: float
    threshold: float
    box_px: tuple[float, float, float, float]
    truth: AlertRaised | None
    came: bool


@dataclass(frozen=True, slots=True)
class CameraFilm:
    """One camera's feed of a window."""

    camera: str
    feed: Path
    annotated: Path
    claims: tuple[Claim, ...]


def films(run: StoredRun) -> list[CameraFilm]:
    """All feeds of a run; none in scores fidelity."""
    window = run.record["window"]
    if not window:
        return []
    planned, raised = run.planned_alerts(), {one.alert for one in run.events(AlertRaised)}
    return [
        CameraFilm(
            camera=camera,
            feed=run.file(f"feeds/{camera}.mp4"),
            annotated=run.file(f"watch/{camera}/{ANNOTATED}"),
            claims=_claims(run, camera, planned, raised),
        )
        for camera in sorted(camera.id for camera in run.scenario().watching)
    ]


def camera_with(run: StoredRun, camera: str) -> bool:
    """Whether a run has a film of that camera."""
    return bool(run.record["window"]) and (run.path / "watch" / camera / ANNOTATED).exists()


def claim_of(found: Sequence[CameraFilm], alert: int) -> tuple[str, Claim] | None:
    """The claim on which a run's alert rests, and its camera; None without films."""
    claims = ((film.camera, claim) for film in found for claim in film.claims)
    return next((one for one in claims if one[1].truth and one[1].truth.alert == alert), None)


def portrait(run: StoredRun, subject: str) -> Path | None:
    """The image by which a subject was enrolled, if there is one."""
    found = run.names(f"watchlist/{escape(subject)}.*")
    return run.file(found[0]) if found else None


def face(feed: Path, frame: int, box_px: tuple[float, float, float, float]) -> Image:
    """A face with some air, cut from a feed's frame; BGR."""
    try:
        bgr = next(islice(open_feed(feed), frame, None)).bgr
    except FeedError as err:
        raise DamagedError(feed, "", str(err), "a run's film") from err
    except StopIteration:
        raise DamagedError(feed, "", f"no frame {frame}", "the frame of an alert") from None
    x1, y1, x2, y2 = box_px
    air = MARGIN * max(x2 - x1, y2 - y1)
    height, width = bgr.shape[:2]
    top, bottom = max(int(y1 - air), 0), min(int(y2 + air), height)
    left, right = max(int(x1 - air), 0), min(int(x2 + air), width)
    return bgr[top:bottom, left:right]


def _claims(
    run: StoredRun, camera: str, planned: list[AlertRaised], raised: set[int]
) -> tuple[Claim, ...]:
    found, theirs = [], [event for event in planned if event.camera == camera]
    file = run.file(f"watch/{camera}/alerts.jsonl")
    for line in lines_of(file):
        said = checked(Said, line if isinstance(line, dict) else {}, file)
        truth = _truth(theirs, said)
        theirs = [event for event in theirs if event is not truth]
        claim = Claim(
            time_s=said.time_s,
            frame=said.frame,
            subject=said.subject,
            score=said.score,
            threshold=said.threshold,
            box_px=(said.box_px[0], said.box_px[1], said.box_px[2], said.box_px[3]),
            truth=truth,
            came=truth is not None and truth.alert in raised,
        )
        found.append(claim)
    return tuple(found)


def _truth(alerts: list[AlertRaised], said: Said) -> AlertRaised | None:
    """The first of a camera's alerts that is the same claim: of the same person, by the same score.
    Frames that come late raise theirs later.
    """
    same = (
        event
        for event in alerts
        if said.subject.zfill(5) == f"{event.subject:05d}" and abs(event.score - said.score) < 1e-4
    )
    return next(same, None)
