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
        rule="Quien abrió su cuenta aceptó los términos y el tratamiento de sus datos.",
        sql="""
        SELECT entry.subject_id, 'sin ' || needed.kind
        FROM shared_auditentry entry
        CROSS JOIN (VALUES ('terms'), ('personal_data')) needed (kind)
        WHERE entry.action = 'accounts.registered'
            AND EXISTS (SELECT FROM accounts_user WHERE id::text = entry.subject_id)
            AND NOT EXISTS (
                SELECT FROM accounts_consent
                WHERE user_id::text = entry.subject_id AND kind = needed.kind AND is_given
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
    Check(
        code="erased_without_identity",
        rule="De una persona retirada no queda identidad en ninguna tabla de cuentas.",
        sql="""
        WITH erased AS (
            SELECT user_id AS id FROM accounts_deletionrequest WHERE status = 'done'
        )
        SELECT id, 'cuenta' FROM accounts_user
        WHERE id IN (TABLE erased) AND (
            email NOT LIKE 'borrado-%@plaza.invalid' OR first_name <> 'Persona'
            OR last_name <> 'retirada' OR phone <> '' OR is_active OR is_staff
            OR last_login IS NOT NULL OR password NOT LIKE '!%'
        )
        UNION ALL
        SELECT user_id, 'direcciones' FROM accounts_address WHERE user_id IN (TABLE erased)
        UNION ALL
        SELECT user_id, 'códigos' FROM accounts_onetimecode WHERE user_id IN (TABLE erased)
        UNION ALL
        SELECT user_id, 'sesión ' || id FROM accounts_loginsession
        WHERE user_id IN (TABLE erased)
            AND (revoked_at IS NULL OR ip IS NOT NULL OR user_agent <> '')
        UNION ALL
        SELECT user_id, 'consentimiento ' || id FROM accounts_consent
        WHERE user_id IN (TABLE erased) AND ip IS NOT NULL
        UNION ALL
        SELECT user_id, 'copia de datos ' || id FROM accounts_dataexport
        WHERE user_id IN (TABLE erased)
        UNION ALL
        SELECT user_id, 'solicitud ' || number FROM accounts_privacyrequest
        WHERE user_id IN (TABLE erased) AND (
            text <> '(texto borrado con la cuenta)' OR status IN ('open', 'extended')
            OR answer NOT IN ('', '(texto borrado con la cuenta)')
        )
        UNION ALL
        SELECT entry.object_id::uuid, 'historial del panel'
        FROM django_admin_log entry
        JOIN django_content_type kind ON kind.id = entry.content_type_id
        WHERE kind.app_label = 'accounts' AND kind.model = 'user'
            AND entry.object_id IN (SELECT id::text FROM erased)
            AND entry.object_repr <> 'Persona retirada'
        UNION ALL
        SELECT erased.id, 'respuestas guardadas' FROM erased
        JOIN shared_idempotencykey answer ON answer.actor = erased.id::text
        """,
    ),
    Check(
        code="erasure_overdue",
        rule="Quien pidió ser borrado lo está un día después del plazo, si nada lo impide.",
        sql="""
        SELECT id, 'usuario ' || user_id FROM accounts_deletionrequest
        WHERE status = 'pending' AND obstacle = '' AND due_at < plaza_now() - interval '1 day'
        """,
        severity="warning",
    ),
    Check(
        code="farewell_kept",
        rule="El correo de una persona retirada solo se guarda hasta su último aviso.",
        sql="""
        SELECT id, 'usuario ' || user_id FROM accounts_deletionrequest
        WHERE farewell_to <> ''
            AND (status <> 'done' OR closed_at < plaza_now() - interval '8 days')
        """,
    ),
    Check(
        code="privacy_request_overdue",
        rule="Toda solicitud de datos personales se responde dentro del plazo de la ley.",
        sql="""
        SELECT id, number || ' hasta ' || due_on FROM accounts_privacyrequest
        WHERE status IN ('open', 'extended')
            AND due_on < (plaza_now() AT TIME ZONE 'America/Bogota')::date
        """,
        severity="warning",
    ),
]
