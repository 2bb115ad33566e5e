"""The staff's site against the table of rights: every group, every screen, every verb."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from accounts.services.groups import sync_groups
from accounts.staff_groups import DECISIONS, STAFF_GROUPS
from tests.factories.accounts import make_address, make_staff_user, make_user, sign_in
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db

LETTERS = {"view": "v", "change": "c", "add": "a", "delete": "d"}


def url(model, page="changelist", *args):
    return reverse(f"admin:accounts_{model}_{page}", args=args)


@pytest.mark.parametrize("group", STAFF_GROUPS)
def test_a_group_reaches_what_the_table_says_and_no_more(client, rf, group):
    staff = make_staff_user(group)
    client.force_login(staff)
    request = rf.get("/")
    request.user = User.objects.get(pk=staff.pk)
    faults = []

    for model, screen in admin.site._registry.items():
        letters = DECISIONS[model._meta.label_lower][group]
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        wanted = 200 if "v" in letters else 403
        if client.get(reverse(f"{name}_changelist")).status_code != wanted:
            faults.append((name, "list"))
        if "a" not in letters and client.get(reverse(f"{name}_add")).status_code != 403:
            faults.append((name, "add"))
        for verb, letter in LETTERS.items():
            if getattr(screen, f"has_{verb}_permission")(request) and letter not in letters:
                faults.append((name, verb))
        by_right = [
            title
            for title, (deed, *_) in screen.get_actions(request).items()
            if getattr(deed, "allowed_permissions", None)
        ]
        if by_right and not set("cd") & set(letters):
            faults.append((name, by_right))

    assert faults == []


@pytest.mark.parametrize("group", STAFF_GROUPS)
def test_a_row_of_what_a_group_may_not_see_is_refused_however_it_is_sent(client, group):
    user, order = make_user(), make_order()
    sign_in(user)
    address = make_address(user_id=user.pk)
    client.force_login(make_staff_user(group))
    rows = {
        "accounts.user": user.pk,
        "accounts.address": address.pk,
        "accounts.loginsession": user.login_sessions.get().pk,
        "orders.order": order.pk,
        "vendors.vendor": order.vendor_orders.get().vendor_id,
    }

    for label, pk in rows.items():
        letters = DECISIONS[label][group]
        page = reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
        assert client.get(page).status_code == (200 if "v" in letters else 403), label
        if "c" not in letters:
            assert client.post(page, {"first_name": "X"}).status_code == 403, label


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_page_costs_an_administrator_the_same_for_one_group_and_for_three(
    client, count, django_assert_max_num_queries
):
    sync_groups()
    staff = make_staff_user(*STAFF_GROUPS[:count])
    client.force_login(make_staff_user("administradores"))

    with django_assert_max_num_queries(19):
        page = client.get(url("user", "change", staff.pk)).content.decode()

    assert '<select name="groups"' in page


def form_of(user, **more):
    names = {"first_name": user.first_name, "last_name": user.last_name, "phone": user.phone}
    return names | more


CRAFTED = {
    "is_superuser": "on",
    "is_staff": "on",
    "role": "staff",
    "email": "otra@example.com",
    "password": "x",
    "user_permissions": ["1", "2"],
}


@pytest.mark.parametrize("group", STAFF_GROUPS)
@pytest.mark.parametrize("subject", ["self", "peer", "stronger"])
def test_no_form_raises_oneself_or_reaches_somebody_as_strong(client, group, subject):
    sync_groups()
    actor = make_staff_user(group)
    person = {
        "self": lambda: actor,
        "peer": lambda: make_staff_user(group),
        "stronger": lambda: make_staff_user(is_superuser=True),
    }[subject]()
    groups = sorted(person.groups.values_list("pk", flat=True))
    client.force_login(actor)
    crafted = form_of(person, **CRAFTED, first_name="Robada", groups=[1, 2, 3, 4, 5, *groups])

    assert client.post(url("user", "change", person.pk), crafted).status_code == 403
    for action in ("deactivate_selected", "activate_selected", "close_sessions_of_selected"):
        client.post(url("user"), {"action": action, "_selected_action": [person.pk]})

    after = User.objects.get(pk=person.pk)
    assert (after.first_name, after.email, after.password) == ("Ana", person.email, person.password)
    assert (after.is_active, after.is_superuser) == (True, person.is_superuser)
    assert sorted(after.groups.values_list("pk", flat=True)) == groups
    assert after.user_permissions.count() == 0


def test_an_administrator_gives_a_group_below_and_the_rest_of_the_form_is_not_heard(client):
    sync_groups()
    staff = make_staff_user("soporte")
    sign_in(staff)
    finance = staff.groups.model.objects.get(name="finanzas")
    client.force_login(make_staff_user("administradores"))

    sent = form_of(staff, **CRAFTED, groups=[finance.pk])
    response = client.post(url("user", "change", staff.pk), sent)

    after = User.objects.get(pk=staff.pk)
    assert response.status_code == 302
    assert [group.name for group in after.groups.all()] == ["finanzas"]
    assert (after.email, after.is_superuser, after.user_permissions.count()) == (
        staff.email,
        False,
        0,
    )
    assert after.password == staff.password
    assert after.login_sessions.get().revoked_reason == "rights_changed"


def test_an_administrator_is_not_offered_the_administrators_group(client):
    sync_groups()
    staff = make_staff_user("soporte")
    chiefs = staff.groups.model.objects.get(name="administradores")
    client.force_login(make_staff_user("administradores"))
    page = url("user", "change", staff.pk)

    response = client.post(page, form_of(staff, groups=[chiefs.pk]))

    assert response.status_code == 200
    assert "administradores" not in client.get(page).content.decode().partition('name="groups"')[2]
    assert [group.name for group in staff.groups.all()] == ["soporte"]


def test_a_buyer_is_not_made_staff_by_giving_groups(client):
    sync_groups()
    buyer = make_user()
    support = make_staff_user("soporte").groups.get()
    client.force_login(make_staff_user("administradores"))

    response = client.post(url("user", "change", buyer.pk), form_of(buyer, groups=[support.pk]))

    assert response.status_code == 302
    assert buyer.groups.count() == 0


def test_in_bulk_only_those_below_are_reached(client):
    chief = make_staff_user("administradores")
    people = [make_user(), make_staff_user("soporte"), make_staff_user("administradores")]
    people += [make_staff_user(is_superuser=True), chief]
    for person in people:
        sign_in(person)
    client.force_login(chief)
    everybody = {"_selected_action": [person.pk for person in people]}

    closed = client.post(url("user"), {"action": "close_sessions_of_selected"} | everybody)
    told = client.post(url("user"), {"action": "deactivate_selected"} | everybody, follow=True)

    assert closed.status_code == 302
    active = [User.objects.get(pk=person.pk).is_active for person in people]
    assert active == [False, False, True, True, True]
    assert "Cuentas cambiadas: 2" in told.content.decode()


@pytest.mark.parametrize("method", ["post", "get"])
def test_nobody_edits_a_group_not_even_a_superuser(client, method):
    sync_groups()
    staff = make_staff_user("soporte")
    group = staff.groups.get()
    rights = group.permissions.count()
    client.force_login(make_staff_user(is_superuser=True))
    page = reverse("admin:auth_group_change", args=[group.pk])

    if method == "get":
        assert "vendors.change_vendor" in client.get(page).content.decode()
        assert client.get(reverse("admin:auth_group_add")).status_code == 403
    else:
        assert client.post(page, {"name": "otro", "permissions": []}).status_code == 403

    group.refresh_from_db()
    assert (group.name, group.permissions.count()) == ("soporte", rights)


@pytest.mark.parametrize(("group", "sees"), [("finanzas", False), ("pedidos", True)])
def test_where_a_parcel_goes_is_shown_to_those_who_may_see_addresses(client, group, sees):
    order = make_order()
    client.force_login(make_staff_user(group))

    page = client.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()

    assert order.number in page
    assert (order.shipping_address["address"] in page) is sees
