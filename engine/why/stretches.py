"""What became of one face frame by frame, folded into stretches that plain words can tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from engine.settings import EngineSettings
from engine.vision.quality import LIMITS, Limit

NOT_DETECTED, BELOW, MATCHED, ALERT = "not_detected", "below_threshold", "matched", "alert"
"""States of a face beside the reasons of LIMITS, which say why it was not searched."""
WORDS = {NOT_DETECTED: "not detected"}
REASONS: dict[str, Limit] = {limit.reason: limit for limit in LIMITS}
BEYOND = {
    "too_small": "too small",
    "turned_away": "turned away",
    "bowed": "bowed, or seen from too far above or below",
    "tilted": "tilted aside",
    "blurred": "not sharp enough",
    "too_dark": "too dark",
    "too_bright": "too bright",
    "flat": "too little contrast",
    "uneven": "lit unevenly",
}
"""Each reason in words."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One frame: `value` is what the state is about, the measure of a broken limit or a score."""

    time_s: float
    frame: int
    state: str
    value: float | None = None
    subject: str | None = None
    track: int = -1

    @property
    def alerts(self) -> bool:
        """Whether this frame raised an alert."""
        return self.state == ALERT


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames in a row of one state; `low` to `high` their values, `subject` the highest's."""

    state: str
    from_s: float
    to_s: float
    frames: int
    low: float | None
    high: float | None
    subject: str | None

    @property
    def component(self) -> str | None:
        """The component of ISO/IEC 29794-5 that was the reason; None where none was."""
        return REASONS[self.state].component if self.state in REASONS else None


def fold(looks: Iterable[Glimpse]) -> list[Stretch]:
    """Stretches of looks in the order of time; alerts about different subjects stand apart."""
    groups = groupby(looks, key=lambda look: (look.state, look.subject if look.alerts else None))
    return [_stretch(state, list(group)) for (state, _), group in groups]


def filled(looks: Sequence[Glimpse], every: int, state: str) -> Iterator[Glimpse]:
    """The looks, and one of `state` at each of the frames, `every` apart, missing between them."""
    yield from looks[:1]
    for before, after in pairwise(looks):
        apart = after.frame - before.frame
        for frame in range(before.frame + every, after.frame, every):
            share = (frame - before.frame) / apart
            time_s = before.time_s + share * (after.time_s - before.time_s)
            yield Glimpse(time_s, frame, state, track=before.track)
        yield after


def told(
    stretch: Stretch,
    settings: EngineSettings,
    threshold: float,
    words: Mapping[str, str] = WORDS,
) -> str:
    """A stretch in words; `words` are those of states that are no more than their name."""
    if stretch.state in REASONS:
        return _too_poor(stretch, settings)
    score = "–" if stretch.high is None else f"{stretch.high:.3f}"
    if stretch.state == ALERT:
        return f"alert: {stretch.subject} at {score}"
    if stretch.state == MATCHED:
        return f"matched {stretch.subject}: best {score} against {threshold:.3f}"
    if stretch.state == BELOW and stretch.subject is None:
        return "searched, and nobody is on the watchlist"
    if stretch.state == BELOW:
        return f"searched: best {score} against {threshold:.3f}, nearest {stretch.subject}"
    return words[stretch.state]


def _too_poor(stretch: Stretch, settings: EngineSettings) -> str:
    limit = REASONS[stretch.state]
    wanted = f"{'at least' if limit.least else 'at most'} {getattr(settings, limit.setting):g}"
    said = BEYOND[limit.reason]
    if stretch.low is None or stretch.high is None:
        return f"{said}: wanted {wanted} {limit.unit}".rstrip()
    low, high = f"{stretch.low:.3g}", f"{stretch.high:.3g}"
    got = low if low == high else f"{low} to {high}"
    return f"{said}: {got} {limit.unit}".rstrip() + f", wanted {wanted}"


def _stretch(state: str, looks: Sequence[Glimpse]) -> Stretch:
    valued = [look for look in looks if look.value is not None]
    values = [look.value for look in valued if look.value is not None]
    best = max(valued, key=lambda look: look.value or 0.0, default=None)
    return Stretch(
        state=state,
        from_s=looks[0].time_s,
        to_s=looks[-1].time_s,
        frames=len(looks),
        low=min(values, default=None),
        high=max(values, default=None),
        subject=best.subject if best else None,
    )
