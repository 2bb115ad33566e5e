"""A small Twilio on this machine: the Messages resource over real HTTP, with signed reports.

The last digit of the recipient says what happens: ``+573000000001`` is delivered, ``…2``
undelivered (30003), ``…3`` no number (21211), ``…4`` has sent STOP (21610), ``…5`` gets no answer,
``…6`` is too much once (429), ``…7`` breaks Twilio (500), ``…8`` is no mobile (21614).
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

ACCOUNT, KEY, SECRET, TOKEN = "AC" + "0" * 32, "SK" + "1" * 32, "key-secret", "auth-token"
REFUSALS = {
    "+573000000003": (400, 21211),
    "+573000000004": (400, 21610),
    "+573000000008": (400, 21614),
}
SILENT, BUSY_ONCE, BROKEN = "+573000000005", "+573000000006", "+573000000007"
UNDELIVERED = "+573000000002"


def signature(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """Sign a report as Twilio does; each name once."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(
        hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    ).decode()


class TwilioDouble:
    """The server and its book: ``requests`` is every form that came, ``messages`` what was taken."""

    def __init__(self, *, silence: float = 0.6) -> None:
        self.silence = silence
        self.requests: list[dict[str, str]] = []
        self.messages: list[dict[str, Any]] = []
        self.was_busy = False
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: Any, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of one POST."""
        if path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return 404, _error(404, 20404)
        if headers.get("Authorization") not in (_basic(KEY, SECRET), _basic(ACCOUNT, TOKEN)):
            return 401, _error(401, 20003)
        recipient = form.get("To", "")
        with self._lock:
            self.requests.append(form)
            if recipient == BUSY_ONCE and not self.was_busy:
                self.was_busy = True
                return 429, _error(429, 20429)
        if recipient in REFUSALS:
            status, code = REFUSALS[recipient]
            return status, _error(status, code)
        if recipient == BROKEN:
            return 500, {}
        with self._lock:
            message = {
                "sid": f"SM{len(self.messages) + 1:032d}",
                "account_sid": ACCOUNT,
                "to": recipient,
                "from": form.get("From"),
                "body": form["Body"],
                "status": "queued" if "From" in form else "accepted",
                "num_segments": "1",
                "error_code": None,
                "callback": form.get("StatusCallback"),
            }
            self.messages.append(message)
        if recipient == SILENT:
            time.sleep(self.silence)
        return 201, message

    def reports(self, message: dict[str, Any]) -> list[dict[str, str]]:
        """Return the forms that Twilio sends about ``message``, in their right order."""
        if message["to"] == UNDELIVERED:
            steps = [
                {"MessageStatus": "sent"},
                {"MessageStatus": "undelivered", "ErrorCode": "30003"},
            ]
        else:
            steps = [{"MessageStatus": each} for each in ("sending", "sent", "delivered")]
        common = {
            "MessageSid": message["sid"],
            "SmsSid": message["sid"],
            "To": message["to"],
            "From": message["from"] or "",
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
        }
        return [common | step | {"SmsStatus": step["MessageStatus"]} for step in steps]


def _handler_of(double: TwilioDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            status, answer = double.answer(self.path, self.headers, form)
            content = json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass  # the caller has gone

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _error(status: int, code: int) -> dict[str, Any]:
    return {
        "code": code,
        "message": "…",
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
