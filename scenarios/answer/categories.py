"""What people on a watchlist are looked for, as a scenario has it."""

from engine.settings import Share
from scenarios.fields.parts import Name, Part


class Category(Part):
    """Some of those on the list, and how urgent they are: the most urgent stand first."""

    name: Name
    """What they are looked for, such as `wanted`."""
    share: Share
    """Of the people enrolled."""
