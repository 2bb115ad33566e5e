"""The catalogue's own words, for queries with typing errors, and SKUs to be found exactly."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

# Words as people write them, without accents and endings left on.
CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION plaza_words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION plaza_words
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_stock_guard_and_search"),
        ("vendors", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="palabra",
                    ),
                ),
            ],
            options={
                "verbose_name": "palabra conocida",
                "verbose_name_plural": "palabras conocidas",
            },
        ),
        migrations.AddIndex(
            model_name="variant",
            index=models.Index(
                django.db.models.functions.text.Upper("sku"), name="variant_sku_in_capitals"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION plaza_words"),
    ]
