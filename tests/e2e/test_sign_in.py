"""A server with sign-in, and a provider on this machine: nobody is given anything before."""

import json
import shutil
import urllib.request
from urllib.error import HTTPError

import pytest

from sim.training.hall import PLACE
from sim.training.links import links_of
from tests.e2e.provider import CLIENT, SECRET, provider
from tests.e2e.served import served, visited

pytestmark = pytest.mark.browser


def status(url, body=None, **headers):
    asked = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status
    except HTTPError as err:
        return err.code


def test_whoever_signed_in_with_the_provider_is_let_in_and_nobody_else(laid, tmp_path):
    folder = shutil.copytree(laid, tmp_path / "runs" / PLACE / "one")
    secret = links_of(folder)["instructor"]
    with provider() as url:
        file = tmp_path / "secrets.toml"
        file.write_text(
            '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{"0123456789abcdef" * 2}"\nclient_id = "{CLIENT}"\n'
            f'client_secret = "{SECRET}"\n'
            f'server_metadata_url = "{url}/.well-known/openid-configuration"\n'
            '[footfall]\npeople = ["Trainer@example.org"]\n'
        )
        with served(tmp_path / "runs", "--sign-in", str(file)) as server:
            desk = f"{server.url}/desk/state?session=one&key={secret}"
            act = json.dumps({"session": "one", "key": secret, "do": "start"}).encode()
            assert status(desk) == 401
            assert status(f"{server.url}/desk/act", act) == 401
            assert status(desk, Cookie="_streamlit_user=forged") == 401
            assert status(f"{server.url}/desk/act", act, Origin="http://other.example") == 403
            assert status(server.url, Host="other.example") == 421
            with visited(server.url) as visit:
                visit.page.get_by_text("Sign in to go on").wait_for()
                assert visit.page.get_by_role("link", name="Explore").count() == 0
                assert visit.flaws() == []
                visit.press("button", "Sign in")
                visit.page.get_by_role("link", name="Explore").wait_for()
                kept = visit.page.context.cookies()
                cookie = "; ".join(f"{one['name']}={one['value']}" for one in kept)
                assert status(desk, Cookie=cookie) == 200
                assert status(desk, Cookie=cookie.replace("_streamlit_user=", "x=")) == 401
                assert visit.flaws() == []
                visit.page.get_by_text("Signed in as trainer@example.org").wait_for()
                visit.press("button", "Sign out")
                visit.page.get_by_text("Sign in to go on").wait_for()
                kept = visit.page.context.cookies()
                cookie = "; ".join(f"{one['name']}={one['value']}" for one in kept)
                assert status(desk, Cookie=cookie) == 401
                assert visit.faults == []
