"""The audit cannot be changed; other apps put their own tables under the same guard."""

from django.db import migrations

from marketplace.shared.postgres.triggers import (
    CREATE_APPEND_ONLY_FUNCTION,
    DROP_APPEND_ONLY_FUNCTION,
    append_only,
)


class Migration(migrations.Migration):
    dependencies = [("shared", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_APPEND_ONLY_FUNCTION, DROP_APPEND_ONLY_FUNCTION),
        migrations.RunSQL(*append_only("shared_auditentry")),
    ]
