"""What can go wrong while a scenario is played."""


class SimError(Exception):
    """A run cannot go on; the message says what it got and what it wanted."""
