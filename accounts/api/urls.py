"""Routes of people, under ``/api/v1/``."""

from django.urls import path

from . import address_book, credentials, me, recovery, second_factor, verification
from . import address_book, credentials, geo, me
from . import address_book, credentials, me, notifications
from . import address_book, credentials, me, privacy

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
    path("auth/forgot-password", recovery.ForgotPassword.as_view(), name="forgot-password"),
    path("auth/reset-password", recovery.ResetPassword.as_view(), name="reset-password"),
    path("auth/verify-email/<str:token>", verification.VerifyEmail.as_view(), name="verify-email"),
    path(
        "auth/resend-verification",
        verification.ResendVerification.as_view(),
        name="resend-verification",
    ),
    path(
        "auth/send-verification-email",
        verification.SendVerificationEmail.as_view(),
        name="send-verification-email",
    ),
    path(
        "auth/send-verification-sms",
        verification.SendVerificationSms.as_view(),
        name="send-verification-sms",
    ),
    path("auth/verify-email-otp", verification.VerifyEmailCode.as_view(), name="verify-email-otp"),
    path("auth/verify-phone-otp", verification.VerifyPhoneCode.as_view(), name="verify-phone-otp"),
    path("auth/change-email", verification.ChangeEmail.as_view(), name="change-email"),
    path(
        "auth/confirm-email-change/<str:token>",
        verification.ConfirmEmailChange.as_view(),
        name="confirm-email-change",
    ),
    path("auth/change-phone", verification.ChangePhone.as_view(), name="change-phone"),
    path(
        "auth/confirm-phone-change",
        verification.ConfirmPhoneChange.as_view(),
        name="confirm-phone-change",
    ),
    path("auth/sessions", me.Sessions.as_view(), name="sessions"),
    path("auth/sessions/<uuid:session_id>", me.SessionDetail.as_view(), name="session"),
    path("auth/2fa/setup", second_factor.SecondFactorSetup.as_view(), name="2fa-setup"),
    path("auth/2fa/confirm", second_factor.SecondFactorConfirmation.as_view(), name="2fa-confirm"),
    path("auth/2fa/disable", second_factor.SecondFactorEnd.as_view(), name="2fa-disable"),
    path("auth/2fa/recovery-codes", second_factor.RecoveryCodes.as_view(), name="2fa-codes"),
    path("me/notifications", notifications.Notifications.as_view(), name="notifications"),
    path(
        "me/notifications/read",
        notifications.ReadNotifications.as_view(),
        name="notifications-read",
    ),
    path(
        "me/notification-preferences",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path("me/addresses", address_book.Addresses.as_view(), name="addresses"),
    path("me/addresses/<uuid:address_id>", address_book.AddressDetail.as_view(), name="address"),
    path(
        "me/addresses/<uuid:address_id>/default",
        address_book.DefaultAddress.as_view(),
        name="address-default",
    ),
    path("geo/departments", geo.Departments.as_view(), name="departments"),
    path("geo/departments/<str:department_code>/cities", geo.Cities.as_view(), name="cities"),
    path("me/consents", privacy.Consents.as_view(), name="consents"),
    path("me/data-exports", privacy.DataExports.as_view(), name="data-exports"),
    path(
        "me/data-exports/<uuid:export_id>/download",
        privacy.DataExportDownload.as_view(),
        name="data-export-download",
    ),
    path("me/deletion-request", privacy.DeletionRequestView.as_view(), name="deletion-request"),
    path("me/privacy-requests", privacy.PrivacyRequests.as_view(), name="privacy-requests"),
]
