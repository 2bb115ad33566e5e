"""The texts that people agree to, under ``/cuenta/``."""

from django.urls import path

from . import texts

urlpatterns = [
    path("terminos/", texts.terms, name="terms"),
    path("datos-personales/", texts.personal_data, name="personal-data"),
]
