"""The server of the page: Streamlit's own, told where it is.

A browser that opens a room by its address would otherwise look for the server's endpoints below
that room first, and note an error for each that is not there.
"""

import json
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_origin_from_redirect_uri

from dashboards.app.admission import Admission
from dashboards.app.replay import routes as replay
from dashboards.app.sign_in import signs_in
from dashboards.app.train import routes as train
from dashboards.app.train.hall import HALL
from dashboards.app.train.review import routes as review
from dashboards.app.train.review.made import keep_review

HEAD = b"<head>"


class Placed:
    """Says in every page that is sent where the server's root is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; a page comes back with the address of the root in its head."""
        headers = Headers(scope=scope) if scope["type"] == "http" else {}
        if "text/html" not in headers.get("accept", ""):
            await self.app(scope, receive, send)
            return
        asked = f"{scope['scheme']}://{headers.get('host', '127.0.0.1')}"
        root = (get_origin_from_redirect_uri() if signs_in() else None) or asked
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _Page(send, root))


class _Page:
    """Sends on what it gets; of a page everything at once, with the root in its head."""

    def __init__(self, send: Send, root: str) -> None:
        self.send, self.root = send, root
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """One message of an answer."""
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._answer(message)

    async def _answer(self, last: Message) -> None:
        assert self.start is not None
        body = placed(self.body, self.root)
        MutableHeaders(scope=self.start)["content-length"] = str(len(body))
        await self.send(self.start)
        await self.send({**last, "body": body, "more_body": False})


def placed(page: bytes, root: str) -> bytes:
    """A page that knows where the root is.

    >>> placed(b"<html><head></head></html>", "http://127.0.0.1:8501")[:61]
    b'<html><head><script>window.__streamlit = {"BACKEND_BASE_URL":'
    """
    told = {"BACKEND_BASE_URL": root, "MAIN_PAGE_BASE_URL": root}
    text = json.dumps(told).replace("<", "\\u003c")
    return page.replace(HEAD, HEAD + f"<script>window.__streamlit = {text}</script>".encode(), 1)


def _is_page(start: Message) -> bool:
    """Whether an answer is a page."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")


HALL.left = keep_review
app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[*replay.ROUTES, *train.ROUTES, *review.ROUTES],
    middleware=[Middleware(Admission), Middleware(Placed)],
)
