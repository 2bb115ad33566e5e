"""What the description says about the operations of shops."""

from marketplace.shared.api.schema import Operation

from . import examples_team

OPERATIONS = {
    "vendors_list": Operation(summary="Ver las tiendas"),
    "vendors_retrieve": Operation(summary="Ver una tienda"),
    "vendors_register_create": Operation(summary="Inscribir una tienda"),
    "vendor_profile_retrieve": Operation(summary="Ver la tienda propia"),
    "vendor_profile_partial_update": Operation(summary="Cambiar la tienda propia"),
    "vendor_bank_account_update": Operation(summary="Cambiar la cuenta bancaria"),
    "admin_vendors_list": Operation(summary="Ver todas las tiendas (equipo)"),
    "admin_vendors_approve_create": Operation(summary="Aprobar una tienda"),
    "admin_vendors_reject_create": Operation(summary="Rechazar una tienda"),
    "admin_vendors_suspend_create": Operation(summary="Suspender una tienda"),
    "admin_vendors_reactivate_create": Operation(summary="Reactivar una tienda"),
} | examples_team.OPERATIONS
