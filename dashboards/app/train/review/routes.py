"""The files that a session's replay reads, by range, for whoever's link sees the review."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.app.train.hall import HALL, REFUSED
from dashboards.app.train.review.made import MAP, PLACE
from sim.training.sharing import sees_review

AT = "/review/file"
KINDS = (".json", ".bin", ".h264")
PRIVATE = {"cache-control": "private, no-store"}


def address(session: str, secret: str, file: str) -> str:
    """Where the browser finds a file of a session's review."""
    return f"{AT}?{urlencode({'session': session, 'key': secret, 'file': file})}"


def send(request: Request) -> Response:
    """A file of a session's review or a range of it; 403 for whoever does not see it, 404 for
    anything else.
    """
    session, secret, file = (
        request.query_params.get(one, "") for one in ("session", "key", "file")
    )
    try:
        role, folder = HALL.role(session, secret), HALL.folder(session)
        seen = sees_review(folder, role)
    except REFUSED:
        seen = False
    if not seen:
        return PlainTextResponse("this link sees no review", 403, headers=PRIVATE)
    name = Path(file).name
    found = next((one for place in (MAP, PLACE) if (one := folder / place / name).is_file()), None)
    if found is None or found.suffix not in KINDS:
        return PlainTextResponse("no such file", 404, headers=PRIVATE)
    return FileResponse(found, media_type="application/octet-stream", headers=PRIVATE)


ROUTES = [Route(AT, send)]
