"""Mounts the marketplace: settings, URLs, Celery and WSGI. Nothing imports it but its own parts."""
