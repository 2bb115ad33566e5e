"""Links accounts to providers' identities, and unlinks them."""

from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import IdentityNotFound, LastWayIn
from ..models import SocialIdentity, User
from .guard import require_may_manage
from .people import lock_user


def link(
    *, user: User, provider: SocialIdentity.Provider, subject: str, email: str
) -> SocialIdentity:
    """Let the provider's ``subject`` into the account, in the caller's transaction.

    Raises:
        IntegrityError: the subject has an account already.
    """
    identity = SocialIdentity.objects.create(
        user=user, provider=provider, subject=subject, email=email
    )
    audit.record(
        action="accounts.identity_linked",
        subject_type="user",
        subject_id=user.pk,
        actor_id=user.pk,
        changes={"provider": provider.value, "identity": str(identity.pk)},
    )
    return identity


@in_transaction
def remove_identity(*, identity_id: UUID, actor_id: UUID, user_id: UUID | None = None) -> None:
    """Unlink an identity; login sessions stay open. The second time it is not found.

    Args:
        user_id: when given, the identity must be this person's.

    Raises:
        IdentityNotFound: no such identity, or somebody else's.
        StrongerAccount: staff reach for somebody as strong as they are.
        LastWayIn: the account has no password and no other identity.

    Locks the user.
    """
    identities = SocialIdentity.objects.filter(pk=identity_id)
    if user_id is not None:
        identities = identities.filter(user_id=user_id)
    owner_id = identities.values_list("user_id", flat=True).first()
    if owner_id is None:
        raise _missing()
    user = lock_user(user_id=owner_id)
    require_may_manage(actor_id=actor_id, subject=user)
    has_another = SocialIdentity.objects.filter(user=user).exclude(pk=identity_id).exists()
    if not (user.has_usable_password() or has_another):
        raise LastWayIn("Cree primero una contraseña: sin ella no podría volver a ingresar.")
    if not identities.delete()[0]:
        raise _missing()
    audit.record(
        action="accounts.identity_removed",
        subject_type="user",
        subject_id=user.pk,
        actor_id=actor_id,
        changes={"identity": str(identity_id)},
    )


def _missing() -> IdentityNotFound:
    return IdentityNotFound("El ingreso no existe.")
