"""Stock movements and prices stay as written; products carry their own search text."""

from django.db import migrations

from marketplace.shared.postgres.triggers import append_only

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION plaza_spanish (COPY = spanish);
ALTER TEXT SEARCH CONFIGURATION plaza_spanish
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;
"""

# The name weighs most; then brand and category; then the description.
VECTOR = """
CREATE FUNCTION plaza_product_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    brand_name text := (SELECT name FROM catalog_brand WHERE id = NEW.brand_id);
    category_name text := (SELECT name FROM catalog_category WHERE id = NEW.category_id);
BEGIN
    NEW.search_vector :=
        setweight(to_tsvector('plaza_spanish', NEW.name), 'A')
        || setweight(to_tsvector('plaza_spanish', coalesce(brand_name, '')), 'B')
        || setweight(to_tsvector('plaza_spanish', coalesce(category_name, '')), 'B')
        || setweight(to_tsvector('plaza_spanish', left(NEW.description, 2000)), 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_product_search_vector
    BEFORE INSERT OR UPDATE OF name, description, brand_id, category_id, search_version
    ON catalog_product FOR EACH ROW EXECUTE FUNCTION plaza_product_search_vector();
"""
NO_VECTOR = """
DROP TRIGGER catalog_product_search_vector ON catalog_product;
DROP FUNCTION plaza_product_search_vector();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("shared", "0002_append_only")]

    operations = [
        migrations.RunSQL(*append_only("catalog_stockmovement")),
        migrations.RunSQL(*append_only("catalog_pricechange")),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION plaza_spanish"),
        migrations.RunSQL(VECTOR, NO_VECTOR),
    ]
