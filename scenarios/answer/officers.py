"""Who is sent, as a scenario has it."""

from typing import Annotated, Literal

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Dial, Moment, Name, Part, Span, Spot, Spread


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
    pursuit: Literal["follow", "predict"] = "follow"
    """How they meet whoever walks on: `follow` knows the way that is to come, `predict` goes by
    the last that cameras and officers saw."""
    replan_s: Annotated[float, Field(ge=0.5, le=600)] = 5.0
    """So often they ask anew where to go, if they predict."""
    sees_m: Annotated[float, Field(ge=1, le=100)] = 10.0
    """From so far they see the person themselves, if they predict."""
    search_s: Span = 30.0
    """Where nobody is to be seen they look so long before they turn back, if they predict."""
    radio_s: Annotated[float, Field(ge=0, le=3600)] = 0.0
    """So long a word takes from the operators to an officer."""
    pairs: bool = False
    """They go in twos: the first two of the posts, the next two, and so on."""
    patrol_mps: Annotated[float, Field(ge=0.1, le=10)] | None = None
    """Whoever is idle walks from post to post so fast; none: they stand."""
    break_after_s: Span | None = None
    """So long after the last break they take another, one after the other; none: no breaks."""
    break_s: Span = 1200.0
    """How long a break is."""
    reserve: Annotated[int, Field(ge=0, le=1000)] = 0
    """So many at the end of the posts are sent only while nobody else can be."""
    until_s: Moment | None = None
    """From then on nobody is sent, and whoever is out comes back; none: there is no such time."""
    contested_share: Share = 0.0
    """Of those stopped who are not the person looked for: they contest it."""
    contested_s: Span = 1740.0
    """Median time of the identity check then, log-normal."""
    no_action_share: Share = 0.0
    """Of those rightly identified and not arrested: nothing more is done."""
    custody_s: Span | None = None
    """Whoever arrested somebody is away so long afterwards, median, log-normal; none: somebody else
    takes the person."""
