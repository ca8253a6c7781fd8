"""The eras of the record: spans in which algorithm and what counted as a face stayed the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sim.errors import SimError
from sim.record.published import Deployment

GRIDS = "Met LFR deployment grids 2023-24 and 2025: faces and hours of each row"


@dataclass(frozen=True, slots=True)
class Era:
    """A span of days, its last one included, and what is known of it.

    `counted` is what counted as a face. No force told when it changed that, so it is read off
    the counts themselves; `source` says which.
    """

    name: str
    first: date
    last: date
    algorithm: str
    thresholds: str
    counted: str
    source: str


ERAS = (
    Era(
        "trials", date(2016, 8, 1), date(2023, 4, 13), "NEC NeoFace, early versions",
        "not published by deployment",
        "not published; false alerts are told as 1 for every 1,000 people not on the list",
        "committees.parliament.uk WBC0013 (June 2019): row MPS-T-ALL10",
    ),
    Era(
        "2023", date(2023, 4, 14), date(2023, 12, 31), "NEC NeoFace", ".60",
        "uneven: from 550 to 8,600 faces an hour, half of the rows below 1,400",
        GRIDS,
    ),
    Era(
        "early 2024", date(2024, 1, 1), date(2024, 8, 19), "NEC NeoFace",
        ".60, .62 from 11 July, .64 from 25 July",
        "narrow: half of the rows have fewer than 280 faces an hour, with 1.2 true alerts an hour",
        GRIDS,
    ),
    Era(
        "since August 2024", date(2024, 8, 20), date.max, "NEC NeoFace, V4 by an annual report",
        ".64",
        "wide: half of the rows have more than 2,000 faces an hour, with 1.7 true alerts an hour",
        f"{GRIDS}; version: row MPS-AGG-2425",
    ),
)  # fmt: skip
"""Nothing of 2020 to 2022 is in the record but that one deployment took place; the era of the
trials is taken to last until the next row.
"""
GRID = "MPSG-"
"""So the ids begin of rows from the Metropolitan Police's own grids."""


def in_grid(row: Deployment) -> bool:
    """Whether a row is of the grids: one deployment with its counts."""
    return row.id.startswith(GRID)


def era_on(day: date) -> Era:
    """The era in which a day lies; the first one for earlier days.

    >>> era_on(date(2024, 8, 19)).name, era_on(date(2024, 8, 20)).name
    ('early 2024', 'since August 2024')
    """
    return next((era for era in reversed(ERAS) if day >= era.first), ERAS[0])


def eras_of(row: Deployment) -> tuple[Era, ...]:
    """The eras in which a row's dates lie; several for an aggregate across a change.

    >>> from sim.record.published import row
    >>> [era.name for era in eras_of(row("MPS-AGG-2024"))]
    ['early 2024', 'since August 2024']
    """
    first, last = span_of(row.date_from)[0], span_of(row.date_to)[1]
    return tuple(era for era in ERAS if first <= era.last and era.first <= last)


def span_of(told: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day; SimError for anything else.

    >>> [day.isoformat() for day in span_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    try:
        parts = [int(part) for part in told.split("-")]
        first = date(*[*parts, 1, 1][:3])
        if not told.replace("-", "").isascii() or len(parts) > 3:
            raise ValueError
    except (ValueError, TypeError) as err:
        wanted = "a year, month or day such as 2025, 2025-03 or 2025-03-14"
        raise SimError(f"era: got {told!r}, wanted {wanted}") from err
    if len(parts) == 3:
        return first, first
    months = 12 if len(parts) == 1 else 1
    end = 12 * first.year + first.month - 1 + months
    return first, date(end // 12, end % 12 + 1, 1) - timedelta(days=1)


def least_and_most(rows: Sequence[Deployment], field: str) -> tuple[float, float] | None:
    """Least and most of a column; None where no row has it."""
    told = [value for one in rows if (value := getattr(one, field)) is not None]
    return (min(told), max(told)) if told else None
