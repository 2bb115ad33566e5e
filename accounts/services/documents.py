"""Writes a person's identity document; its number never comes into the audit."""

from uuid import UUID

from marketplace.shared.documents import Document
from marketplace.shared.services import audit

from ..models import User

DOCUMENT_FIELDS = ("document_type", "document_number", "document_check_digit")


def write_document(user: User, document: Document, *, actor_id: UUID) -> bool:
    """Put ``document`` on the locked row and say whether it is another; the caller saves.

    A change is audited with the types alone. Orders and invoices keep what they copied.
    """
    before = document_of(user)
    if document == before:
        return False
    set_document(user, document)
    audit.record(
        action="accounts.document_changed",
        subject_type="user",
        subject_id=user.pk,
        actor_id=actor_id,
        changes={"document_type": [before.type, document.type]},
    )
    return True


def set_document(user: User, document: Document) -> None:
    """Put ``document`` on a row that is not stored yet, or is locked."""
    user.document_type = document.type
    user.document_number = document.number
    user.document_check_digit = document.check_digit


def document_of(user: User) -> Document:
    """Return the person's document; without a type there is none."""
    return Document(
        type=user.document_type, number=user.document_number, check_digit=user.document_check_digit
    )
