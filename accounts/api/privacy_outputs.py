"""The JSON about people's own data."""

from dataclasses import asdict
from typing import Any

from ..models import Consent, DataExport, DeletionRequest, PrivacyRequest
from ..selectors.consents import ConsentState


def consent_json(row: Consent) -> dict[str, Any]:
    """Return one yes or no."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "version": row.version,
        "is_given": row.is_given,
        "ip": row.ip,
        "created_at": row.created_at,
    }


def consent_state_json(state: ConsentState) -> dict[str, Any]:
    """Return where a person stands with one text."""
    return asdict(state)


def export_json(row: DataExport) -> dict[str, Any]:
    """Return one copy; ``download`` is there once it can be fetched. The file's name is not."""
    is_ready = row.status == DataExport.Status.READY
    return {
        "id": row.pk,
        "status": row.status,
        "size": row.size,
        "sha256": row.sha256,
        "created_at": row.created_at,
        "ready_at": row.ready_at,
        "expires_at": row.expires_at,
        "download": f"/api/v1/me/data-exports/{row.pk}/download" if is_ready else None,
    }


def deletion_json(row: DeletionRequest) -> dict[str, Any]:
    """Return a wish to be erased."""
    return {
        "id": row.pk,
        "status": row.status,
        "created_at": row.created_at,
        "due_at": row.due_at,
        "obstacle": row.obstacle,
    }


def privacy_request_json(row: PrivacyRequest) -> dict[str, Any]:
    """Return one query or claim; who of the team answered is not told."""
    return {
        "id": row.pk,
        "number": row.number,
        "kind": row.kind,
        "status": row.status,
        "text": row.text,
        "due_on": row.due_on,
        "extension_reason": row.extension_reason,
        "answer": row.answer,
        "created_at": row.created_at,
        "answered_at": row.answered_at,
    }
