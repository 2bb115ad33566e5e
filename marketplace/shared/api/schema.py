"""How views appear in the OpenAPI description."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class PlazaSchema(AutoSchema):
    """Groups operations by the first word of their path."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        return getattr(self.view, "extra_parameters", [])
