"""Times as people read them: of day, and how long something lasts."""


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


def lasting(seconds: float) -> str:
    """A length of time as coarse as an estimate is.

    >>> lasting(4.2), lasting(130), lasting(4000), lasting(9e7)
    ('4 s', '2 min', '1.1 h', '1042 days')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 2 * 86_400 else f"{seconds / 86_400:.0f} days"
