"""The forms of signing in, in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.core.limits import give_back, take
from holdfast.pages.members.limits import RESET, SECOND_FACTOR

EMAIL = gettext_lazy("E-mail")
PASSWORD = gettext_lazy("Password")
NEW = gettext_lazy("New password")
AGAIN = gettext_lazy("New password, again")
CODE = gettext_lazy("Code")
LENGTH = gettext_lazy("At least 12 characters; a few words are easier to keep than signs.")


class Ours(forms.BaseForm):
    """Labels above the fields instead of placeholders inside them; `words` and `helps` by field."""

    words: ClassVar[dict[str, StrOrPromise]] = {}
    helps: ClassVar[dict[str, StrOrPromise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(Ours, account.LoginForm):  # type: ignore[misc]  # the library is not typed
    words: ClassVar = {"login": EMAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class ChangePasswordForm(Ours, account.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {"oldpassword": gettext_lazy("Current password"), "password1": NEW, "password2": AGAIN}
    helps: ClassVar = {"password1": LENGTH}


class SetPasswordForm(Ours, account.SetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"password1": NEW, "password2": AGAIN}
    helps: ClassVar = {"password1": LENGTH}


class ResetPasswordForm(Ours, account.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"email": EMAIL}

    def clean_email(self) -> str:
        email = super().clean_email()
        take(RESET, email.lower())
        return str(email)


class ResetPasswordKeyForm(Ours, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar = {"password1": NEW, "password2": AGAIN}
    helps: ClassVar = {"password1": LENGTH}


class ReauthenticateForm(Ours, account.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": PASSWORD}


class _Counted(Ours):
    """Wrong codes are counted: six digits can be guessed by whoever may try often enough."""

    def clean_code(self) -> str:
        take(SECOND_FACTOR, self.user.pk)  # type: ignore[attr-defined]
        code = super().clean_code()  # type: ignore[misc]
        give_back(SECOND_FACTOR, self.user.pk)  # type: ignore[attr-defined]
        return str(code)


class CodeForm(_Counted, codes.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": CODE}
    helps: ClassVar = {"code": gettext_lazy("Of your authenticator app, or one of your recovery codes.")}


class CodeAgainForm(_Counted, codes.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": CODE}
    helps: ClassVar = {"code": gettext_lazy("Of your authenticator app, or one of your recovery codes.")}


class ActivateTotpForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar = {"code": CODE}
    helps: ClassVar = {"code": gettext_lazy("The six digits that the app shows now.")}


class AddPasskeyForm(Ours, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {
        "name": gettext_lazy("Name"),
        "passwordless": gettext_lazy("Sign in with it alone, without a password"),
    }
    helps: ClassVar = {
        "name": gettext_lazy("So that you know it again, such as “Work laptop”."),
        "passwordless": gettext_lazy("The device asks for your fingerprint, face or PIN instead."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Ours, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": gettext_lazy("Name")}
