"""The only writer of consents: rows are added, with version, moment and address."""

from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.request_context import current_request
from marketplace.shared.services import audit

from ..consent_texts import CONSENT_TEXTS
from ..errors import ConsentNeeded
from ..models import Consent, User
from ..selectors.consents import latest_consents
from .people import lock_user

DELETION_REQUEST = "/api/v1/me/deletion-request"


def record_first_consents(*, user: User, accept_marketing: bool) -> None:
    """Keep what a new person agreed to, in the caller's transaction: one statement.

    The form asks for the terms and for the treatment of data with one yes that names both;
    each is a row of its own, because each has a version of its own.
    """
    kinds = [Consent.Kind.TERMS, Consent.Kind.PERSONAL_DATA]
    kinds += [Consent.Kind.MARKETING] if accept_marketing else []
    Consent.objects.bulk_create([_row(user.pk, kind, is_given=True) for kind in kinds])


@in_transaction
def set_consent(*, user_id: UUID, kind: Consent.Kind, is_given: bool) -> tuple[Consent, bool]:
    """Say yes or no to the version in force; return the row and whether it is new.

    Saying the same of the same version again adds nothing.

    Raises:
        ConsentNeeded: the account cannot exist without it; who wants to withdraw it asks to be
            erased.

    Locks the user.
    """
    text = CONSENT_TEXTS[kind.value]
    if text.is_needed and not is_given:
        raise ConsentNeeded(
            "Su cuenta no puede existir sin esta autorización. Si ya no quiere darla, "
            "pida que borremos su cuenta.",
            kind=kind.value,
            deletion_request=DELETION_REQUEST,
        )
    lock_user(user_id=user_id)
    last = latest_consents(user_id=user_id).get(kind.value)
    if last is not None and (last.is_given, last.version) == (is_given, text.version):
        return last, False
    row = _row(user_id, kind, is_given=is_given)
    row.save(force_insert=True)
    row.refresh_from_db(fields=["created_at"])
    audit.record(
        action="accounts.consent_given" if is_given else "accounts.consent_withdrawn",
        subject_type="user",
        subject_id=user_id,
        actor_id=user_id,
        changes={"kind": kind.value, "version": text.version},
    )
    return row, True


def _row(user_id: UUID, kind: Consent.Kind, *, is_given: bool) -> Consent:
    return Consent(
        user_id=user_id,
        kind=kind,
        version=CONSENT_TEXTS[kind.value].version,
        is_given=is_given,
        ip=current_request().ip,
    )
