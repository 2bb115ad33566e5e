"""The books: nothing is changed afterwards, and each posting sums to zero at the commit."""

from django.db import migrations

from marketplace.shared.postgres.triggers import append_only

ZERO_SUM = """
CREATE FUNCTION plaza_ledger_zero_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    difference numeric;
BEGIN
    SELECT coalesce(sum(amount), 0) INTO difference
        FROM payments_ledgerentry WHERE posting_id = NEW.posting_id;
    IF difference <> 0 THEN
        RAISE EXCEPTION 'ledger posting % is off by %', NEW.posting_id, difference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_ledgerentry_zero_sum AFTER INSERT ON payments_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaza_ledger_zero_sum();

CREATE FUNCTION plaza_ledger_posting_has_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM payments_ledgerentry WHERE posting_id = NEW.id) THEN
        RAISE EXCEPTION 'ledger posting % has no entries', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_ledgerposting_has_entries AFTER INSERT ON payments_ledgerposting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaza_ledger_posting_has_entries();
"""
NO_ZERO_SUM = """
DROP TRIGGER payments_ledgerposting_has_entries ON payments_ledgerposting;
DROP FUNCTION plaza_ledger_posting_has_entries();
DROP TRIGGER payments_ledgerentry_zero_sum ON payments_ledgerentry;
DROP FUNCTION plaza_ledger_zero_sum();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("shared", "0002_append_only")]

    operations = [
        migrations.RunSQL(ZERO_SUM, NO_ZERO_SUM),
        migrations.RunSQL(*append_only("payments_ledgerposting")),
        migrations.RunSQL(*append_only("payments_ledgerentry")),
    ]
