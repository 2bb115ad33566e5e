"""The zip files of data exports in the private folder; their names are random."""

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

# Older than any task may run: whoever would have named the file is gone.
ORPHAN_AGE = timedelta(hours=1)
_RANDOM_BYTES = 32
_PART = ".part"


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A finished file: ``size`` in bytes, ``sha256`` of all of them."""

    name: str
    size: int
    sha256: str


def write_zip(*, readme: str, sections: Mapping[str, Any]) -> StoredFile:
    """Write ``LEEME.txt`` and a JSON for each section; the file appears whole or not at all.

    Raises:
        OSError: the folder cannot be written, such as when the disk is full; nothing stays.
    """
    folder = _folder()
    name = f"{secrets.token_urlsafe(_RANDOM_BYTES)}.zip"
    part = folder / f"{name}{_PART}"
    try:
        with _private(part) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("LEEME.txt", readme)
                for section, content in sections.items():
                    archive.writestr(f"{section}.json", _as_json(content))
            file.flush()
            os.fsync(file.fileno())
        stored = StoredFile(name=name, size=part.stat().st_size, sha256=_sha256(part))
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    return stored


def path_of(*, name: str) -> Path:
    """Return where a file that a row names lies."""
    return _folder() / name


def remove_file(*, name: str) -> None:
    """Remove a file; twice is once."""
    path_of(name=name).unlink(missing_ok=True)


def remove_orphans(*, named: Collection[str], now: datetime) -> int:
    """Remove files that no row names and that nobody is writing any more; return how many.

    Args:
        now: the present moment, against which the files' own times are held.
    """
    oldest_kept = (now - ORPHAN_AGE).timestamp()
    unnamed = [file for file in _folder().iterdir() if file.name not in named]
    orphans = [file for file in unnamed if _written_at(file) < oldest_kept]
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(orphans)


def _written_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # removed by another run meanwhile
        return float("inf")


def _folder() -> Path:
    folder = Path(settings.PRIVATE_ROOT) / "data-exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _as_json(content: Any) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
