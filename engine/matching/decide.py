"""From matches to alerts: pure, so that a decision can be played again."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from engine.moments import beyond_s
from engine.settings import EngineSettings


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest subject (row of the gallery) to one face of one track on one frame.

    `threshold` is that of the subject's watchlist; None: the one for all.
    """

    time_s: float
    frame: int
    track: int
    subject: int
    score: float
    threshold: float | None = None


@dataclass(slots=True)
class Decisions:
    """One feed's decisions so far; `see` its matches in the order of time, and `forget` tracks that
    are over, so that no more is held than the present tracks and each subject's last alert.

    An alert is due when `minimum_frames` frames of a track have matched the same subject at the
    threshold or above, the first included: once a track and subject, and not within the cool-down
    of the subject's last alert on this feed. Exactly `cooldown_s` after it is not within.
    """

    settings: EngineSettings
    threshold: float
    frames: dict[tuple[int, int], int] = field(default_factory=dict)
    said: set[tuple[int, int]] = field(default_factory=set)
    last_s: dict[int, float] = field(default_factory=dict)

    def see(self, match: Match) -> bool:
        """Whether this match makes an alert due."""
        threshold = self.threshold if match.threshold is None else match.threshold
        if match.subject < 0 or match.score < threshold:
            return False
        key = (match.track, match.subject)
        self.frames[key] = self.frames.get(key, 0) + 1
        if key in self.said or self.frames[key] < self.settings.minimum_frames:
            return False
        last = self.last_s.get(match.subject)
        if last is not None and beyond_s(last, match.time_s, self.settings.cooldown_s) < 0:
            return False
        self.said.add(key)
        self.last_s[match.subject] = match.time_s
        return True

    def forget(self, alive: AbstractSet[int]) -> None:
        """No track but these has any more matches to come."""
        over = [key for key in self.frames if key[0] not in alive]
        for key in over:
            del self.frames[key]
        self.said.difference_update(over)


def decide(matches: Iterable[Match], settings: EngineSettings, threshold: float) -> list[Match]:
    """The matches of one feed, in the order of time, at which an alert is raised.

    >>> seen = [Match(t, t, 1, 7, 0.9) for t in (0, 1, 2)]
    >>> [m.time_s for m in decide(seen, EngineSettings(minimum_frames=2), 0.8)]
    [1]
    """
    decisions = Decisions(settings, threshold)
    return [match for match in matches if decisions.see(match)]
