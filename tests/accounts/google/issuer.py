"""A small issuer in a thread: serves its keys over real HTTP and signs real RS256 tokens."""

import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "1234567890-plaza.apps.googleusercontent.com"


@cache
def private_key(name: str) -> Any:
    """Return a key of this name, which takes a while to make; the one named "small" is."""
    bits = 1_024 if name == "small" else 2_048
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def public_pem(name: str) -> bytes:
    """Return the public half as text, which an attacker may use as a secret."""
    return (
        private_key(name)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def public_jwk(name: str, **changes: Any) -> dict[str, Any]:
    """Return the public half as Google lists it; ``None`` leaves a field out."""
    jwk = RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
    whole = {**jwk, "kid": name, "use": "sig", "alg": "RS256", **changes}
    whole.pop("key_ops", None)
    return {field: value for field, value in whole.items() if value is not None}


class Issuer:
    """What it answers can be changed at any time; ``asked`` counts the requests for keys."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.heal()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def heal(self) -> None:
        """Serve the keys "one" and "two", for an hour."""
        self.asked = 0
        self.status = 200
        self.headers = {"Cache-Control": "public, max-age=3600, must-revalidate"}
        self.body: Any = {"keys": [public_jwk("one"), public_jwk("two")]}

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return what Google says of Ana; ``None`` leaves a claim out."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "sub": "110169484474386276334",
            "email": "ana@example.com",
            "email_verified": True,
            "given_name": "Ana",
            "family_name": "Gómez",
            "name": "Ana Gómez",
            "iat": now,
            "exp": now + 3_600,
            "nonce": "a-nonce",
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def token(
        self, *, key: str = "one", headers: dict[str, Any] | None = None, **changes: Any
    ) -> str:
        """Sign the claims with the key of this name, however strange they are."""
        return jwt.api_jws.encode(
            json.dumps(self.claims(**changes)).encode(),
            private_key(key),
            algorithm="RS256",
            headers={"kid": key} | (headers or {}),
        )


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            body = issuer.body
            answer = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(issuer.status)
            for name, value in issuer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            return None

    return Handler
