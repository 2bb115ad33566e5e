"""The API's description and its reader, served from our own files under the usual policy."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from .permissions import Public


class SchemaView(SpectacularAPIView):
    """``GET /api/schema/``: OpenAPI."""

    authentication_classes = []
    permission_classes = [Public]


class DocsView(SpectacularSwaggerSplitView):
    """``GET /api/docs/``: Swagger UI, whose script is a file of its own, not inline."""

    authentication_classes = []
    permission_classes = [Public]
    url_name = "api-schema"
    template_name = "api/docs.html"
