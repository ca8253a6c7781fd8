"""How many of something there are, in words: one is not told as several."""

OWN_PLURALS = {"person": "people", "passer-by": "passers-by", "match": "matches"}


def counted(count: int, noun: str) -> str:
    """A count with its noun: a word in it has a plural of its own, or the last takes an s.

    >>> counted(1, "alert"), counted(1200, "alert"), counted(0, "listed person")
    ('1 alert', '1,200 alerts', '0 listed people')
    >>> counted(1, "person in view"), counted(2, "person in view")
    ('1 person in view', '2 people in view')
    """
    return f"{count:,} {numbered(count, noun)}"


def numbered(count: int, noun: str) -> str:
    """The noun alone, as it stands behind such a count.

    >>> numbered(1, "frame"), numbered(2, "frame")
    ('frame', 'frames')
    """
    if count == 1:
        return noun
    own = [word for word in noun.split() if word in OWN_PLURALS]
    return noun.replace(own[0], OWN_PLURALS[own[0]]) if own else f"{noun}s"
