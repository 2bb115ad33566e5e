"""Signs a test's browser in as our own login does, without paying for a password check."""

from typing import Any

from django.test import Client


def force_login(client: Client, user: Any, backend: str | None = None) -> None:
    """Stand in for ``Client.force_login``: staff come in by their own login, with both factors."""
    # App ready: the sessions' service needs the models.
    from accounts.portal.authentication import LOGIN_SESSION
    from accounts.services.sessions import SessionKind, start_session
    from marketplace.shared.db import in_transaction

    kind = SessionKind.ADMIN if user.is_staff else SessionKind.PORTAL
    opened = in_transaction(start_session)(user=user, kind=kind, second_factor=True)
    client._login(user, backend)
    session = client.session
    session[LOGIN_SESSION] = str(opened.pk)
    session.save()
