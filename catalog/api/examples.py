"""What the description says about the operations of the catalogue, with examples."""

from typing import Any

from marketplace.shared.api.schema import Operation

_VENDOR = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e02",
    "name": "Barro Vivo",
    "slug": "barro-vivo",
}
_CATEGORY = {"id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e03", "name": "Cocina", "slug": "cocina"}
_VARIANT_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e05"
_CORE: dict[str, Any] = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e04",
    "name": "Olla de barro",
    "slug": "olla-de-barro",
    "price": "89900.00",
    "currency": "COP",
    "stock": 12,
    "rating": 4.8,
    "review_count": 31,
    "description": "Hecha a mano en La Chamba.",
    "status": "active",
    "images": [],
    "vendor": _VENDOR,
    "brand": None,
    "created_at": "2026-03-02T09:30:00-05:00",
}
_VARIANT = {
    "id": _VARIANT_ID,
    "sku": "OLLA-3L",
    "name": "3 litros",
    "options": {"capacidad": "3 L"},
    "price": "89900.00",
    "compare_at_price": None,
    "stock": 12,
}
_CARD = _CORE | {"image": None, "category": _CATEGORY, "variants": [_VARIANT]}
_DETAIL = _CORE | {
    "iva_class": "general",
    "condition": "new",
    "attributes": {},
    "warranty_months": 3,
    "updated_at": "2026-03-02T09:30:00-05:00",
    "published_at": "2026-03-03T08:00:00-05:00",
    "category": _CATEGORY | {"path": "/hogar/cocina/"},
    "variants": [_VARIANT],
}
_CATEGORY_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e41"
_BRAND_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e51"
_BULK = {
    "validate_only": False,
    "succeeded": 1,
    "failed": 0,
    "results": [{"index": 0, "id": _CATEGORY_ID, "ok": True, "error": None}],
}

