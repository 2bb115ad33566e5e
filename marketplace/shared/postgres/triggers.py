"""Triggers that more than one app's migrations set up."""

CREATE_APPEND_ONLY_FUNCTION = """
CREATE FUNCTION plaza_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""
DROP_APPEND_ONLY_FUNCTION = "DROP FUNCTION plaza_append_only()"


def append_only(table: str) -> tuple[str, str]:
    """Return the SQL that makes ``table`` refuse UPDATE, DELETE and TRUNCATE, and its reverse."""
    create = f"""
    CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION plaza_append_only();
    CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION plaza_append_only();
    """
    drop = f"""
    DROP TRIGGER {table}_rows_stay ON {table};
    DROP TRIGGER {table}_table_stays ON {table};
    """
    return create, drop
