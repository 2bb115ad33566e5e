"""The API's description and its reader, served from our own files under the usual policy."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from .permissions import Public


@cache
def _described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


class CodesOwnSchema(SchemaGenerator):
    """The description of this code: the same for everybody, so it is made once in a process."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """Return the OpenAPI document."""
        return _described()


class SchemaView(SpectacularAPIView):
    """``GET /api/schema/``: OpenAPI as JSON, or as YAML for who asks for it."""

    authentication_classes: list[type] = []
    permission_classes = [Public]
    generator_class = CodesOwnSchema
    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


class DocsView(SpectacularSwaggerSplitView):
    """``GET /api/docs/``: Swagger UI, whose script is a file of its own, not inline."""

    authentication_classes: list[type] = []
    permission_classes = [Public]
    url_name = "api-schema"
    template_name = "api/docs.html"
