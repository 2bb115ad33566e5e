"""The doors of the portal."""

from django.urls import path

from . import team_views
from .views import PortalLogin, PortalLogout

app_name = "vendors_portal"
_PLACE = "equipo/<uuid:place_id>/"
urlpatterns = [
    path("entrar/", PortalLogin.as_view(), name="login"),
    path("salir/", PortalLogout.as_view(), name="logout"),
    path("equipo/", team_views.TeamPage.as_view(), name="team"),
    path("equipo/invitar/", team_views.Invite.as_view(), name="invite"),
    path(f"{_PLACE}funcion/", team_views.ChangeRole.as_view(), name="change_role"),
    path(f"{_PLACE}quitar/", team_views.Remove.as_view(), name="remove_member"),
    path("invitaciones/<str:token>/", team_views.InvitationPage.as_view(), name="invitation"),
]
