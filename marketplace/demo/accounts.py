"""The people of the demo, as they are printed, shown on the front page and seeded."""

from dataclasses import dataclass

PASSWORD = "Plaza-demo-2026"  # noqa: S105 - public on purpose, of people who exist in the demo only


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One person; ``purpose`` says in Spanish what to try with the account."""

    email: str
    purpose: str
    entry: str


ACCOUNTS = [
    DemoAccount(email="admin@plaza.test", purpose="Superusuario", entry="/admin/"),
    DemoAccount(email="soporte@plaza.test", purpose="Equipo de soporte", entry="/admin/"),
    DemoAccount(email="finanzas@plaza.test", purpose="Equipo de finanzas", entry="/admin/"),
    DemoAccount(email="catalogo@plaza.test", purpose="Equipo de catálogo", entry="/admin/"),
    DemoAccount(email="pedidos@plaza.test", purpose="Equipo de pedidos", entry="/admin/"),
    DemoAccount(email="administradora@plaza.test", purpose="Administradora", entry="/admin/"),
    DemoAccount(email="vendedor1@plaza.test", purpose="Dueño de una tienda", entry="/portal/"),
    DemoAccount(email="vendedor2@plaza.test", purpose="Dueño de otra tienda", entry="/portal/"),
    DemoAccount(
        email="vendedor3@plaza.test", purpose="Dueño de una tienda por aprobar", entry="/portal/"
    ),
    DemoAccount(email="comprador@plaza.test", purpose="Compradora", entry="/api/docs/"),
    DemoAccount(email="comprador2@plaza.test", purpose="Otro comprador", entry="/api/docs/"),
]
