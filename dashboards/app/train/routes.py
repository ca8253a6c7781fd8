"""What desks read and do, beside the page: every request names its session and its link, and is
given what that role may know.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.app.map.plan import plan
from dashboards.app.train.hall import HALL, REFUSED
from engine.disk.files import UnreadError
from sim.errors import SimError
from sim.training.events import (
    COMMANDER,
    TRAINEE,
    Act,
    Covered,
    Ended,
    Held,
    Injected,
    Marked,
    Message,
    Paused,
    Recalled,
    Reserved,
    Resumed,
    Sent,
    SpeedSet,
)
from sim.training.injects.inject import act_of, inject_of
from sim.training.pictures.album import FILES
from sim.training.pictures.feeds import softened
from sim.training.session import Session
from sim.training.views import view

STATE, ACT, FLOOR, PICTURE = "/desk/state", "/desk/act", "/desk/floor", "/desk/picture"
FEED = "/desk/feed"
LARGEST_BYTES = 16_384
"""Of what a desk may ask to be done."""
WAITS_S = 5.0
"""For an inject that is worked out, before the desk is answered."""
FRESH = {"cache-control": "no-store"}
JPEG = "image/jpeg"
LONGEST_NUMBER = 12
"""Digits of a feed's picture."""


def state(request: Request) -> Response:
    """What a desk shows now."""
    return _answered(lambda: _state(request.query_params))


def floor(request: Request) -> Response:
    """The plan of a level, for desks that see where officers are."""
    return _answered(lambda: _floor(request.query_params))


def picture(request: Request) -> Response:
    """A part of an alert's pictures, for whoever may see them; 404 where it is not there."""
    return _pictured(lambda: _picture(request.query_params))


def feed(request: Request) -> Response:
    """The picture of that number on a camera's screen, for whoever sees feeds; 404 for one that
    stands there no more.
    """
    return _pictured(lambda: _feed(request.query_params))


def _pictured(make: Callable[[], tuple[bytes, str]]) -> Response:
    """A picture with its kind; 403, 404 and 409 as JSON with why."""
    try:
        coded, kind = make()
        return Response(coded, headers=FRESH, media_type=kind)
    except NoLinkError as err:
        return JSONResponse({"refused": str(err)}, 403, headers=FRESH)
    except UnreadError as err:
        return JSONResponse({"refused": f"picture: got {err}, wanted one"}, 404, headers=FRESH)
    except REFUSED as err:
        return JSONResponse({"refused": str(err)}, 409, headers=FRESH)


async def act(request: Request) -> Response:
    """Do what a desk asks for, as JSON in the body; what the desk shows then."""
    try:
        body = await bounded(request)
    except TooLongError as err:
        return JSONResponse({"refused": str(err)}, 413, headers=FRESH | {"connection": "close"})
    return await run_in_threadpool(lambda: _answered(lambda: _act(body)))


