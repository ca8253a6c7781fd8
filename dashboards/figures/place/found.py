"""What was found in a plan in few lines, what is there once before what is there often."""

from collections import defaultdict
from collections.abc import Sequence

from scenarios.place import Finding, Own

FEW = 3
"""Findings of one kind up to this have a line each; more of them share one."""
PLACES = 4
"""Of findings that share a line, so many are told with where they are."""

Entry = tuple[Finding, ...]
"""What one line tells: one finding, or all of a kind."""


def entries(findings: Sequence[Finding]) -> list[Entry]:
    """The findings by line, kind by kind as they first came, those that share a line last.

    >>> one, gap = Finding("unit", "mm"), Finding("gap", "a gap", 0, (1.0, 2.0))
    >>> [len(entry) for entry in entries([gap, gap, one, gap, gap])]
    [1, 4]
    """
    by_kind = defaultdict[str, list[Finding]](list)
    for one in findings:
        by_kind[one.kind].append(one)
    alone = [(one,) for many in by_kind.values() if len(many) <= FEW for one in many]
    return [*alone, *(tuple(many) for many in by_kind.values() if len(many) > FEW)]


def line(entry: Entry, own: Own | None = None) -> str:
    """An entry as a line: a finding, or how many there are of a kind, the first one and where
    others are.

    >>> gaps = tuple(Finding("gap", "a gap", 0, (float(k), 2.0)) for k in range(9))
    >>> line(gaps)
    '9 times, first level 0 at 0, 2: a gap; also at 1, 2; 2, 2; 3, 2; and 5 more'
    """
    first, *others = entry
    if not others:
        return told(first, own)
    placed = [one for one in others if one.at_m is not None][: PLACES - 1]
    at = "; ".join(_place(one, own, beside=first) for one in placed)
    more = len(others) - len(placed)
    rest = [f"also at {at}"] * bool(placed) + [f"and {more:,} more"] * bool(more)
    return "; ".join([f"{len(entry):,} times, first {told(first, own)}", *rest])


def told(finding: Finding, own: Own | None = None) -> str:
    """A finding as a line, where it is told as the place has it and as its file does.

    >>> told(Finding("gap", "a gap of 0.04 m", 1, (2.0, 3.5), "closed"))
    'level 1 at 2, 3.5: a gap of 0.04 m; closed'
    >>> mm = Own("mm", 0, lambda at: (1000 * at[0], 1000 * at[1]))
    >>> told(Finding("gap", "a gap of 0.04 m", 1, (2.0, 3.5), "closed"), mm)
    'level 1 at 2, 3.5 m (2000, 3500 mm in the file): a gap of 0.04 m; closed'
    """
    where = "" if finding.ordinal is None else f"level {finding.ordinal}{_at(finding, own)}: "
    return where + finding.told + (f"; {finding.mended}" if finding.mended else "")


def _place(finding: Finding, own: Own | None, beside: Finding) -> str:
    """Where it is; its level only where that is another."""
    level = "" if finding.ordinal in (beside.ordinal, None) else f"level {finding.ordinal} "
    return f"{level}{_at(finding, own).strip()}".removeprefix("at ")


def _at(finding: Finding, own: Own | None) -> str:
    if finding.at_m is None:
        return ""
    in_file = "" if own is None else f" m ({own.told(finding.at_m)} in the file)"
    return f" at {finding.at_m[0]:g}, {finding.at_m[1]:g}{in_file}"
