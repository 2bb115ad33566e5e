"""Mails about a person's own data. Sent from handlers, outside transactions; twice sends once."""

from uuid import UUID

from django.utils import timezone

from marketplace.shared.services.mail import Mail, forget_recipient, send

from ..models import DataExport, DeletionRequest, PrivacyRequest
from . import erasure, privacy_requests
from .mails import tell

PAGE = "/cuenta/privacidad/"
_DAY = "%d/%m/%Y"


def send_export_ready(*, export_id: UUID) -> None:
    """Tell a person that their copy can be fetched, and until when.

    Raises:
        OSError: the mail server does not answer; every function here may raise it.
    """
    ready = DataExport.objects.filter(pk=export_id, status=DataExport.Status.READY)
    export = ready.first()
    if export is None or export.expires_at is None:
        return
    until = timezone.localtime(export.expires_at)
    _send(
        export.user_id,
        kind="data_export_ready",
        about=str(export.pk),
        subject="La copia de sus datos está lista",
        paragraphs=[
            "Preparamos la copia de sus datos personales que usted pidió.",
            f"Puede descargarla desde su cuenta hasta el {until:{_DAY}}. Después la borramos.",
            "Si usted no la pidió, cambie su contraseña y escríbanos.",
        ],
    )


def send_erasure_step(*, request_id: UUID, step: str) -> None:
    """Tell a person that they asked to be erased, thought better of it, or have to wait."""
    request = DeletionRequest.objects.filter(pk=request_id).first()
    if request is None:
        return
    due = timezone.localtime(request.due_at)
    subject, paragraphs = {
        erasure.ASKED: (
            "Recibimos su solicitud de borrar la cuenta",
            [
                f"Borraremos su cuenta y sus datos personales a partir del {due:{_DAY}}.",
                "Hasta entonces puede retirar la solicitud desde su cuenta, y todo sigue igual.",
                "La ley nos obliga a conservar las cuentas de sus compras, sin su identidad.",
                "Si usted no lo pidió, ingrese a su cuenta, retire la solicitud y cambie su "
                "contraseña.",
            ],
        ),
        erasure.WITHDRAWN: (
            "Su cuenta no se borrará",
            ["Usted retiró la solicitud de borrar su cuenta. Todo sigue como estaba."],
        ),
        erasure.BLOCKED: (
            "Todavía no podemos borrar su cuenta",
            [
                "Se cumplió el plazo de su solicitud, pero algo está pendiente:",
                request.obstacle,
                "La borraremos cuando termine, sin que usted tenga que pedirlo de nuevo.",
            ],
        ),
    }[step]
    about = f"{request.pk}"
    _send(
        request.user_id,
        kind=f"erasure_{step}",
        about=about,
        subject=subject,
        paragraphs=paragraphs,
    )


def send_farewell(*, user_id: UUID) -> None:
    """Tell an erased person so, at the address they had, and forget it."""
    done = DeletionRequest.objects.filter(user_id=user_id, status=DeletionRequest.Status.DONE)
    request = done.exclude(farewell_to="").first()
    if request is None:
        return
    address = request.farewell_to
    send(
        Mail(
            kind="accounts.erasure_done",
            about=str(request.pk),
            recipient=address,
            subject="Borramos su cuenta",
            template="privacy_notice",
            context={
                "page": "",
                "paragraphs": [
                    "Borramos su cuenta y sus datos personales, como usted lo pidió.",
                    "Conservamos las cuentas de sus compras sin su identidad, porque la ley lo "
                    "exige.",
                    "Este es el último correo que le enviamos.",
                ],
            },
        )
    )
    done.update(farewell_to="")
    forget_recipient(address=address)


def send_privacy_request_step(*, request_id: UUID, step: str) -> None:
    """Tell a person that their request came in, takes longer, or has its answer."""
    request = PrivacyRequest.objects.filter(pk=request_id).first()
    if request is None:
        return
    subject, paragraphs = {
        privacy_requests.RECEIVED: (
            f"Recibimos su solicitud {request.number}",
            [
                f"Recibimos su {request.get_kind_display()} sobre datos personales, con el "
                f"número {request.number}.",
                f"La responderemos a más tardar el {request.due_on:{_DAY}}.",
            ],
        ),
        privacy_requests.EXTENDED: (
            f"Su solicitud {request.number} necesita más tiempo",
            [
                f"No alcanzamos a responder su solicitud {request.number} en el primer plazo.",
                request.extension_reason,
                f"La responderemos a más tardar el {request.due_on:{_DAY}}.",
            ],
        ),
        privacy_requests.ANSWERED: (
            f"Respondimos su solicitud {request.number}",
            [
                *request.answer.splitlines(),
                "Si no está de acuerdo, puede acudir a la Superintendencia de Industria y "
                "Comercio: www.sic.gov.co.",
            ],
        ),
    }[step]
    _send(
        request.user_id,
        kind=f"privacy_request_{step}",
        about=str(request.pk),
        subject=subject,
        paragraphs=paragraphs,
    )


def _send(user_id: UUID, *, kind: str, about: str, subject: str, paragraphs: list[str]) -> None:
    tell(
        user_id,
        kind=kind,
        about=about,
        subject=subject,
        body=paragraphs[0],
        template="privacy_notice",
        page=PAGE,
        paragraphs=paragraphs,
    )
