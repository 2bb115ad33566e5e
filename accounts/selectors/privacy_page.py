"""What a person sees about their own data on one page."""

from dataclasses import dataclass
from uuid import UUID

from ..errors import DeletionRequestNotFound
from ..models import DataExport, DeletionRequest, PrivacyRequest
from .consents import ConsentState, consent_states
from .privacy import deletion_request_of, exports_of, privacy_requests_of

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class PrivacyView:
    """The newest copies and requests, every text, and the wish to be erased if there is one."""

    consents: list[ConsentState]
    exports: list[DataExport]
    requests: list[PrivacyRequest]
    deletion: DeletionRequest | None


def privacy_page(*, user_id: UUID) -> PrivacyView:
    """Return what the page shows: 4 queries."""
    return PrivacyView(
        consents=consent_states(user_id=user_id),
        exports=list(exports_of(user_id=user_id)[:SHOWN]),
        requests=list(privacy_requests_of(user_id=user_id)[:SHOWN]),
        deletion=_deletion_of(user_id),
    )


def _deletion_of(user_id: UUID) -> DeletionRequest | None:
    try:
        return deletion_request_of(user_id=user_id)
    except DeletionRequestNotFound:
        return None
