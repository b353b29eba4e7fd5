"""The addresses of signing in. Only what we use of the library is here; everything else of it is not there.

Nobody signs up, e-mails are not managed, nothing is sent by telephone.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as providers
from django.urls import path
from django.views.generic import RedirectView

from holdfast.pages.members import oidc, reset
from holdfast.pages.members.limits import limited

_to_profile = RedirectView.as_view(pattern_name="profile")
_login = account.LoginView.as_view(extra_context={"provider_name": oidc.provider_name})

urlpatterns = [
    path("login/", limited(_login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", limited(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", limited(account.password_change), name="account_change_password"),
    path("password/set/", limited(account.password_set), name="account_set_password"),
    path("password/reset/", limited(reset.password_reset), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/reset/key/<slug:uidb36>/<str:key>/",
        limited(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("2fa/", _to_profile, name="mfa_index"),
    path("2fa/authenticate/", limited(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", limited(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", _to_profile, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", limited(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        limited(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("oidc/cancelled/", providers.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", providers.login_error, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", limited(oidc.begin), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
]
