"""Work of shops that the clock starts."""

from typing import Any

from celery import shared_task

from .services.invitations import delete_old


@shared_task(name="vendors.delete_old_invitations")
def delete_old_invitations(**_ignored: Any) -> None:
    """Forget invitations that ended or expired long ago."""
    delete_old()
