"""What must be true of money at every moment; ``manage.py check_invariants`` runs it."""

from marketplace.shared.invariants import Check

CHECKS: list[Check] = [
    Check(
        code="commission_sums",
        rule="Las comisiones de un cobro aplicado suman exactamente lo cobrado.",
        sql="""
            SELECT charge.id,
                   charge.captured || ' cobrado, '
                   || coalesce(sum(commission.base), 0) || ' repartido'
              FROM payments_chargeattempt AS charge
              LEFT JOIN payments_commission AS commission ON commission.charge_id = charge.id
             WHERE charge.placement = 'applied'
             GROUP BY charge.id
            HAVING charge.captured <> coalesce(sum(commission.base), 0)
        """,
    ),
    Check(
        code="commission_line_sums",
        rule="Los renglones de una comisión suman la comisión, su IVA y su base.",
        sql="""
            SELECT commission.id, 'renglones: ' || sum(line.amount) || ' de ' || commission.amount
              FROM payments_commission AS commission
              JOIN payments_commissionline AS line ON line.commission_id = commission.id
             GROUP BY commission.id
            HAVING sum(line.amount) <> commission.amount OR sum(line.iva) <> commission.iva
                OR sum(line.base) <> commission.base
        """,
    ),
    Check(
        code="ledger_posting_zero",
        rule="Cada asiento suma cero.",
        sql="""
            SELECT posting.id, coalesce(sum(entry.amount), 0)::text
              FROM payments_ledgerposting AS posting
              LEFT JOIN payments_ledgerentry AS entry ON entry.posting_id = posting.id
             GROUP BY posting.id
            HAVING coalesce(sum(entry.amount), 1) <> 0
        """,
    ),
    Check(
        code="ledger_zero",
        rule="Todos los movimientos contables suman cero.",
        sql="""
            SELECT 0, sum(amount)::text FROM payments_ledgerentry HAVING sum(amount) <> 0
        """,
    ),
    Check(
        code="ledger_of_order",
        rule="Por pedido, la cuenta de la pasarela es lo cobrado menos lo devuelto.",
        sql="""
            SELECT coalesce(charges.order_id, books.order_id),
                   coalesce(charges.net, 0) || ' según cobros, '
                   || coalesce(books.net, 0) || ' según libros'
              FROM (SELECT order_id, sum(captured - refunded) AS net
                      FROM payments_chargeattempt GROUP BY order_id) AS charges
              FULL JOIN (SELECT posting.order_id, sum(entry.amount) AS net
                           FROM payments_ledgerposting AS posting
                           JOIN payments_ledgerentry AS entry ON entry.posting_id = posting.id
                           JOIN payments_ledgeraccount AS account ON account.id = entry.account_id
                          WHERE account.kind = 'gateway' AND posting.order_id IS NOT NULL
                          GROUP BY posting.order_id) AS books
                ON books.order_id = charges.order_id
             WHERE coalesce(charges.net, 0) <> coalesce(books.net, 0)
        """,
    ),
    Check(
        code="capture_posted",
        rule="Cada cobro con dinero tiene su asiento, y ninguno sin dinero lo tiene.",
        sql="""
            SELECT charge.id, charge.status || ' ' || charge.captured
              FROM payments_chargeattempt AS charge
              LEFT JOIN payments_ledgerposting AS posting
                ON posting.source_type = 'charge' AND posting.source_id = charge.id
               AND posting.kind = 'capture'
             WHERE (charge.captured > 0) <> (posting.id IS NOT NULL)
        """,
    ),
    Check(
        code="refunds_of_charge",
        rule="Lo apartado y lo devuelto de un cobro son la suma de sus devoluciones.",
        sql="""
            SELECT charge.id, charge.refund_held || ' apartado, ' || charge.refunded || ' devuelto'
              FROM payments_chargeattempt AS charge
              LEFT JOIN payments_refund AS refund ON refund.charge_id = charge.id
             GROUP BY charge.id
            HAVING charge.refund_held <> coalesce(sum(refund.amount) FILTER (
                       WHERE refund.status IN ('requested', 'pending', 'unknown')), 0)
                OR charge.refunded <> coalesce(sum(refund.amount) FILTER (
                       WHERE refund.status = 'done'), 0)
        """,
    ),
    Check(
        code="refund_within_capture",
        rule="Nunca se devuelve más de lo cobrado.",
        sql="""
            SELECT id, captured || ' cobrado' FROM payments_chargeattempt
             WHERE refund_held + refunded > captured
        """,
    ),
    Check(
        code="one_applied_charge",
        rule="Un pedido tiene a lo sumo un cobro aplicado.",
        sql="""
            SELECT order_id, count(*)::text FROM payments_chargeattempt
             WHERE placement = 'applied' GROUP BY order_id HAVING count(*) > 1
        """,
    ),
    Check(
        code="approved_is_placed",
        rule="Todo peso aprobado está aplicado, sobra o está por devolver.",
        sql="""
            SELECT id, status FROM payments_chargeattempt
             WHERE (status IN ('approved', 'voided')) <> (placement <> '' AND captured = amount)
        """,
    ),
    Check(
        code="returnable_is_held",
        rule="Lo que sobra o está por devolver está apartado para devolverse o ya se devolvió.",
        sql="""
            SELECT id, placement FROM payments_chargeattempt
             WHERE placement IN ('surplus', 'refundable') AND refund_held + refunded <> captured
        """,
    ),
    Check(
        code="paid_order_has_charge",
        rule="Un pedido pagado tiene un cobro aplicado, y uno sin pagar no lo tiene.",
        sql="""
            SELECT purchase.id, purchase.number || ' ' || purchase.status
              FROM orders_order AS purchase
              LEFT JOIN payments_chargeattempt AS charge
                ON charge.order_id = purchase.id AND charge.placement = 'applied'
             WHERE (purchase.paid_at IS NOT NULL) <> (charge.id IS NOT NULL)
                OR (charge.id IS NOT NULL AND purchase.status = 'pending')
        """,
    ),
    Check(
        code="voided_order_is_not_sent",
        rule="De un pedido cuyo cobro se anuló no queda nada por preparar ni por enviar.",
        sql="""
            SELECT part.id, part.number || ' ' || part.status
              FROM orders_vendororder AS part
              JOIN payments_chargeattempt AS charge
                ON charge.order_id = part.order_id AND charge.placement = 'applied'
             WHERE charge.status = 'voided' AND part.status IN ('confirmed', 'processing')
        """,
    ),
    Check(
        code="charge_amount_is_total",
        rule="Cada cobro pide el total de su pedido.",
        sql="""
            SELECT charge.id, charge.amount || ' de ' || purchase.total
              FROM payments_chargeattempt AS charge
              JOIN orders_order AS purchase ON purchase.id = charge.order_id
             WHERE charge.amount <> purchase.total OR charge.currency <> purchase.currency
        """,
    ),
    Check(
        code="notice_waits_long",
        rule="Ningún aviso espera más de una hora después de su turno.",
        sql="""
            SELECT id, gateway || ' ' || last_error FROM payments_webhooknotice
             WHERE outcome = 'waiting' AND next_attempt_at < plaza_now() - interval '1 hour'
        """,
        severity="warning",
    ),
    Check(
        code="charge_waits_long",
        rule="Ningún cobro abierto pasa una hora de su turno sin que se pregunte por él.",
        sql="""
            SELECT id, reference FROM payments_chargeattempt
             WHERE status IN ('created', 'pending', 'unknown')
               AND next_poll_at < plaza_now() - interval '1 hour'
        """,
        severity="warning",
    ),
    Check(
        code="erased_payer_without_identity",
        rule="De una persona retirada no queda identidad en sus cobros ni en los avisos.",
        sql="""
        WITH erased AS (
            SELECT request.user_id AS id FROM accounts_deletionrequest request
            WHERE request.status = 'done' AND NOT EXISTS (
                SELECT FROM shared_outboxmessage message
                WHERE message.event = 'accounts.user_erased' AND message.status = 'waiting'
                    AND message.payload->>'user_id' = request.user_id::text
            )
        )
        SELECT charge.id, charge.reference FROM payments_chargeattempt charge
        JOIN orders_order sale ON sale.id = charge.order_id
        WHERE sale.buyer_id IN (TABLE erased) AND charge.acceptance->>'ip' IS NOT NULL
        UNION ALL
        SELECT charge.id, 'aviso ' || notice.id FROM payments_chargeattempt charge
        JOIN orders_order sale ON sale.id = charge.order_id
        JOIN payments_webhooknotice notice
            ON notice.gateway = charge.gateway AND notice.reference = charge.reference
        WHERE sale.buyer_id IN (TABLE erased)
            AND (notice.body LIKE '%"customer_email"%' OR notice.body LIKE '%"customer_data"%')
        """,
    ),
]
