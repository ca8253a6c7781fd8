"""Officers who look for people without the engine, as a scenario has it."""

from typing import Annotated

from pydantic import Field

from engine.settings import Share
from scenarios.fields.parts import Part, Span, Spot


class Briefed(Part):
    """Officers who were shown faces before the shift, and look for them as people pass."""

    posts_m: Annotated[tuple[Spot, ...], Field(min_length=1, max_length=1000)]
    """One officer stands at each: [x, y], or [x, y, level] off the ground."""
    faces: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    """How many they were shown: the first so many of the watchlist."""
    sees_m: Annotated[float, Field(ge=0.5, le=100)] = 8.0
    """From how near they tell a face; assumed: vary it."""
    look_s: Span = 2.0
    """How long they look at one person (Özbek & Bindemann 2011: nothing is gained after 2 s)."""
    spots: Share = 0.5
    """Probability of spotting somebody of those shown whom they look at (Donald 2015)."""
    mistakes: Share = 0.001
    """Probability of taking anybody else they look at for one of those; assumed: vary it."""
    engine: bool = False
    """Whether the engine raises its alerts beside them."""
