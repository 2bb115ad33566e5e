"""What must be true of shops' rows at every moment."""

from marketplace.shared.invariants import Check

CHECKS = [
    Check(
        code="vendor_status_is_last_step",
        rule="El estado de cada tienda es el último de su historia.",
        sql="""
        SELECT vendor.id, vendor.status || ', historia ' || coalesce(last.to_status, '-')
        FROM vendors_vendor vendor
        LEFT JOIN LATERAL (
            SELECT to_status FROM vendors_vendorstatuschange
            WHERE vendor_id = vendor.id ORDER BY id DESC LIMIT 1
        ) last ON true
        WHERE last.to_status IS DISTINCT FROM vendor.status
        """,
    ),
    Check(
        code="vendor_history_is_a_chain",
        rule="Cada paso de la historia de una tienda empieza donde terminó el anterior.",
        sql="""
        SELECT id, from_status || ' no sigue a ' || coalesce(previous, 'nada')
        FROM (
            SELECT id, from_status,
                lag(to_status) OVER (PARTITION BY vendor_id ORDER BY id) AS previous
            FROM vendors_vendorstatuschange
        ) step
        WHERE from_status <> coalesce(previous, '')
        """,
    ),
    Check(
        code="vendor_has_owner",
        rule="Cada tienda tiene al menos un dueño.",
        sql="""
        SELECT vendor.id, 'sin dueño' FROM vendors_vendor vendor
        WHERE NOT EXISTS (
            SELECT FROM vendors_member WHERE vendor_id = vendor.id AND role = 'owner'
        )
        """,
    ),
    Check(
        code="member_has_vendor_role",
        rule="Quien trabaja para una tienda es vendedor o del equipo.",
        sql="""
        SELECT member.id, 'rol ' || person.role
        FROM vendors_member member
        JOIN accounts_user person ON person.id = member.user_id
        WHERE person.role = 'buyer'
        """,
    ),
    Check(
        code="invited_by_owner",
        rule="Las invitaciones pendientes son de quien aún es dueño de la tienda.",
        sql="""
        SELECT invitation.id, 'invitó ' || invitation.invited_by_id
        FROM vendors_invitation invitation
        WHERE invitation.accepted_at IS NULL AND invitation.withdrawn_at IS NULL
            AND NOT EXISTS (
                SELECT FROM vendors_member
                WHERE vendor_id = invitation.vendor_id
                    AND user_id = invitation.invited_by_id AND role = 'owner'
            )
        """,
    ),
    Check(
        code="bank_account_current",
        rule="Una tienda con cuentas bancarias tiene una vigente.",
        sql="""
        SELECT vendor_id, 'vigentes: ' || count(*) FILTER (WHERE is_current)
        FROM vendors_bankaccount
        GROUP BY vendor_id
        HAVING count(*) FILTER (WHERE is_current) <> 1
        """,
    ),
    Check(
        code="erased_member_without_identity",
        rule="Una persona retirada solo pertenece a la tienda cerrada de la que fue dueña.",
        sql="""
        WITH erased AS (
            SELECT request.user_id AS id FROM accounts_deletionrequest request
            WHERE request.status = 'done' AND NOT EXISTS (
                SELECT FROM shared_outboxmessage message
                WHERE message.event = 'accounts.user_erased' AND message.status = 'waiting'
                    AND message.payload->>'user_id' = request.user_id::text
            )
        )
        SELECT member.id, 'tienda ' || member.vendor_id FROM vendors_member member
        JOIN vendors_vendor vendor ON vendor.id = member.vendor_id
        WHERE member.user_id IN (TABLE erased) AND (
            member.role <> 'owner' OR vendor.status NOT IN ('closed', 'rejected')
            OR vendor.email <> 'borrado@plaza.invalid' OR vendor.phone <> ''
        )
        """,
    ),
]
