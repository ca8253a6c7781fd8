import asyncio

import pytest

from dashboards.app.server import Placed
from dashboards.cli.dashboard import command

PAGE = b"<html><head><title>Streamlit</title></head></html>"
ROOT = b'"BACKEND_BASE_URL": "http://127.0.0.1:8501"'


def answered(path, accept, body, *, kind=b"text/html; charset=utf-8", status=200, parts=1):
    """Status, headers and body of an answer behind the middleware, and what was asked of it."""
    sent, asked = [], []
    size = max(len(body) // parts, 1)

    async def app(scope, _, send):
        asked.append(dict(scope["headers"]))
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        pieces = [body[k : k + size] for k in range(0, len(body), size)]
        for number, piece in enumerate(pieces):
            more = number + 1 < len(pieces)
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8501"), (b"accept", accept), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "scheme": "http", "path": path, "headers": headers}
    asyncio.run(Placed(app)(scope, None, send))
    told = dict(sent[0]["headers"])
    return told, b"".join(one["body"] for one in sent[1:]), asked[0]


@pytest.mark.parametrize("parts", [1, 3])
def test_a_page_is_told_where_the_root_is(parts):
    headers, body, asked = answered("/explore", b"text/html,*/*", PAGE, parts=parts)
    assert ROOT in body
    assert body.index(ROOT) < body.index(b"<title>")
    assert int(headers[b"content-length"]) == len(body)
    assert b"accept-encoding" not in asked


@pytest.mark.parametrize(
    ("accept", "kind", "status"),
    [
        (b"*/*", b"text/html", 200),
        (b"text/html", b"application/javascript", 200),
        (b"text/html", b"text/html", 404),
    ],
)
def test_whatever_else_is_asked_for_comes_as_it_is(accept, kind, status):
    headers, body, _ = answered("/static/x", accept, PAGE, kind=kind, status=status, parts=2)
    assert body == PAGE
    assert int(headers[b"content-length"]) == len(PAGE)


def test_the_server_offers_nobody_what_is_streamlit_s_own():
    """Its welcome, an address to write to, and since 1.67 something to install."""
    flags = command(8501, browser=True, more={})
    for option in ("--logger.hideWelcomeMessage=true", "--server.showEmailPrompt=false"):
        assert option in flags
