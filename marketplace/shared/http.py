"""Calls to other servers: always with time limits, never inside a transaction."""

from typing import Any

import requests

from .db import inside_transaction


class OutgoingClient:
    """A thin ``requests`` session for one fixed host.

    Redirects are not followed and bodies are not logged. Keeps its connections; the instance
    is not shared between threads. ``auth`` is user and password of HTTP Basic.
    """

    def __init__(
        self,
        base_url: str,
        *,
        connect_timeout: float = 3.0,
        read_timeout: float = 10.0,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout = (connect_timeout, read_timeout)
        self._session = requests.Session()
        # Proxies and .netrc of the machine must not decide where secrets go.
        self._session.trust_env = False
        self._session.headers.update(headers or {})
        self._session.auth = auth

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send one request and return whatever was answered, errors included.

        Args:
            form: sent form-encoded, instead of ``json``.

        Raises:
            RuntimeError: called inside a transaction, whose locks would wait for the network.
            requests.RequestException: no answer; see its subclasses for how far it came.
        """
        if inside_transaction():
            raise RuntimeError(f"{method} {path} inside a transaction")
        return self._session.request(
            method,
            self._base_url + path,
            json=json,
            data=form,
            params=params,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,
        )
