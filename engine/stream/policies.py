"""What becomes of frames that nobody is free to look at."""

from enum import StrEnum


class Policy(StrEnum):
    """What happens to a frame that comes when its feed's queue is full."""

    block = "block"
    """The reader waits: nothing is dropped, and a paced feed falls behind its clock."""
    drop_oldest = "drop_oldest"
    """The frame that has waited longest makes room: what is looked at is fresh."""
    drop_newest = "drop_newest"
    """The frame that comes is refused: what is looked at lies together."""
