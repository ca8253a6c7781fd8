"""Options that say which part of a recorded feed is watched."""

import re
from typing import Annotated

import typer

SIXTY = 60
CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d*)?)")
"""Hours, minutes and seconds, as players show them."""


def seconds(said: str | float) -> float:
    """A time in a feed: seconds, or as a player shows it. BadParameter for anything else.

    >>> seconds("12.5"), seconds("1:02"), seconds("1:00:03.5")
    (12.5, 62.0, 3603.5)
    """
    if clock := CLOCK.fullmatch(str(said).strip()):
        hours, minutes, rest = clock.groups()
        if float(rest) < SIXTY and (hours is None or int(minutes) < SIXTY):
            return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest)
    try:
        return float(said)
    except ValueError:
        raise typer.BadParameter(
            f"got {str(said)[:40]!r}, wanted seconds (90.5) or a player's clock (1:30.5)"
        ) from None


From = Annotated[
    float,
    typer.Option("--from", parser=seconds, metavar="TIME", help="Where to begin: 90.5, or 1:30.5."),
]
To = Annotated[
    float | None, typer.Option(parser=seconds, metavar="TIME", help="End before this time.")
]
Every = Annotated[int, typer.Option(help="Look at every n-th frame only.")]
