"""Pages of everybody's own account, under ``/cuenta/``."""

from django.urls import path

from . import entry, recovery, security

app_name = "account"
urlpatterns = [
    path("", security.AccountHome.as_view(), name="home"),
    path("entrar/", entry.AccountLogin.as_view(), name="login"),
    path("salir/", entry.SignOut.as_view(), name="logout"),
    path("seguridad/", security.SecurityPage.as_view(), name="security"),
    path("seguridad/contrasena/", security.ChangePassword.as_view(), name="password"),
    path(
        "seguridad/dispositivos/cerrar/",
        security.CloseOtherDevices.as_view(),
        name="close_other_devices",
    ),
    path(
        "seguridad/dispositivos/<uuid:session_id>/cerrar/",
        security.CloseDevice.as_view(),
        name="close_device",
    ),
    path("seguridad/dos-pasos/", security.SecondFactorSetup.as_view(), name="second_factor"),
    path(
        "seguridad/dos-pasos/confirmar/",
        security.SecondFactorConfirmation.as_view(),
        name="second_factor_confirm",
    ),
    path(
        "seguridad/dos-pasos/desactivar/",
        security.SecondFactorEnd.as_view(),
        name="second_factor_end",
    ),
    path("seguridad/codigos/", security.RecoveryCodes.as_view(), name="recovery_codes"),
    path("crear/", recovery.SignUpPage.as_view(), name="sign_up"),
    path("olvide/", recovery.ForgottenPage.as_view(), name="forgotten"),
    path("restablecer/<str:token>/", recovery.ResetPage.as_view(), name="reset"),
    path("verificar-correo/<str:token>/", recovery.VerifyEmailPage.as_view(), name="verify_email"),
    path(
        "confirmar-correo/<str:token>/", recovery.ConfirmEmailPage.as_view(), name="confirm_email"
    ),
]
