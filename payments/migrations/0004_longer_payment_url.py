"""Banks' addresses carry long tokens; one that does not fit would be lost."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_payment_routes")]

    operations = [
        migrations.AlterField(
            model_name="chargeattempt",
            name="payment_url",
            field=models.URLField(blank=True, max_length=2000, verbose_name="página de pago"),
        ),
    ]
