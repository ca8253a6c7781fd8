"""The files that a replay reads, by range, beside the page: what `ready` and `copies` made."""

from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.app.replay.ready import PLACE
from dashboards.app.runs import runs_folder

AT = "/replay/file"
KINDS = (".json", ".bin", ".h264")


def address(run: str, key: str, file: str) -> str:
    """Where the browser finds a file of a run's replay; with the key it is no older one."""
    return f"{AT}?{urlencode({'run': run, 'key': key, 'file': file})}"


async def send(request: Request) -> Response:
    """A file of a run's replay or a range of it; 404 for anything else."""
    run, name = (Path(request.query_params.get(one, "")).name for one in ("run", "file"))
    file = runs_folder() / run / PLACE / name
    if run == ".." or file.suffix not in KINDS or not file.is_file():
        return PlainTextResponse("no such file", 404)
    return FileResponse(file, media_type="application/octet-stream")


ROUTES = [Route(AT, send)]
