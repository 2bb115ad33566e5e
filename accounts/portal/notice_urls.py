"""Links of mails, under ``/avisos/``."""

from django.urls import path

from .notices import end_mails

urlpatterns = [path("baja/<str:token>", end_mails, name="end-mails")]
