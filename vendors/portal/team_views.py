"""The team's pages in the portal, and the page behind an invitation's link."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from marketplace.shared.errors import DomainError

from ..errors import InvitationNotFound
from ..member_rules import Area
from ..models import Member
from ..selectors.members import works_for_a_shop
from ..selectors.team import ACTIVE, EXPIRED, Place, invitation_for, team_of
from ..services.invitations import accept, invite
from ..services.team import change_role, remove
from .forms import InvitationForm, RoleForm
from .pages import PortalAction, PortalPage


class TeamPage(PortalPage):
    """``/portal/equipo/``: who works here, and who has been asked to; five statements."""

    area = Area.TEAM
    template_name = "portal/vendors/team.html"

    def content(self) -> dict[str, Any]:
        team = team_of(vendor_id=self.vendor.vendor_id)
        return {
            "members": [self._row(place) for place in team if place.status == ACTIVE],
            "invitations": [self._row(place) for place in team if place.status != ACTIVE],
            "inviting": InvitationForm(),
        }

    def _row(self, place: Place) -> dict[str, Any]:
        return {
            "place": place,
            "form": RoleForm(initial={"role": place.role}, auto_id=f"%s-{place.id}"),
            "is_self": place.user_id == self.request.user.pk,
            "has_expired": place.status == EXPIRED,
        }


class TeamDeed(PortalAction, TeamPage):
    """A form of the team's page."""

    def address(self) -> str:
        return reverse("vendors_portal:team")

    @property
    def actor_id(self) -> UUID:
        """Return who asks."""
        return UUID(str(self.request.user.pk))

    def which(self) -> dict[str, UUID]:
        """Return which place is meant, in which shop, and who asks."""
        return {
            "vendor_id": self.vendor.vendor_id,
            "place_id": self.kwargs["place_id"],
            "actor_id": self.actor_id,
        }


class Invite(TeamDeed):
    """``…/invitar/``: the answer is the same with and without an account."""

    form_name = "inviting"

    def build_form(self) -> forms.Form:
        return InvitationForm(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        invitation = invite(
            vendor_id=self.vendor.vendor_id,
            email=data["email"],
            role=Member.Role(data["role"]),
            actor_id=self.actor_id,
        )
        return f"Enviamos la invitación a {invitation.email}. Vence en siete días."


class ChangeRole(TeamDeed):
    """``…/<id>/funcion/``: works at that person's next click."""

    form_name = "changing"

    def build_form(self) -> forms.Form:
        return RoleForm(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        place = change_role(**self.which(), role=Member.Role(data["role"]))
        return f"La función es ahora: {place.get_role_display()}."


class Remove(TeamDeed):
    """``…/<id>/quitar/``: a member leaves, or an invitation is taken back."""

    def perform(self, data: dict[str, Any]) -> str:
        remove(**self.which())
        return "Listo: ya no está en el equipo."

    def address(self) -> str:
        """Lead whoever took themselves out to the login page, signed out."""
        if works_for_a_shop(self.actor_id):
            return super().address()
        logout(self.request)
        return reverse("vendors_portal:login")


class InvitationPage(LoginRequiredMixin, View):
    """``/portal/invitaciones/<token>/``: for the invited mailbox alone.

    Whoever else has the link reads the same as for one that does not exist. Looking accepts
    nothing: mail programs open links by themselves.
    """

    # Whoever is asked has no shop yet, so the portal's own login would refuse them.
    login_url = reverse_lazy("account:login")
    template_name = "portal/vendors/invitation.html"

    @method_decorator(never_cache)
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(token)

    @method_decorator(never_cache)
    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            accept(token=token, user_id=UUID(str(request.user.pk)))
        except DomainError as error:
            return self._show(token, refusal=error)
        messages.success(request, "Ya hace parte del equipo.")
        return redirect(settings.LOGIN_REDIRECT_URL)

    def _show(self, token: str, *, refusal: DomainError | None = None) -> HttpResponse:
        email = self.request.user.get_username()
        context: dict[str, Any] = {"email": email, "token": token}
        status = refusal.http_status if refusal else 200
        try:
            context["invitation"] = invitation_for(token=token, email=email)
        except InvitationNotFound as error:
            refusal, status = error, error.http_status
        context["refusal"] = refusal.message if refusal else ""
        return TemplateResponse(self.request, self.template_name, context, status=status)
