"""What must be true of stored orders; see ``marketplace.shared.invariants``."""

from marketplace.shared.invariants import Check

_PARTS_MAKE_THE_ORDER = """
    SELECT o.id, o.number || ': ' || o.total || ' <> ' || s.total AS detail
    FROM orders_order o
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(subtotal), 0) AS subtotal, coalesce(sum(iva), 0) AS iva,
            coalesce(sum(shipping), 0) AS shipping, coalesce(sum(discount), 0) AS discount,
            coalesce(sum(total), 0) AS total
        FROM orders_vendororder WHERE order_id = o.id
    ) s
    WHERE (o.subtotal, o.iva, o.shipping, o.discount, o.total)
        <> (s.subtotal, s.iva, s.shipping, s.discount, s.total)
"""

_LINES_MAKE_THE_PART = """
    SELECT v.id, v.number || ': ' || v.subtotal || ' <> ' || s.base AS detail
    FROM orders_vendororder v
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(base), 0) AS base, coalesce(sum(iva), 0) AS iva,
            coalesce(sum(discount), 0) AS discount,
            coalesce(bool_and(order_id = v.order_id), false) AS same_order
        FROM orders_orderline WHERE vendor_order_id = v.id
    ) s
    WHERE v.subtotal <> s.base OR v.iva <> s.iva OR v.discount <> s.discount
        OR v.discount > s.base + s.iva OR NOT s.same_order
"""

_ORDER_FOLLOWS_ITS_HISTORY = """
    SELECT o.id, o.number || ': ' || o.status || ' <> ' || coalesce(h.to_status, '-') AS detail
    FROM orders_order o
    LEFT JOIN LATERAL (
        SELECT to_status FROM orders_statuschange
        WHERE order_id = o.id AND vendor_order_id IS NULL ORDER BY id DESC LIMIT 1
    ) h ON true
    WHERE h.to_status IS DISTINCT FROM o.status
"""

_PART_FOLLOWS_ITS_HISTORY = """
    SELECT v.id, v.number || ': ' || v.status || ' <> ' || coalesce(h.to_status, '-') AS detail
    FROM orders_vendororder v
    LEFT JOIN LATERAL (
        SELECT to_status FROM orders_statuschange
        WHERE order_id = v.order_id AND vendor_order_id = v.id ORDER BY id DESC LIMIT 1
    ) h ON true
    WHERE h.to_status IS DISTINCT FROM v.status
"""

_HISTORY_HAS_NO_GAPS = """
    SELECT id, before || ' / ' || from_status AS detail
    FROM (
        SELECT id, from_status, coalesce(lag(to_status) OVER (
            PARTITION BY order_id, vendor_order_id ORDER BY id
        ), '') AS before
        FROM orders_statuschange
    ) steps
    WHERE before <> from_status
"""

_ORDER_FOLLOWS_ITS_PARTS = """
    SELECT o.id, o.number || ': ' || o.status || ' <> ' || coalesce(s.status, '-') AS detail
    FROM orders_order o
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (array['pending', 'confirmed', 'processing', 'shipped', 'delivered'])[min(
                array_position(
                    array['pending', 'confirmed', 'processing', 'shipped', 'delivered'],
                    status::text
                )
            )],
            CASE WHEN bool_or(status = 'refunded') THEN 'refunded'
                WHEN count(*) > 0 THEN 'cancelled' END
        ) AS status
        FROM orders_vendororder WHERE order_id = o.id
    ) s
    WHERE s.status IS DISTINCT FROM o.status
"""

_PENDING_ORDERS_HOLD_THEIR_UNITS = """
    SELECT o.id, o.number || ': ' || l.quantity || ' <> ' || coalesce(r.quantity, 0) AS detail
    FROM orders_order o
    JOIN orders_orderline l ON l.order_id = o.id
    LEFT JOIN catalog_reservation r
        ON r.order_id = o.id AND r.variant_id = l.variant_id AND r.state = 'active'
    WHERE o.status = 'pending' AND r.quantity IS DISTINCT FROM l.quantity
"""

_NOBODY_ELSE_HOLDS_UNITS = """
    SELECT r.id, coalesce(o.number || ' ' || o.status, 'sin pedido') AS detail
    FROM catalog_reservation r
    LEFT JOIN orders_order o ON o.id = r.order_id
    LEFT JOIN orders_orderline l ON l.order_id = o.id AND l.variant_id = r.variant_id
    WHERE r.state = 'active' AND (o.status IS DISTINCT FROM 'pending' OR l.id IS NULL)
"""

