"""What only browsers' pages need: session, its user, messages and a content policy.

The API knows people by their tokens and answers in JSON, so its requests pass these by, which
saves more than a quarter of the calls that a short answer takes.
"""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from csp import middleware as csp
from csp.utils import build_policy
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponseBase

API = "/api/v1/"
# JSON that somebody opens as a page may load nothing and be framed nowhere.
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


class _PassesApiBy:
    """Leaves requests under ``/api/v1/`` to the next middleware."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(API):
            response: HttpResponseBase = self.get_response(request)
            return response
        return super().__call__(request)  # type: ignore[misc]  # of the middleware beside


class SessionMiddleware(_PassesApiBy, sessions.SessionMiddleware):
    """Django's, for pages."""


class AuthenticationMiddleware(_PassesApiBy, auth.AuthenticationMiddleware):
    """Django's, for pages."""


class MessageMiddleware(_PassesApiBy, messages.MessageMiddleware):
    """Django's, for pages."""


class CSPMiddleware(_PassesApiBy, csp.CSPMiddleware):
    """django-csp's for pages; a fixed, narrower policy for the API."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = super().__call__(request)
        if request.path_info.startswith(API):
            response.setdefault("Content-Security-Policy", API_POLICY)
        elif response.status_code == HTTPStatus.NOT_FOUND:
            # With DEBUG django-csp takes them for Django's own pages; ours are like the others.
            parts = self.get_policy_parts(request, response)
            response.setdefault("Content-Security-Policy", build_policy(**asdict(parts)))
        return response
