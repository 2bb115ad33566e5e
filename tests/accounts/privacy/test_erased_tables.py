"""Each table of the accounts that names a person says what an erasure does to it."""

from datetime import timedelta

import pytest
from django.apps import apps

from accounts.models import (
    LinkToken,
    LoginAttempt,
    LoginChallenge,
    Notification,
    NotificationPreference,
    OneTimeCode,
    RecoveryCode,
    SendRequest,
    SocialIdentity,
    TotpDevice,
    User,
)
from accounts.services import erasure
from accounts.services.documents import set_document
from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.documents import parse_document
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

# What proves that people were here, agreed and asked stays, without what tells who they were.
KEPT = {"Consent", "DeletionRequest", "LoginSession", "PrivacyRequest"}
ERASED_ELSEWHERE = {"Address", "DataExport"}
TODAY = {"expires_at": DbNow() + timedelta(days=1)}


def rows_about(user):
    """Make a row of each table that goes, one of them for the address alone."""
    made = [
        SocialIdentity(user=user, provider="google", subject="77", email=user.email),
        TotpDevice(user=user, sealed_secret="x"),
        RecoveryCode(user=user, digest="x"),
        LoginChallenge(user=user, digest="x", kind="api", password_mark="x", **TODAY),
        LoginAttempt(user=user, kind="password", name_digest="x"),
        LinkToken(user=user, purpose="change_email", destination="otra@example.com", **TODAY),
        OneTimeCode(user=user, purpose="change_phone", destination="+573009998877", **TODAY),
        SendRequest(user=user, purpose="email_code", destination=user.email),
        SendRequest(user=None, purpose="reset_link", destination=user.email),
        Notification(user=user, kind="security", about="x", title="Hola"),
        NotificationPreference(user=user, kind="security", channel="email", is_enabled=True),
    ]
    for row in made:
        row.save()
    return {type(row) for row in made}


def test_every_table_that_names_a_person_is_decided_on():
    naming = {
        model.__name__
        for model in apps.get_app_config("accounts").get_models()
        if any(field.related_model is User for field in model._meta.fields)
    }

    erased = {model.__name__ for model in rows_about(make_user())}
    assert naming == erased | KEPT | ERASED_ELSEWHERE | {"User"} & naming


def test_ways_in_codes_inbox_and_document_go_and_others_rows_stay():
    user, other = make_user(), make_user()
    set_document(user, parse_document(type="CC", text="1020304050"))
    user.pending_phone = "+573009998877"
    user.save()
    models = rows_about(user)
    rows_about_other = SocialIdentity.objects.create(
        user=other, provider="google", subject="78", email=other.email
    )
    erasure.ask_erasure(user_id=user.pk, password=PASSWORD)

    with clock.travel(clock.now() + timedelta(days=60)):
        assert erasure.erase(user_id=user.pk)

    left = {model.__name__: model._default_manager.filter(user=user).count() for model in models}
    assert {name for name, count in left.items() if count} == set()
    assert SendRequest.objects.count() == 0
    assert SocialIdentity.objects.get() == rows_about_other
    user.refresh_from_db()
    assert (user.document_type, user.document_number, user.pending_phone) == ("", "", "")
