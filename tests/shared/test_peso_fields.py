"""The database refuses what the code should never write."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from marketplace.shared.models import PesoField, RateField

FIELDS = [
    field
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, PesoField | RateField)
]


def check_accepts(field, amount) -> bool:
    """Ask PostgreSQL whether the column's own CHECK lets ``amount`` pass."""
    with connection.cursor() as cursor:
        expression = field.db_check(connection)
        cursor.execute(
            f'SELECT {expression} FROM (SELECT %s::numeric AS "{field.column}") AS row', [amount]
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_every_column_of_money_has_its_check_in_the_database(field):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.contype = 'c' AND c.conrelid = %s::regclass AND a.attname = %s",
            [field.model._meta.db_table, field.column],
        )
        definitions = " ".join(row[0] for row in cursor.fetchall())

    wanted = "trunc(" if isinstance(field, PesoField) else "<= (1)::numeric"
    assert wanted in definitions


@pytest.mark.django_db
def test_pesos_are_whole_and_not_negative_unless_signed():
    unsigned, signed = PesoField(), PesoField(signed=True)
    unsigned.set_attributes_from_name("amount")
    signed.set_attributes_from_name("amount")

    assert [check_accepts(unsigned, amount) for amount in ("5", "0", "5.01", "-5")] == [
        True,
        True,
        False,
        False,
    ]
    assert [check_accepts(signed, amount) for amount in ("-5", "-5.50")] == [True, False]


@pytest.mark.django_db
def test_rates_are_fractions():
    rate = RateField()
    rate.set_attributes_from_name("rate")

    assert [check_accepts(rate, value) for value in ("0", "0.19", "1", "1.01", "19", "-0.1")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("fee", "free_from"), [("0.50", "0"), ("-1", "0"), ("0", "9.99")])
def test_raw_sql_cannot_write_centavos(fee, free_from):
    insert = (
        "INSERT INTO vendors_shippingrate (id, vendor_id, department, fee, free_from, created_at)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), '11', %s, %s, now())"
    )
    with (
        pytest.raises(IntegrityError, match="check constraint"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert, [fee, free_from])


def test_a_form_refuses_centavos():
    with pytest.raises(ValidationError, match="sin centavos"):
        PesoField().clean(Decimal("1.50"), None)