_PAID_MEANS_PAID = """
    SELECT id, number || ': ' || status AS detail FROM orders_order
    WHERE status IN ('confirmed', 'processing', 'shipped', 'delivered', 'refunded')
            AND paid_at IS NULL
        OR status = 'pending' AND paid_at IS NOT NULL
"""

_SENT_WITH_A_PARCEL = """
    SELECT v.id, v.number || ': ' || v.status AS detail FROM orders_vendororder v
    WHERE v.status IN ('shipped', 'delivered', 'refunded')
        AND NOT EXISTS (SELECT FROM orders_shipment WHERE vendor_order_id = v.id)
"""

_OVERDUE = """
    SELECT id, number || ': ' || reserved_until AS detail FROM orders_order
    WHERE status = 'pending' AND reserved_until < plaza_now() - interval '2 minutes'
"""

CHECKS = [
    Check(
        code="order_is_the_sum_of_its_vendor_orders",
        rule="Cada cifra de un pedido es la suma de las de sus pedidos de tienda.",
        sql=_PARTS_MAKE_THE_ORDER,
    ),
    Check(
        code="vendor_order_is_the_sum_of_its_lines",
        rule="La base, el IVA y el descuento de un pedido de tienda son la suma de sus renglones.",
        sql=_LINES_MAKE_THE_PART,
    ),
    Check(
        code="order_status_is_in_its_history",
        rule="El estado de un pedido es el último de su historia.",
        sql=_ORDER_FOLLOWS_ITS_HISTORY,
    ),
    Check(
        code="vendor_order_status_is_in_its_history",
        rule="El estado de un pedido de tienda es el último de su historia.",
        sql=_PART_FOLLOWS_ITS_HISTORY,
    ),
    Check(
        code="order_history_has_no_gaps",
        rule="Cada paso de la historia empieza donde terminó el anterior.",
        sql=_HISTORY_HAS_NO_GAPS,
    ),
    Check(
        code="order_status_follows_its_vendor_orders",
        rule="Un pedido va tan lejos como el más atrasado de sus pedidos de tienda vivos.",
        sql=_ORDER_FOLLOWS_ITS_PARTS,
    ),
    Check(
        code="pending_order_holds_its_units",
        rule="Un pedido por pagar tiene apartadas exactamente las unidades de sus renglones.",
        sql=_PENDING_ORDERS_HOLD_THEIR_UNITS,
    ),
    Check(
        code="only_pending_orders_hold_units",
        rule="Solo los pedidos por pagar tienen unidades apartadas.",
        sql=_NOBODY_ELSE_HOLDS_UNITS,
    ),
    Check(
        code="order_paid_when_confirmed",
        rule="Un pedido confirmado o posterior tiene fecha de pago, y uno por pagar no la tiene.",
        sql=_PAID_MEANS_PAID,
    ),
    Check(
        code="shipped_with_a_parcel",
        rule="Lo enviado tiene transportadora y guía.",
        sql=_SENT_WITH_A_PARCEL,
    ),
    Check(
        code="pending_order_is_overdue",
        rule="Ninguna reserva vencida sigue viva más de dos minutos.",
        sql=_OVERDUE,
    ),
    Check(
        code="erased_buyer_without_identity",
        rule="De una persona retirada no queda identidad en sus pedidos ni un carrito.",
        sql="""
        WITH erased AS (
            SELECT request.user_id AS id FROM accounts_deletionrequest request
            WHERE request.status = 'done' AND NOT EXISTS (
                SELECT FROM shared_outboxmessage message
                WHERE message.event = 'accounts.user_erased' AND message.status = 'waiting'
                    AND message.payload->>'user_id' = request.user_id::text
            )
        )
        SELECT sale.id, sale.number FROM orders_order sale
        WHERE sale.buyer_id IN (TABLE erased) AND (
            sale.email <> 'borrado@plaza.invalid'
            OR sale.shipping_address->>'full_name' <> 'Persona retirada'
            OR sale.shipping_address->>'phone' <> '' OR sale.shipping_address->>'address' <> ''
        )
        UNION ALL
        SELECT id, 'carrito' FROM orders_cart WHERE user_id IN (TABLE erased)
        """,
    ),
]
