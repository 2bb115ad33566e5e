"""The first routing table; staff edit it afterwards."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROUTES = [("CARD", "wompi"), ("PSE", "wompi"), ("NEQUI", "wompi")]


def add_routes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    routes = apps.get_model("payments", "PaymentRoute").objects.using(schema_editor.connection.alias)
    for method, gateway in ROUTES:
        routes.get_or_create(method=method, gateway=gateway)


def remove_routes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    routes = apps.get_model("payments", "PaymentRoute").objects
    routes.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_ledger_guard")]

    operations = [migrations.RunPython(add_routes, remove_routes)]
