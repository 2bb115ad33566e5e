"""``/cuenta/privacidad/``: a person's own data, by browser. The services are the API's."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from marketplace.shared.errors import DomainError
from marketplace.shared.text import normal_text

from ..models import Consent
from ..passwords import MAX_LENGTH
from ..privacy_terms import RequestKind
from ..selectors.privacy_page import privacy_page
from ..services import consents, data_exports, downloads, erasure, privacy_requests
from .pages import AccountPage

MAX_TEXT = 4_000


class QuestionForm(forms.Form):
    """A query or claim."""

    kind = forms.ChoiceField(label="Tipo", choices=RequestKind.choices)
    text = forms.CharField(label="Su solicitud", max_length=MAX_TEXT, widget=forms.Textarea)

    def clean_text(self) -> str:
        try:
            return normal_text(self.cleaned_data["text"])
        except ValueError as error:
            raise forms.ValidationError("Quite los caracteres de control.") from error


class PasswordForm(forms.Form):
    """The password, again."""

    password = forms.CharField(
        label="Contraseña",
        max_length=MAX_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PrivacyPage(AccountPage):
    """Consents, copies, erasure, queries and claims on one page."""

    template_name = "account/privacy.html"
    section = "privacy"
    home = "privacy"

    def content(self) -> dict[str, Any]:
        own = privacy_page(user_id=self.person.pk)
        return {"own": own, "question_form": QuestionForm(), "password_form": PasswordForm()}


class Deed(AccountPage):
    """One thing that a person does on the page; what came of it is told there."""

    http_method_names = ["post"]
    home = "privacy"
    told = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            self.do(self.person.pk, request)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, self.told)
        return HttpResponseRedirect(reverse("privacy"))

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        """Call the service."""
        raise NotImplementedError


class SetMarketing(Deed):
    """Yes or no to advertising."""

    told = "Guardamos su decisión."

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        is_given = request.POST.get("is_given") == "yes"
        consents.set_consent(user_id=user_id, kind=Consent.Kind.MARKETING, is_given=is_given)


class AskCopy(Deed):
    """A copy of the person's data."""

    told = "Estamos preparando su copia. Le avisaremos por correo."

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        data_exports.ask_export(user_id=user_id)


class AskErasure(Deed):
    """The wish to be erased."""

    told = "Recibimos su solicitud. Puede retirarla hasta que se cumpla el plazo."

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        password = request.POST.get("password", "")[: MAX_LENGTH + 1]
        erasure.ask_erasure(user_id=user_id, password=password)


class WithdrawErasure(Deed):
    """The account lives on."""

    told = "Su cuenta no se borrará."

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        erasure.withdraw_erasure(user_id=user_id)


class AskQuestion(Deed):
    """A query or claim."""

    told = "Recibimos su solicitud."

    def post(self, request: HttpRequest) -> HttpResponse:
        if QuestionForm(request.POST).is_valid():
            return super().post(request)
        messages.error(request, "Escriba su solicitud en menos de 4.000 caracteres.")
        return HttpResponseRedirect(reverse("privacy"))

    def do(self, user_id: UUID, request: HttpRequest) -> None:
        form = QuestionForm(request.POST)
        form.full_clean()
        kind = RequestKind(form.cleaned_data["kind"])
        text = form.cleaned_data["text"]
        privacy_requests.receive_request(user_id=user_id, kind=kind, text=text)


class Copy(AccountPage):
    """One of the person's own copies, as an attachment."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            download = downloads.open_export(user_id=self.person.pk, export_id=kwargs["export_id"])
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(reverse("privacy"))
        return downloads.attachment(download)
