"""``/cuenta/privacidad/``: a person's own data, by browser. The services are the API's."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from marketplace.shared.errors import DomainError
from marketplace.shared.text import normal_text

from ..models import Consent
from ..passwords import MAX_LENGTH
from ..privacy_terms import RequestKind
from ..selectors.privacy_page import privacy_page
from ..services import consents, data_exports, downloads, erasure, privacy_requests

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


@method_decorator(never_cache, name="dispatch")
class PrivacyPage(LoginRequiredMixin, TemplateView):
    """Consents, copies, erasure, queries and claims on one page."""

    template_name = "account/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person: Any = self.request.user
        forms_of_page = {"question_form": QuestionForm(), "password_form": PasswordForm()}
        shown = {"person": person, "own": privacy_page(user_id=person.pk), **forms_of_page}
        return super().get_context_data(**shown, **kwargs)


class Deed(LoginRequiredMixin, View):
    """One thing that a person does on the page; what came of it is told there."""

    http_method_names = ["post"]
    told = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        try:
            self.do(person.pk, request)
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


@method_decorator(sensitive_post_parameters(), name="dispatch")
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


class Copy(LoginRequiredMixin, View):
    """One of the person's own copies, as an attachment."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, export_id: UUID) -> FileResponse | HttpResponse:
        person: Any = request.user
        try:
            download = downloads.open_export(user_id=person.pk, export_id=export_id)
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(reverse("privacy"))
        return downloads.attachment(download)
