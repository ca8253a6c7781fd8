"""The files that a session's replay reads, by range, for whoever's link sees the review."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.app.train.hall import HALL, REFUSED
from dashboards.app.train.review.made import MAP, PLACE
from engine.disk.files import UnreadError
from sim.training.pictures.album import FILES, Album
from sim.training.sharing import sees_review

AT, PICTURE = "/review/file", "/review/picture"
KINDS = (".json", ".bin", ".h264")
UNSEEN = "this link sees no review"
PRIVATE = {"cache-control": "private, no-store"}


def address(session: str, secret: str, file: str) -> str:
    """Where the browser finds a file of a session's review."""
    return f"{AT}?{urlencode({'session': session, 'key': secret, 'file': file})}"


def picture_address(session: str, secret: str, of: str, part: str) -> str:
    """Where the browser finds a part of an alert's pictures."""
    return f"{PICTURE}?{urlencode({'session': session, 'key': secret, 'of': of, 'part': part})}"


def send(request: Request) -> Response:
    """A file of a session's review or a range of it; 403 for whoever does not see it, 404 for
    anything else.
    """
    folder = _seen(request)
    if folder is None:
        return PlainTextResponse(UNSEEN, 403, headers=PRIVATE)
    file = request.query_params.get("file", "")
    name = Path(file).name
    found = next((one for place in (MAP, PLACE) if (one := folder / place / name).is_file()), None)
    if found is None or found.suffix not in KINDS:
        return PlainTextResponse("no such file", 404, headers=PRIVATE)
    return FileResponse(found, media_type="application/octet-stream", headers=PRIVATE)


def picture(request: Request) -> Response:
    """A part of the pictures of an alert, by their name; 403 and 404 as for files."""
    folder = _seen(request)
    if folder is None:
        return PlainTextResponse(UNSEEN, 403, headers=PRIVATE)
    name, part = (request.query_params.get(one, "") for one in ("of", "part"))
    try:
        found = Album(folder).read(name, part)
    except UnreadError:
        return PlainTextResponse("no such picture", 404, headers=PRIVATE)
    return Response(found, media_type=FILES[part][1], headers=PRIVATE)


def _seen(request: Request) -> Path | None:
    """The folder of the session whose review the link of a request sees; None: it sees none."""
    session, secret = (request.query_params.get(one, "") for one in ("session", "key"))
    try:
        role, folder = HALL.role(session, secret), HALL.folder(session)
        return folder if sees_review(folder, role) else None
    except REFUSED:
        return None


ROUTES = [Route(AT, send), Route(PICTURE, picture)]
