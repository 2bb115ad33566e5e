"""Where pictures are served."""

from django.core.files.storage import default_storage


def image_url(file: str | None) -> str | None:
    """Return the path of a stored picture, or None where there is none."""
    return default_storage.url(file) if file else None
