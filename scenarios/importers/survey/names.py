"""What something is called in a foreign plan, so that it can be shown."""

from collections.abc import Mapping
from typing import Any

from engine.names import printable

MOST_LETTERS = 200


def called(name: Any, otherwise: str) -> str:
    """A name, or of one in several languages the English or else the first; `otherwise` for none.

    >>> called({"ru": "Лестница", "en": "Stairs"}, "?"), called(None, "unit 7")
    ('Stairs', 'unit 7')
    """
    if isinstance(name, Mapping):
        name = name.get("en") or next(iter(name.values()), None)
    said = printable(str(name or "").strip()[:MOST_LETTERS])
    return said or otherwise
