"""The database itself refuses a superuser who is not staff."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

NAME = "user_superuser_is_staff"
# Only a hand in the database could make such a row; it opens no door.
MEND = "UPDATE accounts_user SET is_superuser = false WHERE is_superuser AND NOT is_staff"


class Migration(migrations.Migration):
    """The constraint guards new rows first and is checked against the old ones afterwards."""

    dependencies = [("accounts", "0009_places")]
    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        AddConstraintNotValid(
            "user",
            models.CheckConstraint(condition=Q(is_superuser=False) | Q(is_staff=True), name=NAME),
        ),
        ValidateConstraint("user", NAME),
    ]
