"""What must be true of people's rows at every moment."""

from marketplace.shared.invariants import Check

CHECKS = [
    Check(
        code="session_one_unused_token",
        rule="Cada sesión abierta de la API tiene un token de renovación sin usar; otras, ninguno.",
        sql="""
        SELECT session.id, 'sin usar: ' || count(token.id)
        FROM accounts_loginsession session
        LEFT JOIN accounts_refreshtoken token
            ON token.session_id = session.id AND token.used_at IS NULL
        WHERE session.revoked_at IS NULL
        GROUP BY session.id
        HAVING count(token.id) <> CASE session.kind WHEN 'api' THEN 1 ELSE 0 END
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
        rule="El equipo, y solo el equipo, entra al panel.",
        sql="""
        SELECT id, 'rol ' || role FROM accounts_user WHERE is_staff <> (role = 'staff')
        """,
    ),
    Check(
        code="rights_by_groups_of_staff",
        rule="Los permisos del panel se tienen por grupo, y solo los tiene el equipo.",
        sql="""
        SELECT person.id, 'grupos o permisos fuera del equipo'
        FROM accounts_user person
        WHERE NOT person.is_staff AND EXISTS (
            SELECT FROM accounts_user_groups WHERE user_id = person.id
        ) OR EXISTS (SELECT FROM accounts_user_user_permissions WHERE user_id = person.id)
        """,
    ),
    Check(
        code="code_tries",
        rule="Ningún código admite más de cinco intentos, ni intentos antes de existir.",
        sql="""
        SELECT id, 'intentos: ' || attempts FROM accounts_onetimecode
        WHERE attempts > 5 OR (attempts > 0 AND code_hash = '')
        """,
    ),
    Check(
        code="code_one_live",
        rule="Cada persona tiene a lo sumo un código vivo de cada propósito.",
        sql="""
        SELECT user_id, purpose || ': ' || count(*) FROM accounts_onetimecode
        WHERE used_at IS NULL AND replaced_at IS NULL
        GROUP BY user_id, purpose
        HAVING count(*) > 1
        """,
    ),
    Check(
        code="link_one_live",
        rule="Cada persona tiene a lo sumo un enlace vivo de cada propósito.",
        sql="""
        SELECT user_id, purpose || ': ' || count(*) FROM accounts_linktoken
        WHERE used_at IS NULL AND replaced_at IS NULL
        GROUP BY user_id, purpose
        HAVING count(*) > 1
        """,
    ),
    Check(
        code="proof_used_in_time",
        rule="Un código o enlace usado se usó una vez, antes de vencer y sin estar anulado.",
        sql="""
        SELECT id, 'usado ' || used_at || ', vencía ' || expires_at FROM (
            SELECT id, used_at, expires_at, replaced_at FROM accounts_onetimecode
            UNION ALL
            SELECT id, used_at, expires_at, replaced_at FROM accounts_linktoken
        ) proof
        WHERE used_at > expires_at OR (used_at IS NOT NULL AND replaced_at IS NOT NULL)
        """,
    ),
    Check(
        code="code_lives_ten_minutes",
        rule="Un código no vive más de veinte minutos desde que se pidió.",
        sql="""
        SELECT id, 'pedido ' || created_at || ', vence ' || expires_at FROM accounts_onetimecode
        WHERE expires_at > created_at + interval '20 minutes'
        """,
    ),
    Check(
        code="pending_phone_differs",
        rule="El teléfono por confirmar es otro que el actual.",
        sql="""
        SELECT id, 'por confirmar' FROM accounts_user
        WHERE pending_phone <> '' AND pending_phone = phone
        """,
    ),
]
