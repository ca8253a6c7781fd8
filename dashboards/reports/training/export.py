"""A session's verdicts beside the truth as CSV."""

import csv
from io import StringIO
from typing import Any

from sim.training.injects.timeline import safe
from sim.training.review.verdicts import Verdicts


def verdicts_csv(verdicts: Verdicts) -> str:
    """One line an alert; what a spreadsheet would take for a formula is none."""
    out = StringIO(newline="")
    names = list(Verdicts.__dataclass_fields__)
    writer = csv.writer(out)
    writer.writerow(names)
    columns = (getattr(verdicts, name).tolist() for name in names)
    for row in zip(*columns, strict=True):
        writer.writerow(["" if cell != cell else _cell(cell) for cell in row])
    return out.getvalue()


def _cell(cell: Any) -> Any:
    return safe(cell) if isinstance(cell, str) else cell
