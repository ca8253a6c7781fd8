"""Moments are told apart to a microsecond: how a float was rounded decides nothing."""

MICROSECONDS = 6
"""Decimals. Containers stamp pictures no finer, and a double holds a year's seconds far finer."""
INSTANT_S = 1e-6
"""Nearer than this, two moments are one."""


def beyond_s(since_s: float, now_s: float, span_s: float) -> float:
    """How far a moment lies beyond the span of time that began at another: 0 at the span's very
    end, negative within it.

    >>> 64.1 - 4.1 < 60, beyond_s(4.1, 64.1, 60.0) < 0
    (True, False)
    """
    return round(now_s - since_s - span_s, MICROSECONDS)
