"""Every path of the sandbox: Wompi's under ``/v1``, the control API, the pages for people."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve

from . import control, pages

urlpatterns = [
    path("v1/", include("payments.sandbox.wompi.urls")),
    path("health", pages.health),
    path("sandbox/book", control.by_method(GET=control.list_book)),
    path(
        "sandbox/transactions/<str:transaction_id>/resolve",
        control.by_method(POST=control.resolve),
    ),
    path(
        "sandbox/transactions/<str:transaction_id>/notify",
        control.by_method(POST=control.notify),
    ),
    path(
        "sandbox/notices",
        control.by_method(GET=control.show_notices, PUT=control.set_notices),
    ),
    path(
        "sandbox/faults",
        control.by_method(GET=control.show_faults, PUT=control.set_fault, DELETE=control.heal),
    ),
    path(
        "sandbox/behaviour",
        control.by_method(
            GET=control.show_behaviour,
            PUT=control.set_behaviour,
            DELETE=control.reset_behaviour,
        ),
    ),
    path("", pages.index, name="index"),
    path("banco/<str:transaction_id>", pages.bank, name="bank"),
    path("documentos/<str:name>", pages.document),
    path("panel/avisos", pages.choose_mode, name="choose-mode"),
    path("panel/fallas", pages.break_line, name="break-line"),
    path("panel/sanar", pages.heal, name="heal"),
    path(
        "static/sandbox/<path:path>",
        serve,
        {"document_root": settings.STATICFILES_DIRS[0] / "sandbox"},
    ),
]
