"""The log of staff who look at personal data; nobody rewrites it."""

import marketplace.shared.clock
from django.db import migrations, models

from marketplace.shared.postgres.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("shared", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="StaffAccess",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=marketplace.shared.clock.DbNow(),
                        db_index=True,
                        verbose_name="momento",
                    ),
                ),
                ("staff_id", models.UUIDField(db_index=True, verbose_name="quien miró")),
                ("person_id", models.UUIDField(null=True, verbose_name="persona")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("list", "vio una lista"),
                            ("search", "buscó en una lista"),
                            ("view", "abrió un registro"),
                            ("history", "vio el historial de un registro"),
                            ("api", "consultó por la API"),
                        ],
                        max_length=10,
                        verbose_name="qué hizo",
                    ),
                ),
                ("subject_type", models.CharField(max_length=60, verbose_name="tipo")),
                (
                    "subject_id",
                    models.CharField(blank=True, max_length=64, verbose_name="objeto"),
                ),
                ("page", models.CharField(max_length=200, verbose_name="página")),
                ("ip", models.GenericIPAddressField(null=True, verbose_name="dirección")),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=64, verbose_name="solicitud"),
                ),
            ],
            options={
                "verbose_name": "consulta de datos personales",
                "verbose_name_plural": "consultas de datos personales",
                "indexes": [
                    models.Index(fields=["person_id", "-id"], name="staff_access_of_person")
                ],
            },
        ),
        migrations.RunSQL(*append_only("shared_staffaccess")),
    ]
