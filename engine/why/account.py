"""Why a track of a watched feed raised an alert or stayed silent, from what watching kept."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.counts import counted, numbered
from engine.disk.files import UnreadError, from_json, text
from engine.disk.parquet import read_table
from engine.errors import FeedError
from engine.settings import EngineSettings
from engine.why.shapes import SaidAlert, Summary, check_faces, check_fields
from engine.why.stretches import (
    ALERT,
    BELOW,
    BEYOND,
    MATCHED,
    NOT_DETECTED,
    REASONS,
    Glimpse,
    Stretch,
    filled,
    fold,
    told,
)

LARGEST_BYTES = 64 << 20
"""Larger texts in a folder of results are not read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of `engine.watch`: every face, every alert, and the summary."""

    faces: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    summary: dict[str, Any]

    @property
    def settings(self) -> EngineSettings:
        """The engine's, as it watched."""
        return EngineSettings.model_validate(self.summary["settings"])

    @property
    def threshold(self) -> float:
        """The score that counted as a match."""
        return float(self.summary["threshold"])

    @property
    def every(self) -> int:
        """How many frames on the next one lies that was looked at."""
        return int(self.summary["cut"]["every"])


@dataclass(frozen=True, slots=True)
class Account:
    """One track's story: its stretches, each also in words, and what they come to."""

    feed: str
    track: int
    stretches: list[Stretch]
    words: list[str]
    verdict: str
    track_score: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        stretches = stretches_json(self.stretches, self.words)
        head = {"feed": self.feed, "track": self.track, "verdict": self.verdict}
        return head | {"track_score": self.track_score, "stretches": stretches}


@dataclass(frozen=True, slots=True)
class Line:
    """One track in a line: when it was seen, in how many frames, its best comparison (None: it was
    never searched) and with whom, and what it came to.
    """

    track: int
    from_s: float
    to_s: float
    frames: int
    best_score: float | None
    nearest: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Roll:
    """Every track of a watched feed by its number, and the threshold it was judged by, with where
    that came `threshold_from`; `untracked` faces, too unsure to begin one, stand alone.
    """

    feed: str
    threshold: float
    threshold_from: str | None
    tracks: tuple[Line, ...]
    untracked: int

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return asdict(self)


def stretches_json(stretches: Sequence[Stretch], words: Sequence[str]) -> list[dict[str, Any]]:
    """Stretches with their component and their words."""
    pairs = zip(stretches, words, strict=True)
    return [asdict(one) | {"component": one.component, "words": said} for one, said in pairs]


def read_watched(folder: Path) -> Kept:
    """What watching kept in a folder; FeedError, naming the file, if it is not all there."""
    if not folder.is_dir():
        got = "no such folder" if not folder.exists() else "a file"
        raise FeedError(f"{folder}: got {got}, wanted the folder of a `watch` or a run")
    if (folder / "summary.json").is_file() and not (folder / "faces.parquet").exists():
        raise FeedError(
            f"{folder}: got no faces.parquet, wanted the folder of a feed that was watched to its"
            " end or interruption; `engine stream` keeps alerts alone"
        )
    try:
        file = folder / "summary.json"
        summary = from_json(text(file, LARGEST_BYTES))
        file = folder / "alerts.jsonl"
        alerts = [from_json(line) for line in text(file, LARGEST_BYTES).splitlines()]
        file = folder / "faces.parquet"
        faces = read_table(file)
    except UnreadError as err:
        raise FeedError(f"{file}: got {err}, wanted what `engine watch` keeps") from err
    if not isinstance(summary, dict) or not all(isinstance(one, dict) for one in alerts):
        raise FeedError(f"{folder}: got no fields, wanted what `engine watch` keeps")
    missing = {"settings", "cut", "threshold"} - set(summary)
    if missing:
        raise FeedError(
            f"{folder / 'summary.json'}: got no {', '.join(sorted(missing))}, wanted that of a"
            " feed watched by this version: watch it again"
        )
    check_fields(Summary, summary, folder / "summary.json")
    for alert in alerts:
        check_fields(SaidAlert, alert, folder / "alerts.jsonl")
    check_faces(faces, folder / "faces.parquet")
    return Kept(faces.to_pylist(), alerts, summary)


def account(folder: Path, track: int) -> Account:
    """The story of one track; FeedError for a folder or track that is not there."""
    kept = read_watched(folder)
    rows = [face for face in kept.faces if face["track"] == track]
    if not rows:
        numbers = [face["track"] for face in kept.faces]
        among = f"one from 0 to {max(numbers)}" if numbers else "a feed with faces"
        raise FeedError(f"track: got {track}, wanted {among}")
    looks = list(filled(looks_of(rows, kept), kept.every, NOT_DETECTED))
    stretches = fold(looks)
    scores = kept.summary.get("track_scores", ())
    return Account(
        feed=kept.summary["feed"],
        track=track,
        stretches=stretches,
        words=[told(one, kept.settings, kept.threshold) for one in stretches],
        verdict=verdict(looks, kept),
        track_score=next((one for one in scores if one["track"] == track), None),
    )


