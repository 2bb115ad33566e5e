"""What must be true of people's rows at every moment."""

from marketplace.shared.invariants import Check

CHECKS = [
    Check(
        code="session_one_unused_token",
        rule="Cada sesión abierta tiene exactamente un token de renovación sin usar.",
        sql="""
        SELECT session.id, 'sin usar: ' || count(token.id)
        FROM accounts_loginsession session
        LEFT JOIN accounts_refreshtoken token
            ON token.session_id = session.id AND token.used_at IS NULL
        WHERE session.revoked_at IS NULL
        GROUP BY session.id
        HAVING count(token.id) <> 1
        """,
    ),
    Check(
        code="session_of_active_user",
        rule="Una cuenta cerrada no tiene sesiones abiertas.",
        sql="""
        SELECT session.id, 'usuario ' || session.user_id
        FROM accounts_loginsession session
        JOIN accounts_user person ON person.id = session.user_id
        WHERE session.revoked_at IS NULL AND NOT person.is_active
        """,
    ),
    Check(
        code="session_revoked_with_reason",
        rule="Toda sesión cerrada dice por qué.",
        sql="""
        SELECT id, 'sin motivo' FROM accounts_loginsession
        WHERE (revoked_at IS NULL) <> (revoked_reason = '')
        """,
    ),
    Check(
        code="session_outlives_its_token",
        rule="El token sin usar de una sesión abierta vence con ella.",
        sql="""
        SELECT session.id, 'sesión ' || session.expires_at || ', token ' || token.expires_at
        FROM accounts_loginsession session
        JOIN accounts_refreshtoken token
            ON token.session_id = session.id AND token.used_at IS NULL
        WHERE session.revoked_at IS NULL AND session.expires_at <> token.expires_at
        """,
    ),
    Check(
        code="address_book_has_default",
        rule="Quien tiene direcciones tiene una principal, y solo una.",
        sql="""
        SELECT user_id, 'principales: ' || count(*) FILTER (WHERE is_default)
        FROM accounts_address
        GROUP BY user_id
        HAVING count(*) FILTER (WHERE is_default) <> 1
        """,
    ),
    Check(
        code="address_place_known",
        rule="El municipio de una dirección existe, aunque ya no esté vigente.",
        sql="""
        SELECT address.id, 'código ' || address.city_code
        FROM accounts_address address
        LEFT JOIN accounts_municipality town ON town.code = address.city_code
        WHERE address.city_code <> '' AND town.code IS NULL
        """,
    ),
    Check(
        code="registered_with_consent",
        rule="Quien abrió su cuenta aceptó los términos.",
        sql="""
        SELECT entry.subject_id, 'sin consentimiento'
        FROM shared_auditentry entry
        WHERE entry.action = 'accounts.registered'
            AND EXISTS (SELECT FROM accounts_user WHERE id::text = entry.subject_id)
            AND NOT EXISTS (
                SELECT FROM accounts_consent
                WHERE user_id::text = entry.subject_id AND kind = 'terms' AND is_given
            )
        """,
    ),
    Check(
        code="staff_have_role",
        rule="Solo el equipo entra al panel o es superusuario.",
        sql="""
        SELECT id, 'rol ' || role FROM accounts_user
        WHERE (is_superuser AND NOT is_staff) OR (is_staff AND role <> 'staff')
        """,
    ),
]
