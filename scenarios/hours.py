"""Times of day, from seconds after a scenario began."""


def clock(starts_at: str, time_s: float) -> str:
    """Time of day, `time_s` after the scenario began.

    >>> clock("10:00", 3661.4), clock("23:59", 61)
    ('11:01:01', '00:00:01')
    """
    seconds = (clock_s(starts_at) + int(time_s)) % 86400
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def clock_s(starts_at: str) -> int:
    """Seconds from midnight.

    >>> clock_s("10:30")
    37800
    """
    hours, minutes = starts_at.split(":")
    return int(hours) * 3600 + int(minutes) * 60
