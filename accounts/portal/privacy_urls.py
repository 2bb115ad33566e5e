"""Personal data under ``/cuenta/``: the texts that people agree to, and everybody's own data."""

from django.urls import path

from . import privacy, texts

urlpatterns = [
    path("terminos/", texts.terms, name="terms"),
    path("datos-personales/", texts.personal_data, name="personal-data"),
    path("privacidad/", privacy.PrivacyPage.as_view(), name="privacy"),
    path("privacidad/publicidad/", privacy.SetMarketing.as_view(), name="privacy-marketing"),
    path("privacidad/copias/", privacy.AskCopy.as_view(), name="privacy-copies"),
    path("privacidad/copias/<uuid:export_id>/", privacy.Copy.as_view(), name="privacy-copy"),
    path("privacidad/borrar/", privacy.AskErasure.as_view(), name="privacy-erasure"),
    path("privacidad/conservar/", privacy.WithdrawErasure.as_view(), name="privacy-stay"),
    path("privacidad/solicitudes/", privacy.AskQuestion.as_view(), name="privacy-questions"),
]
