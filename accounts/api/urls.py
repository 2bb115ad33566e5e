"""Routes of people, under ``/api/v1/``."""

from django.urls import path

from . import address_book, credentials, me, second_factor

urlpatterns = [
    path("auth/register", credentials.Register.as_view(), name="register"),
    path("auth/login", credentials.Login.as_view(), name="login"),
    path("auth/login/2fa", credentials.LoginSecondStep.as_view(), name="login-2fa"),
    path("auth/admin-login", credentials.AdminLogin.as_view(), name="admin-login"),
    path("auth/refresh", credentials.Refresh.as_view(), name="refresh"),
    path("auth/refresh-token", credentials.Refresh.as_view(), name="refresh-token"),
    path("auth/logout", me.Logout.as_view(), name="logout"),
    path("auth/logout-all", me.LogoutAll.as_view(), name="logout-all"),
    path("auth/me", me.Me.as_view(), name="me"),
    path("auth/change-password", me.ChangePassword.as_view(), name="change-password"),
    path("auth/sessions", me.Sessions.as_view(), name="sessions"),
    path("auth/sessions/<uuid:session_id>", me.SessionDetail.as_view(), name="session"),
    path("auth/2fa/setup", second_factor.SecondFactorSetup.as_view(), name="2fa-setup"),
    path("auth/2fa/confirm", second_factor.SecondFactorConfirmation.as_view(), name="2fa-confirm"),
    path("auth/2fa/disable", second_factor.SecondFactorEnd.as_view(), name="2fa-disable"),
    path("auth/2fa/recovery-codes", second_factor.RecoveryCodes.as_view(), name="2fa-codes"),
    path("me/addresses", address_book.Addresses.as_view(), name="addresses"),
    path("me/addresses/<uuid:address_id>", address_book.AddressDetail.as_view(), name="address"),
    path(
        "me/addresses/<uuid:address_id>/default",
        address_book.DefaultAddress.as_view(),
        name="address-default",
    ),
]
