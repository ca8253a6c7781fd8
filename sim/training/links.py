"""The links of a session: a secret for each role, whose desk it opens."""

import json
import secrets
from hmac import compare_digest
from pathlib import Path

from engine.disk.files import UnreadError, from_json, text
from sim.errors import SimError
from sim.folder import RunFolder
from sim.training.events import ROLES

LINKS = "links.json"


def make_links(folder: Path) -> None:
    """Give each role a secret; a folder that has them is a session that is ready."""
    RunFolder(folder).json(LINKS, {role: secrets.token_urlsafe(16) for role in ROLES})


def links_of(folder: Path) -> dict[str, str]:
    """The secret of each role; SimError for no session."""
    try:
        told = from_json(text(folder / LINKS, 1 << 16))
        return {role: str(told[role]) for role in ROLES}
    except (UnreadError, json.JSONDecodeError, KeyError, TypeError) as err:
        raise SimError(f"{folder}: got {err}, wanted a session") from err


def role_of(folder: Path, secret: str) -> str | None:
    """Whose secret it is; None: nobody's."""
    given = secret.encode()
    links = links_of(folder).items()
    return next((role for role, one in links if compare_digest(one.encode(), given)), None)
