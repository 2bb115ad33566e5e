"""Copies of a person's own data: asked for, made by a worker, kept for some days.

Each app adds sections when it starts. A section holds that person's data alone: no hashes, no
secrets, nobody else's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import DataExportInProgress, TooManyDataExports
from ..events import DataExportAsked, DataExportReady
from ..models import DataExport
from .export_files import StoredFile, remove_file, remove_orphans, write_zip
from .people import lock_user

Section = Callable[[UUID], Any]

# Longer than the outbox goes on trying.
GIVEN_UP_AFTER = timedelta(days=1)
_README = """COPIA DE SUS DATOS PERSONALES EN PLAZA

Usted pidió esta copia el {asked} (hora de Colombia). La Ley 1581 de 2012 le da derecho a conocer,
actualizar y rectificar sus datos, y a pedir que los borremos.

Cada archivo es un texto en formato JSON, que se abre con cualquier editor de textos.
Las fechas están en hora universal (UTC): en Colombia son cinco horas menos.

{files}

Aquí no están su contraseña ni otros secretos, que guardamos de manera que ni nosotros podemos
leerlos, ni datos de otras personas. Nunca guardamos el número de su tarjeta.

Este archivo contiene información privada: guárdelo en un lugar seguro.
"""


@dataclass(frozen=True, kw_only=True)
class _Registered:
    section: Section
    about: str


_sections: dict[str, _Registered] = {}


def register_export(name: str, section: Section, *, about: str) -> None:
    """Let ``section(user_id)`` fill ``<name>.json`` of every copy; called when apps start.

    Args:
        section: returns what JSON can hold; moments, amounts and ids too.
        about: one Spanish line for the reader.

    Raises:
        ValueError: the name is taken by another function.
    """
    registered = _Registered(section=section, about=about)
    if _sections.setdefault(name, registered) != registered:
        raise ValueError(f"two sections are named {name}")


@in_transaction
def ask_export(*, user_id: UUID) -> DataExport:
    """Ask for a copy; a worker makes it.

    Raises:
        DataExportInProgress: one is being made; ``details`` have its id.
        TooManyDataExports: the person had as many today as ``DATA_EXPORTS_PER_DAY``.

    Locks the user; the unique index behind it lets no second one wait.
    """
    lock_user(user_id=user_id)
    own = DataExport.objects.filter(user_id=user_id)
    waiting = own.filter(status=DataExport.Status.WAITING).first()
    if waiting is not None:
        raise DataExportInProgress(
            "Ya estamos preparando una copia de sus datos.", export_id=waiting.pk
        )
    today = own.filter(created_at__gt=DbNow() - timedelta(days=1)).count()
    if today >= settings.DATA_EXPORTS_PER_DAY:
        raise TooManyDataExports(
            "Ya pidió las copias que se pueden pedir en un día. Inténtelo mañana.",
            limit=settings.DATA_EXPORTS_PER_DAY,
        )
    export = DataExport.objects.create(user_id=user_id)
    export.refresh_from_db()
    _audit("accounts.data_export_asked", export)
    publish(DataExportAsked(export_id=str(export.pk)))
    return export


def make_export(*, export_id: UUID) -> bool:
    """Make the copy that was asked for; say whether it was made now.

    Twice, or after its owner was erased, does nothing; of two at once one file stays.

    Raises:
        OSError: the private folder cannot be written; try again later.
    """
    export = DataExport.objects.filter(pk=export_id, status=DataExport.Status.WAITING).first()
    if export is None:
        return False
    contents = {name: each.section(export.user_id) for name, each in _sections.items()}
    file = write_zip(readme=_readme(export.created_at), sections=contents)
    if not _finish(export, file):
        remove_file(name=file.name)
        return False
    return True


def note_download(*, export: DataExport) -> None:
    """Write into the audit that the owner fetched a copy."""
    _audit("accounts.data_export_downloaded", export)


def delete_old() -> int:
    """Delete the files of copies past their days, and files that no copy names; return how many.

    A copy that could not be made within a day is given up, so that another can be asked for.
    Safe to repeat and to run twice at once.
    """
    status = DataExport.Status
    DataExport.objects.filter(
        status=status.WAITING, created_at__lt=DbNow() - GIVEN_UP_AFTER
    ).update(status=status.FAILED)
    DataExport.objects.filter(status=status.READY, expires_at__lt=DbNow()).update(
        status=status.EXPIRED
    )
    gone = DataExport.objects.filter(status=status.EXPIRED).exclude(file_name="")
    names = list(gone.values_list("file_name", flat=True))
    for name in names:
        remove_file(name=name)
    gone.filter(file_name__in=names).update(file_name="")
    ready = DataExport.objects.filter(status=status.READY).values_list("file_name", flat=True)
    return len(names) + remove_orphans(named=set(ready), now=clock.now())


@in_transaction
def _finish(export: DataExport, file: StoredFile) -> bool:
    """Let the row name its file, unless another worker was first or the owner is erased."""
    lock_user(user_id=export.user_id)
    waiting = DataExport.objects.filter(pk=export.pk, status=DataExport.Status.WAITING)
    finished = waiting.update(
        status=DataExport.Status.READY,
        file_name=file.name,
        size=file.size,
        sha256=file.sha256,
        ready_at=DbNow(),
        expires_at=DbNow() + timedelta(days=settings.DATA_EXPORT_DAYS),
    )
    if finished:
        publish(DataExportReady(export_id=str(export.pk)))
    return bool(finished)


def _readme(asked: datetime) -> str:
    files = "\n".join(f"{name}.json: {each.about}" for name, each in _sections.items())
    local = timezone.localtime(asked)
    return _README.format(asked=f"{local:%d/%m/%Y a las %H:%M}", files=files)


def _audit(action: str, export: DataExport) -> None:
    audit.record(
        action=action,
        subject_type="data_export",
        subject_id=export.pk,
        actor_id=export.user_id,
    )
