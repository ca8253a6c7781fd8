"""Where the page may answer: on this machine, or anywhere where everybody signs in.

The command checks it before the server begins, and tells the server by the environment.
"""

import os
import tomllib
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from engine.disk.files import UnreadError, text
from sim.errors import SimError

HOSTS, SIGN_IN = "FOOTFALL_HOSTS", "FOOTFALL_SIGN_IN"
"""In the environment: names by which people reach the server, and 1 where they sign in."""
LOCAL = ("127.0.0.1", "localhost", "::1")
CALLED_BACK = "/oauth2callback"
ASKED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What `[auth]` of a secrets file has to say (Streamlit's `st.login`)."""
SHORTEST = 32
"""Characters of the secret that cookies are signed with: a key of 128 bits in hexadecimal digits
(NIST SP 800-131A asks for 112).
"""
LARGEST_BYTES = 1 << 16


def hosts() -> tuple[str, ...]:
    """Names that requests may be sent to."""
    told = os.environ.get(HOSTS, "").lower()
    return tuple(filter(None, told.split(","))) or LOCAL


def signs_in() -> bool:
    """Whether people have to sign in."""
    return os.environ.get(SIGN_IN) == "1"


def check(address: str, names: Sequence[str], secrets: Path | None) -> None:
    """SimError for an address that others can reach without signing in, and for a secrets file that
    nobody could sign in with.
    """
    if not ours(address) and (secrets is None or not names):
        raise SimError(
            f"--address: got {address!r}, which others can reach, wanted {LOCAL[0]}, or --sign-in"
            " and --host with it"
        )
    if secrets is not None:
        _check_secrets(secrets, names or LOCAL)
    elif foreign := [one for one in names if not ours(one)]:
        raise SimError(f"--host: got {', '.join(foreign)}, wanted --sign-in with it")


def ours(address: str) -> bool:
    """Whether only this machine can reach it.

    >>> ours("127.0.0.1"), ours("localhost"), ours("::1"), ours("0.0.0.0"), ours("example.org")
    (True, True, True, False, False)
    """
    try:
        return address == LOCAL[1] or ip_address(address).is_loopback
    except ValueError:
        return False


def bare(address: str) -> str:
    """An address without the brackets that one of IPv6 has in a URL.

    >>> bare("[::1]"), bare("::1"), bare("127.0.0.1")
    ('::1', '::1', '127.0.0.1')
    """
    return address[1:-1] if address.startswith("[") and address.endswith("]") else address


def in_url(address: str) -> str:
    """An address as it stands in a URL.

    >>> in_url("::1"), in_url("127.0.0.1")
    ('[::1]', '127.0.0.1')
    """
    return f"[{address}]" if ":" in address else address


def _check_secrets(file: Path, names: Sequence[str]) -> None:
    told = _auth(file)
    if lacks := [name for name in ASKED if not isinstance(told.get(name), str)]:
        raise SimError(f"--sign-in: {file}: got [auth] without {', '.join(lacks)}, wanted them")
    got = str(told["redirect_uri"])
    back = urlsplit(got)
    if back.hostname not in names or back.path != CALLED_BACK:
        wanted = f"one of --host, {', '.join(names)}, and {CALLED_BACK}"
        raise SimError(f"--sign-in: redirect_uri: got {got!r}, wanted {wanted}")
    if back.scheme != "https" and not ours(back.hostname or ""):
        raise SimError(f"--sign-in: redirect_uri: got {got!r}, wanted https")
    if (size := len(str(told["cookie_secret"]))) < SHORTEST:
        wanted = f"{SHORTEST} at least, drawn by chance"
        raise SimError(f"--sign-in: cookie_secret: got {size} characters, wanted {wanted}")


def _auth(file: Path) -> dict[str, object]:
    try:
        auth = tomllib.loads(text(file, LARGEST_BYTES)).get("auth")
    except (UnreadError, tomllib.TOMLDecodeError) as err:
        raise SimError(f"--sign-in: {file}: got {err}, wanted a file with a table [auth]") from err
    return auth if isinstance(auth, dict) else {}