OPERATIONS = {
    "products_search_retrieve": Operation(
        summary="Buscar por palabras y por sentido",
        answer={
            "count": 1,
            "next": None,
            "previous": None,
            "results": [_CARD],
            "mode": "hybrid",
            "degraded": False,
        },
    ),
    "products_retrieve": Operation(summary="Ver un producto", answer=_DETAIL),
    "products_slug_retrieve": Operation(summary="Ver un producto por su dirección", answer=_DETAIL),
    "products_stock_create": Operation(
        summary="Cambiar las existencias",
        requests={
            "Sumar": {"operation": "add", "quantity": 5, "reason": "Llegó mercancía"},
            "Fijar las de una variante": {
                "operation": "set",
                "quantity": 20,
                "variant_id": _VARIANT_ID,
            },
        },
        answer={
            "variant_id": _VARIANT_ID,
            "on_hand": 17,
            "reserved": 2,
            "available": 15,
            "movement": {
                "id": 812,
                "kind": "add",
                "quantity": 5,
                "on_hand_after": 17,
                "reason": "Llegó mercancía",
            },
        },
    ),
    "products_list": Operation(summary="Ver los productos en venta", answer=_CARD),
    "products_create": Operation(summary="Crear un producto"),
    "products_partial_update": Operation(summary="Cambiar un producto"),
    "products_featured_list": Operation(summary="Ver los productos destacados"),
    "products_my_products_list": Operation(summary="Ver los productos de la tienda propia"),
    "products_submit_create": Operation(summary="Pedir la revisión de un producto"),
    "products_approve_create": Operation(summary="Aprobar un producto"),
    "products_reject_create": Operation(summary="Rechazar un producto"),
    "products_pause_create": Operation(summary="Pausar un producto"),
    "products_resume_create": Operation(summary="Reanudar un producto"),
    "products_update": Operation(summary="Reemplazar lo que dice un producto"),
    "products_destroy": Operation(summary="Retirar un producto para siempre"),
    "products_check_sku_retrieve": Operation(
        summary="Ver si un SKU está libre", answer={"sku": "OLLA-3L", "available": True}
    ),
    "products_request_changes_create": Operation(
        summary="Pedir cambios en un producto",
        requests={"Con el motivo": {"reason": "Falta la medida de la olla."}},
    ),
    "products_images_update": Operation(summary="Cambiar una imagen"),
    "products_images_partial_update": Operation(summary="Cambiar algo de una imagen"),
    "products_images_destroy": Operation(summary="Quitar una imagen"),
    "products_variants_list": Operation(summary="Ver las variantes a la venta"),
    "products_variants_create": Operation(
        summary="Agregar una variante",
        requests={
            "Otra talla": {
                "price": "99900.00",
                "stock": 8,
                "sku": "OLLA-5L",
                "name": "5 litros",
                "options": {"capacidad": "5 L"},
            }
        },
    ),
    "products_variants_partial_update": Operation(summary="Cambiar una variante"),
    "products_variants_destroy": Operation(summary="Quitar una variante"),
    "products_images_list": Operation(summary="Ver las imágenes"),
    "products_images_create": Operation(summary="Agregar una imagen"),
    "products_stock_movements_list": Operation(summary="Ver los movimientos de existencias"),
    "categories_list": Operation(summary="Ver las categorías"),
    "categories_create": Operation(
        summary="Crear una categoría",
        requests={"Debajo de otra": {"name": "Cafeteras", "parent_id": _CATEGORY_ID}},
    ),
    "categories_tree_list": Operation(summary="Ver el árbol de categorías"),
    "categories_featured_list": Operation(summary="Ver las categorías destacadas"),
    "categories_bulk_create": Operation(
        summary="Cambiar varias categorías",
        requests={
            "Destacar": {
                "action": "update",
                "rows": [{"id": _CATEGORY_ID, "is_featured": True}],
                "validate_only": False,
            }
        },
        answer=_BULK,
    ),
    "categories_retrieve": Operation(summary="Ver una categoría"),
    "categories_update": Operation(summary="Cambiar una categoría"),
    "categories_partial_update": Operation(summary="Cambiar algo de una categoría"),
    "categories_destroy": Operation(summary="Borrar una categoría"),
    "categories_move_create": Operation(
        summary="Mover una categoría",
        requests={"A otra rama": {"parent_id": _CATEGORY_ID, "position": 2}},
    ),
    "categories_breadcrumbs_list": Operation(summary="Ver el camino hasta una categoría"),
    "categories_breadcrumb_list": Operation(
        summary="Ver el camino hasta una categoría (otro camino)"
    ),
    "categories_children_list": Operation(summary="Ver las subcategorías"),
    "categories_products_list": Operation(summary="Ver los productos de una categoría"),
    "categories_products_count_retrieve": Operation(
        summary="Contar los productos de una categoría", answer={"count": 128}
    ),
    "categories_slug_retrieve": Operation(summary="Ver una categoría por su dirección"),
    "brands_list": Operation(summary="Ver las marcas"),
    "brands_create": Operation(
        summary="Proponer una marca", requests={"Una marca": {"name": "Imusa"}}
    ),
    "brands_featured_list": Operation(summary="Ver las marcas destacadas"),
    "brands_bulk_create": Operation(
        summary="Cambiar varias marcas",
        requests={
            "Verificar": {
                "action": "update",
                "rows": [{"id": _BRAND_ID, "is_verified": True}],
                "validate_only": False,
            }
        },
        answer=_BULK,
    ),
    "brands_compare_create": Operation(
        summary="Comparar marcas",
        requests={"Dos marcas": {"brand_ids": [_BRAND_ID, _CATEGORY_ID]}},
    ),
    "brands_retrieve": Operation(summary="Ver una marca"),
    "brands_update": Operation(summary="Cambiar una marca"),
    "brands_partial_update": Operation(summary="Cambiar algo de una marca"),
    "brands_destroy": Operation(summary="Borrar una marca"),
    "brands_products_list": Operation(summary="Ver los productos de una marca"),
    "brands_products_count_retrieve": Operation(
        summary="Contar los productos de una marca", answer={"count": 12}
    ),
    "brands_slug_retrieve": Operation(summary="Ver una marca por su dirección"),
}
