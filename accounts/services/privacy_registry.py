"""The accounts' own sections of a data export, and how each of their tables is erased."""

from ..selectors import own_data
from . import erasers
from .data_exports import register_export
from .erasure import register_eraser, register_obstacle, team_obstacle

EXPORTS = [
    ("perfil", own_data.profile, "su cuenta"),
    ("direcciones", own_data.addresses, "su libreta de direcciones"),
    ("otros_ingresos", own_data.identities, "con qué proveedores puede ingresar"),
    ("consentimientos", own_data.consents, "lo que usted aceptó o rechazó, y cuándo"),
    ("sesiones", own_data.login_sessions, "los dispositivos con los que ingresó"),
    ("avisos", own_data.notifications, "los avisos de su bandeja"),
    ("preferencias", own_data.notification_choices, "qué avisos quiere recibir y cómo"),
    ("solicitudes", own_data.privacy_requests, "sus consultas y reclamos sobre datos personales"),
    ("consultas_del_equipo", own_data.accesses, "cuándo el equipo de Plaza miró sus datos"),
]
ERASERS = [
    erasers.erase_addresses,
    erasers.erase_codes,
    erasers.erase_ways_in,
    erasers.erase_inbox,
    erasers.erase_devices,
    erasers.erase_consent_addresses,
    erasers.erase_exports,
    erasers.erase_privacy_requests,
]


def register() -> None:
    """Register everything; called when the app starts."""
    for name, section, about in EXPORTS:
        register_export(name, section, about=about)
    for eraser in ERASERS:
        register_eraser(eraser)
    register_obstacle(team_obstacle)
