"""A small OpenID provider on 127.0.0.1 that knows one person, and lets them in without asking."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "footfall"
SECRET = "of the client alone"
LASTS_S = 600
EMAIL = "trainer@example.org"


class Provider(BaseHTTPRequestHandler):
    """What OpenID Connect Core 1.0 asks of the code flow, and no more."""

    key: ClassVar[RSAKey]
    nonces: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        """The configuration, the keys, and the way back to whoever asked for somebody."""
        parts = urlsplit(self.path)
        asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._answer(self._configuration())
        elif parts.path == "/keys":
            self._answer({"keys": [self.key.as_dict(private=False)]})
        else:
            code = secrets.token_hex(8)
            self.nonces[code] = asked.get("nonce", "")
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        """Who it is, for a code that was given."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        code = parse_qs(body)["code"][0]
        now = int(time.time())
        claims = {
            "iss": self._url(), "aud": CLIENT, "sub": "1", "email": EMAIL,
            "email_verified": True, "iat": now, "exp": now + LASTS_S,
            "nonce": self.nonces.pop(code),
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        self._answer({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _configuration(self) -> dict[str, object]:
        url = self._url()
        return {
            "issuer": url, "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token", "jwks_uri": f"{url}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }  # fmt: skip

    def _url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _answer(self, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider() -> Iterator[str]:
    """The provider's address, for as long as it answers."""
    Provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
