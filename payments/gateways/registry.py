"""The gateways by name, each built from the settings."""

from collections.abc import Callable

from django.conf import settings

from .base import Gateway
from .errors import UnknownGateway
from .wompi import WompiGateway


def _wompi() -> WompiGateway:
    return WompiGateway(
        base_url=settings.WOMPI_BASE_URL,
        public_key=settings.WOMPI_PUBLIC_KEY,
        private_key=settings.WOMPI_PRIVATE_KEY,
        events_secret=settings.WOMPI_EVENTS_SECRET,
        integrity_secret=settings.WOMPI_INTEGRITY_SECRET,
        connect_timeout=settings.WOMPI_CONNECT_TIMEOUT,
        read_timeout=settings.WOMPI_READ_TIMEOUT,
        pse_poll_seconds=settings.WOMPI_PSE_POLL_SECONDS,
        pse_polls=settings.WOMPI_PSE_POLLS,
    )


_BUILDERS: dict[str, Callable[[], Gateway]] = {"wompi": _wompi}
NAMES = tuple(_BUILDERS)


def gateway(name: str) -> Gateway:
    """Return the gateway of this name. Cheap; not to be shared between threads.

    Raises:
        UnknownGateway: there is none.
    """
    builder = _BUILDERS.get(name)
    if builder is None:
        raise UnknownGateway("No hay una pasarela con este nombre.", gateway=name)
    return builder()
