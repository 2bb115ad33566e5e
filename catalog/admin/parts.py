"""What the catalogue's staff screens share."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.shared.admin import ReadOnlyAdmin
from marketplace.shared.errors import DomainError


class SavedByService(ReadOnlyAdmin):
    """A form whose values go to services; ``written`` are the fields that staff may fill in."""

    written: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name not in self.written]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a service's refusal on the same page; its transaction has kept nothing."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
