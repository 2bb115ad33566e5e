"""Opens a person's own copy for sending; the audit knows of each."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse
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


def attachment(download: Download) -> FileResponse:
    """Return a file that no browser shows, guesses at, or keeps."""
    response = FileResponse(
        download.file,
        as_attachment=True,
        filename=download.shown_name,
        content_type="application/zip",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
