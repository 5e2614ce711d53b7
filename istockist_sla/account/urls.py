"""Addresses of signing in and of the account."""

from django.urls import path

from istockist_sla.account.views import account, factors, proofs, sign_in

urlpatterns = [
    path("sign-in/", sign_in.ask, name="account_login"),
    path("sign-in/code/", sign_in.enter, name="account_confirm_login_code"),
    path("sign-in/link/<str:secret>/", sign_in.link, name="sign_in_link"),
    path("sign-in/second-factor/", proofs.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", proofs.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("account/", account.account, name="account"),
    path("account/letters/", account.save_letters, name="account_letters"),
    path("account/appearance/", account.save_appearance, name="account_appearance"),
    path("account/sessions/sign-out/", account.end_other_sessions, name="account_end_others"),
    path("account/sessions/<id:pk>/sign-out/", account.end_session, name="account_end_session"),
    path("account/second-factor/", factors.SetUp.as_view(), name="account_second_factor"),
    path("account/passkeys/add/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<id:pk>/remove/",
        factors.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/app/set-up/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", factors.ShowCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        factors.RenewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/confirm/code/", proofs.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        proofs.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/confirm/sign-in/",
        proofs.ConfirmBySigningIn.as_view(),
        name="account_reauthenticate",
    ),
]
