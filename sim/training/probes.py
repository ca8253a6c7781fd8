"""The faces that an alert rests on, as whoever judges it may see them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """A face of an alert's track that was searched: when, how large, how turned, and whom it was
    most like.
    """

    time_s: float
    interocular_px: float
    yaw_deg: float
    subject: int
    score: float
