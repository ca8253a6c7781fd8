"""Who judges what the engine says, as a scenario has it."""

from typing import Annotated

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Dial, Name, Part, Span, Spread


class Operators(Part):
    """People at the screens who judge alerts."""

    count: Annotated[int, Field(ge=0, le=10_000)] = 1
    """How many there are."""
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
