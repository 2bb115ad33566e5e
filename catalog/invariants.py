"""What must be true of goods and stock at every moment."""

from marketplace.shared.invariants import Check

CHECKS = [
    Check(
        code="stock_not_negative",
        rule="De ninguna variante hay más unidades reservadas que existencias, ni menos de cero.",
        sql="""
        SELECT id, 'existencias ' || on_hand || ', reservadas ' || reserved
        FROM catalog_variant WHERE reserved < 0 OR on_hand < reserved
        """,
    ),
    Check(
        code="stock_reserved_adds_up",
        rule="Las unidades reservadas son la suma de las reservas activas.",
        sql="""
        SELECT v.id, 'contador ' || v.reserved || ', reservas ' || coalesce(sum(r.quantity), 0)
        FROM catalog_variant v
        LEFT JOIN catalog_reservation r ON r.variant_id = v.id AND r.state = 'active'
        GROUP BY v.id
        HAVING v.reserved <> coalesce(sum(r.quantity), 0)
        """,
    ),
    Check(
        code="stock_on_hand_adds_up",
        rule="Las existencias son la suma de los movimientos.",
        sql="""
        SELECT v.id, 'contador ' || v.on_hand || ', movimientos ' || coalesce(sum(m.quantity), 0)
        FROM catalog_variant v
        LEFT JOIN catalog_stockmovement m ON m.variant_id = v.id
        GROUP BY v.id
        HAVING v.on_hand <> coalesce(sum(m.quantity), 0)
        """,
    ),
    Check(
        code="stock_movements_follow",
        rule="Cada movimiento parte de donde terminó el anterior.",
        sql="""
        SELECT id, 'variante ' || variant_id FROM (
            SELECT id, variant_id, quantity, on_hand_after,
                lag(on_hand_after, 1, 0) OVER (PARTITION BY variant_id ORDER BY id) AS before
            FROM catalog_stockmovement
        ) movement
        WHERE on_hand_after <> before + quantity
        """,
    ),
    Check(
        code="reservation_ends_once",
        rule="Una reserva está activa y sin fin, o terminada con su momento.",
        sql="""
        SELECT id, state FROM catalog_reservation
        WHERE (state = 'active') <> (ended_at IS NULL)
        """,
    ),
    Check(
        code="reservation_sold_has_movement",
        rule="Las unidades de cada reserva vendida salieron de las existencias del mismo pedido.",
        sql="""
        SELECT sold.variant_id, 'pedido ' || sold.order_id || ': vendidas ' || sold.units
        FROM (
            SELECT order_id, variant_id, sum(quantity) AS units FROM catalog_reservation
            WHERE state = 'consumed' GROUP BY order_id, variant_id
        ) sold
        LEFT JOIN (
            SELECT order_id, variant_id, -sum(quantity) AS units FROM catalog_stockmovement
            WHERE kind = 'sale' GROUP BY order_id, variant_id
        ) moved USING (order_id, variant_id)
        WHERE sold.units IS DISTINCT FROM moved.units
        """,
    ),
    Check(
        code="product_has_variant",
        rule="Cada producto tiene al menos una variante.",
        sql="""
        SELECT p.id, p.name FROM catalog_product p
        WHERE NOT EXISTS (SELECT 1 FROM catalog_variant v WHERE v.product_id = p.id)
        """,
    ),
    Check(
        code="product_lowest_price",
        rule="El precio del producto es el menor de sus variantes activas.",
        sql="""
        SELECT p.id, 'dice ' || p.price || ', es ' || min(v.price)
        FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id AND v.is_active
        GROUP BY p.id HAVING p.price <> min(v.price)
        """,
    ),
    Check(
        code="variant_price_history",
        rule="El precio de cada variante es el último de su historia.",
        sql="""
        SELECT v.id, 'dice ' || v.price FROM catalog_variant v
        LEFT JOIN LATERAL (
            SELECT price FROM catalog_pricechange c
            WHERE c.variant_id = v.id ORDER BY c.id DESC LIMIT 1
        ) latest ON true
        WHERE latest.price IS DISTINCT FROM v.price
        """,
    ),
    Check(
        code="product_status_history",
        rule="El estado del producto es el último de su historia.",
        sql="""
        SELECT p.id, 'dice ' || p.status FROM catalog_product p
        LEFT JOIN LATERAL (
            SELECT to_status FROM catalog_productstatuschange c
            WHERE c.product_id = p.id ORDER BY c.id DESC LIMIT 1
        ) latest ON true
        WHERE latest.to_status IS DISTINCT FROM p.status
        """,
    ),
    Check(
        code="variant_of_the_same_shop",
        rule="Una variante es de la misma tienda que su producto.",
        sql="""
        SELECT v.id, 'producto ' || p.id FROM catalog_variant v
        JOIN catalog_product p ON p.id = v.product_id WHERE v.vendor_id <> p.vendor_id
        """,
    ),
    Check(
        code="category_path",
        rule="El camino de una categoría es el de la de arriba más su propia dirección.",
        sql="""
        SELECT c.id, c.path FROM catalog_category c
        LEFT JOIN catalog_category parent ON parent.id = c.parent_id
        WHERE c.path <> coalesce(parent.path, '') || c.slug || '/'
        """,
    ),
    Check(
        code="category_hidden_branch",
        rule="Debajo de una categoría oculta no hay ninguna visible.",
        sql="""
        SELECT c.id, c.path FROM catalog_category c
        JOIN catalog_category parent ON parent.id = c.parent_id
        WHERE c.is_active AND NOT parent.is_active
        """,
    ),
]
