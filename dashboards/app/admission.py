"""Who is let in: requests to names that are ours, and where people sign in, from people who did.

The page asks Streamlit, which keeps who somebody is in a signed cookie; the routes beside the page
read the same cookie themselves.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboards.app.sign_in import hosts, signs_in
from dashboards.visible import plain

OURS = ("/desk/", "/replay/", "/review/", "/media/", "/_stcore/upload_file")
"""What of the server holds more than the page's own files, before anybody has signed in."""
PEOPLE = "people"
"""In the secrets file's `[footfall]`, who may come in by their e-mail; none: whoever signs in."""


class Admission:
    """Passes on what is let in; other names and origins, and whoever is nobody, are turned away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421 for another name, 403 for another page's, 401 for
        nobody's.
        """
        refused = why(scope) if scope["type"] in ("http", "websocket") else None
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            status, said = refused
            answer = JSONResponse({"refused": said}, status, headers={"cache-control": "no-store"})
            await answer(scope, receive, send)


def why(scope: Scope) -> tuple[int, str] | None:
    """Why a request is turned away, with its status; None: it is let in."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _name(host) not in hosts():
        return 421, f"host: got {host!r}, wanted one of {', '.join(hosts())}"
    if not scope["path"].startswith(OURS):
        return None
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return 403, f"origin: got {origin!r}, wanted this page's own"
    if signs_in() and person(cookie_parser(headers.get("cookie", ""))) is None:
        return 401, "sign-in: got nobody, wanted somebody who signed in: open the page first"
    return None


def person(cookies: Mapping[str, str]) -> str | None:
    """Who signed in, by their e-mail or else their number; None: nobody who may come in.

    What Streamlit signed is read as it reads it itself: by the same secret, no older than it lets
    it be, and for the address that people come back to from the provider.
    """
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value)

    try:
        told = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return None
    if not isinstance(told, dict) or told.get("origin") != get_origin_from_redirect_uri():
        return None
    return welcome(told)


def welcome(told: Mapping[str, Any]) -> str | None:
    """Who that is, if they signed in and may come in."""
    if told.get("is_logged_in") is not True:
        return None
    email, number = told.get("email"), told.get("sub")
    few = secrets_singleton.get("footfall", {}).get(PEOPLE)
    if few is None:
        return str(email or number) if email or number else None
    if not isinstance(email, str) or told.get("email_verified") is False:
        return None
    return email if email.lower() in {str(one).lower() for one in few} else None


def admitted() -> bool:
    """Whether the page may be shown to whoever has it open; if not, shows the way in."""
    if not signs_in() or welcome(st.user.to_dict()) is not None:
        return True
    st.title("Footfall", anchor=False)
    if st.user.is_logged_in:
        st.warning("You are signed in, and not among the people who may come in here.")
        st.button("Sign out", on_click=st.logout)
        return False
    st.markdown("Sign in to go on. Whoever has a link to a desk opens it again afterwards.")
    st.button("Sign in", type="primary", on_click=st.login)
    return False


def leaving() -> None:
    """Where people sign in, says who did and lets them sign out; else shows nothing."""
    who = welcome(st.user.to_dict()) if signs_in() else None
    if who is not None:
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            st.caption(f"Signed in as {plain(who)}", width="content")
            st.button("Sign out", type="tertiary", on_click=st.logout)


def _name(host: str) -> str:
    """A Host header's name, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
