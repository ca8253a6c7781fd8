"""Who judges what the engine says, as a scenario has it."""

from typing import Annotated

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Dial, Name, Part, Span, Spread

MOST = 10_000
"""Operators of one scenario."""


class Desk(Part):
    """Operators who judge the alerts of some cameras, be they of one site or of several."""

    cameras: Annotated[tuple[Name, ...], Field(min_length=1, max_length=1000)]
    """Ids of the cameras whose alerts come to it."""
    operators: Annotated[
        tuple[Annotated[int, Field(ge=0, lt=MOST)], ...], Field(min_length=1, max_length=MOST)
    ]
    """Numbers of those who sit at it, from 0; somebody may sit at several."""


class Operators(Part):
    """People at the screens who judge alerts."""

    count: Annotated[int, Field(ge=0, le=MOST)] = 1
    """How many there are."""
    desks: Annotated[tuple[Desk, ...], Field(max_length=1000)] = ()
    """Whose alerts go to whom; a camera's that no desk has go to everybody."""
    judging_s: Span = 8.0
    """Median time to judge an alert, log-normal."""
    judging_spread: Spread = 0.5
    """Standard deviation of the logarithm of the time to judge."""
    confirm_true: Share = 0.9
    """Probability of confirming a true alert."""
    confirm_false: Share = 0.35
    """Probability of confirming a false alert."""
    patience_s: Span = 60.0
    """An alert not judged within this time is dismissed unread."""
    judge: Name = "coin"
    """How they judge, by the name of a `footfall.judge`."""
    judge_dials: dict[str, Dial] = Field(default={})
    """What that judge is set by; each knows its own."""
