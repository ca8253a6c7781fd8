"""Who is sent, as a scenario has it."""

from typing import Annotated

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Dial, Name, Part, Span, Spot, Spread


class Officers(Part):
    """People on the floor who are sent."""

    posts_m: Annotated[tuple[Spot, ...], Field(max_length=1000)] = ()
    """One officer stands at each: [x, y], or [x, y, level] off the ground."""
    speed_mps: Annotated[float, Field(ge=0.1, le=10)] = 1.9
    """How fast they go."""
    notice: Share = 0.85
    """Probability of picking the right person out of the crowd once there."""
    patience_s: Span = 20.0
    """A confirmed alert that finds no officer within this time goes unanswered."""
    give_up_s: Span = 180.0
    """They turn back when they have not met the person for so long."""
    engage_s: Span = 30.0
    """Median time of speaking to someone before the identity is checked."""
    identity_check_s: Span = 150.0
    """Median time of an identity check, log-normal."""
    arrest_s: Span = 1500.0
    """Median time of an arrest and its processing: the officer is away."""
    spread: Spread = 0.4
    """Standard deviation of the logarithm of those times."""
    dispatch: Name = "nearest"
    """Who is sent, by the name of a `footfall.dispatch`."""
    dispatch_dials: dict[str, Dial] = Field(default={})
    """What that policy is set by; each knows its own."""