def roll(folder: Path) -> Roll:
    """Every track in a line; FeedError for a folder that watching did not keep."""
    kept = read_watched(folder)
    by_track: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for face in kept.faces:
        by_track[face["track"]].append(face)
    tracks = tuple(_line(one, by_track[one], kept) for one in sorted(by_track) if one >= 0)
    loose = sum(len(faces) for one, faces in by_track.items() if one < 0)
    feed, source = kept.summary["feed"], kept.summary.get("threshold_from")
    return Roll(feed, kept.threshold, source, tracks, loose)


def _line(track: int, rows: Sequence[dict[str, Any]], kept: Kept) -> Line:
    searched = [row for row in rows if row["reason"] is None and row["subject"] is not None]
    best = max(searched, key=lambda row: row["score"], default=None)
    return Line(
        track=track,
        from_s=rows[0]["time_s"],
        to_s=rows[-1]["time_s"],
        frames=len(rows),
        best_score=None if best is None else best["score"],
        nearest=None if best is None else best["subject"],
        verdict=verdict(looks_of(rows, kept), kept),
    )


def looks_of(rows: Sequence[dict[str, Any]], kept: Kept) -> list[Glimpse]:
    """What became of each of these faces, rows of the kept ones."""
    raised = {(alert["frame"], alert["track"]) for alert in kept.alerts}
    return [_look(row, (row["frame"], row["track"]) in raised, kept.threshold) for row in rows]


def seconds(time_s: float) -> str:
    """A moment of a feed."""
    return f"{time_s:.1f} s"


def verdict(looks: Sequence[Glimpse], kept: Kept, moment: Callable[[float], str] = seconds) -> str:
    """What a face's looks come to: the furthest it got, and what kept it from going further;
    `moment` tells a time of the feed.
    """
    alerts = [look for look in looks if look.state == ALERT]
    if alerts:
        raised = [f"{one.subject} at {one.time_s:.1f} s ({one.value:.3f})" for one in alerts]
        others = _others(looks, {one.subject for one in alerts})
        return f"alert: {', '.join(raised)}{others}"
    matched = [look for look in looks if look.state == MATCHED]
    if matched:
        return _unsaid(matched, kept, moment)
    searched = [look for look in looks if look.state == BELOW]
    if searched:
        (best,) = fold(searched)
        said = told(best, kept.settings, kept.threshold).removeprefix("searched: ")
        return f"below the threshold in {counted(best.frames, 'searched frame')}: {said}"
    poor = Counter(look.state for look in looks if look.state in REASONS)
    told_poor = ", ".join(f"{BEYOND[reason]} in {count}" for reason, count in poor.most_common())
    return (
        f"detected, never good enough to be searched: {told_poor} {numbered(poor.total(), 'frame')}"
    )


def _unsaid(matched: Sequence[Glimpse], kept: Kept, moment: Callable[[float], str]) -> str:
    """Why matches at or above the threshold raised no alert."""
    counts = Counter((look.track, look.subject) for look in matched)
    (track, subject), most = counts.most_common(1)[0]
    wanted = kept.settings.minimum_frames
    others = _others(matched, {subject})
    if most < wanted:
        said = f"matched {subject} in {most} of the {wanted} frames of a track that an alert wants"
        return f"{said}{others}"
    times = [look.frame for look in matched if (look.track, look.subject) == (track, subject)]
    before = [a for a in kept.alerts if a["subject"] == subject and a["frame"] <= max(times)]
    if before:
        silent = f"silent for {kept.settings.cooldown_s:g} s"
        said = f"matched {subject}, {silent} since the alert at {moment(before[-1]['time_s'])}"
        return f"{said}{others}"
    return f"matched {subject} in {counted(most, 'frame')}, right at the threshold{others}"


def _others(looks: Sequence[Glimpse], named: Set[str | None]) -> str:
    """Whom else a track matched, as where two people stand at one place in following pictures."""
    counts = Counter(one.subject for one in looks if one.state == MATCHED)
    told = [f"{who} in {n}" for who, n in counts.most_common() if who not in named]
    return f"; matched, too: {', '.join(told)}" if told else ""


def _look(row: dict[str, Any], alert: bool, threshold: float) -> Glimpse:
    reason = row["reason"]
    if reason is not None:
        value = row[REASONS[reason].measure]
        return Glimpse(row["time_s"], row["frame"], reason, value, None, row["track"])
    state = ALERT if alert else MATCHED if row["score"] >= threshold else BELOW
    return Glimpse(row["time_s"], row["frame"], state, row["score"], row["subject"], row["track"])
