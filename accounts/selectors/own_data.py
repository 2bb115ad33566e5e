"""What the accounts know about a person, for that person's own copy. Keys are for people."""

from typing import Any
from uuid import UUID

from marketplace.shared.selectors.access_log import accesses_to

from ..models import (
    Address,
    Consent,
    LoginSession,
    Notification,
    NotificationPreference,
    PrivacyRequest,
    User,
)
from ..privacy_terms import RequestKind
from .consents import consents_of
from .identities import identities_of


def profile(user_id: UUID) -> dict[str, Any]:
    """Return the account itself: 1 query."""
    user = User.objects.get(pk=user_id)
    return {
        "id": user.pk,
        "correo": user.email,
        "nombres": user.first_name,
        "apellidos": user.last_name,
        "telefono": user.phone,
        "tipo_de_documento": user.get_document_type_display(),
        "numero_de_documento": user.document_number,
        "rol": user.get_role_display(),
        "correo_verificado": user.email_verified_at,
        "telefono_verificado": user.phone_verified_at,
        "cuenta_abierta": user.created_at,
        "ultimo_ingreso": user.last_login,
    }


def addresses(user_id: UUID) -> list[dict[str, Any]]:
    """Return the address book: 1 query."""
    rows = Address.objects.filter(user_id=user_id).order_by("-is_default", "pk")
    return [
        {
            "recibe": row.full_name,
            "telefono": row.phone,
            "direccion": row.address,
            "ciudad": row.city,
            "departamento": row.department,
            "codigo_postal": row.postal_code,
            "indicaciones": row.notes,
            "principal": row.is_default,
            "creada": row.created_at,
        }
        for row in rows
    ]


def identities(user_id: UUID) -> list[dict[str, Any]]:
    """Return the accounts at other providers that open this one: 1 query."""
    return [
        {
            "proveedor": row.get_provider_display(),
            "id_del_proveedor": row.subject,
            "correo_al_enlazar": row.email,
            "enlazada": row.linked_at,
        }
        for row in identities_of(user_id=user_id)
    ]


def consents(user_id: UUID) -> list[dict[str, Any]]:
    """Return every yes and no: 1 query."""
    return [
        {
            "texto": Consent.Kind(row.kind).label,
            "version": row.version,
            "aceptado": row.is_given,
            "momento": row.created_at,
            "desde_la_direccion": row.ip,
        }
        for row in consents_of(user_id=user_id)
    ]


def login_sessions(user_id: UUID) -> list[dict[str, Any]]:
    """Return the devices, open and closed: 1 query. Without tokens."""
    rows = LoginSession.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    return [
        {
            "ingreso": row.created_at,
            "ultimo_uso": row.last_used_at,
            "cerrada": row.revoked_at,
            "desde_la_direccion": row.ip,
            "programa": row.user_agent,
        }
        for row in rows
    ]


def notifications(user_id: UUID) -> list[dict[str, Any]]:
    """Return the inbox: 1 query."""
    rows = Notification.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    return [
        {"titulo": row.title, "texto": row.body, "recibida": row.created_at, "leida": row.read_at}
        for row in rows
    ]


def notification_choices(user_id: UUID) -> list[dict[str, Any]]:
    """Return what the person chose to hear of: 1 query."""
    rows = NotificationPreference.objects.filter(user_id=user_id).order_by("kind", "channel")
    return [
        {"aviso": row.get_kind_display(), "medio": row.get_channel_display(), "si": row.is_enabled}
        for row in rows
    ]


def privacy_requests(user_id: UUID) -> list[dict[str, Any]]:
    """Return the queries and claims with their answers: 1 query."""
    rows = PrivacyRequest.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    return [
        {
            "numero": row.number,
            "tipo": RequestKind(row.kind).label,
            "estado": row.get_status_display(),
            "solicitud": row.text,
            "recibida": row.created_at,
            "responder_hasta": row.due_on,
            "motivo_de_la_prorroga": row.extension_reason,
            "respuesta": row.answer,
            "respondida": row.answered_at,
        }
        for row in rows
    ]


def accesses(user_id: UUID) -> list[dict[str, Any]]:
    """Return when the team looked at this person's data: 1 query."""
    return accesses_to(person_id=user_id)
