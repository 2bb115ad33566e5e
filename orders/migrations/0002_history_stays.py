"""The history of an order is not rewritten."""

from django.db import migrations

from marketplace.shared.postgres.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("shared", "0002_append_only")]

    operations = [migrations.RunSQL(*append_only("orders_statuschange"))]
