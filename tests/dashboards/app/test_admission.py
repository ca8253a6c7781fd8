"""Who is let in: by the name that a request is sent to, its origin and its cookie."""

import asyncio
import json

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboards.app import admission
from dashboards.app.admission import Admission, person, welcome, why
from dashboards.app.replay import routes as replay
from dashboards.app.sign_in import HOSTS, SIGN_IN, check
from dashboards.app.train import routes as desks
from dashboards.app.train.review import routes as review
from sim.errors import SimError

KEY, HERE = "0123456789abcdef" * 2, "https://lfr.example.org"
TOLD = {"origin": HERE, "is_logged_in": True, "sub": "1", "email": "A@example.org"}
AUTH = {
    "redirect_uri": f"{HERE}/oauth2callback",
    "cookie_secret": KEY,
    "client_id": "x",
    "client_secret": "y",
    "server_metadata_url": "https://accounts.example.org/.well-known/openid-configuration",
}


@pytest.fixture
def signing(monkeypatch):
    """A server at a name of its own where people sign in."""
    monkeypatch.setenv(HOSTS, "lfr.example.org")
    monkeypatch.setenv(SIGN_IN, "1")
    monkeypatch.setattr(admission, "get_cookie_secret", lambda: KEY)
    monkeypatch.setattr(admission, "get_origin_from_redirect_uri", lambda: HERE)
    monkeypatch.setattr(admission, "secrets_singleton", {})


def cookie(told, key=KEY, name="_streamlit_user"):
    return create_signed_value(key, name, json.dumps(told)).decode()


def refused(path, host="lfr.example.org", **headers):
    pairs = [(name.encode(), one.encode()) for name, one in {"host": host, **headers}.items()]
    found = why({"type": "http", "path": path, "headers": pairs})
    return None if found is None else found[0]


def test_on_this_machine_nobody_signs_in_and_other_names_are_refused(monkeypatch):
    monkeypatch.delenv(HOSTS, raising=False)
    monkeypatch.delenv(SIGN_IN, raising=False)
    assert refused("/desk/state", "127.0.0.1:8501") is None
    assert refused("/", "localhost:8501") is None
    assert refused("/", "[::1]:8501") is None
    for host in ("other.example", "[::2]:8501", "", "[", "127.0.0.1.other.example"):
        assert refused("/", host) == 421


@pytest.mark.usefixtures("signing")
def test_every_route_beside_the_page_asks_who_it_is():
    paths = [one.path for one in (*desks.ROUTES, *replay.ROUTES, *review.ROUTES)]
    assert len(paths) >= 7
    for path in [*paths, "/media/x.png", "/_stcore/upload_file/1/2"]:
        assert refused(path) == 401
        assert refused(path, cookie=f"_streamlit_user={cookie(TOLD)}") is None
        assert refused(path, origin="https://other.example") == 403
    assert refused("/") is None


@pytest.mark.usefixtures("signing")
def test_a_cookie_that_is_not_of_somebody_who_signed_in_here_is_nobody_s():
    for value in (
        "",
        "forged",
        cookie(TOLD, key="another" * 8),
        cookie(TOLD, name="_another"),
        cookie({**TOLD, "origin": "https://other.example"}),
        cookie({**TOLD, "is_logged_in": False}),
        cookie([]),
    ):
        assert person({"_streamlit_user": value}) is None, value


@pytest.mark.usefixtures("signing")
def test_where_people_are_named_only_they_come_in(monkeypatch):
    assert welcome(TOLD) == "A@example.org"
    monkeypatch.setattr(admission, "secrets_singleton", {"footfall": {"people": ["a@Example.org"]}})
    assert welcome(TOLD) == "A@example.org"
    assert welcome({**TOLD, "email": "b@example.org"}) is None
    assert welcome({**TOLD, "email_verified": False}) is None
    assert welcome({**TOLD, "email": None}) is None


@pytest.mark.usefixtures("signing")
def test_a_socket_at_another_name_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"other")]}
    asyncio.run(Admission(None)(scope, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def written(folder, **changes):
    file = folder / "secrets.toml"
    lines = [f'{name} = "{one}"' for name, one in {**AUTH, **changes}.items() if one is not None]
    file.write_text("\n".join(["[auth]", *lines]))
    return file


def test_an_address_that_others_reach_is_served_with_sign_in_alone(tmp_path):
    check("127.0.0.1", [], None)
    check("0.0.0.0", ["lfr.example.org"], written(tmp_path))
    for address, hosts in (("0.0.0.0", []), ("192.0.2.7", ["lfr.example.org"]), ("x", [])):
        with pytest.raises(SimError, match=r"--address: got .*wanted 127\.0\.0\.1"):
            check(address, hosts, None)
    with pytest.raises(SimError, match=r"--host: got lfr\.example\.org, wanted --sign-in"):
        check("127.0.0.1", ["lfr.example.org"], None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_id": None}, "without client_id"),
        ({"cookie_secret": "short"}, "got 5 characters"),
        ({"redirect_uri": "https://other.example/oauth2callback"}, "wanted one of --host"),
        ({"redirect_uri": "https://lfr.example.org/elsewhere"}, "and /oauth2callback"),
        ({"redirect_uri": "http://lfr.example.org/oauth2callback"}, "wanted https"),
    ],
)
def test_a_file_that_nobody_could_sign_in_with_is_refused(tmp_path, changes, said):
    with pytest.raises(SimError, match=said):
        check("0.0.0.0", ["lfr.example.org"], written(tmp_path, **changes))


def test_the_command_refuses_in_one_line(footfall):
    told = footfall("dashboard", "--address", "0.0.0.0", "--no-browser")
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert "wanted 127.0.0.1, or --sign-in and --host with it" in told.err
