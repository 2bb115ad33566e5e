"""Opens a person's own copy for sending; the audit knows of each."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone

from ..errors import DataExportExpired
from ..selectors.privacy import ready_export
from .data_exports import note_download
from .export_files import path_of


@dataclass(frozen=True, kw_only=True)
class Download:
    """An open file, which whoever sends it closes, and the name that the person sees."""

    file: BinaryIO
    shown_name: str


def open_export(*, user_id: UUID, export_id: UUID) -> Download:
    """Open one of the person's own copies.

    Raises:
        DataExportNotFound: no such copy, or somebody else's.
        DataExportNotReady: it is being made, or could not be.
        DataExportExpired: its days are over, or its file is gone.
    """
    export = ready_export(user_id=user_id, export_id=export_id)
    try:
        file = path_of(name=export.file_name).open("rb")
    except FileNotFoundError as error:
        raise DataExportExpired("La copia ya no está disponible. Pida otra.") from error
    note_download(export=export)
    day = timezone.localtime(export.created_at)
    return Download(file=file, shown_name=f"plaza-mis-datos-{day:%Y-%m-%d}.zip")
