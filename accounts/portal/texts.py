"""The texts that people agree to, open to everybody; operators replace the templates."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..consent_texts import CONSENT_TEXTS


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """``/cuenta/terminos/``."""
    return render(request, "account/terms.html", _versions())


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """``/cuenta/datos-personales/``."""
    return render(request, "account/personal_data.html", _versions())


def _versions() -> dict[str, object]:
    versions = {f"{kind}_version": text.version for kind, text in CONSENT_TEXTS.items()}
    return {
        **versions,
        "contact": settings.REPLY_TO_EMAIL,
        "grace_days": settings.ERASURE_GRACE_DAYS,
    }
