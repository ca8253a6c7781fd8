"""When results of commands were made: told beside them, since the results alone
hold nothing that passes.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from engine.disk.files import UnreadError, from_json, text, write_text

MADE = "made.json"
LARGEST_BYTES = 4096


def date(folder: Path, began: datetime) -> None:
    """Tell in a folder of results when they were begun."""
    told = {"started_at": began.astimezone(UTC).isoformat(timespec="seconds")}
    write_text(folder / MADE, json.dumps(told) + "\n")


def dated(results: Path) -> datetime:
    """When a file of results was begun; where its folder does not tell, as none of an earlier
    version does, when the file was written.
    """
    try:
        told = from_json(text(results.with_name(MADE), LARGEST_BYTES))
        return datetime.fromisoformat(told["started_at"]).astimezone(UTC)
    except (UnreadError, KeyError, TypeError, ValueError):
        return datetime.fromtimestamp(results.stat().st_mtime, UTC)