async def bounded(request: Request) -> bytes:
    """The body of a request; TooLongError as soon as there is more than LARGEST_BYTES of it."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BYTES:
            raise TooLongError(f"desk: got more than {LARGEST_BYTES} bytes, wanted no more")
    return bytes(body)


def _answered(make: Callable[[], Any]) -> Response:
    """The answer as JSON; 403 for no link of a session, 409 for what cannot be, each with why."""
    try:
        return JSONResponse(make(), headers=FRESH)
    except NoLinkError as err:
        return JSONResponse({"refused": str(err)}, 403, headers=FRESH)
    except REFUSED as err:
        return JSONResponse({"refused": str(err)}, 409, headers=FRESH)


class TooLongError(Exception):
    """Somebody sent more than is taken."""


class NoLinkError(Exception):
    """Somebody asked without a link of that session."""


def _who(told: Mapping[str, Any]) -> tuple[Session, str]:
    """The session, and the role of whose link it is."""
    name, secret = str(told.get("session", "")), str(told.get("key", ""))
    try:
        role = HALL.role(name, secret)
    except REFUSED as err:
        raise NoLinkError(str(err)) from err
    return HALL.session(name), role


def _state(told: Mapping[str, Any]) -> dict[str, Any]:
    return view(*_who(told), feeds=told.get("feeds") == "1")


def _picture(told: Mapping[str, Any]) -> tuple[bytes, str]:
    name, part = str(told.get("of", "")), str(told.get("part", ""))
    session, role = _who(told)
    if not session.may_see(name, role):
        raise NoLinkError("picture: got one that is not this role's, wanted another")
    return session.album.read(name, part), FILES[part][1]


def _feed(told: Mapping[str, Any]) -> tuple[bytes, str]:
    session, role = _who(told)
    if role == COMMANDER:
        raise NoLinkError("feed: got a commander's link, wanted one of whoever sees feeds")
    number = str(told.get("number", ""))
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise SimError(f"number: got {number[:LONGEST_NUMBER]!r}, wanted that of a picture")
    with session.lock:
        coded, times = session.feeds.picture(str(told.get("camera", "")), int(number))
    return softened(coded, times), JPEG


def _floor(told: Mapping[str, Any]) -> dict[str, Any]:
    session, role = _who(told)
    if role == TRAINEE:
        raise NoLinkError("floor: got a trainee's link, wanted one of whoever sees officers")
    setting = session.ground.setting
    levels = sorted({one.ordinal for one in setting.place.levels})
    wanted = str(told.get("level", levels[0]))
    if wanted not in map(str, levels):
        raise SimError(f"level: got {wanted!r}, wanted one of {', '.join(map(str, levels))}")
    drawn = plan(setting.place, int(wanted), setting.scenario, setting.scenario.watching)
    return {"level": int(wanted), "levels": levels, "plan": drawn}


def _act(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
        name = told["do"]
    except (ValueError, KeyError, TypeError) as err:
        raise SimError("desk: got no JSON of what to do, wanted an object with `do`") from err
    session, role = _who(told)
    try:
        _do(session, role, name, told)
    except (KeyError, TypeError, ValueError) as err:
        raise SimError(f"{name}: got {type(err).__name__} {err}, wanted all its fields") from err
    return view(session, role)


def _do(session: Session, role: str, name: str, told: Mapping[str, Any]) -> None:
    if name == "decide":
        if role != TRAINEE:
            raise SimError(f"{role}: got a verdict, wanted one of the trainee's")
        sure = told.get("confidence")
        verdict, reason = str(told["verdict"]), str(told.get("reason", ""))
        confidence = None if sure is None else float(sure)
        session.decide(int(told["alert"]), verdict, confidence, reason)
    elif name == "inject":
        _bring(session, role, _injected(session, told))
    elif name in DOES:
        session.do(role, DOES[name](told))
    else:
        raise SimError(f"desk: got {name!r}, wanted one of decide, inject, {', '.join(DOES)}")


def _bring(session: Session, role: str, inject: Injected) -> None:
    """Let it come about; what takes longer is told as coming, and goes on."""
    asked = session.ask(role, inject)
    with suppress(TimeoutError):
        asked.result(WAITS_S)


def _injected(session: Session, told: Mapping[str, Any]) -> Injected:
    """An inject of the timeline by its `id`, or one by hand: a kind, and what it is about."""
    if "id" in told:
        for one in session.planned.injects:
            if one.id == told["id"]:
                return act_of(one)
        raise SimError(f"inject: got {told['id']!r}, wanted one of the timeline's")
    at_s = max(session.clock_s - session.began.from_s, 0.0)
    to, text = list(map(str, told.get("to", ()))), str(told.get("content", ""))
    dials = {"at_s": at_s, "what": str(told.get("what", "")), "to": to, "content": text}
    made = inject_of(Injected("", str(told["kind"]), dials))
    cameras = [camera.id for camera in session.ground.scenario.watching]
    if made.of.of == "camera" and made.what and made.what not in cameras:
        raise SimError(f"inject: got camera {made.what!r}, wanted one of {', '.join(cameras)}")
    return act_of(made)


DOES: Mapping[str, Callable[[Mapping[str, Any]], Act]] = {
    "start": lambda _: Resumed(),
    "pause": lambda _: Paused(),
    "speed": lambda told: SpeedSet(float(told["speed"])),
    "mark": lambda told: Marked(str(told.get("note", ""))),
    "end": lambda _: Ended(),
    "send": lambda told: Sent(int(told["alert"]), int(told["officer"])),
    "recall": lambda told: Recalled(int(told["officer"])),
    "hold": lambda told: Held(int(told["officer"]), bool(told["held"])),
    "reserve": lambda told: Reserved(int(told["officer"]), bool(told["reserved"])),
    "cover": lambda told: Covered(int(told["officer"]), int(told["post"])),
    "message": lambda told: Message(tuple(map(str, told.get("to", ()))), str(told["text"])),
}
"""What desks may ask for, by its name; the session knows who may."""
ROUTES = [
    Route(STATE, state),
    Route(FLOOR, floor),
    Route(PICTURE, picture),
    Route(FEED, feed),
    Route(ACT, act, methods=["POST"]),
]
