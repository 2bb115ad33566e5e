"""The texts that people agree to: where each is read, and which version is in force."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """One text.

    Attributes:
        setting: the name of the setting that has its version.
        page: where it can be read.
        is_needed: no account exists without it.
    """

    setting: str
    page: str
    is_needed: bool

    @property
    def version(self) -> str:
        """The version in force."""
        version: str = getattr(settings, self.setting)
        return version


# By the kind of consent. The law wants the treatment of data agreed to by itself, with its
# purposes told (Ley 1581 of 2012, arts. 9 and 12); advertising is never a condition.
CONSENT_TEXTS = {
    "terms": ConsentText(setting="TERMS_VERSION", page="/cuenta/terminos/", is_needed=True),
    "personal_data": ConsentText(
        setting="PERSONAL_DATA_VERSION", page="/cuenta/datos-personales/", is_needed=True
    ),
    "marketing": ConsentText(
        setting="MARKETING_VERSION", page="/cuenta/datos-personales/#publicidad", is_needed=False
    ),
}
