"""A timeline of injects as a CSV file: read with everything that is wrong at once, and written.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read
without (CWE-1236).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.disk.files import UnreadError, text
from engine.names import perhaps
from scenarios.errors import Gathered
from scenarios.fields.misfits import misfits
from sim.training.injects.inject import Inject, roles_of, unfit

LARGEST_BYTES = 4 << 20
MOST_ROWS = 5_000
COLUMNS: Mapping[str, str] = {
    "id": "id",
    "time": "at_s",
    "kind": "kind",
    "type": "type",
    "lasts_s": "lasts_s",
    "what": "what",
    "subject": "subject",
    "amount": "amount",
    "from": "sender",
    "to": "to",
    "means": "means",
    "content": "content",
    "objective": "objective",
    "expected action": "expected_action",
    "evaluator's note": "note",
}
"""The file's columns, and the fields that they hold."""
NEEDED = ("id", "time", "kind")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
QUOTE = "'"


def read_timeline(path: Path) -> tuple[Inject, ...]:
    """The injects of a file, in the order of time.

    Raises ScenarioError with all that is wrong, each as `file:line: field: got …, wanted …`.
    """
    gathered = Gathered(path)
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        gathered.add(None, "", f"got no readable file ({err}), wanted a timeline as CSV")
        gathered.refuse()
        raise
    found = timeline_of(written, gathered)
    gathered.refuse()
    return found


def timeline_of(written: str, gathered: Gathered) -> tuple[Inject, ...]:
    """The injects of a text, in the order of time; what is wrong with it is gathered."""
    written = written.removeprefix("\ufeff")
    heads = written.partition("\n")[0]
    table = csv.reader(StringIO(written, newline=""), delimiter=";" if ";" in heads else ",")
    try:
        rows = [(table.line_num, row) for row in table]
    except csv.Error as err:
        gathered.add(table.line_num, "", f"got no CSV ({err}), wanted a timeline")
        return ()
    names = [name.strip().lower() for name in rows[0][1]] if rows else []
    if not _headed(names, gathered):
        return ()
    filled = [(line, row) for line, row in rows[1:] if any(cell.strip() for cell in row)]
    if len(filled) > MOST_ROWS:
        gathered.add(None, "", f"got {len(filled):,} injects, wanted {MOST_ROWS:,} at most")
        return ()
    injects = [(line, _inject(line, row, names, gathered)) for line, row in filled]
    _once(injects, gathered)
    return tuple(sorted((one for _, one in injects if one), key=lambda one: one.at_s))


def _headed(names: Sequence[str], gathered: Gathered) -> bool:
    """Whether the columns are those of a timeline."""
    before = len(gathered.faults)
    for name in NEEDED:
        if name not in names:
            gathered.add(1, name, "got no such column, wanted it")
    for k, name in enumerate(names):
        if name not in COLUMNS:
            gathered.add(1, name, f"got an unknown column, wanted {_among(name)}")
        elif name in names[:k]:
            gathered.add(1, name, "got it again, wanted it once")
    return len(gathered.faults) == before


def _among(name: str) -> str:
    return f"some of {', '.join(COLUMNS)}{perhaps(name, COLUMNS)}"


def _inject(
    line: int, row: Sequence[str], names: Sequence[str], gathered: Gathered
) -> Inject | None:
    """An inject of a row; None, and what is wrong is gathered, for one that is none."""
    if len(row) > len(names):
        gathered.add(line, "", f"got {len(row)} cells, wanted {len(names)}")
        return None
    said = {name: bare(cell).strip() for name, cell in zip(names, row, strict=False)}
    told: dict[str, Any] = {COLUMNS[name]: cell for name, cell in said.items() if cell}
    before = len(gathered.faults)
    if "at_s" in told:
        told["at_s"] = _seconds(told["at_s"])
        if told["at_s"] is None:
            wanted = "a time such as 0:05:30, 5:30 or 330 (seconds)"
            gathered.add(line, "time", f"got {said['time']!r}, wanted {wanted}")
            told["at_s"] = 0.0
    if "to" in told:
        told["to"] = roles_of(told["to"])
    made = _made(told, line, gathered)
    return made if len(gathered.faults) == before else None


def _made(told: Mapping[str, Any], line: int, gathered: Gathered) -> Inject | None:
    """The inject of these fields; what fits neither a field nor, among those that do, its kind is
    gathered.
    """
    columns = {field: name for name, field in COLUMNS.items()}
    try:
        return Inject.model_validate(told)
    except ValidationError as err:
        wrong = [(str(at[0]), said) for at, said in misfits(Inject, err) if at]
        for field, said in wrong:
            gathered.add(line, columns[field], said)
        if not wrong:
            for field, said in unfit(err):
                gathered.add(line, columns[field], said)
        left = {field: value for field, value in told.items() if field not in dict(wrong)}
        needed = {COLUMNS[name] for name in NEEDED}
        return _made(left, line, gathered) if wrong and needed <= left.keys() else None


def _once(injects: Iterable[tuple[int, Inject | None]], gathered: Gathered) -> None:
    """Let no two injects have one number."""
    lines: dict[str, int] = {}
    for line, one in injects:
        if one is not None and one.id in lines:
            gathered.add(line, "id", f"got {one.id!r} as in line {lines[one.id]}, wanted it once")
        elif one is not None:
            lines[one.id] = line


def _seconds(told: str) -> float | None:
    """Seconds of a time as people write it.

    >>> _seconds("0:05:30"), _seconds("5:30"), _seconds("330"), _seconds("5h")
    (330.0, 330.0, 330.0, None)
    """
    parts = told.split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if len(parts) > 3 or any(not 0 <= n < 60 for n in numbers[1:]):
        return None
    if any(n % 1 for n in numbers[:-1]):
        return None
    return float(sum(n * 60.0**k for k, n in enumerate(reversed(numbers))))


def written_timeline(injects: Iterable[Inject]) -> str:
    """The injects as CSV, in the order of time, times as `h:mm:ss`."""
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in sorted(injects, key=lambda inject: inject.at_s):
        cells = {name: _cell(field, getattr(one, field)) for name, field in COLUMNS.items()}
        table.writerow([safe(cell) for cell in cells.values()])
    return out.getvalue()


def _cell(field: str, value: Any) -> str:
    if value is None:
        return ""
    if field == "at_s":
        return clocked(value)
    if field == "to":
        return "; ".join(value)
    return repr(value) if isinstance(value, float) else str(value)


def clocked(at_s: float) -> str:
    """A moment as people write it, to the last digit.

    >>> clocked(330.0), clocked(3661.5)
    ('0:05:30', '1:01:01.5')
    """
    whole, rest = divmod(at_s, 1)
    hours, left = divmod(int(whole), 3600)
    clock = f"{hours}:{left // 60:02d}:{left % 60:02d}"
    if not rest:
        return clock
    exact = f"{clock}{repr(rest)[1:]}"
    return exact if "e" not in exact and _seconds(exact) == at_s else repr(at_s)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("'tis"), safe("plain")
    ("'=1+1", "''tis", 'plain')
    """
    return QUOTE + cell if cell.startswith((*FORMULA, QUOTE)) else cell


def bare(cell: str) -> str:
    """A cell as it was before `safe`.

    >>> bare("'=1+1"), bare("''tis"), bare("'tis")
    ('=1+1', "'tis", "'tis")
    """
    rest = cell.removeprefix(QUOTE)
    return rest if rest != cell and rest.startswith((*FORMULA, QUOTE)) else cell
